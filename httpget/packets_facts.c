/* packets_facts: what an exchange's packets tell. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "packets_facts.h"

#include <stdio.h>
#include <string.h>

#include "flow_say.h"
#include "icmp.h"

enum { REST_LEAST_NS = 100000 };

static const struct packets_place nowhere = {.at_ns = INT64_MIN};

void packets_facts_init(struct packets_facts *f)
{
	*f = (struct packets_facts){.request = nowhere,
		.request_end = nowhere,
		.acked = nowhere,
		.first = nowhere,
		.last = nowhere,
		.longest = nowhere,
		.fin = {nowhere, nowhere},
		.reset_at = nowhere,
		.ttl = -1,
		.rtt_ns = INT64_MIN,
		.handshake_ns = INT64_MIN,
		.longest_ns = INT64_MIN,
		.data_ns = INT64_MIN,
		.closed_ns = {INT64_MIN, INT64_MIN}};
}

static struct packets_place place_of(const struct capflow_packet *p)
{
	return (struct packets_place){.at_ns = p->at_ns, .number = p->number};
}

/* A place for a line of text about this packet; the last one is written over when all are used. */
static struct packets_note *add_note(struct packets_facts *f, const struct capflow_packet *p)
{
	uint64_t i = f->notes < PACKETS_NOTES ? f->notes : PACKETS_NOTES - 1;

	f->notes++;
	f->note[i] = (struct packets_note){.at = place_of(p)};
	return &f->note[i];
}

static bool is_news(const struct flow_event *e)
{
	switch (e->kind) {
	case FLOW_SYN:
	case FLOW_SYN_ACK:
		return e->count > 1;
	case FLOW_CHALLENGE_ACK:
	case FLOW_REUSED:
	case FLOW_RETRANSMIT:
	case FLOW_OUT_OF_ORDER:
	case FLOW_HOLE:
	case FLOW_UNSEEN_ACKED:
	case FLOW_DSACK:
	case FLOW_ZERO_WINDOW:
	case FLOW_WINDOW_OPEN:
	case FLOW_WINDOW_FULL:
	case FLOW_RST:
	case FLOW_AFTER_RST:
		return true;
	case FLOW_DUPLICATE_ACK: /* the third makes a fast retransmission */
		return e->count == 3;
	case FLOW_OPEN:
	case FLOW_STATE:
	case FLOW_ZERO_WINDOW_PROBE:
	case FLOW_KEEPALIVE:
	case FLOW_KEEPALIVE_ACK:
	case FLOW_RESPONSE:
	case FLOW_TURN:
	case FLOW_FIN:
		return false;
	}
	return false;
}

static void note_event(
	struct packets_facts *f, const struct capflow_packet *p, const struct flow_event *e)
{
	struct packets_note *n;
	struct strbuf text = {0};

	if (!is_news(e))
		return;
	flow_say(&text, e);
	if (text.bad) {
		strbuf_close(&text);
		strbuf_put_text(&text, "no memory to say what");
	}
	if (text.used && !text.bad) {
		n = add_note(f, p);
		n->ours = e->from == FLOW_OUT;
		n->doubtful = e->doubtful;
		snprintf(n->text, sizeof n->text, "%.*s",
			(int)(text.used < PACKETS_TEXT ? text.used : PACKETS_TEXT - 1), text.p);
	}
	strbuf_close(&text);
}

static void count_retransmit(struct packets_facts *f, const struct flow_event *e)
{
	f->retransmits[e->from]++;
	f->timeouts[e->from] += e->how == FLOW_RETRANSMIT_TIMEOUT;
	f->fast[e->from] += e->how == FLOW_RETRANSMIT_FAST;
	f->spurious[e->from] += e->how == FLOW_RETRANSMIT_SPURIOUS;
}

