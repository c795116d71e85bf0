/* stats: the tally's mean and deviation against two passes, its sentinels, what is pending. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "stats.h"

#include <stdlib.h>

#include "seeded.h"
#include "tap.h"

static uint64_t random_next(uint64_t *state)
{
	return seeded_next(state) >> 33;
}

static void test_empty(void)
{
	struct tally t;

	tally_init(&t);
	is_int(tally_mean_ns(&t), -1, "no mean without an answer");
	is_int(tally_deviation_ns(&t), -1, "no deviation without an answer");
	is_int(t.rtt_min_ns, INT64_MAX, "the minimum starts at the top");
	is_int(t.rtt_max_ns, 0, "the maximum starts at 0");
	is_int(tally_pending(&t), 0, "nothing is pending");
	ok(sizeof t <= 80, "a tally has %zu bytes, 80 at most", sizeof t);
}

static void test_known(void)
{
	static const int64_t values[] = {2000, 4000, 4000, 4000, 5000, 5000, 7000, 9000};
	struct tally t;

	tally_init(&t);
	for (unsigned i = 0; i < 8; i++)
		tally_answer(&t, values[i]);
	is_int(t.answered, 8, "every value is an answer");
	is_int(tally_mean_ns(&t), 5000, "mean");
	is_int(tally_deviation_ns(&t), 2000, "population deviation");
	is_int(t.rtt_min_ns, 2000, "minimum");
	is_int(t.rtt_max_ns, 9000, "maximum");
	tally_init(&t);
	tally_answer(&t, 0);
	is_int(tally_deviation_ns(&t), 0, "one value of 0 deviates by 0");
	is_int(t.rtt_min_ns, 0, "0 is a minimum");
}

/* A large offset with a small spread is where sum-of-squares formulas lose everything. */
static void two_passes(int64_t offset_ns, uint64_t spread_ns, const char *what)
{
	enum { N = 100000 };
	int64_t *values = calloc(N, sizeof *values);
	uint64_t seed = 7;
	double mean = 0, squares = 0, deviation;
	struct tally t;

	tally_init(&t);
	for (unsigned i = 0; i < N; i++) {
		values[i] = offset_ns + (int64_t)(random_next(&seed) % spread_ns);
		tally_answer(&t, values[i]);
		mean += (double)(values[i] - offset_ns) / N;
	}
	for (unsigned i = 0; i < N; i++) {
		double d = (double)(values[i] - offset_ns) - mean;

		squares += d * d / N;
	}
	deviation = (double)tally_deviation_ns(&t);
	is_int(tally_mean_ns(&t), offset_ns + (int64_t)mean, "%s: mean as by two passes", what);
	ok((deviation + 1) * (deviation + 1) > squares * 0.999999 &&
			deviation * deviation < squares * 1.000001,
		"%s: deviation %.0f as by two passes (variance %.1f)", what, deviation, squares);
	free(values);
}

static void test_pending(void)
{
	struct tally t;

	tally_init(&t);
	t.sent = 10;
	t.lost = 3;
	t.rejected = 2;
	tally_answer(&t, 1);
	is_int(tally_pending(&t), 4, "pending is what has no fate");
	t.lost = 30;
	is_int(tally_pending(&t), 0, "pending never goes below 0");
}

static void test_loss(void)
{
	ok(stats_loss_percent(8, 6) == 25, "a quarter is lost");
	ok(stats_loss_percent(8, 0) == 100, "all are");
	ok(stats_loss_percent(0, 0) == 0, "nothing sent is nothing lost");
	ok(stats_loss_percent(1, 2) == 0, "nor is it where more was answered");
}

int main(void)
{
	test_empty();
	test_known();
	two_passes(20000, 5000, "LAN");
	two_passes(INT64_C(86400) * 1000000000, 1000, "a day, give or take a microsecond");
	two_passes(0, UINT64_C(1) << 31, "anything up to 2 s");
	test_pending();
	test_loss();
	return tap_done();
}
