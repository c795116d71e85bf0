/* flow_state: how connections made by hand open and close. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_trial.h"
#include "tap.h"

static void states_are(const struct trial *t, enum flow_state out, enum flow_state in)
{
	is_text(flow_state_name(t->flow.end[FLOW_OUT].state), flow_state_name(out), "out is %s",
		flow_state_name(out));
	is_text(flow_state_name(t->flow.end[FLOW_IN].state), flow_state_name(in), "in is %s",
		flow_state_name(in));
}

static void test_handshake(void)
{
	struct trial t = fresh();

	feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
	states_are(&t, FLOW_SYN_SENT, FLOW_LISTEN);
	feed(&t, FLOW_IN, TCP_SYN | TCP_ACK, 0, 1, 0);
	states_are(&t, FLOW_ESTABLISHED, FLOW_SYN_RECEIVED);
	is_int(t.flow.handshake_ns, MS, "SYN to SYN-ACK");
	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 0);
	states_are(&t, FLOW_ESTABLISHED, FLOW_ESTABLISHED);
	ok(event(&t, FLOW_OPEN) && event(&t, FLOW_OPEN)->took_ns == 2 * MS, "it is open");
	ok(t.flow.opener == FLOW_OUT && t.flow.from_start, "by whom");
}

/* Of several SYNs only timestamps tell which one was answered. */
static void test_syn_again(void)
{
	struct trial t = fresh();

	feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
	feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
	is_int(event(&t, FLOW_SYN)->count, 2, "a second SYN is told apart");
	ok(!event(&t, FLOW_RETRANSMIT), "and is no retransmission of data");
	feed(&t, FLOW_IN, TCP_SYN | TCP_ACK, 0, 1, 0);
	is_int(t.flow.handshake_ns, -1, "without timestamps its RTT is unknown");
	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 0);
	is_int(t.flow.open_ns, 3 * MS, "the time to open is not");

	for (uint32_t which = 1; which <= 2; which++) {
		t = fresh();
		t.options[FLOW_OUT].has_timestamps = t.options[FLOW_IN].has_timestamps = true;
		t.options[FLOW_OUT].timestamp = 1;
		feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
		t.options[FLOW_OUT].timestamp = 2;
		feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
		t.options[FLOW_IN].timestamp_echo = which;
		feed(&t, FLOW_IN, TCP_SYN | TCP_ACK, 0, 1, 0);
		is_int(t.flow.handshake_ns, (3 - which) * MS, "answered was SYN %u", which);
	}
}

static void test_simultaneous_open(void)
{
	struct trial t = fresh();

	feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
	feed(&t, FLOW_IN, TCP_SYN, 0, 0, 0);
	states_are(&t, FLOW_SYN_RECEIVED, FLOW_SYN_RECEIVED);
	feed(&t, FLOW_OUT, TCP_SYN | TCP_ACK, 0, 1, 0);
	feed(&t, FLOW_IN, TCP_SYN | TCP_ACK, 0, 1, 0);
	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 0);
	feed(&t, FLOW_IN, TCP_ACK, 1, 1, 0);
	states_are(&t, FLOW_ESTABLISHED, FLOW_ESTABLISHED);
}

static void test_close(void)
{
	struct trial t = opened();

	feed(&t, FLOW_IN, TCP_FIN | TCP_ACK, 1, 1, 0);
	is_int(event(&t, FLOW_FIN)->count, 1, "the first FIN");
	states_are(&t, FLOW_CLOSE_WAIT, FLOW_FIN_WAIT_1);
	feed(&t, FLOW_OUT, TCP_ACK, 1, 2, 0);
	states_are(&t, FLOW_CLOSE_WAIT, FLOW_FIN_WAIT_2);
	feed(&t, FLOW_OUT, TCP_FIN | TCP_ACK, 1, 2, 0);
	is_int(event(&t, FLOW_FIN)->count, 2, "the second FIN");
	states_are(&t, FLOW_LAST_ACK, FLOW_TIME_WAIT);
	feed(&t, FLOW_IN, TCP_ACK, 2, 2, 0);
	states_are(&t, FLOW_CLOSED, FLOW_TIME_WAIT);
	ok(t.flow.closed && t.flow.closed_by == FLOW_IN && !t.flow.closed_by_rst, "who and how");
}

static void test_close_at_once(void)
{
	struct trial t = opened();

	feed(&t, FLOW_OUT, TCP_FIN | TCP_ACK, 1, 1, 0);
	feed(&t, FLOW_IN, TCP_FIN | TCP_ACK, 1, 1, 0);
	states_are(&t, FLOW_CLOSING, FLOW_CLOSING);
	feed(&t, FLOW_OUT, TCP_ACK, 2, 2, 0);
	feed(&t, FLOW_IN, TCP_ACK, 2, 2, 0);
	states_are(&t, FLOW_TIME_WAIT, FLOW_TIME_WAIT);
}

