/* inquiry: whose RSTs those of a closed port are: asks it and a port that the host surely answers.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "inquiry.h"

#include <errno.h>
#include <signal.h>

#include "clock.h"
#include "outcome.h"
#include "session.h"

enum { PORT, KNOWN, SIDES, GAP_NS = 10000000 };

/* A round is VERDICT_FLOWS probes to each side; lane is the side. */
struct round {
	const struct inquiry_config *c;
	struct syn *const *syn; /* a side each */
	struct plan *plan;
	struct session *session;
	struct inquiry *out;
	uint64_t first; /* the number of its first probe */
	uint8_t ttl;	/* 0 the usual */
	bool mixed;	/* the known port answered now this, now that */
};

static uint64_t number_of(const struct round *r, struct probe p)
{
	return r->first + p.nth * SIDES + p.lane;
}

static struct verdict_side *side(struct round *r, uint32_t lane)
{
	return lane == PORT ? &r->out->trial.port : &r->out->trial.known;
}

static int send_probe(struct round *r, struct probe p, struct fail *why)
{
	const struct wire_to to = {.addr = r->c->syn.target, .ttl = r->ttl};
	int64_t now_ns = clock_now();
	struct syn_packet packet;
	int rc;

	if (r->ttl)
		syn_ttl(r->syn[p.lane], r->ttl);
	rc = syn_build(r->syn[p.lane], number_of(r, p), now_ns, &packet, NULL);

	if (rc < 0) {
		plan_unsent(r->plan, p, rc);
		return 0;
	}
	if (r->c->evidence)
		evidence_sent(r->c->evidence, number_of(r, p), packet.whole,
			clock_map_realtime(session_clock(r->session), now_ns));
	return session_put(r->session, 0, p, packet.segment, &to, why);
}

static void sample(struct verdict_side *s, const struct outcome *o)
{
	if (s->n < VERDICT_FLOWS)
		s->sample[s->n++] = (struct verdict_sample){.rtt_ns = o->answer.rtt_ns,
			.ttl = o->match.ttl,
			.window = o->match.window,
			.has_ip_id = o->match.has_ip_id,
			.ip_id = o->match.ip_id};
}

/* The first answer to a probe. */
static void judge(struct round *r, uint32_t lane, const struct outcome *o)
{
	struct verdict_side *s = side(r, lane);
	bool resets = o->kind == OUTCOME_CLOSED;

	if (o->kind == OUTCOME_REJECTED) {
		s->low_expired += r->ttl && o->match.expired;
	} else if (r->ttl) {
		s->low_answered++;
	} else if (lane == PORT) {
		if (resets)
			sample(s, o);
	} else {
		r->mixed = r->mixed || (s->n && s->resets != resets);
		s->resets = resets;
		sample(s, o);
	}
}

static bool is_answer(enum syn_kind kind)
{
	return kind == SYN_OPEN || kind == SYN_CLOSED || kind == SYN_REJECTED;
}

static void tell(struct round *r, const struct frame *f, const struct outcome *o)
{
	int64_t offset_ns = clock_map_realtime(session_clock(r->session), 0);

	if (!r->c->evidence)
		return;
	evidence_fate(r->c->evidence, o, offset_ns);
	if (f)
		evidence_frame(r->c->evidence, f, o, offset_ns);
}

