/* stats_text: a run's statistics in full. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <time.h>

#include "text.h"

static void times(struct report *r, const struct summary *s)
{
	static const struct {
		const char *name;
		double q;
	} wanted[] = {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p99.9", 0.999}};
	char least[TEXT_MS], mean[TEXT_MS], most[TEXT_MS], deviation[TEXT_MS];

	report_text(r, "rtt min/avg/max/mdev = %s/%s/%s/%s ms\n", text_ms(least, s->rtt_min_ns),
		text_ms(mean, s->rtt_mean_ns), text_ms(most, s->rtt_max_ns),
		text_ms(deviation, s->rtt_deviation_ns));
	report_text(r, "rtt percentiles:");
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		report_text(r, "%s %s %s", i ? "," : "", wanted[i].name,
			text_ms(least, histogram_quantile_ns(s->histogram, wanted[i].q)));
	report_text(r, " ms\n");
}

static void jitter(struct report *r, const struct story *s)
{
	char smoothed[TEXT_MS], mean[TEXT_MS];

	if (s->difference_ns >= 0)
		report_text(r, "jitter: %s ms (RFC 3550), mean difference %s ms\n",
			text_ms(smoothed, s->jitter_ns), text_ms(mean, s->difference_ns));
}

static void outage(struct report *r, const struct story *s, int64_t offset_ns)
{
	time_t start = (time_t)((s->outage_start_ns + offset_ns) / 1000000000);
	struct tm utc;
	char text[32];

	if (!s->outage_start_ns)
		return;
	gmtime_r(&start, &utc);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
	report_text(r,
		"outage: %" PRId64 ".%03" PRId64 " s from %s, longest run %" PRIu64
		" probes of %" PRIu64 " runs\n",
		s->outage_ns / 1000000000, s->outage_ns / 1000000 % 1000, text, s->longest_loss,
		s->loss_runs);
}

void text_stats(struct report *r, const struct summary *s, int64_t offset_ns)
{
	if (s->rtt_min_ns >= 0)
		times(r, s);
	jitter(r, s->story);
	report_text(r,
		"network: %" PRIu64 " lost, %" PRIu64 " late, %" PRIu64 " pending, %" PRIu64
		" again, %" PRIu64 " that answer no probe\n",
		s->lost, s->late, s->pending, s->duplicates, s->forged);
	report_text(r,
		"this host: %" PRIu64 " not sent, %" PRIu64 " dropped at our socket, %" PRIu64
		" timed by this program's clock, %u clock steps\n",
		s->unsent, s->drops, s->user_stamped, s->clock_steps);
	outage(r, s->story, offset_ns);
	report_flush(r);
}
