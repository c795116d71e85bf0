/* flow: loss, order, windows and turns of connections made by hand. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_trial.h"
#include "tap.h"

static void test_loss(void)
{
	struct trial t = opened();
	const struct flow_event *e;

	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 100);
	feed(&t, FLOW_OUT, TCP_ACK, 201, 1, 100);
	e = event(&t, FLOW_HOLE);
	ok(e && e->offset == 100 && e->bytes == 100, "a segment is missing");
	feed(&t, FLOW_OUT, TCP_ACK, 301, 1, 100);
	for (unsigned i = 1; i <= 3; i++) {
		feed(&t, FLOW_IN, TCP_ACK, 1, 101, 0);
		/* the first one is no duplicate */
		ok(!event(&t, FLOW_DUPLICATE_ACK) == (i == 1), "ACK %u", i);
	}
	feed(&t, FLOW_IN, TCP_ACK, 1, 101, 0);
	is_int(event(&t, FLOW_DUPLICATE_ACK)->count, 3, "the third duplicate");
	feed(&t, FLOW_OUT, TCP_ACK, 101, 1, 100);
	e = event(&t, FLOW_RETRANSMIT);
	ok(e && e->how == FLOW_RETRANSMIT_FAST && e->offset == 100, "a fast retransmission");
	is_int(t.flow.end[FLOW_OUT].bytes, 400, "every byte counts once");
	feed(&t, FLOW_IN, TCP_ACK, 1, 401, 0);
	feed(&t, FLOW_OUT, TCP_ACK, 301, 1, 100);
	is_int(event(&t, FLOW_RETRANSMIT)->how, FLOW_RETRANSMIT_SPURIOUS, "it was there already");
	is_int(t.flow.end[FLOW_OUT].bytes, 400, "and counts no more");
	is_int(t.flow.end[FLOW_OUT].sent_bytes, 500, "but as sent");
}

static void test_timers(void)
{
	struct trial t = opened();

	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 100);
	feed(&t, FLOW_OUT, TCP_ACK, 101, 1, 100);
	t.now_ns += 20 * MS;
	feed(&t, FLOW_OUT, TCP_ACK, 101, 1, 100);
	is_int(event(&t, FLOW_RETRANSMIT)->how, FLOW_RETRANSMIT_PROBE, "the last one again");
	t.now_ns += 250 * MS;
	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 100);
	is_int(event(&t, FLOW_RETRANSMIT)->how, FLOW_RETRANSMIT_TIMEOUT, "after a time-out");
	is_int(t.flow.end[FLOW_OUT].timeouts, 1, "is counted");
	feed(&t, FLOW_IN, TCP_ACK, 1, 201, 0);
	is_int(t.flow.end[FLOW_OUT].rtt_samples, 0, "no RTT from what was sent twice");
	feed(&t, FLOW_OUT, TCP_ACK, 201, 1, 100);
	feed(&t, FLOW_IN, TCP_ACK, 1, 301, 0);
	is_int(t.flow.end[FLOW_OUT].rtt_last_ns, MS, "the next one gives it");
}

static void test_order(void)
{
	struct trial t = opened();

	feed(&t, FLOW_IN, TCP_ACK, 101, 1, 100);
	t.now_ns -= MS / 2;
	feed(&t, FLOW_IN, TCP_ACK, 1, 1, 100);
	ok(event(&t, FLOW_OUT_OF_ORDER) && event(&t, FLOW_OUT_OF_ORDER)->took_ns == MS / 2,
		"an overtaken segment");
	t = opened();
	feed(&t, FLOW_OUT, TCP_ACK, 1, 101, 0);
	ok(event(&t, FLOW_UNSEEN_ACKED) && event(&t, FLOW_UNSEEN_ACKED)->bytes == 100,
		"an ACK of what was not seen");
	t.now_ns -= MS;
	feed(&t, FLOW_IN, TCP_ACK, 1, 1, 100);
	ok(event(&t, FLOW_OUT_OF_ORDER) && !event(&t, FLOW_RETRANSMIT),
		"captured behind its ACK, it is only late");
}

/* So many segments of 100 bytes, each with the next ID; the offset behind them. */
static uint32_t feed_counted(struct trial *t, uint32_t from, unsigned n)
{
	for (; n; n--, from += 100) {
		t->ip_id = (uint16_t)(t->ip_id + 1);
		feed(t, FLOW_IN, TCP_ACK, from, 1, 100);
	}
	return from;
}

/* Two halves of a queue come in turns: the IDs tell the later half's overtaking from a resending.
 */
