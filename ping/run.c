/* run: one target's probes from the first to the summary. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "run.h"

#include <errno.h>
#include <signal.h>

#include "clock.h"

struct run {
	const struct run_config *c;
	struct summary sum;
	int64_t start_ns, last_sent_ns;
	uint64_t refused; /* sends the kernel refused, but for a full queue */
	uint64_t newest;  /* the newest probe that left */
	bool any, newest_answered, confirm;
};

static int64_t realtime(const struct run *r, int64_t at_ns)
{
	return clock_map_realtime(wire_clock(r->c->wire), at_ns);
}

static int64_t offset(const struct run *r)
{
	return realtime(r, 0);
}

/* Everyone who keeps an account hears of it. */
static void tell(struct run *r, struct outcome *o)
{
	o->at_realtime_ns = realtime(r, o->at_ns);
	if (o->match.has_probe)
		o->nth = o->match.probe.nth;
	text_outcome(r->c->text, o);
	records_outcome(r->c->records, o);
	if (r->c->evidence && o->match.has_probe && o->answer.verdict != ANSWER_DUPLICATE)
		evidence_fate(r->c->evidence, o, offset(r));
}

static void check_end(struct run *r)
{
	const struct tally *t = plan_tally(r->c->plan, 0);

	if (r->c->until && t->answered + r->sum.errors >= r->c->until)
		plan_finish(r->c->plan, 0);
	if (r->c->error_ends && r->sum.errors)
		plan_stop(r->c->plan);
}

static int send_probe(struct run *r, const struct session_event *e, struct fail *why)
{
	const struct wire_to to = {.addr = r->c->target, .confirm = r->confirm};
	int64_t now_ns = session_now_ns(r->c->session);

	if (r->c->outstanding && r->any && !r->newest_answered)
		text_no_answer(r->c->text, (uint16_t)(r->newest + 1), realtime(r, now_ns), now_ns);
	r->any = true;
	r->newest = e->probe.nth;
	r->newest_answered = false;
	r->confirm = false;
	return session_put(
		r->c->session, 0, e->probe, probe_build(r->c->probe, e->probe), &to, why);
}

static void sent(struct run *r, const struct session_event *e)
{
	r->last_sent_ns = e->at_ns;
	text_sent(r->c->text, e->at_ns);
	if (r->c->evidence)
		evidence_sent(r->c->evidence, e->probe.nth, probe_build(r->c->probe, e->probe),
			realtime(r, e->at_ns));
}

/* A full queue of the device is no answer of the network's: it is counted and the pace stays. */
static void unsent(struct run *r, const struct session_event *e)
{
	struct outcome o = {.kind = OUTCOME_UNSENT,
		.match = {.from = r->c->target,
			.probe = e->probe,
			.has_probe = true,
			.sequence = probe_sequence(e->probe),
			.error = e->wire.error,
			.wrong_at = SIZE_MAX},
		.answer = {.rtt_ns = -1},
		.at_ns = e->at_ns};

	r->last_sent_ns = e->at_ns;
	if (e->wire.error != ENOBUFS) {
		r->refused++;
		r->sum.errors++;
		r->sum.local_error = e->wire.error;
	}
	tell(r, &o);
	check_end(r);
}

static void notice_header(struct run *r, const struct match *m)
{
	struct summary *s = &r->sum;

	if (s->ttl >= 0 && m->ttl >= 0 && s->ttl != m->ttl)
		s->ttl_changes++;
	if (s->tos >= 0 && m->tos >= 0 && s->tos != m->tos)
		s->tos_changes++;
	s->ttl = m->ttl;
	s->tos = m->tos;
}

/* Once an answer came, the wait at the end is two of the longest round trips, as ping always had
 * it. */
static void shorten_linger(struct run *r)
{
	int64_t linger_ns = 2 * plan_tally(r->c->plan, 0)->rtt_max_ns;

	plan_linger(r->c->plan, linger_ns < r->c->interval_ns ? r->c->interval_ns : linger_ns);
}

static void reply(struct run *r, struct outcome *o, const struct session_event *e)
{
	struct match *m = &o->match;

	o->answer = plan_answer(
		r->c->plan, m->probe, e->wire.frame.at_ns, e->wire.frame.stamp, e->wire.at_user_ns);
	notice_header(r, m);
	r->confirm = true;
	if (m->probe.nth == r->newest)
		r->newest_answered = true;
	if (o->answer.verdict == ANSWER_FRESH || o->answer.verdict == ANSWER_LATE) {
		r->sum.user_stamped += o->answer.stamp != STAMP_KERNEL;
		shorten_linger(r);
	}
	tell(r, o);
	check_end(r);
}

static void error(
	struct run *r, struct outcome *o, int64_t at_ns, enum stamp stamp, int64_t at_user_ns)
{
	struct summary *s = &r->sum;

	o->kind = OUTCOME_ERROR;
	if (o->match.has_probe)
		o->answer = plan_reject(r->c->plan, o->match.probe, at_ns, stamp, at_user_ns);
	s->errors++;
	s->has_error = true;
	s->error_from = o->match.from;
	s->error_type = o->match.type;
	s->error_code = o->match.code;
	s->error_info = o->match.info;
	tell(r, o);
	check_end(r);
}

