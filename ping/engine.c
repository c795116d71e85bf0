/* engine: a session's events judged: what each packet, error and time-out says of which probe. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "engine.h"

#include <errno.h>
#include <net/if.h>

#include "targets.h"

/* An outcome without a packet: the probe was refused here, or its time-out passed. */
static void without_packet(const struct engine *e, struct engine_event *out, enum outcome_kind kind)
{
	const struct probe_echo *probe = e->probes[0] ? e->probes[0] : e->probes[1];

	out->kind = ENGINE_OUTCOME;
	out->outcome = (struct outcome){.kind = kind,
		.nth = out->probe.nth,
		.match = {.probe = out->probe,
			.has_probe = true,
			.sequence = probe_sequence(probe, out->probe),
			.wrong_at = SIZE_MAX},
		.answer = {.rtt_ns = -1},
		.at_ns = out->at_ns};
	probe_target(probe, out->probe.lane, &out->outcome.match.target);
	out->outcome.match.from = out->outcome.match.target;
}

static void refused(const struct engine *e, struct engine_event *out)
{
	without_packet(e, out, OUTCOME_UNSENT);
	out->outcome.match.error = out->session.wire.error;
	out->outcome.match.info = out->session.wire.report.info;
}

static void refuse(const struct engine *engine, struct engine_event *e, int error)
{
	plan_unsent(engine->plan, e->probe, error);
	e->at_ns = session_now_ns(engine->session);
	without_packet(engine, e, OUTCOME_UNSENT);
	e->outcome.match.error = error;
}

bool engine_target_of(const void *targets, uint32_t lane, struct addr *out)
{
	struct target t;

	if (!targets_at(targets, lane, &t))
		return false;
	*out = t.addr;
	return true;
}

int engine_send_to(const struct engine *engine, struct engine_event *e, const struct addr *target,
	struct fail *why)
{
	unsigned wire = target && target->family == ADDR_V6;
	struct wire_to to = {0};
	int rc;

	if (!target || !engine->probes[wire]) {
		refuse(engine, e, target ? EAFNOSUPPORT : ENOENT);
		return 0;
	}
	to.addr = *target;
	rc = session_put(engine->session, wire, e->probe,
		probe_build_to(engine->probes[wire], e->probe, target), &to, why);
	return rc < 0 ? rc : 1;
}

static void lost(const struct engine *e, struct engine_event *out)
{
	without_packet(e, out, OUTCOME_LOST);
	out->outcome.answer.sent_ns = out->at_ns;
	out->outcome.at_ns = session_now_ns(e->session);
}

/* A stranger answers what was never sent, or so long ago that nobody can tell. */
static void reply(const struct engine *e, struct outcome *o, enum stamp stamp, int64_t at_user_ns)
{
	o->kind = OUTCOME_REPLY;
	o->answer = plan_answer(e->plan, o->match.probe, o->at_ns, stamp, at_user_ns);
	if (o->answer.verdict != ANSWER_STRANGER)
		return;
	o->kind = OUTCOME_FORGED;
	o->match.has_probe = false;
}

/* Which outcome a match is; the plan hears of it. False for what says nothing. */
static bool judge(const struct engine *e, struct outcome *o, enum stamp stamp, int64_t at_user_ns)
{
	const struct match *m = &o->match;

	switch (m->kind) {
	case MATCH_REPLY:
		reply(e, o, stamp, at_user_ns);
		return true;
	case MATCH_CORRUPT:
		o->kind = OUTCOME_CORRUPT;
		o->answer = plan_corrupted(e->plan, m->probe, o->at_ns, stamp, at_user_ns);
		return true;
	case MATCH_FORGED:
		o->kind = OUTCOME_FORGED;
		return true;
	case MATCH_ERROR:
		o->kind = OUTCOME_ERROR;
		if (m->has_probe && !e->errors_settle_nothing)
			o->answer = plan_reject(e->plan, m->probe, o->at_ns, stamp, at_user_ns);
		return true;
	case MATCH_REDIRECT:
		o->kind = OUTCOME_REDIRECT;
		return true;
	case MATCH_LOCAL: /* the send that was refused says it as well */
	case MATCH_NONE:
		break;
	}
	return false;
}

static bool received(const struct engine *e, struct engine_event *out)
{
	const struct wire_event *w = &out->session.wire;
	const struct probe_echo *probe = e->probes[out->session.source];
	bool frame = out->session.kind == SESSION_FRAME;

	out->kind = ENGINE_OUTCOME;
	out->outcome = (struct outcome){
		.at_ns = out->at_ns, .at_user_ns = w->at_user_ns, .answer = {.rtt_ns = -1}};
	out->outcome.match =
		frame ? probe_match(probe, &w->frame) : probe_match_report(probe, &w->report);
	out->frame = frame ? &w->frame : NULL;
	out->report = frame ? NULL : &w->report;
	if (out->outcome.match.has_probe)
		out->outcome.nth = out->outcome.match.probe.nth;
	return judge(e, &out->outcome, frame ? w->frame.stamp : w->report.stamp, w->at_user_ns);
}

/* False for an event that nobody need hear of. */
static bool translate(const struct engine *e, struct engine_event *out)
{
	const struct session_event *s = &out->session;

	out->probe = s->probe;
	out->at_ns = s->at_ns;
	out->frame = NULL;
	out->report = NULL;
	switch (s->kind) {
	case SESSION_SEND:
		out->kind = ENGINE_DUE;
		return true;
	case SESSION_SENT:
		out->kind = ENGINE_SENT;
		return true;
	case SESSION_UNSENT:
		refused(e, out);
		return true;
	case SESSION_FRAME:
	case SESSION_ERROR:
		return received(e, out);
	case SESSION_LINK: /* of packet sockets */
		return false;
	case SESSION_LOST:
		lost(e, out);
		return true;
	case SESSION_DROPS:
		out->kind = ENGINE_DROPS;
		out->count = s->wire.count;
		return true;
	case SESSION_SIGNAL:
		out->kind = ENGINE_SIGNAL;
		out->signal = s->signal;
		return true;
	case SESSION_READY:
		out->kind = ENGINE_READY;
		return true;
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

/* A socket stays bound to an interface that is gone, also when another gets its name. */
int engine_check_interface(uint32_t bound_ifindex, const struct outcome *o, struct fail *why)
{
	char name[IF_NAMESIZE];

	if (o->kind != OUTCOME_UNSENT || !bound_ifindex || if_indextoname(bound_ifindex, name))
		return 0;
	return fail_set(why, ENODEV, "the interface it was to leave by is gone");
}
