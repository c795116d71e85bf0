/* story: jitter by RFC 3550's formula, reordering, runs of losses and outages. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "story.h"

#include "tap.h"

static void test_empty(void)
{
	struct story s;

	story_init(&s);
	is_int(s.jitter_ns, -1, "no jitter yet");
	is_int(s.difference_ns, -1, "no difference yet");
	is_int(s.ewma_ns, -1, "no average yet");
	story_answer(&s, 0, 5000);
	is_int(s.jitter_ns, -1, "no jitter of one answer");
	is_int(s.ewma_ns, 5000, "the average starts at the first");
}

/* RFC 3550 A.8: jitter += (1/16) * (|d| - jitter), worked by hand. */
static void test_jitter(void)
{
	struct story s;

	story_init(&s);
	story_answer(&s, 0, 10000);
	story_answer(&s, 1, 26000);
	is_int(s.jitter_ns, 1000, "16000 / 16");
	is_int(s.difference_ns, 16000, "mean of one difference");
	story_answer(&s, 2, 10000);
	is_int(s.jitter_ns, 1937, "1000 + 15000 / 16");
	story_answer(&s, 3, 10000);
	is_int(s.jitter_ns, 1816, "1937.5 - 1937.5 / 16");
	is_int(s.difference_ns, 32000 / 3, "mean of three differences");
	is_int(s.ewma_ns, 11531, "10000, 12000, 11750, 11531.25");
}

static void test_reordering(void)
{
	static const uint64_t order[] = {0, 1, 4, 2, 3, 5, 7, 6};
	struct story s;

	story_init(&s);
	for (unsigned i = 0; i < 8; i++)
		story_answer(&s, order[i], 1000);
	is_int(s.reordered, 3, "2, 3 and 6 came behind a later one");
	story_init(&s);
	story_answer(&s, 9, 1);
	story_answer(&s, 3, 1);
	story_answer(&s, 4, 1);
	is_int(s.reordered, 2, "both are behind 9");
}

static void test_runs(void)
{
	struct story s;

	story_init(&s);
	story_lost(&s, 3, 300, 400);
	is_int(s.loss_runs, 1, "the first loss is a run");
	is_int(s.outage_ns, 100, "one probe lost is an outage of one interval");
	is_int(s.outage_start_ns, 300, "from its send time");
	story_lost(&s, 7, 700, 800);
	story_lost(&s, 8, 800, 900);
	story_answer(&s, 20, 1);
	story_lost(&s, 9, 900, 1000);
	is_int(s.loss_runs, 2, "neighbours are one run, whatever was answered meanwhile");
	is_int(s.longest_loss, 3, "of three");
	is_int(s.outage_ns, 300, "three intervals");
	is_int(s.outage_start_ns, 700, "from the first of them");
	story_lost(&s, 11, 1100, 1200);
	is_int(s.loss_runs, 3, "another run");
	is_int(s.longest_loss, 3, "which is not longer");
	is_int(s.outage_start_ns, 700, "nor a longer outage");
	story_init(&s);
	story_lost(&s, 0, 50, 50);
	is_int(s.outage_ns, 0, "a last probe lost spans nothing known");
	is_int(s.outage_start_ns, 50, "but has a start");
}

int main(void)
{
	test_empty();
	test_jitter();
	test_reordering();
	test_runs();
	return tap_done();
}
