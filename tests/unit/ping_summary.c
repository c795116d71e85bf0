/* ping_summary: the statistics at the end and the line for SIGQUIT, in all combinations. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "screen.h"
#include "tap.h"

/* Two probes answered in 38 and 130 us, over 204 ms. */
static struct summary two(const struct story *story)
{
	return (struct summary){.transmitted = 2,
		.received = 2,
		.elapsed_ns = 204000000,
		.rtt_min_ns = 38000,
		.rtt_mean_ns = 84000,
		.rtt_max_ns = 130000,
		.rtt_deviation_ns = 46000,
		.pipe = 1,
		.story = story};
}

static const char *summary(struct screen s, const struct summary *sum)
{
	screen_begin(&s);
	text_summary(s.text, sum);
	return screen_end(&s);
}

#define TITLE "\n--- 198.18.0.2 ping statistics ---\n"
#define RTT "rtt min/avg/max/mdev = 0.038/0.084/0.130/0.046 ms"

static void usual(void)
{
	const struct story story = {.ewma_ns = 49500};
	struct screen s = screen_of("198.18.0.2");
	struct summary sum = two(&story);

	is_text(summary(s, &sum),
		TITLE "2 packets transmitted, 2 received, 0% packet loss, time 204ms\n" RTT "\n",
		"all answered");
	sum.duplicates = 1;
	is_text(summary(s, &sum),
		TITLE "2 packets transmitted, 2 received, +1 duplicates, 0% packet loss, time "
		      "204ms\n" RTT "\n",
		"duplicates");
	sum.duplicates = 0;
	sum.elapsed_ns = 204499999;
	sum.pipe = 3;
	is_text(summary(s, &sum),
		TITLE "2 packets transmitted, 2 received, 0% packet loss, time 204ms\n" RTT
		      ", pipe 3\n",
		"a pipe");
	sum.elapsed_ns = 204500000;
	sum.back_to_back = true;
	is_text(summary(s, &sum),
		TITLE "2 packets transmitted, 2 received, 0% packet loss, time 205ms\n" RTT
		      ", pipe 3, ipg/ewma 204.500/0.050 ms\n",
		"a flood's gap, the time rounded up");
	sum.pipe = 1;
	is_text(summary(s, &sum),
		TITLE "2 packets transmitted, 2 received, 0% packet loss, time 205ms\n" RTT
		      ", ipg/ewma 204.500/0.050 ms\n",
		"and without a pipe");
	sum.transmitted = sum.received = 1;
	is_text(summary(s, &sum),
		TITLE "1 packets transmitted, 1 received, 0% packet loss, time 205ms\n" RTT "\n",
		"one probe has no gap");
	s.c.quiet = true;
	s.c.host = "peer.example";
	is_text(summary(s, &sum),
		"\n--- peer.example ping statistics ---\n"
		"1 packets transmitted, 1 received, 0% packet loss, time 205ms\n" RTT "\n",
		"-q has it too, under the target's name");
}

static void nothing_came(void)
{
	struct screen s = screen_of("198.18.0.2");
	struct summary sum = {.transmitted = 3,
		.elapsed_ns = 406000000,
		.rtt_min_ns = -1,
		.rtt_mean_ns = -1,
		.rtt_max_ns = -1,
		.rtt_deviation_ns = -1};

	is_text(summary(s, &sum),
		TITLE "3 packets transmitted, 0 received, 100% packet loss, time 406ms\n\n",
		"a run without an answer ends in an empty line");
	sum.errors = 3;
	sum.pipe = 3;
	is_text(summary(s, &sum),
		TITLE "3 packets transmitted, 0 received, +3 errors, 100% packet loss, time "
		      "406ms\npipe 3\n",
		"with errors, in the pipe");
	sum.back_to_back = true;
	is_text(summary(s, &sum),
		TITLE "3 packets transmitted, 0 received, +3 errors, 100% packet loss, time "
		      "406ms\npipe 3\n",
		"a flood without an answer has no gap");
	sum = (struct summary){.corrupted = 2, .transmitted = 2, .elapsed_ns = 1000000};
	is_text(summary(s, &sum),
		TITLE "2 packets transmitted, 0 received, +2 corrupted, 100% packet loss, time "
		      "1ms\n\n",
		"corrupted replies are none");
	sum = (struct summary){.transmitted = 0};
	is_text(summary(s, &sum), TITLE "0 packets transmitted, 0 received\n\n",
		"nothing was sent");
}

enum { DUPLICATES = 1, CORRUPTED = 2, ERRORS = 4, PIPE = 8, FLOOD = 16, RECEIVED = 32, ALL = 63 };

