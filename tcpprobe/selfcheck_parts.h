/* selfcheck_parts: the parts of a self-check, each an item or more. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_SELFCHECK_PARTS_H
#define PROBEKIT_TCPPROBE_SELFCHECK_PARTS_H

#include "selfcheck.h"

/* The next hop in the neighbour table, and each of several that share the packets. */
void selfcheck_neighbours(struct selfcheck *s, const struct selfcheck_place *p);
/* Ports that connect() and our probes are given: how many there are, and are used. */
void selfcheck_ports(struct selfcheck *s, const struct selfcheck_place *p);
/* conntrack, the neighbour table, TCP's memory. */
void selfcheck_tables(struct selfcheck *s, const struct selfcheck_place *p);
/* The reverse path filter, old packet filter tables. */
void selfcheck_filters(struct selfcheck *s, const struct selfcheck_place *p);
/* nftables' rules, where they may be read. */
void selfcheck_rules(struct selfcheck *s, const struct selfcheck_place *p);

#endif
