/* tcpprobe_offers: what the answers to all questions say together, and what each question is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/offers.h"

#include <string.h>

#include "../../tcpprobe/offers_syn.h"
#include "tap.h"

enum { MS = 1000000, PORTS = 8 };

/* Answers of a Linux host: held, a series of three and fresh ones, 100 ms apart. */
static struct offers_seen usual(void)
{
	static const enum offers_ask order[] = {OFFERS_HELD, OFFERS_SERIES, OFFERS_FRESH,
		OFFERS_FRESH, OFFERS_SERIES, OFFERS_FRESH, OFFERS_FRESH, OFFERS_FRESH,
		OFFERS_SERIES, OFFERS_FRESH, OFFERS_PLAIN, OFFERS_ECN, OFFERS_ACCECN, OFFERS_COOKIE,
		OFFERS_MPTCP};
	struct offers_seen s = {.n = sizeof order / sizeof *order, .sent = 15};

	for (unsigned i = 0; i < s.n; i++)
		s.asked[i] = (struct offers_answer){.ask = order[i],
			.fate = OFFERS_SYN_ACK,
			.tries = 1,
			.sent_ns = i * 100LL * MS,
			.at_ns = i * 100LL * MS + MS,
			.ttl = 64,
			.syn_flags = offers_syn_flags(order[i]),
			.flags = TCP_SYN | TCP_ACK,
			.window = 65160,
			.has_mss = true,
			.mss = 1460,
			.has_window_scale = true,
			.window_scale = 7,
			.sack = true,
			.has_timestamp = order[i] != OFFERS_PLAIN,
			.timestamp = 4294967000U + i * 100,
			.cookie_bytes = -1,
			.mptcp_version = -1};
	return s;
}

static struct offers_answer *asked(struct offers_seen *s, enum offers_ask ask)
{
	for (unsigned i = 0; i < s->n; i++)
		if (s->asked[i].ask == ask)
			return &s->asked[i];
	return NULL;
}

static struct offers judged(const struct offers_seen *s)
{
	struct offers o;

	offers_judge(&o, s);
	return o;
}

static void test_usual(void)
{
	struct offers_seen s = usual();
	struct offers o = judged(&s);

	is_int(o.state, VERDICT_OPEN, "open");
	is_int(o.mss, 1460, "its MSS");
	is_int(o.sack, OFFERS_YES, "SACK");
	is_int(o.hz, 1000, "a clock of 1000 ticks, over the wrap of its numbers");
	is_int(o.clock, OFFERS_CLOCK_ONE, "one");
	is_int(o.ecn, OFFERS_NO, "no ECN");
	is_int(o.accecn, OFFERS_NO, "no accurate ECN");
	is_int(o.cookie, OFFERS_NO, "no fast open");
	is_int(o.mptcp, OFFERS_NO, "no MPTCP");
	is_int(o.cookies, OFFERS_NO, "no SYN cookies");
	is_int(o.proxy, OFFERS_NO, "no proxy");
	is_int((int)(o.dropped | o.resisted), 0, "nothing is missing");
	ok(!o.differ_ttl && !o.differ_window && !o.differ_options, "nothing differs");
	asked(&s, OFFERS_ECN)->flags |= TCP_ECE;
	asked(&s, OFFERS_ACCECN)->flags |= TCP_CWR;
	asked(&s, OFFERS_COOKIE)->cookie_bytes = 8;
	asked(&s, OFFERS_MPTCP)->mptcp_version = 1;
	o = judged(&s);
	is_int(o.ecn, OFFERS_YES, "ECN");
	is_int(o.accecn, OFFERS_YES, "accurate ECN");
	is_int(o.cookie, OFFERS_YES, "fast open");
	is_int(o.mptcp, OFFERS_YES, "MPTCP");
	asked(&s, OFFERS_COOKIE)->cookie_bytes = 0;
	is_int(judged(&s).cookie, OFFERS_NO, "the question come back is no cookie");
	asked(&s, OFFERS_ACCECN)->flags |= TCP_AE | TCP_CWR | TCP_ECE;
	is_int(judged(&s).accecn, OFFERS_NO, "nor are the SYN's own flags ECN");
}

