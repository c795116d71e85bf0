/* rounds: the probes of a path in rounds, each hop once a round, as far as it is worth one; and
 * when the last have been waited for long enough. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ROUNDS_H
#define PROBEKIT_ROUNDS_H

#include <stdbool.h>
#include <stdint.h>

#include "trace.h"

struct rounds {
	struct trace *trace;		    /* borrowed; it is told of what is sent */
	uint64_t limit;			    /* rounds; 0 without end */
	bool paused;			    /* to be set: no probe leaves, nor does a round count */
	bool once;			    /* a router that has answered is not asked again */
	uint64_t asked[TRACE_HOPS_MAX + 1]; /* rounds that came by, also where no probe was sent */
	uint64_t next[TRACE_HOPS_MAX + 1];  /* the number of a hop's next probe */
	uint64_t first[TRACE_HOPS_MAX + 1]; /* of the first that counts, since the last reset */
};
void rounds_init(struct rounds *r, struct trace *t, uint64_t limit);

/* Hops count from 1, a hop's probes from 0. */

/* Probe nth of a hop is due: whether it is worth sending. The trace then hears that it left. */
bool rounds_due(struct rounds *r, unsigned hop, uint64_t nth);
/* It was sent since the last reset. */
bool rounds_counts(const struct rounds *r, unsigned hop, uint64_t nth);
/* Starts over, the trace too. */
void rounds_reset(struct rounds *r);

/* The end of n paths that are asked at once: true when all rounds are over and nothing is waited
 * for, or was for longer than answers took so far and some more. *end_ns is when that is, 0 while
 * rounds go on: to be kept, 0 at first. timeout_ns: the most that is waited. */
bool rounds_over(
	const struct rounds *r, unsigned n, int64_t *end_ns, int64_t now_ns, int64_t timeout_ns);

#endif
