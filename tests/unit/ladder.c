/* ladder: a connection made by hand, drawn line by line; what flow tells, in words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ladder.h"

#include "flow_say.h"
#include "flow_trial.h"
#include "tap.h"

static const uint8_t here4[] = {198, 18, 0, 1}, there4[] = {198, 18, 0, 2};

/* What the last segment of a trial looks like to capflow. */
static struct capflow_packet packet_of(struct trial *t, enum flow_side from, uint16_t flags,
	uint32_t seq, uint32_t ack, uint32_t bytes)
{
	struct capflow_packet p = {.kind = CAPFLOW_SEGMENT, .joined = 1};

	p.segment = (struct flow_segment){.from = from,
		.sequence = seq + (from == FLOW_OUT ? OUT_ISN : IN_ISN),
		.acknowledgment = flags & TCP_ACK ? ack + (from == FLOW_OUT ? IN_ISN : OUT_ISN) : 0,
		.flags = flags,
		.payload_bytes = bytes,
		.window = t->window[from],
		.ttl = t->ttl[from],
		.options = t->options[from]};
	feed(t, from, flags, seq, ack, bytes);
	p.at_ns = t->now_ns;
	p.events = t->got;
	p.n_events = (unsigned)t->n;
	p.state[FLOW_OUT] = t->flow.end[FLOW_OUT].state;
	p.state[FLOW_IN] = t->flow.end[FLOW_IN].state;
	return p;
}

static void is_drawn(struct strbuf *got, const char *wanted, const char *what)
{
	strbuf_put_char(got, '\0');
	is_text(got->p, wanted, "%s", what);
	strbuf_close(got);
}

static void test_lines(void)
{
	const struct flow_tuple tuple = {
		.addr = {addr_v4(here4), addr_v4(there4)}, .port = {40000, 80}};
	struct ladder l = {.start_ns = 78 * MS};
	struct trial t = fresh();
	struct strbuf text = {0};
	struct capflow_packet p;

	ladder_head(&text, &l, &tuple);
	is_drawn(&text,
		"         ms  198.18.0.1:40000                                      "
		"198.18.0.2:80\n",
		"both ends");
	t.options[FLOW_OUT] = (struct tcp_options){.has_mss = true,
		.mss = 1460,
		.has_window_scale = true,
		.window_scale = 7,
		.kinds = {TCP_OPTION_MSS, TCP_OPTION_NOP, TCP_OPTION_WINDOW_SCALE},
		.n_kinds = 3};
	p = packet_of(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
	ladder_packet(&text, &l, &t.flow, &p);
	is_drawn(&text,
		"      0.000  SYN_SENT     -- SYN ---------------------------------> LISTEN\n"
		"             seq 0 (1000), win 1000, ttl 64\n"
		"             mss 1460, scale 7\n",
		"a SYN");
	t.options[FLOW_IN] = t.options[FLOW_OUT];
	p = packet_of(&t, FLOW_IN, TCP_SYN | TCP_ACK, 0, 1, 0);
	l.utf8 = true;
	ladder_packet(&text, &l, &t.flow, &p);
	is_drawn(&text,
		"      1.000  ESTABLISHED  ◀───────────────────────────── SYN,ACK ── SYN_RECEIVED\n"
		"             seq 0 (50000), ack 1 (1001), win 1000, ttl 57\n"
		"             mss 1460, scale 7\n"
		"             - answers the SYN after 1.000 ms\n",
		"a SYN-ACK");
	t.options[0] = t.options[1] = (struct tcp_options){.n_kinds = 0};
	l.utf8 = false;
	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 0);
	p = packet_of(&t, FLOW_OUT, TCP_PSH | TCP_ACK, 1, 1, 100);
	ladder_packet(&text, &l, &t.flow, &p);
	is_drawn(&text,
		"      3.000  ESTABLISHED  -- PSH,ACK, 100 bytes ------------------> ESTABLISHED\n"
		"             seq 1 (1001), ack 1 (50001), win 1000 = 128000, ttl 64\n",
		"data");
	p.joined = 3;
	p.checksum = CAPFLOW_CHECKSUM_BAD;
	ladder_note(&text, &t.flow, &p);
	is_drawn(&text,
		"bad checksum: its receiver drops it; some 3 segments in one, by TSO or GRO",
		"what is wrong with it");
	ladder_mark(&text, &l, 81 * MS, "recv(): nothing");
	is_drawn(&text, "      3.000  recv(): nothing\n", "what no packet shows");
}

