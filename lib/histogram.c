/* histogram: log-linear counts of durations. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "histogram.h"

#include <stdlib.h>

enum {
	STEPS = 64,	   /* buckets an octave */
	FIRST_SHIFT = 4,   /* the first steps are 16 ns wide */
	FIRST_OCTAVE = 10, /* 2^10 ns: where the steps start to grow */
	LAST_OCTAVE = 45,
	BUCKETS = STEPS * (2 + LAST_OCTAVE - FIRST_OCTAVE)
};

struct histogram {
	uint64_t count;
	int64_t min_ns, max_ns;
	uint64_t buckets[BUCKETS];
};

static unsigned bucket_of(int64_t value_ns)
{
	unsigned octave;

	if (value_ns < INT64_C(1) << FIRST_OCTAVE)
		return (unsigned)(value_ns >> FIRST_SHIFT);
	octave = 63 - (unsigned)__builtin_clzll((unsigned long long)value_ns);
	if (octave > LAST_OCTAVE)
		return BUCKETS - 1;
	return STEPS * (octave - FIRST_OCTAVE) +
	       (unsigned)(value_ns >> (octave - FIRST_OCTAVE + FIRST_SHIFT));
}

/* The lowest value of a bucket; of one past the last, where the histogram ends. */
static int64_t bucket_start(unsigned bucket)
{
	unsigned octave = bucket / STEPS;

	if (octave < 2)
		return (int64_t)bucket << FIRST_SHIFT;
	return (int64_t)(STEPS + bucket % STEPS) << (octave - 1 + FIRST_SHIFT);
}

struct histogram *histogram_open(void)
{
	struct histogram *h = calloc(1, sizeof *h);

	if (h)
		histogram_reset(h);
	return h;
}

void histogram_reset(struct histogram *h)
{
	*h = (struct histogram){.min_ns = INT64_MAX};
}

void histogram_close(struct histogram *h)
{
	free(h);
}

void histogram_add(struct histogram *h, int64_t value_ns)
{
	if (value_ns < 0)
		value_ns = 0;
	h->count++;
	h->buckets[bucket_of(value_ns)]++;
	if (value_ns < h->min_ns)
		h->min_ns = value_ns;
	if (value_ns > h->max_ns)
		h->max_ns = value_ns;
}

uint64_t histogram_count(const struct histogram *h)
{
	return h->count;
}

/* ceil(q * count), without q's own rounding (0.07 * 100 is a little over 7) making it one more. */
static uint64_t rank_of(double q, uint64_t count)
{
	double exact = q * (double)count;
	uint64_t rank;

	if (!(exact > 0))
		return 1;
	exact -= exact * 1e-12;
	rank = (uint64_t)exact;
	if ((double)rank < exact)
		rank++;
	return rank > count ? count : rank;
}

unsigned histogram_quantile_bucket(const struct histogram *h, double q)
{
	uint64_t rank = rank_of(q < 1 ? q : 1, h->count), seen = 0;
	unsigned i = 0;

	if (!h->count)
		return 0;
	while ((seen += h->buckets[i]) < rank)
		i++;
	return i;
}

int64_t histogram_quantile_ns(const struct histogram *h, double q)
{
	unsigned i = histogram_quantile_bucket(h, q);
	int64_t middle;

	if (!h->count)
		return -1;
	middle = bucket_start(i) + (bucket_start(i + 1) - bucket_start(i)) / 2;
	if (i == BUCKETS - 1 || middle > h->max_ns)
		return h->max_ns;
	return middle < h->min_ns ? h->min_ns : middle;
}

unsigned histogram_buckets(void)
{
	return BUCKETS;
}

int64_t histogram_start_ns(unsigned bucket)
{
	return bucket_start(bucket < BUCKETS ? bucket : BUCKETS);
}

uint64_t histogram_in(const struct histogram *h, unsigned bucket)
{
	return bucket < BUCKETS ? h->buckets[bucket] : 0;
}

uint64_t histogram_at_most(const struct histogram *h, int64_t bound_ns)
{
	uint64_t seen = 0;

	if (bound_ns >= h->max_ns)
		return h->count;
	for (unsigned i = 0; i < BUCKETS - 1 && bucket_start(i + 1) - 1 <= bound_ns; i++)
		seen += h->buckets[i];
	return seen;
}

size_t histogram_bytes(void)
{
	return sizeof(struct histogram);
}
