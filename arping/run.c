/* run: one address's probes from the first to the summary. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "run.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "clock.h"

struct run {
	const struct run_config *c;
	struct engine engine;
	struct summary sum;
	int64_t start_ns, last_sent_ns;
	uint64_t newest; /* the newest probe that was built */
	bool newest_answered, unicast;
	bool closing; /* an answer ended it, and others are waited for */
	bool ended;   /* at once: what came together with that answer is not of interest */
};

static int64_t realtime(const struct run *r, int64_t at_ns)
{
	return clock_map_realtime(wire_clock(r->c->wire), at_ns);
}

/* The one owner known is asked alone, and everybody again when it is silent or somebody else has
 * the address too. */
static const struct mac *whom(const struct run *r)
{
	const struct owners *o = &r->engine.owners;

	if (r->c->mode != SUMMARY_LOOKUP || r->c->broadcast || o->n != 1 || !r->newest_answered)
		return NULL;
	return &o->list[0].mac;
}

static enum ask_kind kind_of(const struct run *r, uint64_t nth)
{
	return nth < r->c->steps_n ? r->c->steps[nth].ask : r->c->kind;
}

/* Nobody objected: the address is free, and may be taken. */
static void reach_verdict(struct run *r, const struct engine_event *e)
{
	r->sum.verdict = true;
	if (e->probe.nth + 1 == r->c->steps_n)
		plan_stop(r->c->plan);
}

static int send_probe(struct run *r, const struct engine_event *e, struct fail *why)
{
	uint64_t nth = e->probe.nth;
	bool verdict = nth < r->c->steps_n && r->c->steps[nth].what == DAD_VERDICT;
	const struct mac *to = whom(r);
	struct bytes frame;
	int rc;

	if (verdict || r->closing) {
		plan_unsent(r->c->plan, e->probe, ECANCELED);
		if (verdict)
			reach_verdict(r, e);
		return 0;
	}
	rc = ask_build(r->c->ask, kind_of(r, nth), to, &frame, why);
	if (rc < 0)
		return rc;
	r->newest = nth;
	r->newest_answered = false;
	r->unicast = to;
	if (r->c->evidence)
		evidence_sent(r->c->evidence, nth, frame, realtime(r, clock_now()));
	return session_put(r->c->session, 0, e->probe, frame, NULL, why);
}

static void sent(struct run *r, const struct engine_event *e)
{
	r->last_sent_ns = e->at_ns;
	r->sum.transmitted++;
	r->sum.broadcasts += !r->unicast;
	r->sum.announced += kind_of(r, e->probe.nth) == ASK_ANNOUNCE;
	if ((r->c->mode == SUMMARY_ANNOUNCE && r->sum.transmitted == r->c->count) ||
		(r->c->steps && e->probe.nth + 1 == r->c->steps_n))
		plan_stop(r->c->plan);
}

/* An end by an answer: at once, or when others had the time to answer as well. */
static void conclude(struct run *r)
{
	r->ended = !r->c->hear_ns;
	if (r->ended)
		return;
	if (r->closing)
		return;
	r->closing = true;
	session_wake(r->c->session, session_now_ns(r->c->session) + r->c->hear_ns);
}

static void check_end(struct run *r)
{
	const struct summary *s = &r->sum;

	if (s->received && (r->c->at_reply || s->mode == SUMMARY_ROUTER))
		conclude(r);
	if (r->c->at_count && r->c->count && s->received >= r->c->count)
		conclude(r);
}

static void count_reply(struct run *r, struct outcome *o)
{
	struct summary *s = &r->sum;

	s->received++;
	s->received_broadcasts += !o->heard.unicast;
	s->received_requests += o->heard.request;
	s->liars += !hear_same(&o->heard.mac, &o->heard.ether);
	s->repeated += o->again;
	if (o->has_probe && o->nth == r->newest)
		r->newest_answered = true;
	if (o->answer.verdict == ANSWER_FRESH || o->answer.verdict == ANSWER_LATE)
		s->user_stamped += o->answer.stamp != STAMP_KERNEL;
	if (s->mode == SUMMARY_DAD)
		s->conflict = true;
	if (o->kind == OUTCOME_CONFLICT)
		s->by_probe = true;
}