static const char *part(bool there, const char *text)
{
	return there ? text : "";
}

static void combination_text(unsigned which, char *to, size_t size)
{
	bool received = which & RECEIVED, pipe = which & PIPE;

	snprintf(to, size,
		TITLE "2 packets transmitted, %d received%s%s%s, %s packet loss, time 204ms\n"
		      "%s%s%s%s\n",
		received ? 2 : 0, part(which & DUPLICATES, ", +11 duplicates"),
		part(which & CORRUPTED, ", +22 corrupted"), part(which & ERRORS, ", +33 errors"),
		received ? "0%" : "100%", part(received, RTT), part(received && pipe, ", "),
		part(pipe, "pipe 44"),
		part(received && which & FLOOD, ", ipg/ewma 204.000/0.001 ms"));
}

/* Each of the counts that may be there, with every other. */
static void combinations(void)
{
	struct screen s = screen_of("198.18.0.2");
	const struct story story = {.ewma_ns = 1000};
	size_t bad = 0;

	for (unsigned which = 0; which <= ALL; which++) {
		struct summary sum = two(&story);
		char wanted[512];

		sum.duplicates = which & DUPLICATES ? 11 : 0;
		sum.corrupted = which & CORRUPTED ? 22 : 0;
		sum.errors = which & ERRORS ? 33 : 0;
		sum.pipe = which & PIPE ? 44 : 1;
		sum.back_to_back = which & FLOOD;
		sum.received = which & RECEIVED ? 2 : 0;
		combination_text(which, wanted, sizeof wanted);
		bad += strcmp(summary(s, &sum), wanted) != 0;
	}
	is_int(bad, 0, "all 64 combinations");
}

static void losses(void)
{
	static const struct {
		uint64_t transmitted, received;
		const char *says;
	} all[] = {
		{3, 2, "33.3333%"},
		{3, 1, "66.6667%"},
		{7, 6, "14.2857%"},
		{4, 3, "25%"},
		{1000, 999, "0.1%"},
		{1000000, 999999, "0.0001%"},
		{10000000, 9999999, "1e-05%"},
		{3000000, 2999999, "3.33333e-05%"},
		{200, 199, "0.5%"},
		{2, 3, "0%"},
		{UINT64_C(1) << 40, 1, "100%"},
	};
	struct screen s = screen_of("198.18.0.2");

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		const struct story story = {.ewma_ns = 0};
		struct summary sum = two(&story);
		char wanted[64];

		sum.transmitted = all[i].transmitted;
		sum.received = all[i].received;
		snprintf(wanted, sizeof wanted, " received, %s packet loss, time", all[i].says);
		ok(strstr(summary(s, &sum), wanted), "%" PRIu64 " of %" PRIu64 ":%s",
			all[i].received, all[i].transmitted, wanted);
	}
}

static const char *status(const struct summary *sum)
{
	struct screen s = screen_of("198.18.0.2");

	screen_begin(&s);
	text_status(s.text, sum);
	screen_end(&s);
	return said.err;
}

static void interim(void)
{
	const struct story story = {.ewma_ns = 24000};
	struct summary sum = two(&story);

	is_text(status(&sum),
		"\r2/2 packets, 0% loss, min/avg/ewma/max = 0.038/0.084/0.024/0.130 ms\n",
		"the line for SIGQUIT");
	is_text(said.out, "", "nothing of it is on standard output");
	sum.transmitted = 3;
	is_text(status(&sum),
		"\r2/3 packets, 33% loss, min/avg/ewma/max = 0.038/0.084/0.024/0.130 ms\n",
		"its loss is cut to whole percents");
	sum.received = 0;
	is_text(status(&sum), "\r0/3 packets, 100% loss\n", "without an answer");
	sum.transmitted = 0;
	is_text(status(&sum), "\r0/0 packets, 0% loss\n", "before the first probe");
}

static void colored(void)
{
	struct screen s = screen_of("198.18.0.2");
	const struct story story = {.ewma_ns = 0};
	struct summary sum = two(&story);

	s.report_config.color = REPORT_COLOR_ALWAYS;
	ok(!strchr(summary(s, &sum), '\033'), "no colour without loss");
	sum.received = 1;
	ok(strstr(summary(s, &sum), "1 received, \033[31m50% packet loss\033[0m, time 204ms\n"),
		"loss is red, and nothing else");
}

int main(void)
{
	usual();
	nothing_came();
	combinations();
	losses();
	interim();
	colored();
	return tap_done();
}
