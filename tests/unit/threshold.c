/* threshold: the guidelines' table of ranges, pairs, and what is refused. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "threshold.h"

#include <math.h>

#include "tap.h"

/* Which of some values alert, a letter each. */
static const char *alerts(const char *range)
{
	static const double values[] = {-1, 0, 5, 10, 15, 20, 21};
	static char text[8];
	struct threshold t;

	if (!threshold_parse(&t, range))
		return "refused";
	for (size_t i = 0; i < 7; i++)
		text[i] = threshold_alerts(&t, values[i]) ? '!' : '.';
	return text;
}

static void ranges(void)
{
	static const struct {
		const char *range, *alerts, *printed;
	} cases[] = {
		{"10", "!...!!!", "10"},
		{"10:", "!!!....", "10:"},
		{"~:10", "....!!!", "~:10"},
		{"10:20", "!!!...!", "10:20"},
		{"@10:20", "...!!!.", "@10:20"},
		{":10", "!...!!!", "10"},
		{"0:10", "!...!!!", "10"},
		{"@10", ".!!!...", "@10"},
		{"~:", ".......", "~:"},
		{"0:", "!......", "0:"},
		{"-1:10", "....!!!", "-1:10"},
		{"10ms", "!...!!!", "10"},
		{"10%", "!...!!!", "10"},
		{"10s:20s", "!!!...!", "10:20"},
		{"10.5", "!...!!!", "10.5"},
		{"@~:10", "!!!!...", "@~:10"},
	};
	char printed[64];
	struct threshold t;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		is_text(alerts(cases[i].range), cases[i].alerts, "'%s'", cases[i].range);
		threshold_parse(&t, cases[i].range);
		is_text(threshold_print(printed, sizeof printed, &t), cases[i].printed,
			"'%s' printed", cases[i].range);
	}
}

static void refused(void)
{
	static const char *const bad[] = {"", ":", "@", "@:", "x", "10:x", "20:10", "10:20:30",
		"10,5", "10 ", " 10", "10mss", "1e3", "~", "10:~", "10ms%", "~10", "~~:1", "inf",
		"nan", "1111111111111111111111111111111111111111111111111111111111111111111111"};
	struct threshold t;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!threshold_parse(&t, bad[i]), "'%s' is refused", bad[i]);
}

static void pairs(void)
{
	static const char *const bad[] = {
		"100", "100,", ",20%", "100,20%,5", "100%,20", "100,20ms", "100,2s"};
	struct threshold rtt = {.high = 7}, loss = {0};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!threshold_pair(&rtt, &loss, bad[i]), "'%s' is refused", bad[i]);
	ok(rtt.high == 7 && !rtt.set, "a refused pair writes nothing");
	ok(threshold_pair(&rtt, &loss, "100.5,20%"), "a pair as check_ping takes it");
	ok(rtt.set && rtt.low == 0 && rtt.high == 100.5, "its time");
	ok(loss.set && loss.high == 20, "its loss");
	ok(threshold_pair(&rtt, &loss, "10:1.5s,5"), "a range of which one end is in seconds");
	ok(rtt.low == 10 && rtt.high == 1500, "is read in ms");
}

static void odd_values(void)
{
	struct threshold t = {0};
	char printed[8];

	ok(!threshold_alerts(&t, 1e9), "a threshold that is not set never alerts");
	is_text(threshold_print(printed, sizeof printed, &t), "", "and prints as nothing");
	threshold_parse(&t, "10");
	ok(threshold_alerts(&t, NAN), "an unknown value is outside");
}

int main(void)
{
	ranges();
	refused();
	pairs();
	odd_values();
	return tap_done();
}
