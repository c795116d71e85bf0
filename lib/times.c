/* times: what a run's round-trip times and losses came to: the lines of --stats, and the same for a
 * record. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "times.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "plural.h"
#include "when.h"

const char *times_ms(char to[static TIMES_MS], int64_t ns)
{
	int64_t us = (ns + 500) / 1000;

	if (ns < 0)
		snprintf(to, TIMES_MS, "unknown");
	else
		snprintf(to, TIMES_MS, "%" PRId64 ".%03" PRId64, us / 1000, us % 1000);
	return to;
}

void times_rtt(struct report *r, int64_t min_ns, int64_t mean_ns, int64_t max_ns, int64_t mdev_ns)
{
	char least[TIMES_MS], mean[TIMES_MS], most[TIMES_MS], deviation[TIMES_MS];

	report_text(r, "rtt min/avg/max/mdev = %s/%s/%s/%s ms\n", times_ms(least, min_ns),
		times_ms(mean, mean_ns), times_ms(most, max_ns), times_ms(deviation, mdev_ns));
}

void times_percentiles(struct report *r, const struct histogram *h)
{
	static const struct {
		const char *name;
		double q;
	} wanted[] = {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p99.9", 0.999}};
	char ms[TIMES_MS];

	report_text(r, "rtt percentiles:");
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		report_text(r, "%s %s %s", i ? "," : "", wanted[i].name,
			times_ms(ms, histogram_quantile_ns(h, wanted[i].q)));
	report_text(r, " ms\n");
}

void times_jitter(struct report *r, const struct story *s, bool reordered)
{
	char smoothed[TIMES_MS], mean[TIMES_MS];

	if (s->difference_ns < 0)
		return;
	report_text(r, "jitter: %s ms (RFC 3550), mean difference %s ms",
		times_ms(smoothed, s->jitter_ns), times_ms(mean, s->difference_ns));
	if (reordered)
		report_text(r, ", %" PRIu64 " reordered", s->reordered);
	report_text(r, "\n");
}

void times_outage(struct report *r, const struct story *s, int64_t offset_ns)
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
		" %s of %" PRIu64 " %s\n",
		s->outage_ns / 1000000000, s->outage_ns / 1000000 % 1000, text, s->longest_loss,
		plural(s->longest_loss, "probe", "probes"), s->loss_runs,
		plural(s->loss_runs, "run", "runs"));
}

void times_host(struct report *r, uint64_t unsent, uint64_t drops, uint64_t user_stamped,
	unsigned clock_steps)
{
	report_text(r,
		"this host: %" PRIu64 " not sent, %" PRIu64 " dropped at our socket, %" PRIu64
		" timed by this program's clock, %u clock %s\n",
		unsent, drops, user_stamped, clock_steps, plural(clock_steps, "step", "steps"));
}

void times_of_histogram(struct times *to, const struct histogram *h)
{
	to->p50_ns = when_known(histogram_quantile_ns(h, 0.5));
	to->p90_ns = when_known(histogram_quantile_ns(h, 0.9));
	to->p95_ns = when_known(histogram_quantile_ns(h, 0.95));
	to->p99_ns = when_known(histogram_quantile_ns(h, 0.99));
	to->p999_ns = when_known(histogram_quantile_ns(h, 0.999));
}

void times_of_story(struct times *to, const struct story *s, int64_t offset_ns)
{
	to->jitter_ns = when_known(s->jitter_ns);
	to->difference_ns = when_known(s->difference_ns);
	to->reordered = s->reordered;
	to->longest_loss = s->longest_loss;
	to->loss_runs = s->loss_runs;
	to->outage_ns = s->outage_ns;
	to->outage_start_ns = s->outage_start_ns ? s->outage_start_ns + offset_ns : INT64_MIN;
}
