/* stats: a compact tally for every lane. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "stats.h"

void tally_init(struct tally *t)
{
	*t = (struct tally){.rtt_min_ns = INT64_MAX};
}

/* The mean comes from the exact integer sum, so only the squares are subject to rounding. */
void tally_answer(struct tally *t, int64_t rtt_ns)
{
	double rtt = (double)rtt_ns, before = rtt, after;

	if (t->answered)
		before = (double)t->rtt_sum_ns / (double)t->answered;
	t->answered++;
	t->rtt_sum_ns += rtt_ns;
	after = (double)t->rtt_sum_ns / (double)t->answered;
	t->rtt_m2 += (rtt - before) * (rtt - after);
	if (rtt_ns < t->rtt_min_ns)
		t->rtt_min_ns = rtt_ns;
	if (rtt_ns > t->rtt_max_ns)
		t->rtt_max_ns = rtt_ns;
}

int64_t tally_mean_ns(const struct tally *t)
{
	return t->answered ? t->rtt_sum_ns / (int64_t)t->answered : -1;
}

/* Newton's method: libm would be one more library for this one root. */
static double square_root(double v)
{
	double root = v > 1 ? v : 1, better;

	if (!(v > 0))
		return 0;
	while ((better = (root + v / root) / 2) < root)
		root = better;
	return root;
}

int64_t tally_deviation_ns(const struct tally *t)
{
	return t->answered ? (int64_t)square_root(t->rtt_m2 / (double)t->answered) : -1;
}

uint64_t tally_pending(const struct tally *t)
{
	uint64_t settled = t->answered + t->lost + t->rejected;

	return t->sent > settled ? t->sent - settled : 0;
}
