/* stats: a compact tally for every lane; histogram, jitter, reordering and outages for some. Pure.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_STATS_H
#define PROBEKIT_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One a lane, a million of them: 80 bytes at most. Counters of rare things saturate. */
struct tally {
	uint64_t sent;	   /* probes that left, or were given to the kernel */
	uint64_t answered; /* probes with at least one valid answer, late ones too */
	uint32_t late;	   /* of those, the ones that had been called lost */
	uint32_t lost;	   /* time-out passed, no answer (yet) */
	uint32_t duplicates;
	uint32_t corrupted;		/* authentic answers whose data was changed */
	uint32_t rejected;		/* probes answered by an ICMP error */
	uint32_t unsent;		/* refused here by the kernel; not in sent */
	int64_t rtt_min_ns, rtt_max_ns; /* INT64_MAX and 0 while there is none */
	int64_t rtt_sum_ns;
	double rtt_m2; /* Welford's sum of squared differences, ns^2 */
};

void tally_init(struct tally *t);
/* Adds the RTT of a probe's first answer (rtt_ns >= 0) and counts it in answered. */
void tally_answer(struct tally *t, int64_t rtt_ns);
int64_t tally_mean_ns(const struct tally *t);	   /* -1 without an answer */
int64_t tally_deviation_ns(const struct tally *t); /* population standard deviation, -1 without */
/* Sent and without an answer, an error or a time-out. */
uint64_t tally_pending(const struct tally *t);

/* A log-linear histogram of fixed size: 64 linear steps an octave from 1 us to 2^36 us, relative
 * error of a quantile under 1/64; below 1 us linear in 16 ns steps. */
struct histogram;
struct histogram *histogram_open(void); /* caller owns; NULL on ENOMEM */
void histogram_close(struct histogram *h);
void histogram_add(struct histogram *h, int64_t value_ns); /* negative counts as 0 */
uint64_t histogram_count(const struct histogram *h);
/* The value at quantile q (0 to 1), nearest rank, as the middle of its bucket and never outside the
 * extremes added; -1 when empty. */
int64_t histogram_quantile_ns(const struct histogram *h, double q);
/* How many values are at or below a bound (whole buckets). */
uint64_t histogram_at_most(const struct histogram *h, int64_t bound_ns);

/* What a sequence of probes of one lane went through, in detail. */
struct story {
	int64_t jitter_ns;     /* RFC 3550 6.4.1, running; -1 before the second answer */
	int64_t difference_ns; /* mean of |RTT difference| of consecutive answers; -1 before */
	uint64_t reordered; /* answers that came behind that of a later probe (RFC 4737 type-P) */
	uint64_t longest_loss; /* longest run of consecutive probes lost */
	uint64_t loss_runs;    /* how many runs */
	int64_t outage_ns;     /* longest time from the last answer's send time to the next one's */
	int64_t outage_start_ns; /* send time of the first lost probe of that longest run; 0 none */
	int64_t ewma_ns;	 /* weight 1/8, as ping's SIGQUIT line; -1 none */
	/* state between calls */
	uint64_t highest_answered, differences;
	int64_t last_rtt_ns, difference_sum_ns;
	double jitter;
	bool any;
	uint64_t run; /* losses of the run that is open */
	uint64_t run_last;
	int64_t run_start_ns;
};

void story_init(struct story *s);
/* A first answer, in arrival order. */
void story_answer(struct story *s, uint64_t nth, int64_t sent_ns, int64_t rtt_ns);
/* A loss, in the order of nth. A late answer does not mend a run. */
void story_lost(struct story *s, uint64_t nth, int64_t sent_ns);

#endif
