/* flow: one segment after the other, and the events they make. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_parts.h"

static struct flow_end new_end(void)
{
	return (struct flow_end){.state = FLOW_CLOSED,
		.rtt_min_ns = -1,
		.rtt_last_ns = -1,
		.ttl = -1,
		.fin_ns = -1,
		.rst_ns = -1,
		.zero_since_ns = -1,
		.timed_ns = -1,
		.id = -1};
}

/* All but the events. */
static void begin(struct flow *f)
{
	f->end[FLOW_OUT] = f->end[FLOW_IN] = new_end();
	f->opener = FLOW_OUT;
	f->from_start = f->opened = f->in_turn = f->in_response = false;
	f->closed = f->closed_by_rst = false;
	f->closed_by = FLOW_OUT;
	f->handshake_ns = f->open_ns = f->first_syn_ns = -1;
	f->turn = (struct flow_turn){.asker = FLOW_OUT};
	f->request_end = 0;
}

void flow_init(struct flow *f)
{
	*f = (struct flow){.opener = FLOW_OUT};
	begin(f);
}

void flow_gap(struct flow *f, uint64_t dropped)
{
	f->drops += dropped;
}

struct flow_event *flow_tell(struct flow *f, const struct flow_step *st, enum flow_kind kind)
{
	struct flow_event *e;

	if (f->events == FLOW_EVENTS) {
		f->event_first = (f->event_first + 1) % FLOW_EVENTS;
		f->events--;
		f->lost_events++;
	}
	e = &f->event[(f->event_first + f->events++) % FLOW_EVENTS];
	*e = (struct flow_event){.kind = kind,
		.from = st->s->from,
		.at_ns = st->at_ns,
		.packet = st->packet,
		.doubtful = f->drops > 0,
		.took_ns = -1};
	return e;
}

bool flow_next(struct flow *f, struct flow_event *out)
{
	if (!f->events)
		return false;
	*out = f->event[f->event_first];
	f->event_first = (f->event_first + 1) % FLOW_EVENTS;
	f->events--;
	return true;
}

/* Where a sequence number lies in its side's stream, over any number of wraps. */
static int64_t offset(const struct flow_end *e, uint32_t sequence)
{
	return e->next + tcp_distance(sequence, e->isn + (uint32_t)e->next);
}

/* Numbers count from where a side was first seen, one behind it where that was no SYN. */
static void know(struct flow_end *e, uint32_t sequence, bool is_syn)
{
	if (e->known)
		return;
	e->known = true;
	e->isn = is_syn ? sequence : sequence - 1;
	e->next = e->acked = is_syn ? 0 : 1;
}

/* A SYN of another number: on a connection that is over, or was never answered, a new one. */
static bool starts_over(const struct flow *f, const struct flow_step *st)
{
	if (!flow_has(st, TCP_SYN) || flow_has(st, TCP_ACK) || !st->x->known ||
		st->s->sequence == st->x->isn)
		return false;
	switch (st->x->state) {
	case FLOW_CLOSED:
	case FLOW_LISTEN:
	case FLOW_SYN_SENT:
	case FLOW_TIME_WAIT:
	case FLOW_LAST_ACK:
		return true;
	case FLOW_SYN_RECEIVED:
	case FLOW_ESTABLISHED:
	case FLOW_FIN_WAIT_1:
	case FLOW_FIN_WAIT_2:
	case FLOW_CLOSE_WAIT:
	case FLOW_CLOSING:
		return f->closed && f->closed_by_rst;
	}
	return false;
}

static void place(struct flow_step *st)
{
	const struct flow_segment *s = st->s;

	know(st->x, s->sequence, flow_has(st, TCP_SYN));
	st->from = offset(st->x, s->sequence);
	st->to = st->from + s->payload_bytes + flow_has(st, TCP_SYN) + flow_has(st, TCP_FIN);
	if (flow_has(st, TCP_ACK)) {
		know(st->y, s->acknowledgment, false);
		st->acks = offset(st->y, s->acknowledgment);
	}
}

static bool answers_stale(const struct flow_step *st)
{
	return flow_has(st, TCP_ACK) && !flow_has(st, TCP_SYN) && st->y->state == FLOW_SYN_SENT &&
	       !st->x->has_syn;
}

void flow_feed(struct flow *f, const struct flow_segment *s, int64_t at_ns, uint64_t packet)
{
	struct flow_step st = {.s = s,
		.at_ns = at_ns,
		.packet = packet,
		.x = &f->end[s->from],
		.y = &f->end[flow_other(s->from)]};

	if (!f->end[FLOW_OUT].known && !f->end[FLOW_IN].known)
		f->opener = s->from;
	st.x->segments++;
	if (starts_over(f, &st)) {
		flow_tell(f, &st, FLOW_REUSED);
		begin(f);
		f->opener = s->from;
		st.x->segments = 1;
	}
	if (flow_has(&st, TCP_RST)) {
		flow_rst(f, &st);
		return;
	}
	if (answers_stale(&st)) {
		flow_tell(f, &st, FLOW_CHALLENGE_ACK);
		return;
	}
	place(&st);
	if (st.x->rst_ns >= 0 && s->payload_bytes)
		flow_tell(f, &st, FLOW_AFTER_RST);
	st.x->ttl = s->ttl;
	if (flow_has(&st, TCP_SYN))
		flow_syn(f, &st);
	if (flow_has(&st, TCP_ACK))
		flow_ack(f, &st);
	flow_sequence(f, &st);
	flow_window(f, &st);
	flow_states(f, &st);
	flow_turns(f, &st);
}

struct flow_agreed flow_agreed(const struct flow *f)
{
	const struct flow_end *a = &f->end[f->opener], *b = &f->end[flow_other(f->opener)];
	struct flow_agreed g = {.known = a->has_syn && b->has_syn};

	if (!g.known)
		return g;
	g.window_scale = a->syn.has_window_scale && b->syn.has_window_scale;
	g.sack = a->syn.sack_permitted && b->syn.sack_permitted;
	g.timestamps = a->syn.has_timestamps && b->syn.has_timestamps;
	g.ecn = tcp_ecn_answered(a->syn_flags, b->syn_flags);
	g.mss[FLOW_OUT] = f->end[FLOW_IN].syn.mss;
	g.mss[FLOW_IN] = f->end[FLOW_OUT].syn.mss;
	return g;
}
