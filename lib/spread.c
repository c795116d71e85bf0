/* spread: whether some of many flows fare worse than chance explains, and what tells them apart. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "spread.h"

#include <math.h>
#include <stdlib.h>

enum { ANSWERS_MIN = 10, APART_NS = 20000, TERMS = 25 };
#define LN10 2.302585092994046
#define LN2 0.693147180559945
#define BELIEVED_LN (-4 * LN10) /* once in 10,000 */
#define MATERIAL 0.01		/* a difference of loss that is worth a word */

/* The natural logarithm, x above 0: without the mathematical library. */
static double ln(double x)
{
	int exponent;
	double m = frexp(x, &exponent), t = (m - 1) / (m + 1), power = t, sum = 0;

	for (unsigned i = 1; i < 2 * TERMS; i += 2) {
		sum += power / i;
		power *= t * t;
	}
	return 2 * sum + exponent * LN2;
}

struct count {
	double lost, all;
};

static struct count count_of(const struct spread_flow *f)
{
	return (struct count){(double)f->lost, (double)(f->lost + f->answered)};
}

static double rate(struct count c)
{
	return c.all > 0 ? c.lost / c.all : 0;
}

/* Of a loss of the count's own rate. */
static double ln_likelihood(struct count c)
{
	double kept = c.all - c.lost, sum = 0;

	if (c.lost > 0)
		sum += c.lost * ln(c.lost / c.all);
	if (kept > 0)
		sum += kept * ln(kept / c.all);
	return sum;
}

/* An upper bound of the chance that one rate for all looks as well split as these two: Chernoff's
 * for one split, times the splits that could have been tried, k of n flows for each k. */
static double ln_chance(struct count high, struct count low, unsigned k, unsigned n)
{
	struct count both = {high.lost + low.lost, high.all + low.all};
	double gain = ln_likelihood(high) + ln_likelihood(low) - ln_likelihood(both);
	double splits = ln(2.0 * n);

	for (unsigned i = 0; i < k; i++)
		splits += ln((double)(n - i) / (i + 1));
	return splits - gain;
}

static int by_loss(const void *a, const void *b)
{
	const struct spread_flow *x = *(struct spread_flow *const *)a;
	const struct spread_flow *y = *(struct spread_flow *const *)b;
	double left = rate(count_of(x)), right = rate(count_of(y));

	if (left != right)
		return left < right ? 1 : -1;
	return x < y ? -1 : x > y;
}

struct split {
	unsigned k; /* the first so many are the bad ones; 0 none */
	double ln_chance;
};

/* The most telling split of flows in falling order of loss. */
static struct split best_split(struct spread_flow *const *sorted, unsigned n)
{
	struct count high = {0, 0}, low = {0, 0};
	struct split best = {0, BELIEVED_LN};

	for (unsigned i = 0; i < n; i++) {
		low.lost += count_of(sorted[i]).lost;
		low.all += count_of(sorted[i]).all;
	}
	for (unsigned k = 1; k < n; k++) {
		struct count moved = count_of(sorted[k - 1]);
		double chance;

		high = (struct count){high.lost + moved.lost, high.all + moved.all};
		low = (struct count){low.lost - moved.lost, low.all - moved.all};
		chance = ln_chance(high, low, k, n);
		if (chance < best.ln_chance && rate(high) - rate(low) >= MATERIAL)
			best = (struct split){k, chance};
	}
	return best;
}

/* What is left after one split may hold a second, milder one. */
static void find_bad(struct spread_flow **sorted, unsigned n, struct spread *out)
{
	struct split split;

	qsort(sorted, n, sizeof(*sorted), by_loss);
	while (n > 1 && (split = best_split(sorted, n)).k) {
		for (unsigned i = 0; i < split.k; i++)
			sorted[i]->bad = true;
		if (!out->bad)
			out->chance_log10 = split.ln_chance / LN10;
		out->bad += split.k;
		sorted += split.k;
		n -= split.k;
	}
}

static int by_time(const void *a, const void *b)
{
	const struct spread_flow *x = *(struct spread_flow *const *)a;
	const struct spread_flow *y = *(struct spread_flow *const *)b;

	return x->p50_ns < y->p50_ns ? -1 : x->p50_ns > y->p50_ns;
}

static bool apart(int64_t below_ns, int64_t above_ns)
{
	int64_t least_ns = below_ns / 20 > APART_NS ? below_ns / 20 : APART_NS;

	return above_ns - below_ns >= least_ns;
}