static void test_order_by_id(void)
{
	struct trial t = opened();
	uint32_t at;

	t.ip_id = 65530;
	at = feed_counted(&t, 1, 8);
	t.ip_id += 10;
	feed_counted(&t, at + 1000, 1);
	t.ip_id -= 11;
	t.now_ns += 20 * MS;
	feed_counted(&t, at, 1);
	ok(event(&t, FLOW_OUT_OF_ORDER) && !event(&t, FLOW_RETRANSMIT),
		"late by more than a handshake, but sent before");
	t.ip_id += 11;
	t.now_ns -= 21 * MS;
	feed_counted(&t, at + 100, 1);
	ok(event(&t, FLOW_RETRANSMIT) && !event(&t, FLOW_OUT_OF_ORDER),
		"early, but sent after what overtook it");
	is_int(t.flow.end[FLOW_IN].retransmits, 1, "is counted");
	t.ip_id = -1;
	t.now_ns -= MS;
	feed(&t, FLOW_IN, TCP_ACK, at + 200, 1, 100);
	ok(event(&t, FLOW_RETRANSMIT), "without an ID the time decides");
}

/* IDs by chance, or always 0, say nothing. */
static void test_order_by_chance(void)
{
	static const uint16_t ids[][10] = {{9, 40000, 200, 30000, 1, 60000, 7, 300, 299, 20000},
		{0}, {5, 5, 5, 5, 5, 5, 5, 5, 6, 6}};

	for (size_t k = 0; k < sizeof(ids) / sizeof(*ids); k++) {
		struct trial t = opened();

		for (uint32_t i = 0; i < 10; i++) {
			t.ip_id = ids[k][i];
			if (i == 9)
				t.now_ns += 20 * MS;
			feed(&t, FLOW_IN, TCP_ACK, 1 + (i == 8 ? 9 : i == 9 ? 8 : i) * 100, 1, 100);
		}
		ok(event(&t, FLOW_RETRANSMIT) && !event(&t, FLOW_OUT_OF_ORDER),
			"IDs %zu: the time decides", k);
	}
}

static void test_windows(void)
{
	struct trial t = opened();

	t.window[FLOW_IN] = 100;
	feed(&t, FLOW_IN, TCP_ACK, 1, 1, 0);
	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 100);
	ok(event(&t, FLOW_WINDOW_FULL), "all of the window");
	t.window[FLOW_IN] = 0;
	feed(&t, FLOW_IN, TCP_ACK, 1, 101, 0);
	ok(event(&t, FLOW_ZERO_WINDOW), "closed");
	feed(&t, FLOW_OUT, TCP_ACK, 100, 1, 0);
	ok(event(&t, FLOW_ZERO_WINDOW_PROBE) && !event(&t, FLOW_KEEPALIVE), "a probe of Linux");
	feed(&t, FLOW_IN, TCP_ACK, 1, 101, 0);
	ok(!event(&t, FLOW_ZERO_WINDOW), "closed still is told once");
	feed(&t, FLOW_OUT, TCP_ACK, 101, 1, 1);
	ok(event(&t, FLOW_ZERO_WINDOW_PROBE), "a probe with a byte");
	t.window[FLOW_IN] = 5000;
	feed(&t, FLOW_IN, TCP_ACK, 1, 101, 0);
	is_int(event(&t, FLOW_WINDOW_OPEN)->took_ns, 4 * MS, "open again");
	is_int(t.flow.end[FLOW_IN].zero_window_ns, 4 * MS, "the sum");
	t.window[FLOW_IN] = 0;
	feed(&t, FLOW_IN, TCP_ACK, 1, 101, 0);
	feed(&t, FLOW_OUT, TCP_ACK, 101, 1, 1);
	t.window[FLOW_IN] = 5000;
	feed(&t, FLOW_IN, TCP_ACK, 1, 102, 0);
	ok(event(&t, FLOW_WINDOW_OPEN) && !event(&t, FLOW_UNSEEN_ACKED), "a probe's byte is taken");
	feed(&t, FLOW_OUT, TCP_ACK, 102, 1, 10);
	is_int(t.n, 0, "... and what follows is no news");
	is_int(t.flow.end[FLOW_OUT].bytes, 111, "... each byte counts once");
}

static void test_keepalive(void)
{
	struct trial t = opened();

	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 100);
	feed(&t, FLOW_OUT, TCP_ACK, 100, 1, 1);
	ok(!event(&t, FLOW_KEEPALIVE) && event(&t, FLOW_RETRANSMIT),
		"before the ACK it is a retransmission");
	feed(&t, FLOW_IN, TCP_ACK, 1, 101, 0);
	feed(&t, FLOW_OUT, TCP_ACK, 100, 1, 0);
	ok(event(&t, FLOW_KEEPALIVE), "a keepalive");
	feed(&t, FLOW_IN, TCP_ACK, 1, 101, 0);
	ok(event(&t, FLOW_KEEPALIVE_ACK) && !event(&t, FLOW_DUPLICATE_ACK), "its ACK");
}

