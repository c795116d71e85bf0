/* ping_text: headers, replies and errors to the byte, as iputils ping 20240905 prints them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "text.h"

#include <errno.h>

#include "screen.h"
#include "tap.h"

static const int64_t when_ns = 1795343332013678999;

/* Rounding to what is shown, at each border. */
static void times(void)
{
	static const struct {
		int64_t ns;
		const char *usual, *precise;
	} all[] = {
		{0, "0.000", "0.000"},
		{499, "0.000", "0.000"},
		{500, "0.001", "0.001"},
		{1499, "0.001", "0.001"},
		{999499, "0.999", "0.999"},
		{999500, "1.00", "1.000"},
		{1000000, "1.00", "1.000"},
		{1004499, "1.00", "1.004"},
		{1005000, "1.01", "1.005"},
		{9994499, "9.99", "9.994"},
		{9994500, "10.0", "9.995"},
		{10049499, "10.0", "10.049"},
		{10050000, "10.1", "10.050"},
		{99949499, "99.9", "99.949"},
		{99949500, "100", "99.950"},
		{100499499, "100", "100.499"},
		{100499500, "101", "100.500"},
		{999999999, "1000", "1000.000"},
		{1025000000, "1025", "1025.000"},
		{INT64_C(86400000000000), "86400000", "86400000.000"},
	};
	char text[32];

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		is_text(text_rtt(text, all[i].ns, false), all[i].usual, "%" PRId64 " ns",
			all[i].ns);
		is_text(text_rtt(text, all[i].ns, true), all[i].precise, "... precisely");
	}
}

static const char *header(struct screen s, const struct text_header *h)
{
	screen_begin(&s);
	text_header(s.text, h);
	return screen_end(&s);
}

static void headers(void)
{
	struct screen s = screen_of("198.18.0.2");
	struct text_header h = {.flow_label = -1, .header_bytes = 28};
	static const uint8_t pattern[] = {0xca, 0x0f};

	is_text(header(s, &h), "PING 198.18.0.2 (198.18.0.2) 56(84) bytes of data.\n", "IPv4");
	h.header_bytes = 68;
	is_text(header(s, &h), "PING 198.18.0.2 (198.18.0.2) 56(124) bytes of data.\n",
		"with IP options");
	h = (struct text_header){.flow_label = -1,
		.header_bytes = 28,
		.show_source = true,
		.source = address("198.18.0.1")};
	is_text(header(s, &h),
		"PING 198.18.0.2 (198.18.0.2) from 198.18.0.1 : 56(84) bytes of data.\n",
		"from an address");
	h.device = "v0";
	s.c.host = "peer.example";
	is_text(header(s, &h),
		"PING peer.example (198.18.0.2) from 198.18.0.1 v0: 56(84) bytes of data.\n",
		"by an interface, to a name");
	h.show_source = false;
	h.pattern = pattern;
	h.pattern_bytes = sizeof pattern;
	is_text(header(s, &h),
		"PATTERN: 0xca0f\nPING peer.example (198.18.0.2) 56(84) bytes of data.\n",
		"a pattern comes first");
	s.c.quiet = true;
	is_text(header(s, &h), "PING peer.example (198.18.0.2) 56(84) bytes of data.\n",
		"and not at all with -q");
}

static void headers6(void)
{
	struct screen s = screen_of("2001:db8::2");
	struct text_header h = {
		.flow_label = -1, .header_bytes = 28, .source = address("2001:db8::1")};

	is_text(header(s, &h), "PING 2001:db8::2 (2001:db8::2) 56 data bytes\n", "IPv6");
	h.flow_label = 0x12345;
	is_text(header(s, &h), "PING 2001:db8::2 (2001:db8::2) , flow 0x12345, 56 data bytes\n",
		"with a flow label");
	h.flow_label = 5;
	h.show_source = true;
	h.device = "v0";
	is_text(header(s, &h),
		"PING 2001:db8::2 (2001:db8::2) , flow 0x00005, from 2001:db8::1 v0: 56 data "
		"bytes\n",
		"a small one, and a source");
	s = screen_of("fe80::1");
	s.c.target.zone = 1;
	s.c.host = "fe80::1%lo";
	h = (struct text_header){.flow_label = -1};
	is_text(header(s, &h), "PING fe80::1%lo (fe80::1%lo) 56 data bytes\n", "with a zone");
}

