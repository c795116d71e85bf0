/* telnetlite_notice: lines on standard error with their times and colours, and what a session's end
 * is explained as. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "notice.h"

#include <errno.h>
#include <regex.h>
#include <stdlib.h>
#include <time.h>

#include "clock.h"
#include "conclude.h"
#include "said.h"
#include "tap.h"
#include "telnet.h"

static bool matches(const char *text, const char *pattern)
{
	regex_t re;
	bool good = !regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB);

	good = good && !regexec(&re, text, 0, NULL, 0);
	regfree(&re);
	return good;
}

/* A line in that clock, and what it looks like. */
static void try_clock(enum notice_clock clock, const char *pattern, const char *what)
{
	struct notice n = {.program = "telnetlite", .clock = clock};

	said_begin();
	notice_line(&n, NOTICE_IN, "hello %d", 5);
	said_end();
	ok(matches(said.err, pattern), "%s: %.*s", what, (int)strcspn(said.err, "\n"), said.err);
}

static void try_clocks(void)
{
	setenv("TZ", "XXX-5:30", 1);
	tzset();
	try_clock(NOTICE_NONE, "^hello 5\n$", "no clock");
	try_clock(NOTICE_ISO, "^20[0-9-]{8}T[0-9:]{8}\\.[0-9]{6}Z hello 5\n$", "ISO");
	try_clock(NOTICE_LOCAL, "^20[0-9-]{8} [0-9:]{8}\\.[0-9]{6} hello 5\n$", "local");
	try_clock(NOTICE_UNIX, "^[0-9]{10,}\\.[0-9]{6} hello 5\n$", "seconds");
	try_clock(NOTICE_DELTA, "^\\+0\\.000000 hello 5\n$", "since the line before: none");
}

static void try_delta(void)
{
	struct notice n = {.program = "telnetlite", .clock = NOTICE_DELTA};

	n.last_ns = clock_now() - 2 * CLOCK_SECOND;
	said_begin();
	notice_line(&n, NOTICE_PLAIN, "later");
	said_end();
	ok(matches(said.err, "^\\+[2-9][0-9]*\\.[0-9]{6} later\n$"), "since the line before");
	ok(clock_now() - n.last_ns < 60 * (int64_t)CLOCK_SECOND, "... which this one is now");
}

static void try_why(void)
{
	struct notice n = {.program = "telnetlite"};
	struct fail why;

	fail_set(&why, EPROTO, "the proxy refuses: \033[31mred\302\233 \303\274");
	said_begin();
	notice_why(&n, &why);
	said_end();
	is_text(said.err, "telnetlite: the proxy refuses: \\x1b[31mred\\xc2\\x9b \303\274\n",
		"what a failure quotes from the network is escaped");
}

static void try_looks(void)
{
	struct notice n = {.program = "telnetlite", .clock = NOTICE_NONE, .colored = true};

	said_begin();
	notice_line(&n, NOTICE_IN, "in");
	notice_line(&n, NOTICE_OUT, "out");
	n.raw = true;
	notice_line(&n, NOTICE_PLAIN, "plain");
	said_end();
	is_text(said.err, "\033[36min\033[0m\n\033[33mout\033[0m\nplain\r\n",
		"colours, and CR of its own on a raw terminal");
	n = (struct notice){.program = "telnetlite", .silent = true};
	said_begin();
	notice_say(&n, "port %d", 7);
	said_end();
	is_text(said.err, "", "a silent one says nothing");
	is_text(n.said, "port 7", "... and keeps it");
	n.silent = false;
	said_begin();
	notice_say(&n, "%0500d", 1);
	said_end();
	is_int(strlen(said.err), strlen("telnetlite: \n") + 500, "a long message is said whole");
	is_int(strlen(n.said), sizeof n.said - 1, "... and kept in part");
}

static const char *explained(const struct records_summary *s)
{
	struct notice n = {.program = "telnetlite", .clock = NOTICE_NONE};

	said_begin();
	explain(&n, s);
	said_end();
	return said.err;
}