static void test_icmp(void)
{
	struct ladder l = {.start_ns = 0, .columns = 100};
	struct trial t = opened();
	struct strbuf text = {0};
	struct capflow_packet p = {.kind = CAPFLOW_ICMP,
		.at_ns = 5 * MS,
		.state = {FLOW_ESTABLISHED, FLOW_ESTABLISHED},
		.icmp = {.from = addr_v4(there4),
			.type = 3,
			.code = 4,
			.mtu = 1300,
			.has_sequence = true,
			.sequence = OUT_ISN + 1}};

	ladder_packet(&text, &l, &t.flow, &p);
	is_drawn(&text,
		"      5.000  ESTABLISHED  <------------------------------------------------ ICMP "
		"3/4 "
		"-- ESTABLISHED\n"
		"             - 198.18.0.2 says: Frag needed and DF set (mtu = 1300); about the "
		"segment from here of\n"
		"               seq 1 (1001)\n",
		"an ICMP error, wide");
}

static void test_options(void)
{
	struct trial t = opened();
	struct strbuf text = {0};
	struct flow_segment s = {.from = FLOW_IN,
		.options = {.sacks = 2,
			.sack = {{OUT_ISN + 101, OUT_ISN + 201}, {OUT_ISN + 301, OUT_ISN + 401}},
			.has_timestamps = true,
			.timestamp = 7,
			.timestamp_echo = 8,
			.kinds = {TCP_OPTION_TIMESTAMPS, TCP_OPTION_SACK, TCP_OPTION_MPTCP, 199},
			.n_kinds = 4,
			.fault = TCP_FAULT_OVERRUN}};

	ladder_options(&text, &t.flow, &s);
	is_drawn(&text,
		"timestamp 7 echo 8, sack 101-201 301-401, mptcp, option 199, length runs past "
		"the header",
		"options, and a fault");
}

/* What one event is in words. */
static void is_said(struct flow_event e, const char *wanted)
{
	struct strbuf text = {0};

	flow_say(&text, &e);
	is_drawn(&text, wanted, flow_kind_name(e.kind));
}

static void test_words(void)
{
	struct flow_event two[] = {{.kind = FLOW_STATE},
		{.kind = FLOW_RETRANSMIT,
			.how = FLOW_RETRANSMIT_TIMEOUT,
			.bytes = 10,
			.took_ns = 203 * MS,
			.doubtful = true},
		{.kind = FLOW_FIN, .count = 1}};
	struct strbuf text = {0};

	is_said((struct flow_event){.kind = FLOW_SYN, .count = 1, .took_ns = -1}, "");
	is_said((struct flow_event){.kind = FLOW_SYN_ACK, .count = 3}, "SYN-ACK again: attempt 3");
	is_said((struct flow_event){.kind = FLOW_HOLE, .offset = 5, .bytes = 1},
		"before it are missing byte 5");
	is_said((struct flow_event){.kind = FLOW_DUPLICATE_ACK, .count = 2}, "duplicate ACK 2");
	is_said((struct flow_event){.kind = FLOW_WINDOW_OPEN, .took_ns = MS},
		"window open again after 1.000 ms");
	is_said((struct flow_event){.kind = FLOW_OUT_OF_ORDER, .bytes = 9, .took_ns = -1},
		"out of order: bytes 0 to 8");
	is_said((struct flow_event){.kind = FLOW_RST,
			.reset = {.ttl = 64, .usual_ttl = 57, .in_window = true}},
		"reset, its number not the next: to be challenged, TTL 64 where its segments had "
		"57");
	is_said((struct flow_event){.kind = FLOW_TURN,
			.turn = {.number = 1,
				.request_bytes = 7,
				.response_bytes = 9,
				.response_first_ns = 5 * MS,
				.request_last_ns = 3 * MS}},
		"turn 1: 7 bytes asked, 9 answered, first byte after 2.000 ms");
	is_int(flow_say_all(&text, two, 3), 2, "two of three events are to be told");
	is_drawn(&text,
		"retransmission by time-out of bytes 0 to 9, 203.000 ms later (doubtful: our "
		"capture dropped packets); closes first",
		"... in one line");
}

int main(void)
{
	test_lines();
	test_icmp();
	test_options();
	test_words();
	return tap_done();
}
