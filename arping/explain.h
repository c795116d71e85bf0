/* explain: statistics in full, and what a run means in plain words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_EXPLAIN_H
#define PROBEKIT_ARPING_EXPLAIN_H

#include "addr.h"
#include "report.h"
#include "summary.h"

/* --stats: percentiles, jitter, losses by cause, each MAC. offset: realtime less monotonic. */
void explain_stats(struct report *r, const struct summary *s, int64_t offset_ns);

struct explain_place {
	struct addr target;
	struct addr gateway; /* the route to the target goes by it; ADDR_NONE: on link */
	const char *interface;
	bool local; /* the target is an address of this host */
};
/* --explain: each sentence names its evidence by the summary record's keys. */
void explain_run(struct report *r, const struct explain_place *p, const struct summary *s);

#endif
