/* httpget_verdict: where the time went, by phases and by packets, as one sentence and as a list. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "verdict.h"

#include <errno.h>
#include <stdlib.h>

#include "tap.h"
#include "timeline.h"

#define MS INT64_C(1000000)

/* An exchange with a literal: SYN at 0, connected at 1 ms, the request at 2, its ACK at 3, the
 * response from 53 ms to 63 ms. */
static void make(struct exchange *x)
{
	exchange_init(x);
	x->begun_ns = 0;
	x->link.literal = true;
	x->link.begun_ns = x->link.named_ns = x->link.connecting_ns = 0;
	x->link.connected_ns = 1 * MS;
	x->link.syn_retransmits = 0;
	x->written_ns = x->sent_ns = 2 * MS;
	x->acked_ns = 3 * MS;
	x->first_ns = 53 * MS;
	x->last_ns = x->ended_ns = 63 * MS;
	x->read_bytes = 1000;
	x->rtt_ns = 1 * MS;
}

static void watch(struct exchange *x)
{
	x->packets = malloc(sizeof *x->packets);
	if (!x->packets)
		exit(1);
	packets_facts_init(x->packets);
	x->packets->seen = true;
}

static void says(struct exchange *x, const char *wanted, const char *what)
{
	struct strbuf text = {0};

	verdict_put(&text, x);
	strbuf_put_char(&text, 0);
	is_text(text.p, wanted, "%s", what);
	strbuf_close(&text);
	exchange_close(x);
}

static void try_phases(void)
{
	struct exchange x;

	make(&x);
	says(&x, "50 ms of 63 ms: the server thought; RTT is 1 ms", "a slow server");
	make(&x);
	x.link.connected_ns = x.written_ns = x.sent_ns = 1010 * MS;
	x.link.syn_retransmits = 1;
	x.acked_ns = 1011 * MS;
	x.first_ns = x.last_ns = x.ended_ns = 1061 * MS;
	says(&x,
		"1.01 s of 1.06 s: the first SYN got no answer (1 retransmission); RTT is 1 ms; "
		"the server thought for 50 ms",
		"a lost SYN");
	make(&x);
	x.first_ns = x.last_ns = INT64_MIN;
	x.ended_ns = 1000 * MS;
	x.failed = LINK_TIMEOUT;
	says(&x, "997 ms of 1 s: the server acknowledged the request and sent nothing; RTT is 1 ms",
		"silence behind an ACK");
	make(&x);
	x.first_ns = x.last_ns = x.acked_ns = INT64_MIN;
	x.ended_ns = 1000 * MS;
	x.failed = LINK_TIMEOUT;
	says(&x, "998 ms of 1 s: nobody acknowledged the request; RTT is 1 ms", "silence");
	make(&x);
	x.link.connected_ns = x.written_ns = x.sent_ns = x.acked_ns = x.first_ns = x.last_ns =
		INT64_MIN;
	x.rtt_ns = INT64_MIN;
	x.link.syn_retransmits = 2;
	x.ended_ns = 3000 * MS;
	x.failed = LINK_TIMEOUT;
	says(&x, "3 s of 3 s: the first SYNs got no answer (2 retransmissions)",
		"no answer at all");
}

/* The response takes a second, by rests of one cause. */
static void make_rests(struct exchange *x, enum packets_rest_cause cause)
{
	make(x);
	watch(x);
	x->last_ns = x->ended_ns = 1053 * MS;
	x->packets->flights = 3;
	x->packets->rest_ns[cause] = 900 * MS;
	x->packets->longest_ns = 600 * MS;
	x->packets->longest = (struct packets_place){.at_ns = 800 * MS, .number = 17};
}

