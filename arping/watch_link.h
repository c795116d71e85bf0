/* watch_link: what a watch has to know of this host's side of its link. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_WATCH_LINK_H
#define PROBEKIT_ARPING_WATCH_LINK_H

#include "link.h"
#include "watch.h"

/* The link of an interface, its first IPv4 address as the source, unspecified without one. -errno
 * where it cannot be listened to; interface NULL is such a case. */
int watch_link_find(
	struct link *out, const char *interface, struct resolve *resolver, struct fail *why);

/* Who asks for addresses of that family: the link's source, or its link-local address; unspecified
 * where there is none. */
struct addr watch_link_source(const struct link *l, enum addr_family family);

/* Default gateways, this host's addresses and MACs; what is not to be had is left out. l has to
 * outlive the watch. */
void watch_link_facts(const struct link *l, struct watch_config *c);

#endif
