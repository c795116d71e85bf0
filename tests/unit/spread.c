/* spread: the judge of flows, with scripted losses and with chance. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "spread.h"

#include <stdlib.h>

#include "splitmix.h"
#include "tap.h"

#define MS INT64_C(1000000)

/* n flows of so many probes each, all answered in a millisecond. */
static void set(struct spread_flow *flows, size_t n, uint64_t probes)
{
	for (size_t i = 0; i < n; i++)
		flows[i] = (struct spread_flow){
			.answered = probes, .p25_ns = MS, .p50_ns = MS, .p75_ns = MS, .ttl = 63};
}

static void lose(struct spread_flow *f, uint64_t lost)
{
	f->answered = f->answered + f->lost - lost;
	f->lost = lost;
}

static void broken(void)
{
	struct spread_flow flows[16];
	struct spread s;
	char text[SPREAD_TEXT];

	set(flows, 16, 10);
	lose(&flows[3], 10);
	lose(&flows[8], 10);
	lose(&flows[15], 10);
	s = spread_judge(flows, 16);
	is_int(s.kind, SPREAD_BAD, "three flows that lose everything");
	is_text(spread_say(text, &s),
		"3 of 16 flows lose everything: about 1 of 5 equal paths is broken", "... said so");
	ok(flows[3].bad && flows[8].bad && flows[15].bad && s.bad == 3, "... and no other");
	ok(s.chance_log10 < -10, "... beyond chance: 10^%.1f", s.chance_log10);
	set(flows, 16, 10);
	lose(&flows[0], 10);
	s = spread_judge(flows, 16);
	is_text(spread_say(text, &s),
		"1 of 16 flows loses everything: about 1 of 16 equal paths is broken",
		"one of them");
	for (unsigned i = 0; i < 8; i++)
		lose(&flows[i], 10);
	s = spread_judge(flows, 16);
	is_text(spread_say(text, &s),
		"8 of 16 flows lose everything: about 1 of 2 equal paths is broken",
		"half of them");
	for (unsigned i = 0; i < 12; i++)
		lose(&flows[i], 10);
	s = spread_judge(flows, 16);
	is_text(spread_say(text, &s),
		"12 of 16 flows lose everything: more than half of the equal paths are broken",
		"most of them");
	for (unsigned i = 0; i < 16; i++)
		lose(&flows[i], 10);
	s = spread_judge(flows, 16);
	is_text(spread_say(text, &s), "no flow has an answer: that is not one bad path of several",
		"all of them");
	is_int(s.bad, 0, "... is no flow's own fault");
}

static void lossy(void)
{
	struct spread_flow flows[8];
	struct spread s;
	char text[SPREAD_TEXT];

	set(flows, 8, 100);
	for (unsigned i = 0; i < 8; i++)
		lose(&flows[i], i % 3);
	lose(&flows[2], 30);
	lose(&flows[5], 25);
	s = spread_judge(flows, 8);
	is_text(spread_say(text, &s),
		"2 of 8 flows lose 27.5 %, the others 0.5 %: about 1 of 4 equal paths is lossy",
		"a path that loses a part");
	lose(&flows[2], 100);
	s = spread_judge(flows, 8);
	ok(flows[2].bad && flows[5].bad && s.bad == 2, "one broken and one lossy: both");
	set(flows, 8, 10000);
	for (unsigned i = 0; i < 8; i++)
		lose(&flows[i], 100);
	lose(&flows[1], 160);
	is_int(spread_judge(flows, 8).kind, SPREAD_EVEN, "0.6 points more are not worth a word");
}

static void too_few(void)
{
	struct spread_flow flows[16];
	struct spread s;
	char text[SPREAD_TEXT];

	set(flows, 16, 2);
	lose(&flows[1], 2);
	s = spread_judge(flows, 16);
	is_text(spread_say(text, &s),
		"6.25 % is lost: too few probes to tell chance from one bad path",
		"two probes a flow prove nothing");
	set(flows, 16, 0);
	is_int(spread_judge(flows, 16).kind, SPREAD_SILENT, "nor does none");
}

/* Runs in which each probe is lost with the same chance: how many of them accuse a flow. */
static unsigned accused(size_t n, uint64_t probes, unsigned percent, unsigned runs)
{
	struct spread_flow flows[SPREAD_FLOWS];
	uint64_t state = 7 + n + probes + percent;
	unsigned found = 0;

	for (unsigned run = 0; run < runs; run++) {
		set(flows, n, probes);
		for (size_t i = 0; i < n; i++) {
			uint64_t lost = 0;

			for (uint64_t j = 0; j < probes; j++)
				lost += splitmix_next(&state) % 100 < percent;
			lose(&flows[i], lost);
		}
		found += spread_judge(flows, n).bad > 0;
	}
	return found;
}

