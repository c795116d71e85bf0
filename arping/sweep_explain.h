/* sweep_explain: a sweep in numbers: for its record, in full, and in plain words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_SWEEP_EXPLAIN_H
#define PROBEKIT_ARPING_SWEEP_EXPLAIN_H

#include "sweep.h"

/* Fills out, whose target the caller has set. */
void sweep_summarise(
	struct records_summary *out, const struct sweep_sum *s, const struct histogram *h);
/* --stats: percentiles of all answers, what was lost and why, on the link and at this host. */
void sweep_stats(struct report *r, const struct sweep_sum *s, const struct histogram *h);

struct sweep_place {
	const char *interface;
	bool v6;	    /* asked by neighbour discovery */
	uint64_t questions; /* at most, to one that is silent */
};
/* --explain: each sentence names its evidence by the summary record's keys. */
void sweep_explain(struct report *r, const struct sweep_place *p, const struct sweep_sum *s,
	const struct histogram *h);

#endif
