/* engine: a session's events judged: what each frame and time-out says of the address. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "engine.h"

static void without_packet(struct engine_event *out, enum outcome_kind kind)
{
	out->kind = ENGINE_OUTCOME;
	out->outcome = (struct outcome){.kind = kind,
		.has_probe = true,
		.nth = out->probe.nth,
		.answer = {.rtt_ns = -1},
		.owner = OWNERS_MAX,
		.at_ns = out->at_ns};
}

static void remember(struct engine *e, const struct probe *p, int64_t at_ns)
{
	e->sent[e->sent_n % ENGINE_SENT_MAX].nth = p->nth;
	e->sent[e->sent_n % ENGINE_SENT_MAX].at_ns = at_ns;
	e->sent_n++;
}

/* ARP has no number to tell by: what came is to the newest probe that had left by then. */
static bool find_probe(const struct engine *e, int64_t at_ns, uint64_t *nth)
{
	uint64_t known = e->sent_n < ENGINE_SENT_MAX ? e->sent_n : ENGINE_SENT_MAX;

	for (uint64_t i = 1; i <= known; i++) {
		uint64_t at = (e->sent_n - i) % ENGINE_SENT_MAX;

		*nth = e->sent[at].nth;
		if (e->sent[at].at_ns <= at_ns)
			return true;
	}
	return known > 0;
}

static void attribute(struct engine *e, struct engine_event *out)
{
	const struct wire_event *w = &out->session.wire;
	struct outcome *o = &out->outcome;

	o->answer = (struct answer){.verdict = ANSWER_STRANGER, .rtt_ns = -1};
	o->has_probe = find_probe(e, o->at_ns, &o->nth);
	if (o->has_probe)
		o->answer = plan_answer(e->plan, (struct probe){0, o->nth}, o->at_ns,
			w->frame.stamp, w->at_user_ns);
}

static void enter_owner(struct engine *e, struct outcome *o)
{
	size_t before = e->owners.n;
	struct owner *owner;

	o->owner = owners_enter(&e->owners, &o->heard.mac);
	o->first = e->owners.n > before;
	if (o->owner == OWNERS_MAX)
		return;
	owner = &e->owners.list[o->owner];
	owner->claims += o->kind == OUTCOME_CLAIM;
	if (o->kind != OUTCOME_REPLY)
		return;
	o->again = owner->answers && owner->newest == o->nth;
	owner->newest = o->nth;
	owner->answers++;
	if (owner->rtt_ns < 0)
		owner->rtt_ns = o->answer.rtt_ns;
}

static bool judge(struct engine *e, struct engine_event *out)
{
	struct outcome *o = &out->outcome;

	switch (o->heard.kind) {
	case HEARD_ANSWER:
		o->kind = OUTCOME_REPLY;
		attribute(e, out);
		enter_owner(e, o);
		return true;
	case HEARD_PROBE:
		o->kind = OUTCOME_CONFLICT;
		attribute(e, out);
		enter_owner(e, o);
		return true;
	case HEARD_CLAIM:
		o->kind = OUTCOME_CLAIM;
		enter_owner(e, o);
		return true;
	case HEARD_ROUTER:
		o->kind = OUTCOME_ROUTER;
		attribute(e, out);
		enter_owner(e, o);
		return true;
	case HEARD_MALFORMED:
		o->kind = OUTCOME_MALFORMED;
		return true;
	case HEARD_ELSEWHERE:
		o->kind = OUTCOME_ELSEWHERE;
		return true;
	case HEARD_NOTHING:
		break;
	}
	return false;
}

static bool received(struct engine *e, struct engine_event *out)
{
	const struct wire_event *w = &out->session.wire;

	out->kind = ENGINE_OUTCOME;
	out->frame = &w->frame;
	out->outcome = (struct outcome){.heard = hear(e->hear, &w->frame),
		.answer = {.rtt_ns = -1},
		.owner = OWNERS_MAX,
		.at_ns = out->at_ns};
	return judge(e, out);
}

static void lost(const struct engine *e, struct engine_event *out)
{
	without_packet(out, OUTCOME_LOST);
	out->outcome.answer.sent_ns = out->at_ns;
	out->outcome.at_ns = session_now_ns(e->session);
}

/* False for an event that nobody need hear of. */
static bool translate(struct engine *e, struct engine_event *out)
{
	const struct session_event *s = &out->session;

	out->probe = s->probe;
	out->at_ns = s->at_ns;
	out->frame = NULL;
	switch (s->kind) {
	case SESSION_SEND:
		out->kind = ENGINE_DUE;
		return true;
	case SESSION_SENT:
		out->kind = ENGINE_SENT;
		remember(e, &s->probe, s->at_ns);
		return true;
	case SESSION_UNSENT:
		without_packet(out, OUTCOME_UNSENT);
		out->outcome.error = s->wire.error;
		return true;
	case SESSION_FRAME:
		return received(e, out);
	case SESSION_LOST:
		lost(e, out);
		return true;
	case SESSION_DROPS:
		out->kind = ENGINE_DROPS;
		out->count = s->wire.count;
		return true;
	case SESSION_LINK:
		out->kind = ENGINE_LINK;
		out->error = s->wire.error;
		return true;
	case SESSION_SIGNAL:
		out->kind = ENGINE_SIGNAL;
		out->signal = s->signal;
		return true;
	case SESSION_READY:
		out->kind = ENGINE_READY;
		return true;
	case SESSION_ERROR:
	case SESSION_END:
		break;
	}
	return false;
}

int engine_next(struct engine *e, struct engine_event *out, struct fail *why)
{
	int rc;

	do {
		rc = session_next(e->session, &out->session, why);
	} while (rc > 0 && !translate(e, out));
	return rc;
}
