/* stats: a compact tally for every lane, a million of them. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_STATS_H
#define PROBEKIT_STATS_H

#include <stdint.h>

/* Every probe sent has one fate: answered, rejected, lost or pending; a later answer moves it out
 * of lost or rejected. Counters of rare things stop at their largest value. */
struct tally {
	uint64_t sent;	   /* probes that left, or were given to the kernel */
	uint64_t answered; /* probes with at least one valid answer, late ones too */
	uint64_t lost;	   /* time-out passed, no answer (yet) */
	uint32_t late;	   /* of the answered, the ones that had been called lost */
	uint32_t duplicates;
	uint32_t corrupted;		/* authentic answers whose data was changed */
	uint32_t rejected;		/* probes answered by an ICMP error only */
	uint32_t unsent;		/* refused here by the kernel; not in sent */
	int64_t rtt_min_ns, rtt_max_ns; /* INT64_MAX and 0 while there is none */
	int64_t rtt_sum_ns;
	double rtt_m2; /* Welford's sum of squared differences, ns^2 */
};
_Static_assert(sizeof(struct tally) <= 80, "a million of them are to stay cheap");

/* Sent less answered, of sent, in percent; 0 where nothing was sent, or more was answered. */
static inline double stats_loss_percent(uint64_t sent, uint64_t answered)
{
	return answered < sent ? 100.0 * (double)(sent - answered) / (double)sent : 0;
}

void tally_init(struct tally *t);
/* Adds the RTT of a probe's first answer (rtt_ns >= 0) and counts it in answered. */
void tally_answer(struct tally *t, int64_t rtt_ns);
int64_t tally_mean_ns(const struct tally *t);	   /* -1 without an answer */
int64_t tally_deviation_ns(const struct tally *t); /* population standard deviation, -1 without */
/* Sent and without an answer, an error or a time-out. */
uint64_t tally_pending(const struct tally *t);

#endif
