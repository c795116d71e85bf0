/* arping_dad: the times of duplicate address detection stay within what the RFCs have. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../arping/dad.h"
#include "tap.h"

static const double ms = 1e6;

static bool within(int64_t ns, double least_ms, double most_ms)
{
	return (double)ns >= least_ms * ms && (double)ns <= most_ms * ms + 100;
}

/* RFC 5227 1.1. */
static void test_arp(void)
{
	struct dad_step s[DAD_STEPS];
	unsigned bad = 0, kinds = 0;
	int64_t least = INT64_MAX, most = 0;

	for (uint64_t random = 0; random < 2000; random++) {
		size_t n = dad_plan(
			s, &(struct dad_config){.family = ADDR_V4, .scale = 1, .random = random});

		bad += n != 4 || !within(s[0].after_ns, 0, 1000) ||
		       !within(s[1].after_ns - s[0].after_ns, 1000, 2000) ||
		       !within(s[2].after_ns - s[1].after_ns, 1000, 2000) ||
		       !within(s[3].after_ns - s[2].after_ns, 2000, 2000);
		kinds += s[0].what == DAD_ASK && s[2].ask == ASK_PROBE && s[3].what == DAD_VERDICT;
		least = s[0].after_ns < least ? s[0].after_ns : least;
		most = s[0].after_ns > most ? s[0].after_ns : most;
	}
	is_int(bad, 0, "three probes, waits in their ranges, a verdict");
	is_int(kinds, 2000, "in that order");
	ok(within(least, 0, 10) && within(most, 990, 1000), "the first wait uses its whole range");
}

static void test_announce(void)
{
	struct dad_step s[DAD_STEPS];
	size_t n = dad_plan(
		s, &(struct dad_config){
			   .family = ADDR_V4, .scale = 0.1, .announce = true, .random = 7});

	is_int(n, 6, "two announcements");
	ok(s[3].what == DAD_VERDICT && s[4].ask == ASK_ANNOUNCE && s[5].ask == ASK_ANNOUNCE,
		"behind the verdict");
	ok(within(s[4].after_ns - s[3].after_ns, 0, 1), "the first at once");
	ok(within(s[5].after_ns - s[4].after_ns, 200, 200), "the second 2 seconds later, scaled");
	ok(within(s[3].after_ns - s[2].after_ns, 200, 200), "as all waits are");
}

/* RFC 4862 5.1, 5.4. */
static void test_ndp(void)
{
	struct dad_step s[DAD_STEPS];
	size_t n = dad_plan(s, &(struct dad_config){.family = ADDR_V6, .scale = 1, .random = 3});

	is_int(n, 2, "IPv6: one probe");
	ok(within(s[0].after_ns, 0, 1000), "after up to a second");
	ok(within(s[1].after_ns - s[0].after_ns, 1000, 1000), "and a second of waiting");
}

static void test_ends(void)
{
	struct dad_step s[DAD_STEPS];
	size_t n = dad_plan(
		s, &(struct dad_config){
			   .family = ADDR_V4, .scale = 1, .probes = 1000000, .announce = true});
	unsigned disorder = 0;

	ok(n <= DAD_STEPS, "as many probes as there is room for");
	n = dad_plan(s, &(struct dad_config){.family = ADDR_V4, .scale = 0, .probes = 9});
	is_int(n, 10, "as many as wanted");
	for (size_t i = 1; i < n; i++)
		disorder += s[i].after_ns <= s[i - 1].after_ns;
	is_int(disorder, 0, "in order, also where all waits are 0");
}

int main(void)
{
	test_arp();
	test_announce();
	test_ndp();
	test_ends();
	return tap_done();
}
