/* tcpprobe_selfcheck: when a table is full, and how findings are counted. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/selfcheck.h"

#include <string.h>

#include "tap.h"

static void test_tables(void)
{
	static const struct {
		uint64_t used, limit;
		enum selfcheck_result result;
	} cases[] = {
		{0, 100, SELFCHECK_FINE},
		{89, 100, SELFCHECK_FINE},
		{90, 100, SELFCHECK_DOUBT},
		{99, 100, SELFCHECK_DOUBT},
		{100, 100, SELFCHECK_FAULT},
		{200, 100, SELFCHECK_FAULT},
		{UINT64_MAX - 1, UINT64_MAX, SELFCHECK_DOUBT},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct selfcheck s = {.n = 0};

		selfcheck_add_table(&s, "conntrack", cases[i].used, cases[i].limit, "are there");
		is_int(s.items[0].result, cases[i].result, "%llu of %llu",
			(unsigned long long)cases[i].used, (unsigned long long)cases[i].limit);
		ok(s.items[0].used == cases[i].used && s.items[0].limit == cases[i].limit,
			"... in numbers");
	}
}

static void test_counts(void)
{
	struct selfcheck s = {.n = 0};

	for (unsigned i = 0; i < SELFCHECK_ITEMS; i++)
		selfcheck_add(&s, "route", (enum selfcheck_result)(i % 4), "%u", i);
	is_int((int)selfcheck_count(&s, SELFCHECK_FAULT), SELFCHECK_ITEMS / 4, "faults");
	ok(!selfcheck_add(&s, "route", SELFCHECK_FAULT, "more"), "what is too many is left out");
	is_int((int)s.n, SELFCHECK_ITEMS, "... and not counted");
	is_text(selfcheck_word(SELFCHECK_UNEXAMINED), "not examined", "a word");
}

int main(void)
{
	test_tables();
	test_counts();
	return tap_done();
}