static void chance(void)
{
	is_int(accused(16, 20, 10, 1000), 0, "10 %% lost by chance accuse no flow in 1000 runs");
	is_int(accused(2, 5, 50, 1000), 0, "... nor half of few");
	is_int(accused(256, 4, 1, 1000), 0, "... nor 1 %% of many flows");
	is_int(accused(16, 100, 30, 1000), 0, "... nor 30 %% of many probes");
	is_int(accused(8, 10, 90, 1000), 0, "... nor 90 %%");
}

/* The other error: one member of four loses a third of what the others keep, in each of 200 runs.
 */
static void power(void)
{
	uint64_t state = 11;
	unsigned found = 0, wrong = 0;

	for (unsigned run = 0; run < 200; run++) {
		struct spread_flow flows[16];

		set(flows, 16, 100);
		for (size_t i = 0; i < 16; i++) {
			uint64_t lost = 0;

			for (unsigned j = 0; j < 100; j++)
				lost += splitmix_next(&state) % 100 < (i % 4 == 2 ? 33 : 1);
			lose(&flows[i], lost);
		}
		found += spread_judge(flows, 16).bad == 4;
		for (size_t i = 0; i < 16; i++)
			wrong += flows[i].bad != (i % 4 == 2);
	}
	ok(found >= 198 && wrong <= 4, "a lossy member is found in %u of 200 runs", found);
}

static void times(void)
{
	struct spread_flow flows[16];
	struct spread s;
	char text[SPREAD_TEXT];

	set(flows, 16, 20);
	for (unsigned i = 0; i < 16; i++) {
		flows[i].p50_ns += i * 1000;
		flows[i].p75_ns += 2 * MS;
	}
	s = spread_judge(flows, 16);
	is_text(spread_say(text, &s), "no flow differs: all took one path as far as can be told",
		"times that overlap tell nothing");
	for (unsigned i = 0; i < 4; i++)
		flows[i] = (struct spread_flow){.answered = 20,
			.p25_ns = 6 * MS,
			.p50_ns = 7 * MS,
			.p75_ns = 9 * MS,
			.ttl = 63};
	s = spread_judge(flows, 16);
	is_text(spread_say(text, &s),
		"12 flows take 1.009 ms, 4 take 7.000 ms: their paths are of different length, "
		"there or back",
		"times in two groups");
	is_int(flows[0].group, 1, "... the slower ones");
	is_int(flows[15].group, 0, "... and the faster");
	flows[9].p25_ns = flows[9].p50_ns = flows[9].p75_ns = 20 * MS;
	s = spread_judge(flows, 16);
	is_int(s.groups, 3, "three groups");
	flows[9].answered = 9;
	s = spread_judge(flows, 16);
	is_int(s.groups, 2, "nine answers make no group");
	set(flows, 16, 20);
	flows[4].p25_ns = flows[4].p50_ns = flows[4].p75_ns = MS + 15000;
	is_int(spread_judge(flows, 16).kind, SPREAD_ALIKE, "15 us are not worth a group");
	flows[4].answered = 0;
	is_int(spread_judge(flows, 16).kind, SPREAD_TOO_FEW,
		"nor is a flow alike of which nothing is known");
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* A long tail, as queues have it, on the same path for all: the groups found in 1000 runs. */
static void chance_of_times(void)
{
	enum { ANSWERS = 10 };
	struct spread_flow flows[16];
	uint64_t state = 3;
	unsigned found = 0;

	for (unsigned run = 0; run < 1000; run++) {
		set(flows, 16, ANSWERS);
		for (size_t i = 0; i < 16; i++) {
			int64_t rtts[ANSWERS];

			for (size_t j = 0; j < ANSWERS; j++)
				rtts[j] = MS * 1000 / (int64_t)(1 + splitmix_next(&state) % 1000);
			qsort(rtts, ANSWERS, sizeof(*rtts), by_value);
			flows[i].p25_ns = rtts[2];
			flows[i].p50_ns = rtts[4];
			flows[i].p75_ns = rtts[7];
		}
		found += spread_judge(flows, 16).groups > 1;
	}
	is_int(found, 0, "times of one path make no groups in 1000 runs");
}

static void ttls(void)
{
	struct spread_flow flows[4];
	struct spread s;
	char text[SPREAD_TEXT];

	set(flows, 4, 20);
	flows[1].ttl = 62;
	s = spread_judge(flows, 4);
	is_text(spread_say(text, &s),
		"replies come with 2 different TTLs: the flows take different paths, there or back",
		"another TTL is another path");
	flows[1].ttl = -1;
	s = spread_judge(flows, 4);
	is_int(s.kind, SPREAD_ALIKE, "... an unknown one is not");
	is_text(spread_word(s.kind), "alike", "a word for each kind");
}

int main(void)
{
	broken();
	lossy();
	too_few();
	chance();
	power();
	times();
	chance_of_times();
	ttls();
	return tap_done();
}
