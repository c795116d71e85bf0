/* story: what the probes of one lane went through: jitter, reordering, runs of losses. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_STORY_H
#define PROBEKIT_STORY_H

#include <stdbool.h>
#include <stdint.h>

struct story {
	int64_t jitter_ns;	 /* RFC 3550 6.4.1, running; -1 before the second answer */
	int64_t difference_ns;	 /* mean of |RTT difference| of consecutive answers; -1 before */
	int64_t ewma_ns;	 /* weight 1/8, as ping's SIGQUIT line; -1 none */
	uint64_t reordered;	 /* answers behind that of a later probe (RFC 4737 type-P) */
	uint64_t longest_loss;	 /* longest run of consecutive probes lost */
	uint64_t loss_runs;	 /* how many runs */
	int64_t outage_ns;	 /* longest time from the send of a run's first lost probe to that
				    of the first probe after it */
	int64_t outage_start_ns; /* send time of the first lost probe of that outage; 0 none */
	/* state between calls */
	bool any;
	uint64_t highest_answered, differences;
	int64_t last_rtt_ns, difference_sum_ns;
	double jitter, ewma;
	uint64_t run, run_last; /* losses of the newest run, and its last nth */
	int64_t run_start_ns;
};

void story_init(struct story *s);
/* A first answer, in arrival order. */
void story_answer(struct story *s, uint64_t nth, int64_t rtt_ns);
/* A loss, in the order of nth. next_ns: when the probe after it was sent or is due; sent_ns when
 * there is none or it is not known. A late answer does not mend a run. */
void story_lost(struct story *s, uint64_t nth, int64_t sent_ns, int64_t next_ns);

#endif
