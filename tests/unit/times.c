/* times: a run's times and losses, line by line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "times.h"

#include "tap.h"

#include "said.h"

static struct report *report;

static const char *ended(void)
{
	report_flush(report);
	return said_end();
}

static void ms(int64_t ns, const char *expected)
{
	char text[TIMES_MS];

	is_text(times_ms(text, ns), expected, "%lld ns", (long long)ns);
}

static void rtts(void)
{
	struct histogram *h = histogram_open();

	if (!h)
		abort();
	for (int64_t us = 1; us <= 1000; us++)
		histogram_add(h, us * 1000);
	said_begin();
	times_rtt(report, 1000, 500500, 1000000, 288675);
	times_percentiles(report, h);
	is_text(ended(),
		"rtt min/avg/max/mdev = 0.001/0.501/1.000/0.289 ms\n"
		"rtt percentiles: p50 0.502, p90 0.897, p95 0.946, p99 0.987, p99.9 0.995 ms\n",
		"round-trip times and their percentiles");
	histogram_close(h);
}

static void jitter(struct story s, bool reordered, const char *expected, const char *name)
{
	said_begin();
	times_jitter(report, &s, reordered);
	is_text(ended(), expected, "%s", name);
}

static void outage(struct story s, const char *expected, const char *name)
{
	said_begin();
	times_outage(report, &s, INT64_C(1700000000) * 1000000000);
	is_text(ended(), expected, "%s", name);
}

static void host(void)
{
	said_begin();
	times_host(report, 1, 2, 3, 4);
	is_text(ended(),
		"this host: 1 not sent, 2 dropped at our socket, 3 timed by this program's clock, "
		"4 clock steps\n",
		"what is this host's own doing");
}

static void is_unknown(const struct times *t, const char *name)
{
	const struct times unknown = TIMES_UNKNOWN;

	ok(t->p50_ns == unknown.p50_ns && t->p999_ns == INT64_MIN && t->jitter_ns == INT64_MIN &&
			t->difference_ns == INT64_MIN && t->outage_start_ns == INT64_MIN,
		"%s", name);
}

static void recorded(void)
{
	const struct story none = {.jitter_ns = -1, .difference_ns = -1};
	const struct story some = {.jitter_ns = 1,
		.difference_ns = 2,
		.reordered = 3,
		.longest_loss = 4,
		.loss_runs = 5,
		.outage_ns = 6,
		.outage_start_ns = 7};
	struct histogram *h = histogram_open();
	struct times t = TIMES_UNKNOWN;

	if (!h)
		abort();
	is_unknown(&t, "a record's times before anything is known");
	times_of_histogram(&t, h);
	times_of_story(&t, &none, 1000);
	is_unknown(&t, "... and of a run of nothing");
	ok(!t.longest_loss && !t.loss_runs && !t.outage_ns, "which lost nothing");
	for (int64_t i = 1; i <= 1000; i++)
		histogram_add(h, i);
	times_of_histogram(&t, h);
	ok(t.p50_ns < t.p90_ns && t.p90_ns < t.p95_ns && t.p95_ns < t.p99_ns &&
			t.p99_ns < t.p999_ns && t.p999_ns <= 1000,
		"percentiles");
	times_of_story(&t, &some, 1000);
	ok(t.jitter_ns == 1 && t.difference_ns == 2 && t.reordered == 3 && t.longest_loss == 4 &&
			t.loss_runs == 5 && t.outage_ns == 6,
		"the story");
	is_int(t.outage_start_ns, 1007, "whose outage began by the wall clock");
	histogram_close(h);
}

int main(void)
{
	const struct report_config plain = {.color = REPORT_COLOR_NEVER};

	if (report_open(&report, &plain, NULL) < 0)
		abort();
	ms(-1, "unknown");
	ms(0, "0.000");
	ms(499, "0.000");
	ms(500, "0.001");
	ms(999499, "0.999");
	ms(1234567890, "1234.568");
	ms(INT64_MAX - 500, "9223372036854.775");
	rtts();
	jitter((struct story){.jitter_ns = -1, .difference_ns = -1}, true, "",
		"no jitter before the second answer");
	jitter((struct story){.jitter_ns = 1500, .difference_ns = 24000}, false,
		"jitter: 0.002 ms (RFC 3550), mean difference 0.024 ms\n", "jitter");
	jitter((struct story){.jitter_ns = 1500, .difference_ns = 24000, .reordered = 7}, true,
		"jitter: 0.002 ms (RFC 3550), mean difference 0.024 ms, 7 reordered\n",
		"... and what came out of order");
	outage((struct story){.outage_start_ns = 0, .longest_loss = 3}, "", "no outage");
	outage((struct story){.outage_start_ns = INT64_C(5000000000),
		       .outage_ns = INT64_C(2030000000),
		       .longest_loss = 3,
		       .loss_runs = 2},
		"outage: 2.030 s from 2023-11-14T22:13:25Z, longest run 3 probes of 2 runs\n",
		"an outage");
	host();
	recorded();
	report_abandon(report);
	return tap_done();
}