static void test_turns(void)
{
	struct trial t = opened();
	const struct flow_turn *turn;

	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 10);
	feed(&t, FLOW_OUT, TCP_ACK, 11, 1, 10);
	feed(&t, FLOW_IN, TCP_ACK, 1, 11, 0);
	is_int(t.flow.turn.request_acked_ns, -1, "half an ACK is none");
	feed(&t, FLOW_IN, TCP_ACK, 1, 21, 0);
	t.now_ns += 50 * MS;
	feed(&t, FLOW_IN, TCP_ACK, 1, 21, 300);
	turn = &event(&t, FLOW_RESPONSE)->turn;
	is_int(turn->request_bytes, 20, "what was asked");
	is_int(turn->request_acked_ns - turn->request_last_ns, 2 * MS, "the way there and back");
	is_int(turn->response_first_ns - turn->request_acked_ns, 51 * MS, "the server's time");
	ok(!turn->acked_by_response, "told apart by a bare ACK");
	feed(&t, FLOW_IN, TCP_ACK, 301, 21, 300);
	feed(&t, FLOW_OUT, TCP_ACK, 21, 601, 5);
	turn = &event(&t, FLOW_TURN)->turn;
	ok(turn->response_bytes == 600 && turn->number == 1, "the answer is over");
	feed(&t, FLOW_IN, TCP_ACK, 601, 26, 7);
	turn = &event(&t, FLOW_RESPONSE)->turn;
	ok(turn->acked_by_response && turn->number == 2, "the answer brings the ACK");
	flow_finish(&t.flow);
	collect(&t);
	ok(t.n == 1 && t.got[0].kind == FLOW_TURN && t.got[0].turn.response_bytes == 7,
		"the end tells the last one");
}

static void test_gap(void)
{
	struct trial t = fresh();

	feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
	ok(!event(&t, FLOW_SYN)->doubtful, "sure");
	flow_gap(&t.flow, 3);
	feed(&t, FLOW_IN, TCP_SYN | TCP_ACK, 0, 1, 0);
	ok(event(&t, FLOW_SYN_ACK)->doubtful, "doubtful");
	is_int(t.flow.handshake_ns, -1, "a SYN of those dropped may be the one that was answered");
	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 0);
	feed(&t, FLOW_OUT, TCP_ACK, 501, 1, 10);
	ok(event(&t, FLOW_HOLE)->doubtful, "a hole may be ours");
	is_int(t.flow.drops, 3, "how many were dropped");
}

static void test_agreed(void)
{
	struct trial t = fresh();
	struct flow_agreed g;

	t.options[FLOW_OUT] = (struct tcp_options){.has_mss = true,
		.mss = 1460,
		.sack_permitted = true,
		.has_window_scale = true,
		.window_scale = 7};
	t.options[FLOW_IN] = t.options[FLOW_OUT];
	t.options[FLOW_IN].mss = 1300;
	t.options[FLOW_IN].window_scale = 3;
	feed(&t, FLOW_OUT, TCP_SYN | TCP_ECE | TCP_CWR, 0, 0, 0);
	ok(!flow_agreed(&t.flow).known, "one SYN is no agreement");
	feed(&t, FLOW_IN, TCP_SYN | TCP_ACK | TCP_ECE, 0, 1, 0);
	g = flow_agreed(&t.flow);
	ok(g.known && g.sack && g.window_scale && !g.timestamps, "what both have");
	is_int(g.ecn, TCP_ECN_CLASSIC, "ECN");
	ok(g.mss[FLOW_OUT] == 1300 && g.mss[FLOW_IN] == 1460, "the other's MSS binds");
	is_int(t.flow.end[FLOW_IN].window, 1000, "a SYN's window is not scaled");
	feed(&t, FLOW_IN, TCP_ACK, 1, 1, 0);
	is_int(t.flow.end[FLOW_IN].window, 8000, "the next one is");
	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 2600);
	is_int(t.flow.end[FLOW_OUT].large_segments, 1, "more than an MSS was joined by somebody");
	ok(!event(&t, FLOW_HOLE), "and is no hole");
}

static void test_too_many(void)
{
	struct trial t = opened();
	struct flow_segment s = {
		.from = FLOW_IN, .flags = TCP_RST, .sequence = IN_ISN, .ttl = -1, .ip_id = -1};

	for (unsigned i = 0; i < 50; i++)
		flow_feed(&t.flow, &s, t.now_ns, i);
	collect(&t);
	is_int(t.n, FLOW_EVENTS, "as many events as are kept");
	ok(t.flow.lost_events > 0 && t.got[FLOW_EVENTS - 1].packet == 49,
		"the newest, and a count");
}

static void test_names(void)
{
	size_t wrong = 0;

	for (int k = FLOW_SYN; k <= FLOW_AFTER_RST; k++)
		wrong += !*flow_kind_name((enum flow_kind)k);
	is_int(wrong, 0, "every kind has a name");
	is_text(flow_kind_name(FLOW_AFTER_RST), "after-rst", "the last one too");
	is_text(flow_retransmission_name(FLOW_RETRANSMIT_TIMEOUT), "time-out", "and how");
}

int main(void)
{
	test_loss();
	test_timers();
	test_order();
	test_order_by_id();
	test_order_by_chance();
	test_windows();
	test_keepalive();
	test_turns();
	test_gap();
	test_agreed();
	test_too_many();
	test_names();
	return tap_done();
}
