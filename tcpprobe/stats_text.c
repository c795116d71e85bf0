/* stats_text: a run's statistics in full. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "text.h"
#include "times.h"

void text_stats(struct report *r, const struct summary *s, int64_t offset_ns)
{
	if (s->rtt_min_ns >= 0) {
		times_rtt(r, s->rtt_min_ns, s->rtt_mean_ns, s->rtt_max_ns, s->rtt_deviation_ns);
		times_percentiles(r, s->histogram);
	}
	times_jitter(r, s->story, false);
	report_text(r,
		"network: %" PRIu64 " lost, %" PRIu64 " late, %" PRIu64 " pending, %" PRIu64
		" again, %" PRIu64 " that answer no probe\n",
		s->lost, s->late, s->pending, s->duplicates, s->forged);
	if (s->retransmits)
		report_text(r, "kernel: sent SYNs again %" PRIu64 " times before their answers\n",
			s->retransmits);
	times_host(r, s->unsent, s->drops, s->user_stamped, s->clock_steps);
	times_outage(r, s->story, offset_ns);
	report_flush(r);
}
