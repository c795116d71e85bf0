/* engine: a session's events judged: what each packet, error and time-out says of which probe. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "engine.h"

static void without_packet(struct engine_event *out, enum outcome_kind kind)
{
	out->kind = ENGINE_OUTCOME;
	out->outcome = (struct outcome){.kind = kind,
		.match = {.nth = out->probe.nth, .ttl = -1},
		.nth = out->probe.nth,
		.answer = {.rtt_ns = -1},
		.at_ns = out->at_ns};
}

/* False for what is about no probe, or one long forgotten. */
static bool judge(const struct engine *e, struct outcome *o, enum stamp stamp, int64_t at_user_ns)
{
	const struct probe probe = {0, o->nth};

	switch (o->match.kind) {
	case SYN_OPEN:
		o->kind = OUTCOME_OPEN;
		break;
	case SYN_CLOSED:
		o->kind = OUTCOME_CLOSED;
		break;
	case SYN_STALE:
		o->kind = OUTCOME_STALE;
		break;
	case SYN_REJECTED:
		o->kind = OUTCOME_REJECTED;
		o->answer = plan_reject(e->plan, probe, o->at_ns, stamp, at_user_ns);
		return o->answer.verdict != ANSWER_STRANGER;
	case SYN_FORGED:
		o->kind = OUTCOME_FORGED;
		return true;
	case SYN_NONE:
		return false;
	}
	o->answer = plan_answer(e->plan, probe, o->at_ns, stamp, at_user_ns);
	return o->answer.verdict != ANSWER_STRANGER;
}

static bool received(const struct engine *e, struct engine_event *out)
{
	const struct wire_event *w = &out->session.wire;
	bool frame = out->session.kind == SESSION_FRAME;
	struct outcome *o = &out->outcome;

	out->kind = ENGINE_OUTCOME;
	out->frame = frame ? &w->frame : NULL;
	*o = (struct outcome){.at_ns = out->at_ns, .answer = {.rtt_ns = -1}};
	o->match = frame ? syn_match(e->syn, &w->frame) : syn_match_report(e->syn, &w->report);
	o->nth = o->match.nth;
	return judge(e, o, frame ? w->frame.stamp : w->report.stamp, w->at_user_ns);
}

/* False for an event that nobody need hear of. */
static bool translate(const struct engine *e, struct engine_event *out)
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
		return true;
	case SESSION_UNSENT:
		without_packet(out, OUTCOME_UNSENT);
		out->outcome.error = s->wire.error;
		return true;
	case SESSION_FRAME:
	case SESSION_ERROR:
		return received(e, out);
	case SESSION_LOST:
		without_packet(out, OUTCOME_LOST);
		out->outcome.answer.sent_ns = out->at_ns;
		out->outcome.at_ns = session_now_ns(e->session);
		return true;
	case SESSION_DROPS:
		out->kind = ENGINE_DROPS;
		out->count = s->wire.count;
		return true;
	case SESSION_SIGNAL:
		out->kind = ENGINE_SIGNAL;
		out->signal = s->signal;
		return true;
	case SESSION_LINK: /* of packet sockets */
	case SESSION_READY:
	case SESSION_END:
		break;
	}
	return false;
}

/* These need nothing built, and are judged where they end. */
static int next_connect(const struct engine *e, struct engine_event *out, struct fail *why)
{
	struct connects_event c;
	int rc;

	do {
		rc = connects_next(e->connects, &c, why);
	} while (rc > 0 && c.kind == CONNECTS_READY);
	if (rc <= 0)
		return rc;
	*out = (struct engine_event){.kind = c.kind == CONNECTS_SENT	 ? ENGINE_SENT
					     : c.kind == CONNECTS_SIGNAL ? ENGINE_SIGNAL
									 : ENGINE_OUTCOME,
		.probe = c.probe,
		.at_ns = c.at_ns,
		.signal = c.signal,
		.outcome = c.outcome};
	return rc;
}

int engine_next(const struct engine *e, struct engine_event *out, struct fail *why)
{
	int rc;

	if (e->connects)
		return next_connect(e, out, why);
	do {
		rc = session_next(e->session, &out->session, why);
	} while (rc > 0 && !translate(e, out));
	return rc;
}
