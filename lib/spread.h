/* spread: whether some of many flows fare worse than chance explains, and what tells them apart.
 * Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SPREAD_H
#define PROBEKIT_SPREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SPREAD_FLOWS = 256, SPREAD_TEXT = 256 };

/* A flow: probes alike in all that a load balancer hashes, sent in turn with those of the others
 * (so that what comes and goes hits all flows alike). */
struct spread_flow {
	uint64_t answered, lost;	/* probes whose fate is known */
	int64_t p25_ns, p50_ns, p75_ns; /* of its answers; -1 without */
	int ttl;			/* of its answers; -1 unknown, or not always the same */
	/* filled by spread_judge */
	bool bad;	/* loses more than chance explains */
	unsigned group; /* by times, 0 the fastest; flows of one group cannot be told apart */
};

enum spread_kind {
	SPREAD_SILENT,	/* nothing came back at all */
	SPREAD_BAD,	/* some flows lose more than the others */
	SPREAD_TOO_FEW, /* there is loss, and a flow that lost all could not be told from chance; or
			   there is none, and of a flow nothing is known */
	SPREAD_EVEN,	/* there is loss, evenly */
	SPREAD_TIMES,	/* no loss; times fall into groups */
	SPREAD_TTLS,	/* no loss; replies of some flows have another TTL */
	SPREAD_ALIKE	/* nothing tells the flows apart */
};

struct spread {
	enum spread_kind kind;
	unsigned flows, bad, groups, ttls; /* groups and ttls: how many different ones, 0 unknown */
	double bad_loss, other_loss;	   /* of those flows together, 0 to 1 */
	double chance_log10;		   /* an upper bound of the probability that a loss of all
					      flows alike looks so; with BAD */
	int64_t fast_ns, slow_ns;	   /* medians of the fastest and the slowest group, -1 */
	unsigned fast;			   /* flows in the fastest group */
};

/* Splits the flows into those of high and of low loss where the likelihood gains most by it, and
 * believes the split when random losses of one rate gain as much less than once in 10,000 runs,
 * whatever the number of flows and of splits tried. Groups by times are apart where the 25th
 * percentile of each flow above is beyond the 75th of each flow below, with 10 answers or more
 * each, by 5 % and 20 us at least. n is 2 to SPREAD_FLOWS. */
struct spread spread_judge(struct spread_flow *flows, size_t n);

/* The verdict in one sentence without a newline; returns to. */
const char *spread_say(char to[static SPREAD_TEXT], const struct spread *s);

/* "even", "bad" and so on: one word a kind. */
const char *spread_word(enum spread_kind kind);

#endif
