/* permute: every order is one of all numbers, and its inverse is exact. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "permute.h"

#include <stdlib.h>

#include "tap.h"

enum { SMALL = 300, SEEDS = 20 };

/* Each number below n comes once, and index finds it. */
static bool is_whole(uint64_t n, uint64_t seed)
{
	static bool seen[1 << 17];
	struct permute p;

	memset(seen, 0, n);
	permute_init(&p, n, seed);
	for (uint64_t i = 0; i < n; i++) {
		uint64_t v = permute_at(&p, i);

		if (v >= n || seen[v] || permute_index(&p, v) != i)
			return false;
		seen[v] = true;
	}
	return true;
}

static void test_whole(void)
{
	static const uint64_t edges[] = {1023, 1024, 1025, 65535, 65536, 65537, 100003, 1 << 17};
	unsigned wrong = 0;

	for (uint64_t n = 1; n <= SMALL; n++)
		for (uint64_t seed = 0; seed < SEEDS; seed++)
			wrong += !is_whole(n, seed);
	is_int(wrong, 0, "all of 1 to %d numbers come once under %d seeds", SMALL, SEEDS);
	for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++)
		ok(is_whole(edges[i], 7), "all of %" PRIu64 " numbers come once", edges[i]);
}

static void test_large(void)
{
	static const uint64_t sizes[] = {(UINT64_C(1) << 40) - 1, UINT64_C(1) << 40,
		(UINT64_C(1) << 40) + 1, 1000000000039, UINT64_C(1) << 32, UINT64_C(1) << 62};

	for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
		uint64_t n = sizes[s], wrong = 0;
		struct permute p;

		permute_init(&p, n, 42);
		for (uint64_t i = 0; i < 20000; i++) {
			uint64_t index = i < 10000 ? i : n - 1 - (i - 10000) * (n / 10001);
			uint64_t v = permute_at(&p, index);

			wrong += v >= n || permute_index(&p, v) != index;
			wrong += permute_at(&p, permute_index(&p, index)) != index;
		}
		is_int(wrong, 0, "below %" PRIu64 " the inverse is exact", n);
	}
}

/* Of the n! orders of a few numbers, how many some seeds give. */
static unsigned orders_of(uint64_t n, uint64_t seeds)
{
	static bool seen[4 * 4 * 4 * 4 * 4];
	unsigned found = 0;

	memset(seen, 0, sizeof seen);
	for (uint64_t seed = 0; seed < seeds; seed++) {
		struct permute p;
		size_t order = 0;

		permute_init(&p, n, seed);
		for (uint64_t i = 0; i < n; i++)
			order = 4 * order + permute_at(&p, i);
		found += !seen[order];
		seen[order] = true;
	}
	return found;
}

static void test_seeds(void)
{
	struct permute a, b;
	unsigned same = 0;

	is_int(orders_of(2, 100), 2, "seeds give both orders of two");
	is_int(orders_of(3, 1000), 6, "seeds give all orders of three");
	is_int(orders_of(4, 4000), 24, "seeds give all orders of four");
	permute_init(&a, 1000, 1);
	permute_init(&b, 1000, 2);
	for (uint64_t i = 0; i < 1000; i++)
		same += permute_at(&a, i) == permute_at(&b, i);
	ok(same < 12, "orders of neighbouring seeds share no more than chance does: %u", same);
}

/* Where one index lands under many seeds, in 16 equal parts: the sum of squares of a fair spread
 * stays below 38 in 999 of 1000 trials. */
static void test_spread(void)
{
	static const uint64_t sizes[] = {16, 256, 1000, 65536, UINT64_C(1) << 40};
	enum { PARTS = 16, TRIALS = 16000 };

	for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
		unsigned hits[PARTS] = {0};
		double sum = 0, fair = (double)TRIALS / PARTS;

		for (uint64_t seed = 0; seed < TRIALS; seed++) {
			struct permute p;

			permute_init(&p, sizes[s], seed);
			hits[permute_at(&p, 3) / (sizes[s] / PARTS + (sizes[s] % PARTS != 0))]++;
		}
		for (unsigned i = 0; i < PARTS; i++)
			sum += (hits[i] - fair) * (hits[i] - fair) / fair;
		ok(sum < 38, "seeds spread an index of %" PRIu64 " evenly: %.1f", sizes[s], sum);
	}
}

/* Neighbours land a third of n apart on average, as two random numbers do. */
static void test_scatter(void)
{
	enum { N = 65536 };
	struct permute p;
	uint64_t sum = 0;

	permute_init(&p, N, 5);
	for (uint64_t i = 1; i < N; i++) {
		uint64_t a = permute_at(&p, i - 1), b = permute_at(&p, i);

		sum += a > b ? a - b : b - a;
	}
	sum /= N - 1;
	ok(sum > N / 3 - N / 100 && sum < N / 3 + N / 100, "neighbours lie %" PRIu64 " apart of %d",
		sum, N);
}

/* An order is part of what a user may repeat on another machine and with another version. */
static void test_golden(void)
{
	static const uint64_t small[] = {632, 503, 57, 990, 138, 592};
	static const uint64_t large[] = {73008522041, 951654707219, 451063318575, 40210376275};
	struct permute p;

	permute_init(&p, 1000, 1);
	for (uint64_t i = 0; i < 6; i++)
		is_int(permute_at(&p, i), small[i], "number %" PRIu64 " of 1000", i);
	permute_init(&p, UINT64_C(1) << 40, 0x0123456789abcdef);
	for (uint64_t i = 0; i < 4; i++)
		is_int(permute_at(&p, i), large[i], "number %" PRIu64 " of 2^40", i);
}

int main(void)
{
	test_whole();
	test_large();
	test_seeds();
	test_spread();
	test_scatter();
	test_golden();
	return tap_done();
}