static void test_cookies(void)
{
	struct offers_seen s = usual();
	struct offers_answer *plain = asked(&s, OFFERS_PLAIN);

	plain->has_window_scale = false;
	is_int(judged(&s).cookies, OFFERS_NO, "SACK is kept: no cookies");
	plain->sack = false;
	is_int(judged(&s).cookies, OFFERS_YES, "both are gone");
	plain->fate = OFFERS_SILENT;
	is_int(judged(&s).cookies, OFFERS_UNKNOWN, "no answer says nothing");
	is_int((int)judged(&s).dropped, 1 << OFFERS_PLAIN, "... but that such SYNs vanish");
	s.drops = 1;
	is_int((int)judged(&s).dropped, 0, "... unless they may have done so here");
	s = usual();
	asked(&s, OFFERS_PLAIN)->sack = asked(&s, OFFERS_PLAIN)->has_window_scale = false;
	s.asked[0].sack = s.asked[0].has_window_scale = false;
	is_int(judged(&s).cookies, OFFERS_UNKNOWN, "who never has them shows nothing");
	/* Cookies put their options into the last six bits. */
	s = usual();
	for (unsigned i = 0; i < s.n; i++)
		s.asked[i].timestamp = (s.asked[i].timestamp & ~63U) - 64 + 23;
	is_int(judged(&s).hz, 1000, "their coarse clock is one");
	is_int(judged(&s).clock, OFFERS_CLOCK_ONE, "... and the same to all ports");
}

static void test_clocks(void)
{
	struct offers_seen s = usual();
	unsigned fresh = 0;

	for (unsigned i = 0; i < s.n; i++)
		if (s.asked[i].ask == OFFERS_FRESH && fresh++ & 1)
			s.asked[i].timestamp += 123456789;
	is_int(judged(&s).clock, OFFERS_CLOCK_MANY, "two clocks in turn");
	is_int(judged(&s).clocks, 2, "... are two");
	for (unsigned i = 0; i < s.n; i++)
		if (s.asked[i].ask != OFFERS_SERIES)
			s.asked[i].timestamp = i * i * 98765431;
	is_int(judged(&s).clock, OFFERS_CLOCK_EACH, "every port another says nothing");
	is_int(judged(&s).hz, 1000, "... and its rate is known");
	s = usual();
	asked(&s, OFFERS_SERIES)->timestamp ^= 0x40000000;
	asked(&s, OFFERS_FRESH)->timestamp ^= 0x40000000;
	is_int((int)judged(&s).hz, 0, "one port that sees two clocks has no rate");
	is_int(judged(&s).clock, OFFERS_CLOCK_MANY, "... which two hosts in turn make");
	s = usual();
	for (unsigned i = 0; i < s.n; i++)
		s.asked[i].timestamp = 5 + i * 10;
	is_int(judged(&s).hz, 100, "100 ticks a second");
	for (unsigned i = 0; i < s.n; i++)
		s.asked[i].timestamp = i * 100000;
	is_int(judged(&s).hz, 1000000, "a million");
	for (unsigned i = 0; i < s.n; i++)
		s.asked[i].timestamp = i * 7;
	is_int((int)judged(&s).hz, 0, "an unusual rate");
	ok(judged(&s).measured_hz > 69 && judged(&s).measured_hz < 71, "... is measured");
	for (unsigned i = 0; i < s.n; i++)
		s.asked[i].has_timestamp = false;
	is_int(judged(&s).timestamps, OFFERS_NO, "none at all");
	is_int(judged(&s).clock, OFFERS_CLOCK_UNKNOWN, "... have no clock");
}

