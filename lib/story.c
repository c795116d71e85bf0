/* story: what the probes of one lane went through. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "story.h"

void story_init(struct story *s)
{
	*s = (struct story){.jitter_ns = -1, .difference_ns = -1, .ewma_ns = -1};
}

/* RFC 3550's D is the difference of two transit times; here the RTT is the transit. */
static void difference(struct story *s, int64_t rtt_ns)
{
	int64_t d = rtt_ns > s->last_rtt_ns ? rtt_ns - s->last_rtt_ns : s->last_rtt_ns - rtt_ns;

	s->jitter += ((double)d - s->jitter) / 16;
	s->jitter_ns = (int64_t)s->jitter;
	s->difference_sum_ns += d;
	s->differences++;
	s->difference_ns = s->difference_sum_ns / (int64_t)s->differences;
}

void story_answer(struct story *s, uint64_t nth, int64_t rtt_ns)
{
	if (s->any) {
		difference(s, rtt_ns);
		s->ewma += ((double)rtt_ns - s->ewma) / 8;
	} else {
		s->ewma = (double)rtt_ns;
	}
	s->ewma_ns = (int64_t)s->ewma;
	s->last_rtt_ns = rtt_ns;
	if (s->any && nth < s->highest_answered)
		s->reordered++;
	else
		s->highest_answered = nth;
	s->any = true;
}

void story_lost(struct story *s, uint64_t nth, int64_t sent_ns, int64_t next_ns)
{
	if (!s->run || nth != s->run_last + 1) {
		s->run = 0;
		s->run_start_ns = sent_ns;
		s->loss_runs++;
	}
	s->run++;
	s->run_last = nth;
	if (s->run > s->longest_loss)
		s->longest_loss = s->run;
	if (next_ns - s->run_start_ns > s->outage_ns || !s->outage_start_ns) {
		s->outage_ns = next_ns - s->run_start_ns;
		s->outage_start_ns = s->run_start_ns;
	}
}