static void received(struct round *r, const struct session_event *e)
{
	const struct wire_event *w = &e->wire;
	const struct frame *f = e->kind == SESSION_FRAME ? &w->frame : NULL;
	struct outcome o = {.at_ns = e->at_ns};
	struct probe p = {0};

	for (uint32_t lane = 0; lane < SIDES && !is_answer(o.match.kind); lane++)
		o.match =
			f ? syn_match(r->syn[lane], f) : syn_match_report(r->syn[lane], &w->report);
	if (!is_answer(o.match.kind) || o.match.nth < r->first)
		return;
	o.nth = o.match.nth;
	p.lane = (uint32_t)((o.nth - r->first) % SIDES);
	p.nth = (o.nth - r->first) / SIDES;
	o.kind = o.match.kind == SYN_OPEN     ? OUTCOME_OPEN
		 : o.match.kind == SYN_CLOSED ? OUTCOME_CLOSED
					      : OUTCOME_REJECTED;
	o.answer = o.kind == OUTCOME_REJECTED
			   ? plan_reject(r->plan, p, o.at_ns, w->report.stamp, w->at_user_ns)
			   : plan_answer(r->plan, p, o.at_ns, w->frame.stamp, w->at_user_ns);
	if (o.answer.verdict == ANSWER_STRANGER)
		return;
	/* A router's word and a box's answer to one SYN may come in either order. */
	if (o.answer.verdict == ANSWER_FRESH)
		judge(r, p.lane, &o);
	tell(r, f, &o);
}

static void signalled(struct round *r, int number)
{
	if (number == SIGTSTP) {
		session_suspend(r->session);
	} else if (wait_ends(number)) {
		r->out->interrupted = true;
		plan_stop(r->plan);
	}
}

static int step(struct round *r, const struct session_event *e, struct fail *why)
{
	switch (e->kind) {
	case SESSION_SEND:
		return send_probe(r, e->probe, why);
	case SESSION_FRAME:
	case SESSION_ERROR:
		received(r, e);
		break;
	case SESSION_SIGNAL:
		signalled(r, e->signal);
		break;
	case SESSION_SENT:
	case SESSION_UNSENT:
	case SESSION_LOST:
	case SESSION_DROPS:
	case SESSION_LINK:
	case SESSION_READY:
	case SESSION_END:
		break;
	}
	return 0;
}

static int round_run(struct round *r, struct fail *why)
{
	const struct plan_config plan = {.lanes = SIDES,
		.count = VERDICT_FLOWS,
		.interval_ns = (int64_t)SIDES * GAP_NS,
		.gap_ns = GAP_NS,
		.timeout_ns = r->c->timeout_ns};
	struct session_config session = {
		.wires = {r->c->wire}, .wait = r->c->wait, .deadline_ns = r->c->deadline_ns};
	struct session_event e;
	int rc = 1;

	r->plan = session.plan = plan_open(&plan, clock_now());
	if (!r->plan)
		return fail_set(why, ENOMEM, "no memory for the probes in flight");
	rc = session_open(&r->session, &session, why);
	while (rc >= 0 && (rc = session_next(r->session, &e, why)) > 0)
		rc = step(r, &e, why);
	session_close(r->session);
	plan_close(r->plan);
	return rc;
}

static int rounds(struct round *r, struct fail *why)
{
	struct inquiry *out = r->out;
	int rc = round_run(r, why);

	if (rc < 0 || out->interrupted)
		return rc;
	out->compared = verdict_compare(&out->trial);
	/* Two answer for the known port: nothing tells which of them is the host. */
	out->compared.usable = out->compared.usable && !r->mixed;
	r->ttl = verdict_low_ttl(&out->compared);
	if (!r->ttl)
		return 0;
	out->trial.low_ttl = r->ttl;
	r->first += (uint64_t)SIDES * VERDICT_FLOWS;
	rc = round_run(r, why);
	if (rc >= 0)
		out->compared = verdict_compare(&out->trial);
	return rc;
}

int inquiry_run(const struct inquiry_config *c, struct inquiry *out, struct fail *why)
{
	struct syn_config known = c->syn;
	struct syn *syn[SIDES] = {0};
	struct round r = {.c = c, .syn = syn, .out = out, .first = c->first};
	int rc;

	*out = (struct inquiry){.trial = {.port = {.resets = true}}};
	known.port = c->reference;
	rc = syn_open(&syn[PORT], &c->syn, why);
	if (rc >= 0)
		rc = syn_open(&syn[KNOWN], &known, why);
	if (rc >= 0)
		rc = rounds(&r, why);
	syn_close(syn[PORT]);
	syn_close(syn[KNOWN]);
	return rc < 0 ? rc : 0;
}