static void test_rst(void)
{
	struct trial t = opened();
	const struct flow_event *e;

	t.window[FLOW_IN] = 0;
	feed(&t, FLOW_IN, TCP_RST, 1, 0, 0);
	e = event(&t, FLOW_RST);
	ok(e->reset.exact && e->reset.ttl == 57 && e->reset.usual_ttl == 57, "an honest RST");
	states_are(&t, FLOW_CLOSED, FLOW_CLOSED);
	ok(t.flow.closed_by == FLOW_IN && t.flow.closed_by_rst, "closed by it");

	t = opened();
	t.ttl[FLOW_IN] = 64;
	feed(&t, FLOW_IN, TCP_RST, 900, 0, 0);
	e = event(&t, FLOW_RST);
	ok(!e->reset.exact && e->reset.in_window, "one that missed its number");
	ok(e->reset.ttl == 64 && e->reset.usual_ttl == 57, "from nearer by");
	t.ttl[FLOW_IN] = 57;
	feed(&t, FLOW_IN, TCP_ACK, 1, 1, 10);
	ok(event(&t, FLOW_AFTER_RST), "its supposed sender goes on");
	states_are(&t, FLOW_ESTABLISHED, FLOW_ESTABLISHED);
	feed(&t, FLOW_IN, TCP_FIN | TCP_ACK, 11, 1, 0);
	ok(t.flow.closed && !t.flow.closed_by_rst, "and a FIN is what closes");

	t = opened();
	feed(&t, FLOW_IN, TCP_RST, 70000, 0, 0);
	ok(!event(&t, FLOW_RST)->reset.in_window, "one that nobody believes");
	states_are(&t, FLOW_ESTABLISHED, FLOW_ESTABLISHED);
	ok(!t.flow.closed, "closes nothing");
	t = opened();
	flow_gap(&t.flow, 1);
	feed(&t, FLOW_IN, TCP_RST, 70000, 0, 0);
	ok(t.flow.closed_by_rst, "unless what would tell was not captured");

	t = fresh();
	feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
	feed(&t, FLOW_IN, TCP_RST | TCP_ACK, 0, 1, 0);
	ok(event(&t, FLOW_RST)->reset.exact, "a refusal acknowledges the SYN");
	t = fresh();
	feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
	feed(&t, FLOW_IN, TCP_RST | TCP_ACK, 0, 7, 0);
	ok(!event(&t, FLOW_RST)->reset.exact, "another number is no answer");
	states_are(&t, FLOW_SYN_SENT, FLOW_LISTEN);
	feed(&t, FLOW_IN, TCP_SYN | TCP_ACK, 0, 1, 0);
	states_are(&t, FLOW_ESTABLISHED, FLOW_SYN_RECEIVED);
	t = fresh();
	feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 100);
	feed(&t, FLOW_IN, TCP_RST | TCP_ACK, 0, 1, 0);
	ok(event(&t, FLOW_RST)->reset.exact, "nor need it acknowledge a SYN's data");
}

static void test_stale(void)
{
	struct trial t = fresh();

	feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
	feed(&t, FLOW_IN, TCP_ACK, 4711, 815, 0);
	ok(event(&t, FLOW_CHALLENGE_ACK), "a bare ACK to a SYN");
	states_are(&t, FLOW_SYN_SENT, FLOW_LISTEN);
	feed(&t, FLOW_OUT, TCP_SYN, 9999, 0, 0);
	ok(event(&t, FLOW_REUSED) && event(&t, FLOW_SYN)->count == 1, "another SYN starts over");
	feed(&t, FLOW_IN, TCP_SYN | TCP_ACK, 0, 10000, 0);
	is_int(t.flow.handshake_ns, MS, "with its own RTT");
}

static void test_middle(void)
{
	struct trial t = fresh();

	feed(&t, FLOW_IN, TCP_ACK, 5000, 7000, 100);
	states_are(&t, FLOW_ESTABLISHED, FLOW_ESTABLISHED);
	feed(&t, FLOW_OUT, TCP_ACK, 7000, 5100, 10);
	ok(!t.flow.from_start && t.flow.handshake_ns == -1, "begun in the middle");
	ok(!event(&t, FLOW_HOLE) && !event(&t, FLOW_RETRANSMIT), "nothing is missing");
	ok(t.flow.end[FLOW_OUT].bytes == 10 && t.flow.end[FLOW_IN].bytes == 100, "bytes");
}

int main(void)
{
	test_handshake();
	test_syn_again();
	test_simultaneous_open();
	test_close();
	test_close_at_once();
	test_rst();
	test_stale();
	test_middle();
	return tap_done();
}
