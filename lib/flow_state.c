/* flow_state: how a connection opens and closes (RFC 9293 3.3.2, figure 5). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_parts.h"

static void enter(struct flow *f, struct flow_step *st, struct flow_end *e, enum flow_state is)
{
	struct flow_event *v;

	if (e->state == is)
		return;
	v = flow_tell(f, st, FLOW_STATE);
	v->from = e == &f->end[FLOW_OUT] ? FLOW_OUT : FLOW_IN;
	v->was = e->state;
	v->is = is;
	e->state = is;
}

/* The SYN that a SYN-ACK answers is the one whose timestamp it echoes; without timestamps it is
 * known where there was one alone. */
static int64_t answered_ns(const struct flow *f, const struct flow_step *st)
{
	const struct flow_end *y = st->y;
	const struct tcp_options *o = &st->s->options;
	uint32_t n = y->syns < FLOW_SYNS ? y->syns : FLOW_SYNS;

	if (o->has_timestamps && y->syn.has_timestamps)
		for (uint32_t i = n; i > 0; i--)
			if (y->attempt[i - 1].timestamp == o->timestamp_echo)
				return st->at_ns - y->attempt[i - 1].at_ns;
	return y->syns == 1 && !f->drops ? st->at_ns - y->attempt[0].at_ns : -1;
}

static void keep_syn(struct flow_step *st)
{
	struct flow_end *x = st->x;

	if (x->syns < FLOW_SYNS) {
		x->attempt[x->syns].at_ns = st->at_ns;
		x->attempt[x->syns].timestamp = st->s->options.timestamp;
	}
	x->syns++;
	x->has_syn = true;
	x->syn = st->s->options;
	x->syn.fast_open = x->syn.mptcp = x->syn.accecn = (struct bytes){.left = 0};
	x->syn.unknowns = 0;
	x->syn_flags = st->s->flags;
}

void flow_syn(struct flow *f, struct flow_step *st)
{
	struct flow_event *e;

	keep_syn(st);
	if (!flow_has(st, TCP_ACK)) {
		if (st->x->syns == 1 && !st->y->has_syn) {
			f->opener = st->s->from;
			f->from_start = true;
			f->first_syn_ns = st->at_ns;
		}
		flow_tell(f, st, FLOW_SYN)->count = st->x->syns;
		if (st->y->state == FLOW_CLOSED)
			enter(f, st, st->y, FLOW_LISTEN);
		if (st->y->state == FLOW_SYN_SENT) /* both at once (figure 7) */
			enter(f, st, st->y, FLOW_SYN_RECEIVED);
		enter(f, st, st->x,
			st->y->state == FLOW_SYN_RECEIVED ? FLOW_SYN_RECEIVED : FLOW_SYN_SENT);
		return;
	}
	if (st->x->syns == 1 && st->y->has_syn)
		f->handshake_ns = answered_ns(f, st);
	e = flow_tell(f, st, FLOW_SYN_ACK);
	e->count = st->x->syns;
	e->took_ns = f->handshake_ns;
	enter(f, st, st->x, FLOW_SYN_RECEIVED);
	if (st->y->state == FLOW_SYN_SENT)
		enter(f, st, st->y, FLOW_ESTABLISHED);
}

static void open_up(struct flow *f, struct flow_step *st)
{
	struct flow_event *e;

	if (f->opened)
		return;
	f->opened = true;
	if (f->first_syn_ns >= 0)
		f->open_ns = st->at_ns - f->first_syn_ns;
	e = flow_tell(f, st, FLOW_OPEN);
	e->took_ns = f->open_ns;
}

/* Neither SYN was seen, so the connection was there before the capture. */
static void join(struct flow *f, struct flow_step *st)
{
	f->opened = true;
	enter(f, st, st->x, FLOW_ESTABLISHED);
	enter(f, st, st->y, FLOW_ESTABLISHED);
}

