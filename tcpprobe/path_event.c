/* path_event: what happens to the probes of a path, by raw sockets or by connect(). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "path_event.h"

static bool judge(
	const struct path_source *s, struct path_event *e, enum stamp stamp, int64_t at_user_ns)
{
	switch (e->match.kind) {
	case TRAIL_NONE:
		return false;
	case TRAIL_FORGED:
	case TRAIL_STRANGE:
		e->kind = PATH_ASTRAY;
		return true;
	case TRAIL_OPEN:
	case TRAIL_CLOSED:
		e->answer = plan_answer(s->plan, e->match.probe, e->at_ns, stamp, at_user_ns);
		break;
	case TRAIL_REPORTED:
		e->answer = plan_reject(s->plan, e->match.probe, e->at_ns, stamp, at_user_ns);
		break;
	}
	e->kind = PATH_ANSWER;
	e->probe = e->match.probe;
	return e->answer.verdict != ANSWER_STRANGER;
}

/* False for an event that nobody need hear of: of ICMP errors the frames tell more. */
static bool translate(const struct path_source *s, struct path_event *e)
{
	const struct session_event *f = &e->from;

	e->probe = f->probe;
	e->at_ns = f->at_ns;
	e->frame = NULL;
	switch (f->kind) {
	case SESSION_SEND:
		e->kind = PATH_DUE;
		return true;
	case SESSION_SENT:
		e->kind = PATH_SENT;
		return true;
	case SESSION_UNSENT:
		e->kind = PATH_UNSENT;
		e->error = f->wire.error;
		return true;
	case SESSION_FRAME:
		e->frame = &f->wire.frame;
		e->match = trail_match(s->trail, e->frame);
		return judge(s, e, e->frame->stamp, f->wire.at_user_ns);
	case SESSION_LOST:
		e->kind = PATH_LOST;
		e->answer = (struct answer){.rtt_ns = -1, .sent_ns = f->at_ns};
		e->at_ns = session_now_ns(s->session);
		return true;
	case SESSION_DROPS:
		e->kind = PATH_DROPS;
		e->count = f->wire.count;
		return true;
	case SESSION_SIGNAL:
		e->kind = PATH_SIGNAL;
		e->signal = f->signal;
		return true;
	case SESSION_READY:
		e->kind = PATH_READY;
		return true;
	case SESSION_ERROR:
	case SESSION_LINK: /* of packet sockets */
	case SESSION_END:
		break;
	}
	return false;
}

static enum trail_kind kind_of(const struct outcome *o)
{
	if (o->kind == OUTCOME_OPEN)
		return TRAIL_OPEN;
	return o->kind == OUTCOME_CLOSED ? TRAIL_CLOSED : TRAIL_REPORTED;
}

static void translate_outcome(
	const struct path_source *s, const struct connects_event *c, struct path_event *e)
{
	const struct outcome *o = &c->outcome;

	e->kind = o->kind == OUTCOME_LOST     ? PATH_LOST
		  : o->kind == OUTCOME_UNSENT ? PATH_UNSENT
					      : PATH_ANSWER;
	e->answer = o->answer;
	e->error = o->error;
	e->match = (struct trail_match){.kind = kind_of(o),
		.probe = e->probe,
		.flow = e->probe.lane / s->hops,
		.from = o->match.from,
		.ttl = -1,
		.type = o->match.type,
		.code = o->match.code,
		.info = o->match.info,
		.quoted_ttl = -1,
		.quoted_tos = -1};
	if (c->quote.left)
		sight_of_segment(&e->match.sight, c->quote);
}

static int next_connect(const struct path_source *s, struct path_event *e, struct fail *why)
{
	struct connects_event c;
	int rc = connects_next(s->connects, &c, why);

	if (rc <= 0)
		return rc;
	*e = (struct path_event){.probe = c.probe, .at_ns = c.at_ns, .signal = c.signal};
	switch (c.kind) {
	case CONNECTS_DUE:
		e->kind = PATH_DUE;
		break;
	case CONNECTS_SENT:
		e->kind = PATH_SENT;
		break;
	case CONNECTS_SIGNAL:
		e->kind = PATH_SIGNAL;
		break;
	case CONNECTS_READY:
		e->kind = PATH_READY;
		break;
	case CONNECTS_OUTCOME:
		translate_outcome(s, &c, e);
		break;
	}
	return rc;
}

int path_next(const struct path_source *s, struct path_event *out, struct fail *why)
{
	int rc;

	if (s->connects)
		return next_connect(s, out, why);
	do {
		rc = session_next(s->session, &out->from, why);
	} while (rc > 0 && !translate(s, out));
	return rc;
}

static enum outcome_kind outcome_of(const struct path_event *e)
{
	if (e->kind == PATH_LOST)
		return OUTCOME_LOST;
	if (e->kind == PATH_UNSENT)
		return OUTCOME_UNSENT;
	if (e->match.kind == TRAIL_OPEN)
		return OUTCOME_OPEN;
	return e->match.kind == TRAIL_CLOSED ? OUTCOME_CLOSED : OUTCOME_REJECTED;
}

struct outcome path_outcome(const struct path_event *e, uint64_t nth)
{
	return (struct outcome){.kind = outcome_of(e),
		.match = {.nth = nth,
			.from = e->match.from,
			.ttl = e->match.ttl,
			.type = e->match.type,
			.code = e->match.code,
			.info = e->match.info},
		.nth = nth,
		.answer = e->answer,
		.error = e->error,
		.at_ns = e->at_ns};
}

int64_t path_now_ns(const struct path_source *s)
{
	return s->connects ? connects_now_ns(s->connects) : session_now_ns(s->session);
}

const struct clock_map *path_clock(const struct path_source *s)
{
	return s->connects ? connects_clock(s->connects) : session_clock(s->session);
}

void path_wake(const struct path_source *s, int64_t at_ns)
{
	if (s->connects)
		connects_wake(s->connects, at_ns);
	else
		session_wake(s->session, at_ns);
}

int64_t path_suspend(const struct path_source *s)
{
	return s->connects ? connects_suspend(s->connects) : session_suspend(s->session);
}
