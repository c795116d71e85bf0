/* run: one port's probes from the first to the summary. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "run.h"

#include <signal.h>

#include "clock.h"

struct run {
	const struct run_config *c;
	struct engine engine;
	struct summary sum;
	int64_t start_ns;
	struct addr target; /* now */
	uint64_t silent;    /* probes in a row without answer */
};

static const struct clock_map *clock_of(const struct run *r)
{
	return r->c->connects ? connects_clock(r->c->connects) : wire_clock(r->c->wire);
}

static int64_t realtime(const struct run *r, int64_t at_ns)
{
	return clock_map_realtime(clock_of(r), at_ns);
}

static void tell(struct run *r, struct outcome *o, const struct frame *frame)
{
	o->at_realtime_ns = realtime(r, o->at_ns);
	text_outcome(r->c->text, o);
	records_outcome(r->c->records, o);
	if (!r->c->evidence)
		return;
	if (o->kind != OUTCOME_FORGED)
		evidence_fate(r->c->evidence, o, realtime(r, 0));
	if (frame)
		evidence_frame(r->c->evidence, frame, o, realtime(r, 0));
}

/* A probe for which there is no port: what else would leave might say something wrong. */
static void unbuilt(struct run *r, struct probe probe, int error)
{
	struct outcome o = {.kind = OUTCOME_UNSENT,
		.nth = probe.nth,
		.match = {.ttl = -1},
		.answer = {.rtt_ns = -1},
		.error = error,
		.at_ns = session_now_ns(r->c->session)};

	plan_unsent(r->c->plan, probe, error);
	r->sum.unsent++;
	r->sum.local_error = error;
	tell(r, &o, NULL);
}

static int send_probe(struct run *r, const struct engine_event *e, struct fail *why)
{
	const struct wire_to to = {.addr = r->target};
	int64_t now_ns = clock_now();
	struct syn_packet packet;
	struct fail here = {0};

	if (syn_build(r->c->syn, e->probe.nth, now_ns, &packet, &here) < 0) {
		unbuilt(r, e->probe, here.error);
		return 0;
	}
	if (r->c->evidence)
		evidence_sent(r->c->evidence, e->probe.nth, packet.whole, realtime(r, now_ns));
	return session_put(r->c->session, 0, e->probe, packet.segment, &to, why);
}

static void count_first(struct run *r, const struct outcome *o)
{
	struct summary *s = &r->sum;

	s->open += o->kind == OUTCOME_OPEN;
	s->closed += o->kind == OUTCOME_CLOSED;
	s->stale += o->kind == OUTCOME_STALE;
	s->rejected += o->kind == OUTCOME_REJECTED;
	s->retransmits += o->retransmits;
	s->no_window += o->kind == OUTCOME_OPEN && o->match.flags && !o->match.window;
	s->user_stamped += o->kind != OUTCOME_REJECTED && o->answer.stamp != STAMP_KERNEL;
	if (o->kind == OUTCOME_REJECTED) {
		s->rejecter = o->match.from;
		s->rejecter_ttl = o->match.ttl;
		s->by_target = addr_equal(&o->match.from, &r->target);
		s->by_us = !s->by_target && addr_equal(&o->match.from, &r->c->text->source);
		s->type = o->match.type;
		s->code = o->match.code;
	}
	/* It says nothing of the port: another one asks once more. */
	if (o->kind == OUTCOME_STALE && s->stale == 1 && !r->c->pinned)
		plan_ask(r->c->plan, 0, session_now_ns(r->c->session));
}

static void count(struct run *r, const struct outcome *o)
{
	struct summary *s = &r->sum;

	switch (o->kind) {
	case OUTCOME_OPEN:
	case OUTCOME_CLOSED:
	case OUTCOME_STALE:
	case OUTCOME_REJECTED:
		if (o->answer.verdict == ANSWER_DUPLICATE)
			s->duplicates++;
		else
			count_first(r, o);
		break;
	case OUTCOME_FORGED:
		s->forged++;
		break;
	case OUTCOME_UNSENT:
		s->unsent++;
		s->local_error = o->error;
		break;
	case OUTCOME_LOST:
		break;
	}
}

