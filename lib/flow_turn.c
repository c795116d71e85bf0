/* flow_turn: who asks, who answers, and how long each takes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_parts.h"

static void ask(struct flow *f, const struct flow_step *st)
{
	uint32_t number = f->turn.number + 1;

	f->in_turn = true;
	f->in_response = false;
	f->turn = (struct flow_turn){.asker = st->s->from,
		.number = number,
		.request_first_ns = st->at_ns,
		.request_acked_ns = -1,
		.response_first_ns = -1,
		.response_last_ns = -1};
}

static void answer(struct flow *f, const struct flow_step *st)
{
	f->in_response = true;
	f->turn.response_first_ns = st->at_ns;
}

static void finish(struct flow *f, const struct flow_step *st)
{
	struct flow_event *e;

	if (!f->in_turn)
		return;
	e = flow_tell(f, st, FLOW_TURN);
	e->from = f->turn.asker;
	e->turn = f->turn;
	f->in_turn = false;
}

static void note_ack(struct flow *f, const struct flow_step *st)
{
	if (f->in_turn && st->s->from != f->turn.asker && f->turn.request_acked_ns < 0 &&
		flow_has(st, TCP_ACK) && st->acks >= f->request_end) {
		f->turn.request_acked_ns = st->at_ns;
		f->turn.acked_by_response = st->new_bytes > 0 && !f->in_response;
	}
}

void flow_turns(struct flow *f, struct flow_step *st)
{
	bool asks = !f->in_turn || st->s->from == f->turn.asker, first = false;

	note_ack(f, st);
	if (!st->new_bytes)
		return;
	if (asks && f->in_response)
		finish(f, st);
	if (!f->in_turn)
		ask(f, st);
	if (!asks && !f->in_response) {
		answer(f, st);
		first = true;
	}
	if (asks) {
		f->turn.request_bytes += (uint64_t)st->new_bytes;
		f->turn.request_last_ns = st->at_ns;
		f->turn.request_acked_ns = -1;
		f->request_end = st->to - flow_has(st, TCP_FIN);
	} else {
		f->turn.response_bytes += (uint64_t)st->new_bytes;
		f->turn.response_last_ns = st->at_ns;
	}
	if (first)
		flow_tell(f, st, FLOW_RESPONSE)->turn = f->turn;
}

void flow_finish(struct flow *f)
{
	struct flow_segment s = {.from = f->turn.asker};
	struct flow_step st = {.s = &s, .at_ns = f->turn.request_last_ns};

	if (f->turn.response_last_ns > st.at_ns)
		st.at_ns = f->turn.response_last_ns;
	finish(f, &st);
}