#define HEAD "64 bytes from 198.18.0.2: icmp_seq=1"

static void replies(void)
{
	struct screen s = screen_of("198.18.0.2");
	struct outcome o = screen_reply(&s);

	is_text(screen_outcome(s, &o), HEAD " ttl=64 time=0.052 ms\n", "a reply");
	o.match.sequence = 65535;
	o.answer.verdict = ANSWER_LATE;
	is_text(screen_outcome(s, &o),
		"64 bytes from 198.18.0.2: icmp_seq=65535 ttl=64 time=0.052 ms\n", "a late one");
	o = screen_reply(&s);
	o.match.ttl = -1;
	is_text(screen_outcome(s, &o), HEAD " time=0.052 ms\n", "its TTL unknown");
	o.match.ttl = 0;
	o.answer.rtt_ns = -1;
	is_text(screen_outcome(s, &o), HEAD " ttl=0\n", "its time unknown");
	o = screen_reply(&s);
	o.answer.rtt_ns = 1234000;
	is_text(screen_outcome(s, &o), HEAD " ttl=64 time=1.23 ms\n", "over a millisecond");
	s.c.precise = true;
	is_text(screen_outcome(s, &o), HEAD " ttl=64 time=1.234 ms\n", "-3");
	s.c.audible = true;
	is_text(screen_outcome(s, &o), HEAD " ttl=64 time=1.234 ms\a\n", "-a");
	s.c.verbose = true;
	is_text(screen_outcome(s, &o), HEAD " ident=4711 ttl=64 time=1.234 ms\a\n", "-v");
	s.c.quiet = true;
	is_text(screen_outcome(s, &o), "", "-q");
}

static void marks(void)
{
	struct screen s = screen_of("198.18.0.2");
	struct outcome o = screen_reply(&s);

	o.answer.verdict = ANSWER_DUPLICATE;
	is_text(screen_outcome(s, &o), HEAD " ttl=64 time=0.052 ms (DUP!)\n", "a duplicate");
	o.match.other_address = true;
	is_text(screen_outcome(s, &o), HEAD " ttl=64 time=0.052 ms (DUP!) (DIFFERENT ADDRESS!)\n",
		"from another address");
	s.c.target_is_group = true;
	o.match.other_address = false;
	is_text(screen_outcome(s, &o), HEAD " ttl=64 time=0.052 ms\n", "a group's are usual");
	s.c.verbose = true;
	is_text(screen_outcome(s, &o), HEAD " ident=4711 ttl=64 time=0.052 ms (DUP!)\n",
		"and said with -v");
	s = screen_of("198.18.0.2");
	o = screen_reply(&s);
	o.kind = OUTCOME_CORRUPT;
	o.match.checksum_bad = true;
	is_text(screen_outcome(s, &o), HEAD " ttl=64 time=0.052 ms (BAD CHECKSUM!)\n",
		"a wrong checksum");
	o = screen_reply(&s);
	o.match.truncated = true;
	o.match.icmp_bytes = 34;
	s.c.audible = true;
	is_text(screen_outcome(s, &o), "34 bytes from 198.18.0.2: icmp_seq=1 ttl=64 (truncated)\n",
		"a truncated reply, without a bell");
	o.kind = OUTCOME_CORRUPT;
	o.match.wrong_at = 17;
	is_text(screen_outcome(s, &o), "34 bytes from 198.18.0.2: icmp_seq=1 ttl=64 (truncated)\n",
		"changed besides: its data is not dumped");
}

#define ROW16                                                                                      \
	"\n#16\t10 11 12 13 14 ea 16 17 18 19 1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27 28 29 2a " \
	"2b 2c 2d 2e 2f "
#define ROW48 "\n#48\t30 31 32 33 34 35 36 37 "

