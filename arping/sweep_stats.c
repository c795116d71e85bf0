/* sweep_stats: a sweep in numbers, for its record and in full as text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "sweep_explain.h"
#include "text.h"

static int64_t quantile_ns(const struct histogram *h, double q)
{
	int64_t ns = histogram_quantile_ns(h, q);

	return ns < 0 ? INT64_MIN : ns;
}

static void fill_times(
	struct records_summary *out, const struct tally *t, const struct histogram *h)
{
	if (!t->answered)
		return;
	out->rtt_min_ns = t->rtt_min_ns;
	out->rtt_mean_ns = tally_mean_ns(t);
	out->rtt_max_ns = t->rtt_max_ns;
	out->rtt_deviation_ns = tally_deviation_ns(t);
	out->p50_ns = quantile_ns(h, 0.5);
	out->p90_ns = quantile_ns(h, 0.9);
	out->p95_ns = quantile_ns(h, 0.95);
	out->p99_ns = quantile_ns(h, 0.99);
	out->p999_ns = quantile_ns(h, 0.999);
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

static void times(struct report *r, const struct tally *t, const struct histogram *h)
{
	static const struct {
		const char *name;
		double q;
	} wanted[] = {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p99.9", 0.999}};
	char least[TEXT_MS], mean[TEXT_MS], most[TEXT_MS], deviation[TEXT_MS];

	report_text(r, "rtt min/avg/max/mdev = %s/%s/%s/%s ms\n", text_ms(least, t->rtt_min_ns),
		text_ms(mean, tally_mean_ns(t)), text_ms(most, t->rtt_max_ns),
		text_ms(deviation, tally_deviation_ns(t)));
	report_text(r, "rtt percentiles:");
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		report_text(r, "%s %s %s", i ? "," : "", wanted[i].name,
			text_ms(least, histogram_quantile_ns(h, wanted[i].q)));
	report_text(r, " ms\n");
}

void sweep_stats(struct report *r, const struct sweep_sum *s, const struct histogram *h)
{
	if (s->times.answered)
		times(r, &s->times, h);
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
	report_text(r,
		"this host: %" PRIu64 " not sent, %" PRIu64 " dropped at our socket, %" PRIu64
		" timed by this program's clock, %u clock steps\n",
		s->unsent, s->drops, s->user_stamped, s->clock_steps);
	report_flush(r);
}
