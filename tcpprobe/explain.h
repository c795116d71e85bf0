/* explain: what a run means in plain words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_EXPLAIN_H
#define PROBEKIT_TCPPROBE_EXPLAIN_H

#include "report.h"
#include "summary.h"

struct explain_place {
	struct addr target;
	uint16_t port;
	bool connected;	       /* by connect() */
	bool local;	       /* the target is an address of this host */
	struct addr next_hop;  /* ADDR_NONE: on link */
	const char *leaves_by; /* borrowed */
};
/* --explain: each sentence names its evidence by the summary record's keys. */
void explain_run(struct report *r, const struct explain_place *p, const struct summary *s);

#endif