static void wrong_data(void)
{
	struct screen s = screen_of("198.18.0.2");
	struct outcome o = screen_reply(&s);
	uint8_t data[56];

	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (uint8_t)i;
	data[21] = 0xea;
	o.kind = OUTCOME_CORRUPT;
	o.match.data = bytes_of(data, sizeof data);
	o.match.wrong_at = 21;
	o.match.wrong_wanted = 0x15;
	o.match.wrong_was = 0xea;
	is_text(screen_outcome(s, &o),
		HEAD
		" ttl=64 time=0.052 ms\nwrong data byte #21 should be 0x15 but was 0xea" ROW16 ROW48
		"\n",
		"data that changed");
	s.c.audible = true;
	is_text(screen_outcome(s, &o),
		HEAD
		" ttl=64 time=0.052 ms\nwrong data byte #21 should be 0x15 but was 0xea" ROW16 ROW48
		"\a\n",
		"the bell comes at the end");
	s.c.audible = false;
	s.c.data_bytes = 10;
	o.match.data.left = 10;
	o.match.wrong_at = 9;
	o.match.wrong_wanted = 9;
	o.match.wrong_was = 0;
	is_text(screen_outcome(s, &o),
		HEAD " ttl=64 time=0.052 ms\nwrong data byte #9 should be 0x9 but was 0x0\n",
		"data too short for a dump");
}

static void with_options(void)
{
	static const uint8_t route[] = {7, 7, 8, 198, 18, 0, 9};
	struct screen s = screen_of("198.18.0.2");
	struct outcome o = screen_reply(&s);

	o.match.ip_options = bytes_of(route, sizeof route);
	screen_begin(&s);
	text_outcome(s.text, &o);
	text_outcome(s.text, &o);
	is_text(screen_end(&s),
		HEAD " ttl=64 time=0.052 ms\nRR: \t198.18.0.9\n\n" HEAD
		     " ttl=64 time=0.052 ms\t(same route)\n",
		"recorded routes");
}

static void stamps(void)
{
	struct screen s = screen_of("198.18.0.2");
	struct outcome o = screen_reply(&s), e = screen_error("198.18.0.9", 11, 0);

	s.report_config.clock = REPORT_CLOCK_UNIX;
	o.at_realtime_ns = e.at_realtime_ns = when_ns;
	is_text(screen_outcome(s, &o), "[1795343332.013678] " HEAD " ttl=64 time=0.052 ms\n",
		"-D before a reply");
	is_text(screen_outcome(s, &e),
		"[1795343332.013678] From 198.18.0.9 icmp_seq=1 Time to live exceeded\n",
		"before an error");
	screen_begin(&s);
	text_no_answer(s.text, 3, when_ns, 0);
	is_text(screen_end(&s), "[1795343332.013678] no answer yet for icmp_seq=3\n",
		"before a missing answer");
	o.kind = OUTCOME_CORRUPT;
	o.match.wrong_at = 20;
	s.c.data_bytes = 17;
	is_text(screen_outcome(s, &o),
		"[1795343332.013678] " HEAD " ttl=64 time=0.052 ms\n"
		"wrong data byte #20 should be 0x0 but was 0x0\n#16\t0 \n",
		"not before the lines that belong to one");
}

static void errors(void)
{
	struct screen s = screen_of("198.18.0.2"), s6 = screen_of("2001:db8::2");
	struct outcome e = screen_error("198.18.0.9", 3, 4), e6 = screen_error("2001:db8::9", 3, 0);

	e.match.info = 1300;
	is_text(screen_outcome(s, &e),
		"From 198.18.0.9 icmp_seq=1 Frag needed and DF set (mtu = 1300)\n", "an error");
	is_text(screen_outcome(s6, &e6), "From 2001:db8::9 icmp_seq=1 Time exceeded: Hop limit\n",
		"IPv6's");
	e = screen_error("198.18.0.9", 5, 1);
	e.kind = OUTCOME_REDIRECT;
	e.match.info = 0xc6120063;
	is_text(screen_outcome(s, &e),
		"From 198.18.0.9: icmp_seq=1 Redirect Host(New nexthop: 198.18.0.99)\n",
		"a redirect");
	s.c.quiet = true;
	is_text(screen_outcome(s, &e), "", "-q");
	screen_begin(&s);
	text_no_answer(s.text, 3, 0, 0);
	is_text(screen_end(&s), "no answer yet for icmp_seq=3\n", "-O speaks with -q, too");
}

