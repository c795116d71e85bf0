/* ping_row: rows of probes of one fate, told in order and out of order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "row.h"

#include <stdbool.h>
#include <stddef.h>

#include "tap.h"

/* Told one after the other; the length of the last one's row. */
static uint64_t told(struct row *r, const uint64_t *nths, size_t n)
{
	uint64_t length = 0;

	for (size_t i = 0; i < n; i++)
		length = row_add(r, nths[i]);
	return length;
}
#define TOLD(r, ...)                                                                               \
	told(r, (const uint64_t[]){__VA_ARGS__},                                                   \
		sizeof((const uint64_t[]){__VA_ARGS__}) / sizeof(uint64_t))

static void test_orders(void)
{
	struct row r = {.n = 0};

	is_int(TOLD(&r, 0, 1, 2), 3, "three in order");
	is_int(TOLD(&r, 4), 1, "a gap begins a new row");
	is_int(TOLD(&r, 6, 5), 3, "one that closes a gap joins both sides");
	is_int(TOLD(&r, 3), 7, "... and again");
	is_int(TOLD(&r, 3), 7, "told twice it counts once");
	is_int(TOLD(&r, 0), 7, "... at the start too");
	is_int(r.n, 1, "all is one row");
	r = (struct row){.n = 0};
	is_int(TOLD(&r, 9, 8, 7), 3, "backwards");
	is_int(TOLD(&r, UINT64_MAX), 1, "the last number there is");
}

static void test_joined(void)
{
	struct row r = {.n = 0};

	TOLD(&r, 0, 1);
	row_join(&r, 2);
	is_int(TOLD(&r, 3), 3, "one that says nothing ends no row and is not counted");
	row_join(&r, 5);
	row_join(&r, 6);
	is_int(TOLD(&r, 7), 1, "such ones alone are none");
	is_int(TOLD(&r, 4), 5, "... between two rows they join them");
}

/* Every other one at once, the rest a hundred probes later. */
static void test_mixed(void)
{
	struct row r = {.n = 0};
	uint64_t length = 0;

	for (uint64_t nth = 0; nth < 2000; nth += 2) {
		row_add(&r, nth);
		if (nth >= 100)
			length = row_add(&r, nth - 99);
	}
	is_int(length, 1900 + 1, "two kinds of news of one row");
	for (uint64_t nth = 10000; nth < 10000 + 4 * ROW_RUNS; nth += 2)
		row_add(&r, nth);
	is_int(r.n, ROW_RUNS, "the oldest rows make room");
	is_int(TOLD(&r, 10000 + 4 * ROW_RUNS - 1), 2, "... the newest are there");
	is_int(TOLD(&r, 1901), 1, "... the oldest not");
}

int main(void)
{
	test_orders();
	test_joined();
	test_mixed();
	return tap_done();
}