static void test_others(void)
{
	static const struct {
		enum offers_fate fate;
		enum verdict_state state;
	} cases[] = {
		{OFFERS_UNASKED, VERDICT_UNKNOWN},
		{OFFERS_RESET, VERDICT_CLOSED},
		{OFFERS_REJECTED, VERDICT_REJECTED},
		{OFFERS_STALE, VERDICT_STALE},
		{OFFERS_SILENT, VERDICT_FILTERED},
		{OFFERS_UNSENT, VERDICT_UNKNOWN},
	};
	struct offers_seen s = usual();
	struct offers o;

	s.asked[2].window = 1000;
	s.asked[3].mss = 1300;
	s.asked[5].ttl = 63;
	s.asked[0].window = 0;
	asked(&s, OFFERS_MPTCP)->fate = OFFERS_RESET;
	o = judged(&s);
	ok(o.differ_ttl && o.differ_window && o.differ_options, "what differs is seen");
	is_int(o.proxy, OFFERS_YES, "a window of 0");
	is_int((int)o.resisted, 1 << OFFERS_MPTCP, "a kind that is reset");
	is_int(o.mptcp, OFFERS_UNKNOWN, "... is not called absent");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		s.asked[0].fate = cases[i].fate;
		s.n = 1;
		is_int(judged(&s).state, cases[i].state, "%s", offers_fate_word(cases[i].fate));
	}
	s.asked[0].fate = OFFERS_SILENT;
	s.drops = 3;
	is_int(judged(&s).state, VERDICT_UNKNOWN, "silence with drops of our own is unknown");
}

/* What a question's SYN holds, and that its own answer is known again. */
static void test_syns(void)
{
	struct offers_syn c = {
		.port = 80, .own = {.mss = 1460, .window = 64240, .window_scale = 7, .ttl = 64}};
	struct bytes whole, segment;
	struct offers_answer a = {0};
	struct tcp_options o;
	struct packet p = {0};
	struct tcp t;

	if (!ok(craft_open(&c.craft, NULL) >= 0, "there is a builder"))
		return;
	addr_parse(&c.source, "2001:db8::1");
	addr_parse(&c.target, "2001:db8::2");
	for (a.ask = OFFERS_HELD; a.ask <= OFFERS_MPTCP; a.ask++) {
		offers_syn_build(&c, &a, 1000, 7, &whole, NULL);
		segment = offers_syn_segment(&c, whole);
		ok(tcp_get(&segment, &t) && tcp_options_get(t.options, &o), "%s",
			offers_ask_word(a.ask));
		ok(o.has_mss && o.sack_permitted && o.has_window_scale, "... offers the usual");
		is_int(o.has_timestamps, a.ask != OFFERS_PLAIN, "... timestamps");
		is_int(o.has_fast_open, a.ask == OFFERS_COOKIE, "... a cookie's question");
		is_int((int)o.mptcp.left, a.ask == OFFERS_MPTCP ? 2 : 0, "... MP_CAPABLE");
		is_int(t.flags, offers_syn_flags(a.ask), "... its flags");
	}
	offers_syn_reset(&c, 4000, 1000, &whole, NULL);
	segment = offers_syn_segment(&c, whole);
	ok(tcp_get(&segment, &t) && t.flags == TCP_RST && t.sequence == 1001, "the RST fits");
	p.tcp = (struct tcp){.flags = TCP_SYN | TCP_ACK,
		.acknowledgment = 1001,
		.options = bytes_of("\x1e\x0c\1\x81keykeyke\x22\x06"
				    "cook\1\1",
			20)};
	offers_syn_read(&a, &p, 1000);
	is_int(a.fate, OFFERS_SYN_ACK, "a SYN-ACK");
	is_int(a.mptcp_version, 1, "with MP_CAPABLE");
	is_int(a.cookie_bytes, 4, "and a cookie");
	p.tcp.options = bytes_of("\x1e\x0c\x10\x81keykeyke", 12);
	offers_syn_read(&a, &p, 1000);
	is_int(a.mptcp_version, -1, "MP_JOIN is no offer");
	offers_syn_read(&a, &p, 999);
	is_int(a.fate, OFFERS_UNASKED, "of another number it is none of ours");
	p.tcp.flags = TCP_RST | TCP_ACK;
	offers_syn_read(&a, &p, 1001);
	is_int(a.fate, OFFERS_RESET, "a RST may acknowledge the SYN's own number");
	craft_close(c.craft);
}

int main(void)
{
	test_usual();
	test_cookies();
	test_clocks();
	test_others();
	test_syns();
	return tap_done();
}