static void count(struct run *r, struct outcome *o)
{
	struct summary *s = &r->sum;

	switch (o->kind) {
	case OUTCOME_REPLY:
	case OUTCOME_CONFLICT:
	case OUTCOME_ROUTER:
		count_reply(r, o);
		break;
	case OUTCOME_CLAIM:
		s->claims++;
		break;
	case OUTCOME_MALFORMED:
		s->malformed++;
		break;
	case OUTCOME_ELSEWHERE:
		s->elsewhere++;
		break;
	case OUTCOME_UNSENT:
		s->unsent++;
		s->local_error = o->error;
		break;
	case OUTCOME_LOST:
		break;
	}
}

/* Everyone who keeps an account hears of it. */
static void tell(struct run *r, const struct engine_event *e)
{
	struct outcome o = e->outcome;

	o.at_realtime_ns = realtime(r, o.at_ns);
	text_outcome(r->c->text, &o);
	records_outcome(r->c->records, &o);
	if (!r->c->evidence)
		return;
	if (o.has_probe)
		evidence_fate(r->c->evidence, &o, realtime(r, 0));
	if (e->frame)
		evidence_frame(r->c->evidence, e->frame, &o, realtime(r, 0));
}

static void fill_summary(struct run *r)
{
	const struct tally *t = plan_tally(r->c->plan, 0);
	struct summary *s = &r->sum;

	s->answered = t->answered;
	s->late = t->late;
	s->lost = t->lost;
	s->pending = tally_pending(t);
	s->drops = wire_drops(r->c->wire);
	s->elapsed_ns = clock_now() - r->start_ns;
	s->rtt_min_ns = t->answered ? t->rtt_min_ns : -1;
	s->rtt_max_ns = t->answered ? t->rtt_max_ns : -1;
	s->rtt_mean_ns = tally_mean_ns(t);
	s->rtt_deviation_ns = tally_deviation_ns(t);
	s->owners = &r->engine.owners;
	s->story = plan_story(r->c->plan, 0);
	s->histogram = plan_histogram(r->c->plan, 0);
	s->clock_steps = wire_clock(r->c->wire)->steps;
}

static void signalled(struct run *r, int number)
{
	switch (number) {
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

/* A link that is removed goes down first: which of them it is cannot be told at that time. */
static int link_lost(const struct run *r, const struct engine_event *e, struct fail *why)
{
	return fail_set(
		why, e->error, "%s went down in mid-run, or is gone", r->c->text->c.interface);
}

static int step(struct run *r, struct engine_event *e, struct fail *why)
{
	switch (e->kind) {
	case ENGINE_DUE:
		return send_probe(r, e, why);
	case ENGINE_SENT:
		sent(r, e);
		break;
	case ENGINE_OUTCOME:
		count(r, &e->outcome);
		tell(r, e);
		check_end(r);
		break;
	case ENGINE_DROPS:
		records_drops(r->c->records, e->count, realtime(r, e->at_ns));
		break;
	case ENGINE_LINK:
		return link_lost(r, e, why);
	case ENGINE_SIGNAL:
		signalled(r, e->signal);
		break;
	case ENGINE_READY:
		if (r->closing)
			plan_stop(r->c->plan);
		break;
	}
	return 0;
}

/* Probes at times of their own stand beside the plan's grid, which has none then. */
static int ask_steps(struct run *r, struct fail *why)
{
	if (!r->c->steps)
		return 0;
	plan_finish(r->c->plan, 0);
	for (size_t i = 0; i < r->c->steps_n; i++)
		if (!plan_ask(r->c->plan, 0, r->start_ns + r->c->steps[i].after_ns))
			return fail_set(why, E2BIG, "too many probes");
	return 0;
}

static bool is_in_vain(const struct run_config *c)
{
	return report_failed(c->report) || capfile_unread(c->evidence);
}

int run_loop(
	const struct run_config *c, struct owners *owners, struct summary *out, struct fail *why)
{
	struct run r = {.c = c,
		.start_ns = clock_now(),
		.sum = {.mode = c->mode},
		.engine = {.session = c->session, .plan = c->plan, .hear = c->hear}};
	struct engine_event e;
	int rc = ask_steps(&r, why);

	while (rc >= 0 && !r.ended && !is_in_vain(c) && (rc = engine_next(&r.engine, &e, why)) > 0)
		rc = step(&r, &e, why);
	fill_summary(&r);
	r.sum.unfinished =
		c->mode == SUMMARY_DAD && !r.sum.conflict &&
		(r.sum.interrupted || !r.sum.transmitted || rc < 0 || (c->steps && !r.sum.verdict));
	*owners = r.engine.owners;
	*out = r.sum;
	out->owners = owners;
	return rc < 0 ? rc : 0;
}