/* Whether all flows from at on are slower than all before it. */
static bool begins_group(
	struct spread_flow *const *sorted, unsigned at, unsigned n, int64_t below_ns)
{
	for (unsigned i = at; i < n; i++)
		if (!apart(below_ns, sorted[i]->p25_ns))
			return false;
	return true;
}

static unsigned timed(struct spread_flow *flows, size_t n, struct spread_flow **sorted)
{
	unsigned found = 0;

	for (size_t i = 0; i < n; i++)
		if (flows[i].answered >= ANSWERS_MIN && flows[i].p50_ns >= 0)
			sorted[found++] = &flows[i];
	qsort(sorted, found, sizeof(*sorted), by_time);
	return found;
}

static void find_groups(struct spread_flow *flows, size_t n, struct spread *out)
{
	struct spread_flow *sorted[SPREAD_FLOWS] = {NULL};
	unsigned found = timed(flows, n, sorted), start = 0;
	int64_t below_ns = 0;

	for (unsigned i = 0; i < found; i++) {
		if (!i || begins_group(sorted, i, found, below_ns)) {
			out->groups++;
			start = i;
		}
		sorted[i]->group = out->groups - 1;
		out->fast += out->groups == 1;
		if (sorted[i]->p75_ns > below_ns)
			below_ns = sorted[i]->p75_ns;
	}
	if (!found)
		return;
	out->fast_ns = sorted[(out->fast - 1) / 2]->p50_ns;
	out->slow_ns = sorted[start + (found - 1 - start) / 2]->p50_ns;
}

static void find_ttls(const struct spread_flow *flows, size_t n, struct spread *out)
{
	bool seen[256] = {false};

	for (size_t i = 0; i < n; i++) {
		if (flows[i].ttl < 0 || flows[i].ttl > 255 || seen[flows[i].ttl])
			continue;
		seen[flows[i].ttl] = true;
		out->ttls++;
	}
}

/* Whether a flow that lost everything would have been believed: each as long as the shortest. */
static bool enough(const struct spread_flow *flows, size_t n, struct count all)
{
	double least = -1;
	struct count bad, others;

	for (size_t i = 0; i < n; i++)
		if (least < 0 || count_of(&flows[i]).all < least)
			least = count_of(&flows[i]).all;
	bad = (struct count){least, least};
	others = (struct count){rate(all) * least * (double)(n - 1), least * (double)(n - 1)};
	return least > 0 && ln_chance(bad, others, 1, (unsigned)n) < BELIEVED_LN;
}

static bool all_known(const struct spread_flow *flows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!flows[i].answered)
			return false;
	return true;
}

static enum spread_kind kind_of(
	const struct spread_flow *flows, size_t n, const struct spread *s, struct count all)
{
	if (all.lost >= all.all)
		return SPREAD_SILENT;
	if (s->bad)
		return SPREAD_BAD;
	if (all.lost > 0)
		return enough(flows, n, all) ? SPREAD_EVEN : SPREAD_TOO_FEW;
	if (!all_known(flows, n))
		return SPREAD_TOO_FEW;
	if (s->groups > 1)
		return SPREAD_TIMES;
	return s->ttls > 1 ? SPREAD_TTLS : SPREAD_ALIKE;
}

struct spread spread_judge(struct spread_flow *flows, size_t n)
{
	struct spread out = {.flows = (unsigned)n, .fast_ns = -1, .slow_ns = -1};
	struct spread_flow *sorted[SPREAD_FLOWS] = {NULL};
	struct count bad = {0, 0}, others = {0, 0};

	for (size_t i = 0; i < n; i++) {
		flows[i].bad = false;
		flows[i].group = 0;
		sorted[i] = &flows[i];
	}
	find_bad(sorted, (unsigned)n, &out);
	find_groups(flows, n, &out);
	find_ttls(flows, n, &out);
	for (size_t i = 0; i < n; i++) {
		struct count *to = flows[i].bad ? &bad : &others;

		to->lost += count_of(&flows[i]).lost;
		to->all += count_of(&flows[i]).all;
	}
	out.bad_loss = rate(bad);
	out.other_loss = rate(others);
	out.kind = kind_of(
		flows, n, &out, (struct count){bad.lost + others.lost, bad.all + others.all});
	return out;
}