/* What the sender's ACK does to the other side. */
static void acked(struct flow *f, struct flow_step *st)
{
	struct flow_end *y = st->y;
	bool fin = y->fin_sent && st->acks > y->fin_at;

	if (y->state == FLOW_SYN_RECEIVED && st->acks >= 1 && !flow_has(st, TCP_SYN)) {
		enter(f, st, y, FLOW_ESTABLISHED);
		open_up(f, st);
	}
	if (!fin)
		return;
	if (y->state == FLOW_FIN_WAIT_1)
		enter(f, st, y, FLOW_FIN_WAIT_2);
	else if (y->state == FLOW_CLOSING)
		enter(f, st, y, FLOW_TIME_WAIT);
	else if (y->state == FLOW_LAST_ACK)
		enter(f, st, y, FLOW_CLOSED);
}

static void close_first(struct flow *f, const struct flow_step *st, bool by_rst)
{
	if (f->closed)
		return;
	f->closed = true;
	f->closed_by = st->s->from;
	f->closed_by_rst = by_rst;
}

static void fin_received(struct flow *f, struct flow_step *st)
{
	struct flow_end *y = st->y;

	if (y->state == FLOW_ESTABLISHED || y->state == FLOW_SYN_RECEIVED)
		enter(f, st, y, FLOW_CLOSE_WAIT);
	else if (y->state == FLOW_FIN_WAIT_1)
		enter(f, st, y, FLOW_CLOSING);
	else if (y->state == FLOW_FIN_WAIT_2)
		enter(f, st, y, FLOW_TIME_WAIT);
}

static void fin(struct flow *f, struct flow_step *st)
{
	struct flow_end *x = st->x;

	if (x->fin_ns >= 0)
		return;
	x->fin_ns = st->at_ns;
	flow_tell(f, st, FLOW_FIN)->count = f->closed ? 2 : 1;
	close_first(f, st, false);
	if (x->state == FLOW_ESTABLISHED || x->state == FLOW_SYN_RECEIVED)
		enter(f, st, x, FLOW_FIN_WAIT_1);
	else if (x->state == FLOW_CLOSE_WAIT) /* if the other FIN is there already */
		enter(f, st, x, st->acks > st->y->fin_at ? FLOW_LAST_ACK : FLOW_CLOSING);
	fin_received(f, st);
}

void flow_states(struct flow *f, struct flow_step *st)
{
	if (!st->x->has_syn && !st->y->has_syn && !f->opened)
		join(f, st);
	if (flow_has(st, TCP_ACK))
		acked(f, st);
	if (flow_has(st, TCP_FIN))
		fin(f, st);
}

/* Sequence numbers of a RST say whether its receiver believes it (RFC 9293 3.5.2, 3.10.7.3); false
 * where too little was seen to say. */
static bool judge(struct flow_reset *r, const struct flow_step *st)
{
	const struct flow_end *x = st->x, *y = st->y;
	int32_t ahead;

	if (y->state == FLOW_SYN_SENT && y->known) { /* the ACK tells there */
		ahead = tcp_distance(st->s->acknowledgment, y->isn);
		r->exact = r->in_window = flow_has(st, TCP_ACK) && ahead > 0 && ahead <= y->next;
		return true;
	}
	if (!x->known)
		return false;
	/* What the receiver waits for next: all that it acknowledged. */
	ahead = tcp_distance(st->s->sequence, x->isn + (uint32_t)x->acked);
	r->exact = !ahead || st->s->sequence == x->isn + (uint32_t)x->next;
	r->in_window = r->exact || (ahead > 0 && (uint32_t)ahead < y->window);
	return true;
}

/* One that its receiver drops, or answers by a challenge ACK, ends nothing: anybody may have sent
 * it (RFC 5961 3.2). */
void flow_rst(struct flow *f, struct flow_step *st)
{
	struct flow_event *e = flow_tell(f, st, FLOW_RST);
	bool judged;

	e->reset = (struct flow_reset){.ttl = st->s->ttl,
		.usual_ttl = st->x->ttl,
		.window = st->s->window,
		.last_window = st->x->raw_window};
	judged = judge(&e->reset, st);
	if (st->x->rst_ns < 0)
		st->x->rst_ns = st->at_ns;
	if (judged && !e->reset.exact && !f->drops)
		return;
	close_first(f, st, true);
	enter(f, st, st->x, FLOW_CLOSED);
	enter(f, st, st->y, FLOW_CLOSED);
}