/* As long as it lasted within this exchange. */
static void take_window(struct packets_facts *f, const struct flow_event *e)
{
	int64_t *since_ns = &f->closed_ns[e->from];

	if (e->kind == FLOW_ZERO_WINDOW && *since_ns == INT64_MIN)
		*since_ns = e->at_ns;
	if (e->kind != FLOW_WINDOW_OPEN || *since_ns == INT64_MIN)
		return;
	f->zero_window_ns[e->from] += e->at_ns - *since_ns;
	*since_ns = INT64_MIN;
}

/* Bytes of the server's that were not captured, or not in their order. */
static bool is_missing(const struct flow_event *e)
{
	if (e->kind == FLOW_UNSEEN_ACKED)
		return true;
	return e->from == FLOW_IN &&
	       (e->kind == FLOW_RETRANSMIT || e->kind == FLOW_HOLE || e->kind == FLOW_OUT_OF_ORDER);
}

static void take_event(
	struct packets_facts *f, const struct capflow_packet *p, const struct flow_event *e)
{
	if (e->kind == FLOW_RETRANSMIT)
		count_retransmit(f, e);
	f->out_of_order[e->from] += e->kind == FLOW_OUT_OF_ORDER;
	f->duplicate_acks[e->from] += e->kind == FLOW_DUPLICATE_ACK;
	f->holes[e->from] += e->kind == FLOW_HOLE;
	f->zero_windows[e->from] += e->kind == FLOW_ZERO_WINDOW;
	take_window(f, e);
	if (e->from == FLOW_OUT ? e->kind == FLOW_ZERO_WINDOW || e->kind == FLOW_WINDOW_OPEN
				: e->kind == FLOW_WINDOW_FULL)
		f->closes = true;
	f->misses = f->misses || (e->doubtful && is_missing(e));
	if (e->kind == FLOW_FIN && f->fin[e->from].number == 0)
		f->fin[e->from] = place_of(p);
	if (e->kind == FLOW_RST && !f->reset) {
		f->reset = true;
		f->reset_from = e->from;
		f->reset_at = place_of(p);
		f->reset_how = e->reset;
	}
	f->after_reset = f->after_reset || e->kind == FLOW_AFTER_RST;
	note_event(f, p, e);
}

/* Whether this packet brings what was missing for long, or again. */
static bool ends_loss(const struct capflow_packet *p)
{
	for (unsigned i = 0; i < p->n_events; i++)
		if (p->events[i].kind != FLOW_UNSEEN_ACKED && is_missing(&p->events[i]))
			return true;
	return false;
}

/* What a sender waits for that has sent all its congestion window allows. */
static bool is_round(const struct packets_facts *f, int64_t rest_ns)
{
	return f->handshake_ns != INT64_MIN && rest_ns <= f->handshake_ns + f->handshake_ns / 2;
}

static void take_rest(struct packets_facts *f, const struct capflow_packet *p, int64_t rest_ns)
{
	enum packets_rest_cause cause = f->misses			   ? PACKETS_REST_UNSEEN
					: f->closed_meanwhile || f->closes ? PACKETS_REST_WINDOW
					: ends_loss(p)			   ? PACKETS_REST_LOSS
					: is_round(f, rest_ns)		   ? PACKETS_REST_ROUND
									   : PACKETS_REST_SERVER;

	f->rest_ns[cause] += rest_ns;
	if (rest_ns <= f->longest_ns)
		return;
	f->longest_ns = rest_ns;
	f->longest = place_of(p);
	f->longest_cause = cause;
}

/* The server's data behind the request. */
static void take_data(struct packets_facts *f, const struct capflow_packet *p)
{
	int64_t most_ns = f->handshake_ns == INT64_MIN ? 0 : f->handshake_ns / 2, rest_ns;
	struct packets_flight *now;
	bool begins;

	most_ns = most_ns > REST_LEAST_NS ? most_ns : REST_LEAST_NS;
	rest_ns = f->data_ns == INT64_MIN ? 0 : p->at_ns - f->data_ns;
	begins = f->data_ns == INT64_MIN || rest_ns > most_ns;
	if (f->data_ns != INT64_MIN && begins)
		take_rest(f, p, rest_ns);
	f->flights += begins;
	f->closed_meanwhile = f->closes;
	f->closes = f->misses = false;
	f->data_ns = p->at_ns;
	if (f->flights > PACKETS_FLIGHTS)
		return;
	now = &f->flight[f->flights - 1];
	if (begins)
		now->first = place_of(p);
	now->took_ns = p->at_ns - now->first.at_ns;
	now->packets++;
	now->bytes += p->segment.payload_bytes;
}

