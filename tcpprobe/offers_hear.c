/* offers_hear: what came, as the fate of the question it answers. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "offers_parts.h"

int64_t offers_realtime(const struct offers_run *r, int64_t at_ns)
{
	return clock_map_realtime(wire_clock(r->c->wire), at_ns);
}

void offers_settle(struct offers_run *r, struct offers_question *q, enum offers_fate fate)
{
	char text[CAPFILE_COMMENT];

	q->waiting = false;
	q->a->fate = fate;
	if (r->c->evidence) {
		snprintf(text, sizeof(text), "SYN (%s): %s; IP header rebuilt",
			offers_ask_word(q->a->ask), offers_fate_word(fate));
		capfile_decide(
			r->c->evidence->file, q->a->nth, offers_realtime(r, q->a->sent_ns), text);
	}
	r->c->tell(r->c->to, q->a, 0);
}

static struct offers_question *question_of(struct offers_run *r, uint64_t nth)
{
	for (unsigned i = 0; i < OFFERS_ASKS; i++)
		if (r->q[i].a->nth == nth)
			return &r->q[i];
	return NULL;
}

static void came_again(struct offers_run *r, const struct offers_answer *a, int64_t at_ns)
{
	struct offers_answer again = *a;

	again.at_ns = at_ns;
	again.after_ns = at_ns - a->at_ns;
	if (r->out->n_again < OFFERS_AGAIN)
		r->out->again_ns[r->out->n_again] = at_ns - a->at_ns;
	r->out->n_again++;
	r->c->tell(r->c->to, &again, r->out->n_again);
}

static void keep(const struct offers_run *r, const struct frame *f, const struct offers_answer *a,
	bool again)
{
	char text[CAPFILE_COMMENT];

	if (!r->c->evidence)
		return;
	snprintf(text, sizeof(text), "%s to SYN (%s)%s", offers_fate_word(a->fate),
		offers_ask_word(a->ask), again ? ", sent again" : "");
	evidence_heard(r->c->evidence, f, offers_realtime(r, 0), text);
}

/* A late answer to a try counts until the next one leaves. */
static bool may_answer(
	const struct offers_question *q, const struct packet *p, struct offers_answer *a)
{
	*a = *q->a;
	if (!a->tries || a->source_port != p->tcp.destination_port)
		return false;
	offers_syn_read(a, p, q->sequence);
	if (!offers_is_settled(q))
		return a->fate != OFFERS_UNASKED;
	return q->a->ask == OFFERS_HELD && a->fate == OFFERS_SYN_ACK &&
	       q->a->fate == OFFERS_SYN_ACK;
}

static void take_answer(struct offers_run *r, struct offers_question *q, const struct frame *f,
	const struct offers_answer *a)
{
	bool again = offers_is_settled(q);

	keep(r, f, a, again);
	if (again) {
		came_again(r, q->a, f->at_ns);
		return;
	}
	*q->a = *a;
	q->a->at_ns = f->at_ns;
	q->a->kernel_stamps = a->kernel_stamps && f->stamp == STAMP_KERNEL;
	offers_settle(r, q, a->fate);
}

static void take_frame(struct offers_run *r, const struct frame *f)
{
	struct offers_answer a;
	struct packet p;

	packet_read(f, &p);
	if (!p.has_tcp || p.tcp.source_port != r->c->syn.port ||
		!addr_equal(&p.source, &r->c->syn.target))
		return;
	for (unsigned i = 0; i < OFFERS_ASKS; i++)
		if (may_answer(&r->q[i], &p, &a)) {
			take_answer(r, &r->q[i], f, &a);
			return;
		}
}

/* Eight bytes of a quote suffice. */
static bool is_quoted(
	const struct offers_run *r, const struct offers_question *q, const struct tcp *t)
{
	return !offers_is_settled(q) && q->a->tries && t->depth >= TCP_SEQUENCE &&
	       t->source_port == q->a->source_port && t->sequence == q->sequence &&
	       t->destination_port == r->c->syn.port;
}

static void take_report(struct offers_run *r, const struct wire_report *e, int64_t at_ns)
{
	struct bytes quote = e->quote;
	struct tcp t;

	if (e->local || !syn_is_final((enum addr_family)r->c->syn.target.family, e->type, e->code))
		return;
	tcp_get(&quote, &t);
	for (unsigned i = 0; i < OFFERS_ASKS; i++) {
		struct offers_question *q = &r->q[i];

		if (!is_quoted(r, q, &t))
			continue;
		q->a->from = e->offender;
		q->a->ttl = e->ttl;
		q->a->type = e->type;
		q->a->code = e->code;
		q->a->at_ns = at_ns;
		offers_settle(r, q, OFFERS_REJECTED);
		return;
	}
}

void offers_hear(struct offers_run *r, const struct wire_event *e)
{
	struct offers_question *q = question_of(r, e->probe.nth);

	switch (e->kind) {
	case WIRE_SENT:
		r->out->sent += q != NULL;
		break;
	case WIRE_UNSENT:
		r->out->local_error = e->error;
		if (q)
			offers_settle(r, q, OFFERS_UNSENT);
		break;
	case WIRE_STAMP:
		if (q) {
			q->a->sent_ns = e->at_ns;
			q->a->kernel_stamps = true;
		}
		break;
	case WIRE_FRAME:
		take_frame(r, &e->frame);
		break;
	case WIRE_ERROR:
		take_report(r, &e->report, e->at_ns);
		break;
	case WIRE_DROPS:
		r->out->drops += e->count;
		break;
	case WIRE_LINK: /* of packet sockets */
		break;
	}
}
