/* sweep_stats: a sweep in numbers, for its record and in full as text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "sweep_explain.h"
#include "times.h"

static void fill_times(
	struct records_summary *out, const struct tally *t, const struct histogram *h)
{
	if (!t->answered)
		return;
	out->rtt_min_ns = t->rtt_min_ns;
	out->rtt_mean_ns = tally_mean_ns(t);
	out->rtt_max_ns = t->rtt_max_ns;
	out->rtt_deviation_ns = tally_deviation_ns(t);
	times_of_histogram(&out->times, h);
}

void sweep_summarise(
	struct records_summary *out, const struct sweep_sum *s, const struct histogram *h)
{
	out->mode = records_mode(SUMMARY_SWEEP);
	records_unknown(out);
	out->transmitted = out->broadcasts = s->transmitted;
	out->received = s->received;
	out->answered = s->times.answered;
	out->lost = s->lost;
	out->late = s->late;
	out->pending = s->pending;
	out->liars = s->liars;
	out->malformed = s->malformed;
	out->elsewhere = s->elsewhere;
	out->unsent = s->unsent;
	out->drops = s->drops;
	out->targets = s->targets;
	out->alive = s->alive;
	out->silent = s->silent;
	out->unasked = s->unasked;
	out->retried = s->retried;
	out->duplicates = s->duplicates;
	out->duplicate = s->duplicates > 0;
	out->proxies = s->proxies;
	out->elapsed_ns = s->elapsed_ns;
	out->user_stamped = s->user_stamped;
	out->clock_steps = s->clock_steps;
	out->up = s->alive > 0;
	out->interrupted = s->interrupted;
	fill_times(out, &s->times, h);
}

void sweep_stats(struct report *r, const struct sweep_sum *s, const struct histogram *h)
{
	const struct tally *t = &s->times;

	if (t->answered) {
		times_rtt(r, t->rtt_min_ns, tally_mean_ns(t), t->rtt_max_ns, tally_deviation_ns(t));
		times_percentiles(r, h);
	}
	report_text(r,
		"addresses: %" PRIu64 " answered, of them %" PRIu64 " not every question, %" PRIu64
		" silent, %" PRIu64 " not asked, %" PRIu64 " of this host\n",
		s->alive, s->retried, s->silent, s->unasked, s->own);
	report_text(r,
		"link: %" PRIu64 " questions, %" PRIu64 " answers, %" PRIu64 " lost, %" PRIu64
		" late, %" PRIu64 " from another MAC's frame, %" PRIu64 " malformed, %" PRIu64
		" on another VLAN\n",
		s->transmitted, s->received, s->lost, s->late, s->liars, s->malformed,
		s->elsewhere);
	times_host(r, s->unsent, s->drops, s->user_stamped, s->clock_steps);
	report_flush(r);
}