/* Not every refusal is the peer's. */
static void try_blame(void)
{
	static const struct {
		enum dial_blame blame;
		const char *evidence;
	} rows[] = {{DIAL_BLAME_PEER, "A refusal is an answer"},
		{DIAL_BLAME_FILTER, "its own firewall refuses"},
		{DIAL_BLAME_ABSENT, "nobody answers for its address"},
		{DIAL_BLAME_WAY, "look there for a rule or a missing route"},
		{DIAL_BLAME_LINK, "the next hop does not answer on its link"},
		{DIAL_BLAME_HERE, "This host itself keeps it from leaving"}};
	struct records_summary s = {.target = "x:1", .error = "it failed", .status = 3};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		s.blame = rows[i].blame;
		ok(strstr(explained(&s), rows[i].evidence), "blame: %s", rows[i].evidence);
		for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
			if (k != i && strstr(said.err, rows[k].evidence))
				ok(false, "... and not: %s", rows[k].evidence);
	}
}

static void try_unconnected(void)
{
	static const struct {
		uint64_t status;
		const char *evidence;
	} rows[] = {{3, "A refusal is an answer"}, {6, "SYNs or their answers are dropped"},
		{8, "look at the name"}, {7, "the target itself was not asked"},
		{4, "TCP connected and TLS did not"}};
	struct records_summary s = {
		.target = "x:1", .error = "it failed", .blame = DIAL_BLAME_PEER};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		s.status = rows[i].status;
		ok(strstr(explained(&s), rows[i].evidence), "status %u: %s", (unsigned)s.status,
			rows[i].evidence);
		for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
			if (k != i && strstr(said.err, rows[k].evidence))
				ok(false, "... and not: %s", rows[k].evidence);
	}
	s.status = 2;
	is_text(explained(&s), "No session with x:1 came to be (error): it failed.\n",
		"a local failure is not explained any further");
}

static void try_connected(void)
{
	struct records_summary s = {.target = "x:1",
		.end = "deadline",
		.status = 6,
		.connect_ns = INT64_MIN,
		.first_byte_ns = 5 * (int64_t)CLOCK_MS,
		.duration_ns = CLOCK_SECOND,
		.sent_bytes = 1,
		.retransmissions = 2};

	explained(&s);
	ok(strstr(said.err, "said nothing at all (received_bytes) to 1 byte from"), "silence");
	ok(strstr(said.err, "2 segments were sent again (retransmits)"), "... and losses");
	ok(strstr(said.err, "hangs or waits for something else is unknown"), "... late");
	ok(!strstr(said.err, "accepted a connection"), "... a connection of no known time");
	s.received_bytes = 9;
	s.retransmissions = UINT64_MAX;
	s.closed_by = "here";
	explained(&s);
	ok(strstr(said.err, "first byte came 5.000 ms"), "words");
	ok(strstr(said.err, "still held the connection open"), "... but no end");
	ok(strstr(said.err, "first FIN was sent by this end (closed_by)"), "... but ours");
	ok(!strstr(said.err, "retransmits"), "... nothing known of losses, nothing said");
	s.closed_by = "there";
	s.status = 1;
	ok(strstr(explained(&s), "FIN was sent by the peer"), "the peer's end");
	ok(strstr(said.err, "The step that failed is told above"), "... in a step");
	s.duration_ns = INT64_MIN;
	ok(strstr(explained(&s), "whether the service behind the port works is unknown"),
		"a port that was only seen to be open");
	ok(!strstr(said.err, "It ended so"), "... has no end");
}

static void try_names(void)
{
	char text[TELNET_NAME];

	is_text(telnet_verb_name(253, text), "DO", "a command of telnet");
	is_text(telnet_verb_name(200, text), "command 200", "... and what is none");
	is_text(telnet_option_name(1, text), "ECHO", "an option");
	is_text(telnet_option_name(250, text), "option 250", "... and what is none");
}

int main(void)
{
	try_clocks();
	try_delta();
	try_why();
	try_looks();
	try_unconnected();
	try_blame();
	try_connected();
	try_names();
	return tap_done();
}