/* What the packet or the error queue's entry behind o says. */
static void judge(struct run *r, struct outcome *o, const struct session_event *e)
{
	bool frame = e->kind == SESSION_FRAME;

	switch (o->match.kind) {
	case MATCH_REPLY:
		reply(r, o, e);
		break;
	case MATCH_CORRUPT:
		o->kind = OUTCOME_CORRUPT;
		plan_corrupted(r->c->plan, o->match.probe);
		tell(r, o);
		break;
	case MATCH_FORGED:
		o->kind = OUTCOME_FORGED;
		r->sum.forged++;
		tell(r, o);
		break;
	case MATCH_ERROR:
		error(r, o, e->at_ns, frame ? e->wire.frame.stamp : STAMP_USER, e->wire.at_user_ns);
		break;
	case MATCH_REDIRECT:
		o->kind = OUTCOME_REDIRECT;
		r->sum.redirects++;
		tell(r, o);
		break;
	case MATCH_LOCAL: /* the send that was refused says it as well */
	case MATCH_NONE:
		break;
	}
}

static void received(struct run *r, const struct session_event *e)
{
	struct outcome o = {.at_ns = e->at_ns, .answer = {.rtt_ns = -1}};

	if (e->kind == SESSION_FRAME)
		o.match = probe_match(r->c->probe, r->c->plan, &e->wire.frame);
	else
		o.match = probe_match_report(r->c->probe, r->c->plan, &e->wire.report);
	judge(r, &o, e);
	if (!r->c->evidence || o.match.kind == MATCH_NONE || o.match.kind == MATCH_LOCAL)
		return;
	if (e->kind == SESSION_FRAME)
		evidence_frame(r->c->evidence, &e->wire.frame, &o, offset(r));
	else
		evidence_report(r->c->evidence, &e->wire.report, &o);
}

static void lost(struct run *r, const struct session_event *e)
{
	struct outcome o = {.kind = OUTCOME_LOST,
		.match = {.from = r->c->target,
			.probe = e->probe,
			.has_probe = true,
			.sequence = probe_sequence(e->probe),
			.wrong_at = SIZE_MAX},
		.answer = {.rtt_ns = -1, .sent_ns = e->at_ns},
		.at_ns = session_now_ns(r->c->session)};

	tell(r, &o);
}

static void fill_summary(struct run *r)
{
	const struct tally *t = plan_tally(r->c->plan, 0);
	struct summary *s = &r->sum;

	s->transmitted = t->sent + r->refused;
	s->received = t->answered;
	s->late = t->late;
	s->duplicates = t->duplicates;
	s->corrupted = t->corrupted;
	s->rejected = t->rejected;
	s->lost = t->lost;
	s->pending = tally_pending(t);
	s->unsent = t->unsent;
	s->drops = wire_drops(r->c->wire);
	s->elapsed_ns = r->last_sent_ns ? r->last_sent_ns - r->start_ns : 0;
	s->rtt_min_ns = t->answered ? t->rtt_min_ns : -1;
	s->rtt_max_ns = t->answered ? t->rtt_max_ns : -1;
	s->rtt_mean_ns = tally_mean_ns(t);
	s->rtt_deviation_ns = tally_deviation_ns(t);
	s->pipe = plan_in_flight_max(r->c->plan);
	s->back_to_back = r->c->back_to_back;
	s->story = plan_story(r->c->plan, 0);
	s->histogram = plan_histogram(r->c->plan, 0);
	s->clock_steps = wire_clock(r->c->wire)->steps;
}

static void signalled(struct run *r, const struct session_event *e)
{
	switch (e->signal) {
	case SIGQUIT:
		fill_summary(r);
		text_status(r->c->text, &r->sum);
		break;
	case SIGTSTP:
		report_flush(r->c->report);
		records_pause(r->c->records, session_suspend(r->c->session), clock_wall());
		break;
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
		r->sum.interrupted = true;
		plan_stop(r->c->plan);
		break;
	default:
		break;
	}
}

static int step(struct run *r, const struct session_event *e, struct fail *why)
{
	switch (e->kind) {
	case SESSION_SEND:
		return send_probe(r, e, why);
	case SESSION_SENT:
		sent(r, e);
		break;
	case SESSION_UNSENT:
		unsent(r, e);
		break;
	case SESSION_FRAME:
	case SESSION_ERROR:
		received(r, e);
		break;
	case SESSION_LOST:
		lost(r, e);
		break;
	case SESSION_DROPS:
		records_drops(r->c->records, e->wire.count, realtime(r, e->at_ns));
		break;
	case SESSION_SIGNAL:
		signalled(r, e);
		break;
	case SESSION_READY:
	case SESSION_END:
		break;
	}
	return 0;
}

int run_loop(const struct run_config *c, struct summary *out, struct fail *why)
{
	struct run r = {.c = c, .start_ns = clock_now(), .sum = {.ttl = -1, .tos = -1}};
	struct session_event e;
	int rc;

	while ((rc = session_next(c->session, &e, why)) > 0) {
		rc = step(&r, &e, why);
		names_turn(c->names, session_now_ns(c->session));
		if (rc < 0 || report_failed(c->report))
			break;
	}
	fill_summary(&r);
	if (!r.sum.interrupted && rc >= 0)
		names_finish(c->names);
	*out = r.sum;
	return rc < 0 ? rc : 0;
}