static void try_rests(void)
{
	struct exchange x;

	make_rests(&x, PACKETS_REST_SERVER);
	says(&x,
		"1 s of 1.05 s: the server paused for 900 ms of it, for 600 ms before packet 17; "
		"RTT "
		"is 1 ms; the server thought for 50 ms",
		"a server that pauses");
	make_rests(&x, PACKETS_REST_LOSS);
	x.packets->retransmits[FLOW_IN] = 4;
	says(&x,
		"1 s of 1.05 s: segments of the server were lost: 900 ms until they came again, "
		"600 "
		"ms of it before packet 17; RTT is 1 ms; the server thought for 50 ms; 4 of the "
		"server's were sent again",
		"lost segments");
	make_rests(&x, PACKETS_REST_WINDOW);
	x.packets->zero_windows[FLOW_OUT] = 2;
	says(&x,
		"1 s of 1.05 s: our window was closed for 900 ms of it: the content was not taken "
		"fast enough; RTT is 1 ms; the server thought for 50 ms; our window closed 2 times",
		"a slow reader");
	make_rests(&x, PACKETS_REST_ROUND);
	says(&x,
		"1 s of 1.05 s: the response took 3 round trips: the server sent no more at once; "
		"RTT is 1 ms; the server thought for 50 ms",
		"slow start");
	make_rests(&x, PACKETS_REST_UNSEEN);
	x.packets->drops = 5;
	says(&x,
		"1 s of 1.05 s: what it was for 900 ms of it is unknown: our own capture dropped "
		"packets before packet 17; RTT is 1 ms; the server thought for 50 ms; 5 packets "
		"were dropped by our own capture: some of this may be its doing",
		"drops of our own are no loss");
	make_rests(&x, PACKETS_REST_SERVER);
	x.packets->rest_ns[PACKETS_REST_SERVER] = 100 * MS;
	x.packets->drops = 5;
	says(&x,
		"1 s of 1.05 s: the response came in in 3 flights at 0.001 MB/s; RTT is 1 ms; the "
		"server thought for 50 ms; 5 packets were dropped by our own capture: some of this "
		"may be its doing",
		"neither, and drops of our own");
}

static void feed_event(struct packets_facts *f, const struct flow *flow, enum flow_side from,
	int64_t at_ns, uint16_t window, const struct flow_event *event)
{
	static uint64_t number;
	struct capflow_packet p = {.kind = CAPFLOW_SEGMENT,
		.number = ++number,
		.at_ns = at_ns,
		.joined = 1,
		.segment = {.from = from, .payload_bytes = 100, .window = window}};

	p.events = event;
	p.n_events = event != NULL;
	packets_facts_add(f, flow, &p, 0);
}

/* One segment with data, at a time, in a flow of that round trip. */
static void feed(struct packets_facts *f, const struct flow *flow, enum flow_side from,
	int64_t at_ns, uint16_t window)
{
	feed_event(f, flow, from, at_ns, window, NULL);
}

static void try_flights(void)
{
	struct packets_facts f;
	struct flow flow;

	flow_init(&flow);
	flow.handshake_ns = 10 * MS;
	packets_facts_init(&f);
	f.asked = true;
	feed(&f, &flow, FLOW_OUT, 0, 100);
	feed(&f, &flow, FLOW_IN, 20 * MS, 100);
	feed(&f, &flow, FLOW_IN, 22 * MS, 100);
	is_int(f.flights, 1, "data without a rest is one flight");
	feed(&f, &flow, FLOW_IN, 33 * MS, 100);
	is_int(f.rest_ns[PACKETS_REST_ROUND], 11 * MS, "a rest of a round trip waits for ACKs");
	feed(&f, &flow, FLOW_IN, 73 * MS, 100);
	is_int(f.rest_ns[PACKETS_REST_SERVER], 40 * MS, "a longer one is the server's");
	is_int(f.flights, 3, "each rest begins a flight");
	is_int(f.longest_ns, 40 * MS, "... and the longest is kept");
	is_int(f.flight[0].bytes, 200, "... with what each brought");
	feed(&f, &flow, FLOW_OUT, 74 * MS, 0);
	is_int(f.zero_segments[FLOW_OUT], 1, "a segment that closes our window is counted");
}

