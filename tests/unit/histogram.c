/* histogram: quantiles against sorting, bucket edges, extremes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "histogram.h"

#include <stdlib.h>

#include "seeded.h"
#include "tap.h"

enum { N = 20000 };

static uint64_t random_next(uint64_t *state)
{
	return seeded_next(state) >> 11;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* Values whose logarithms are spread evenly over 2^lowest_bits and up. */
static void against_sorting(unsigned lowest_bits, unsigned bits, uint64_t seed)
{
	struct histogram *h = histogram_open();
	int64_t *values = calloc(N, sizeof *values);
	unsigned far = 0, unordered = 0;
	int64_t before = 0;

	for (unsigned i = 0; i < N; i++) {
		unsigned shift = 53 - lowest_bits - (unsigned)(random_next(&seed) % bits);

		values[i] = (int64_t)(random_next(&seed) >> shift);
		histogram_add(h, values[i]);
	}
	qsort(values, N, sizeof *values, compare);
	for (unsigned rank = 1; rank <= N; rank++) {
		int64_t got = histogram_quantile_ns(h, (double)rank / N), exact = values[rank - 1];

		far += distance(got, exact) > (exact < 1024 ? 8 : exact / 128);
		unordered += got < before;
		before = got;
	}
	is_int(far, 0, "2^%u to 2^%u ns: every rank within 1/128 or 8 ns", lowest_bits,
		lowest_bits + bits);
	is_int(unordered, 0, "quantiles never go down");
	histogram_close(h);
	free(values);
}

static void test_ranks(void)
{
	struct histogram *h = histogram_open();

	is_int(histogram_quantile_ns(h, 0.5), -1, "no quantile of nothing");
	is_int(histogram_at_most(h, INT64_MAX), 0, "nothing is at most anything");
	for (int64_t i = 1; i <= 100; i++)
		histogram_add(h, i * 16 + 8);
	is_int(histogram_quantile_ns(h, 0.07), 7 * 16 + 8,
		"nearest rank of 0.07 of 100 is the 7th");
	is_int(histogram_quantile_ns(h, 0.071), 8 * 16 + 8, "a little more is the 8th");
	is_int(histogram_quantile_ns(h, 0.5), 50 * 16 + 8, "the median of 100 is the 50th");
	is_int(histogram_quantile_ns(h, 0), 24, "quantile 0 is the least");
	is_int(histogram_quantile_ns(h, -3), 24, "below 0 too");
	is_int(histogram_quantile_ns(h, 1), 1608, "quantile 1 is the most");
	is_int(histogram_quantile_ns(h, 9), 1608, "above 1 too");
	is_int(histogram_quantile_ns(h, __builtin_nan("")), 1608, "and what is no number");
	is_int(histogram_count(h), 100, "the count");
	is_int(histogram_at_most(h, 16 * 10 + 15), 10, "at most the end of the 10th bucket");
	is_int(histogram_at_most(h, 16 * 10 + 14), 9, "one less leaves that bucket out");
	is_int(histogram_at_most(h, 1608), 100, "at most the largest is all");
	is_int(histogram_at_most(h, -1), 0, "nothing is below 0");
	histogram_close(h);
}

/* A lone value comes back unchanged, since the extremes bound the answer. */
static void test_extremes(void)
{
	static const int64_t values[] = {0, 1, 15, 16, 1023, 1024, 1039, 1040, 2047, 2048,
		INT64_C(1) << 46, (INT64_C(1) << 46) - 1, INT64_MAX};
	struct histogram *h;

	for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
		h = histogram_open();
		histogram_add(h, values[i]);
		is_int(histogram_quantile_ns(h, 0.5), values[i], "%" PRId64 " alone", values[i]);
		is_int(histogram_at_most(h, values[i]), 1, "and is at most itself");
		is_int(histogram_at_most(h, values[i] - 1), 0, "but not less");
		histogram_close(h);
	}
	h = histogram_open();
	histogram_add(h, -5);
	is_int(histogram_quantile_ns(h, 1), 0, "negative counts as 0");
	histogram_add(h, INT64_MAX);
	is_int(histogram_quantile_ns(h, 1), INT64_MAX, "beyond the last bucket: the extreme");
	histogram_close(h);
	histogram_close(NULL);
	ok(histogram_bytes() < 20000, "one has %zu bytes", histogram_bytes());
}

int main(void)
{
	against_sorting(1, 10, 1);
	against_sorting(10, 20, 2);
	against_sorting(30, 15, 3);
	test_ranks();
	test_extremes();
	return tap_done();
}