static void fill_summary(struct run *r)
{
	const struct tally *t = plan_tally(r->c->plan, 0);
	struct summary *s = &r->sum;

	s->late = t->late;
	s->lost = t->lost;
	s->pending = tally_pending(t);
	s->drops = r->c->wire ? wire_drops(r->c->wire) : 0;
	s->elapsed_ns = clock_now() - r->start_ns;
	s->rtt_min_ns = t->answered ? t->rtt_min_ns : -1;
	s->rtt_max_ns = t->answered ? t->rtt_max_ns : -1;
	s->rtt_mean_ns = tally_mean_ns(t);
	s->rtt_deviation_ns = tally_deviation_ns(t);
	s->story = plan_story(r->c->plan, 0);
	s->histogram = plan_histogram(r->c->plan, 0);
	s->clock_steps = clock_of(r)->steps;
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
		records_pause(r->c->records,
			r->c->connects ? connects_suspend(r->c->connects)
				       : session_suspend(r->c->session),
			clock_wall());
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

/* The host may have moved: its name knows. */
static void look_up_again(struct run *r)
{
	struct addr was = r->target;
	struct again_place place;
	struct fail why = {0};
	int64_t from_ns = clock_now();
	int rc = again_look_up(r->c->again, &r->target, &place, &why);

	plan_paused(r->c->plan, from_ns, clock_now());
	if (rc < 0)
		report_warn(r->c->report, "%s: %s", r->c->text->program, why.text);
	if (rc <= 0)
		return;
	r->target = place.target;
	if (r->c->syn)
		syn_retarget(r->c->syn, &place.target, &place.source, &place.own);
	else
		connects_retarget(r->c->connects, &place.target, &place.source);
	text_moved(r->c->text, &place.target, &place.source);
	records_moved(r->c->records, &place.target, &was, clock_wall());
}

static void note_silence(struct run *r, const struct outcome *o)
{
	const struct again *a = r->c->again;

	if (o->kind == OUTCOME_FORGED || o->kind == OUTCOME_UNSENT)
		return;
	r->silent = o->kind == OUTCOME_LOST ? r->silent + 1 : 0;
	if (!a || r->silent < a->after)
		return;
	r->silent = 0;
	look_up_again(r);
}

static int step(struct run *r, struct engine_event *e, struct fail *why)
{
	switch (e->kind) {
	case ENGINE_DUE:
		return send_probe(r, e, why);
	case ENGINE_SENT:
		r->sum.sent++;
		break;
	case ENGINE_OUTCOME:
		count(r, &e->outcome);
		tell(r, &e->outcome, e->frame);
		note_silence(r, &e->outcome);
		break;
	case ENGINE_DROPS:
		records_drops(r->c->records, e->count, realtime(r, e->at_ns));
		break;
	case ENGINE_SIGNAL:
		signalled(r, e->signal);
		break;
	}
	return 0;
}

static bool is_in_vain(const struct run_config *c)
{
	return report_failed(c->report) || (c->evidence && capfile_unread(c->evidence->file));
}

int run_loop(const struct run_config *c, struct summary *out, struct fail *why)
{
	struct run r = {.c = c,
		.start_ns = clock_now(),
		.target = c->target,
		.engine = {.connects = c->connects,
			.session = c->session,
			.plan = c->plan,
			.syn = c->syn}};
	struct engine_event e;
	int rc = 0;

	while (rc >= 0 && !is_in_vain(c) && (rc = engine_next(&r.engine, &e, why)) > 0)
		rc = step(&r, &e, why);
	fill_summary(&r);
	*out = r.sum;
	return rc < 0 ? rc : 0;
}