/* What is missing behind drops of our own is not said to be lost. */
static void try_missing(bool doubtful, enum flow_side from, enum flow_kind kind,
	enum packets_rest_cause wanted, const char *what)
{
	const struct flow_event e = {.kind = kind, .from = from, .doubtful = doubtful};
	struct packets_facts f;
	struct flow flow;

	flow_init(&flow);
	packets_facts_init(&f);
	f.asked = true;
	feed(&f, &flow, FLOW_OUT, 0, 100);
	feed(&f, &flow, FLOW_IN, 20 * MS, 100);
	if (from == FLOW_OUT)
		feed_event(&f, &flow, FLOW_OUT, 30 * MS, 100, &e);
	feed_event(&f, &flow, FLOW_IN, 60 * MS, 100, from == FLOW_IN ? &e : NULL);
	is_int(f.rest_ns[wanted], 40 * MS, "%s", what);
}

static void try_resets(void)
{
	char text[PACKETS_TEXT];
	struct packets_facts f;

	packets_facts_init(&f);
	ok(!packets_facts_forged(text, &f), "no reset is none that was forged");
	f.reset = true;
	f.reset_from = FLOW_IN;
	f.reset_how =
		(struct flow_reset){.ttl = 63, .usual_ttl = 63, .exact = true, .in_window = true};
	ok(!packets_facts_forged(text, &f), "one that fits is the server's own");
	f.reset_how.ttl = -1;
	ok(!packets_facts_forged(text, &f), "... and where the TTL is not known");
	f.reset_how.ttl = 64;
	is_text(packets_facts_forged(text, &f),
		"it came with TTL 64, the server's segments with 63", "another TTL is told");
	f.reset_from = FLOW_OUT;
	ok(!packets_facts_forged(text, &f), "our own is our own");
	f.reset_from = FLOW_IN;
	f.after_reset = true;
	is_text(packets_facts_forged(text, &f), "the server's segments went on behind it",
		"a server that goes on did not reset");
}

static void try_order(void)
{
	static const char *const wanted[] = {"the request is sent", "tail loss probe",
		"the server acknowledges it", "first byte", "FIN: the server closes first",
		"last byte"};
	struct timeline *t = malloc(sizeof *t);
	struct exchange x;

	if (!t)
		exit(1);
	make(&x);
	watch(&x);
	x.packets->first = (struct packets_place){.at_ns = 53 * MS, .number = 6};
	x.packets->fin[FLOW_IN] = (struct packets_place){.at_ns = 60 * MS, .number = 8};
	x.packets->notes = 1;
	x.packets->note[0] = (struct packets_note){
		.at = {.at_ns = 5 * MS / 2, .number = 5}, .ours = true, .text = "tail loss probe"};
	timeline_make(t, &x);
	is_int(t->n, 6, "what happened is listed");
	for (unsigned i = 0; i < t->n && i < 6; i++)
		ok(!strncmp(t->row[i].text, wanted[i], strlen(wanted[i])), "... in its order: %s",
			t->row[i].text);
	is_int(t->row[3].packet, 6, "... with its packet");
	is_int(t->row[1].mark, '>', "... and who sent it");
	exchange_close(&x);
	free(t);
}

int main(void)
{
	try_phases();
	try_rests();
	try_flights();
	try_missing(false, FLOW_IN, FLOW_HOLE, PACKETS_REST_LOSS, "a hole is loss");
	try_missing(true, FLOW_IN, FLOW_HOLE, PACKETS_REST_UNSEEN, "... behind our drops unknown");
	try_missing(
		true, FLOW_IN, FLOW_OUT_OF_ORDER, PACKETS_REST_UNSEEN, "... as what fills it is");
	try_missing(true, FLOW_OUT, FLOW_UNSEEN_ACKED, PACKETS_REST_UNSEEN,
		"... and what we acknowledged unseen");
	try_resets();
	try_order();
	return tap_done();
}