static void take_icmp(struct packets_facts *f, const struct capflow_packet *p)
{
	const struct capflow_icmp *i = &p->icmp;
	const char *name = icmp_name((enum addr_family)i->from.family, i->type, i->code);
	struct packets_note *n = add_note(f, p);
	char from[ADDR_TEXT];

	f->icmp = true;
	f->icmp_last = *i;
	snprintf(n->text, sizeof n->text, "%.50s from %s about a segment of %s",
		name ? name : "ICMP", addr_print(from, &i->from),
		i->quoted == FLOW_OUT ? "ours" : "the server's");
}

static void count_segment(struct packets_facts *f, const struct capflow_packet *p)
{
	enum flow_side side = p->segment.from;

	f->segments[side]++;
	f->bytes[side] += p->segment.payload_bytes;
	f->joined[side] += p->joined > 1;
	f->zero_segments[side] +=
		!p->segment.window && !(p->segment.flags & (TCP_SYN | TCP_FIN | TCP_RST));
	f->offloaded[side] += p->checksum == CAPFLOW_CHECKSUM_OFFLOADED;
	f->bad[side] += p->checksum == CAPFLOW_CHECKSUM_BAD;
}

static void take_flow(struct packets_facts *f, const struct flow *flow)
{
	f->ttl = flow->end[FLOW_IN].ttl;
	if (flow->handshake_ns >= 0)
		f->handshake_ns = flow->handshake_ns;
	if (flow->end[FLOW_OUT].rtt_min_ns >= 0)
		f->rtt_ns = flow->end[FLOW_OUT].rtt_min_ns;
	f->agreed = flow_agreed(flow);
}

void packets_facts_add(struct packets_facts *f, const struct flow *flow,
	const struct capflow_packet *p, uint64_t offset)
{
	f->seen = true;
	if (p->kind == CAPFLOW_ICMP) {
		take_icmp(f, p);
		return;
	}
	count_segment(f, p);
	take_flow(f, flow);
	for (unsigned i = 0; i < p->n_events; i++)
		take_event(f, p, &p->events[i]);
	if (f->asked && p->segment.from == FLOW_OUT && p->segment.payload_bytes &&
		f->request.number == 0 && offset != UINT64_MAX &&
		offset + p->segment.payload_bytes > f->request_from)
		f->request = place_of(p);
	if (f->request.number && p->segment.from == FLOW_IN && p->segment.payload_bytes)
		take_data(f, p);
}

void packets_facts_end(struct packets_facts *f, int64_t at_ns)
{
	for (unsigned i = 0; i < 2; i++) {
		if (f->closed_ns[i] != INT64_MIN && at_ns > f->closed_ns[i])
			f->zero_window_ns[i] += at_ns - f->closed_ns[i];
		f->closed_ns[i] = INT64_MIN;
	}
}

const char *packets_facts_forged(char to[static PACKETS_TEXT], const struct packets_facts *f)
{
	const struct flow_reset *r = &f->reset_how;

	if (!f->reset || f->reset_from != FLOW_IN)
		return NULL;
	if (f->after_reset)
		snprintf(to, PACKETS_TEXT, "the server's segments went on behind it");
	else if (r->ttl >= 0 && r->usual_ttl >= 0 && r->ttl != r->usual_ttl)
		snprintf(to, PACKETS_TEXT, "it came with TTL %d, the server's segments with %d",
			r->ttl, r->usual_ttl);
	else if (!r->exact && !r->in_window)
		snprintf(to, PACKETS_TEXT, "its number is outside the window");
	else
		return NULL;
	return to;
}