static void silent_kinds(void)
{
	static const enum outcome_kind kinds[] = {OUTCOME_FORGED, OUTCOME_LOST};
	struct screen s = screen_of("198.18.0.2");
	struct outcome o = screen_reply(&s);

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		o.kind = kinds[i];
		is_text(screen_outcome(s, &o), "", "kind %d has no line", kinds[i]);
		is_text(said.err, "", "... anywhere");
	}
}

static void refused(void)
{
	struct screen s = screen_of("198.18.0.2");
	struct outcome o = screen_reply(&s);

	o.kind = OUTCOME_UNSENT;
	o.match.error = EMSGSIZE;
	is_text(screen_outcome(s, &o), "", "a refused probe");
	is_text(said.err, "ping: sendmsg: Message too long\n", "is told on standard error");
	s.c.quiet = true;
	screen_outcome(s, &o);
	is_text(said.err, "ping: sendmsg: Message too long\n", "with -q, too");
	o.match.error = ENOBUFS;
	is_text(screen_outcome(s, &o), "", "a full queue");
	is_text(said.err, "", "is not told");
	s.report_config.json = "-";
	o.match.error = EMSGSIZE;
	screen_outcome(s, &o);
	is_text(said.err, "", "nor anything where JSON took the text's place");
}

static void flood(void)
{
	static const enum outcome_kind kinds[] = {OUTCOME_REPLY, OUTCOME_ERROR, OUTCOME_UNSENT,
		OUTCOME_CORRUPT, OUTCOME_REDIRECT, OUTCOME_FORGED, OUTCOME_LOST};
	struct screen s = screen_of("198.18.0.2");
	struct outcome o = screen_reply(&s);

	s.c.flood = true;
	o.match.error = EMSGSIZE;
	screen_begin(&s);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		text_sent(s.text, 0);
		o.kind = kinds[i];
		text_outcome(s.text, &o);
	}
	is_text(screen_end(&s), ".\b \b.\bE.E.\bC...", "a flood's marks");
	is_text(said.err, "", "and nothing on standard error");
	s.c.audible = true;
	o.kind = OUTCOME_REPLY;
	is_text(screen_outcome(s, &o), "\b \b\a", "-f -a");
	s.c.quiet = true;
	screen_begin(&s);
	text_sent(s.text, 0);
	text_outcome(s.text, &o);
	is_text(screen_end(&s), "", "-f -q");
	s.c.quiet = s.c.flood = false;
	screen_begin(&s);
	text_sent(s.text, 0);
	is_text(screen_end(&s), "", "without -f nothing is drawn");
}

/* What stands on the screen may wait, but not for long. */
static void redraw(void)
{
	struct screen s = screen_of("198.18.0.2");
	char early[8] = "";

	s.c.flood = true;
	screen_begin(&s);
	text_sent(s.text, 1000000000);
	text_sent(s.text, 1000000001);
	text_sent(s.text, 1015999999);
	early[pread(said.fds[0], early, sizeof early - 1, 0)] = '\0';
	text_sent(s.text, 1016000000);
	fflush(stdout);
	is_text(screen_end(&s), "....", "four dots in all");
	is_text(early, ".", "within 16 ms of the first the others wait");
}

static void colored(void)
{
	struct screen s = screen_of("198.18.0.2");
	struct outcome o = screen_reply(&s), e = screen_error("198.18.0.9", 3, 1);

	s.report_config.color = REPORT_COLOR_ALWAYS;
	is_text(screen_outcome(s, &o), HEAD " ttl=64 time=0.052 ms\n", "a good reply is plain");
	is_text(screen_outcome(s, &e),
		"\033[31mFrom 198.18.0.9 icmp_seq=1 Destination Host Unreachable\033[0m\n",
		"an error is red, the line's end is not");
	o.answer.verdict = ANSWER_DUPLICATE;
	is_text(screen_outcome(s, &o), HEAD " ttl=64 time=0.052 ms\033[33m (DUP!)\033[0m\n",
		"a mark is yellow");
}

int main(void)
{
	times();
	headers();
	headers6();
	replies();
	marks();
	wrong_data();
	with_options();
	stamps();
	errors();
	silent_kinds();
	refused();
	flood();
	redraw();
	colored();
	return tap_done();
}
