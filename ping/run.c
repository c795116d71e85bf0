/* run: one target's probes from the first to the summary. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "run.h"

#include <errno.h>
#include <signal.h>

#include "clock.h"
#include "row.h"

struct run {
	const struct run_config *c;
	struct summary sum;
	int64_t start_ns, last_sent_ns;
	int64_t waited_max_ns; /* the longest wait for an answer, by this program's clock */
	uint64_t refused;      /* sends the kernel refused, but for a full queue */
	uint64_t refused_last; /* the newest of them */
	uint64_t newest;       /* the newest probe that left */
	struct row ups, downs; /* probes answered, and not */
	uint64_t up, down;     /* in a row, with the one told last */
	bool any, newest_answered, confirm, linger_set;
};

static int64_t realtime(const struct run *r, int64_t at_ns)
{
	return clock_map_realtime(wire_clock(r->c->wire), at_ns);
}

static int64_t offset(const struct run *r)
{
	return realtime(r, 0);
}

static void check_end(struct run *r)
{
	const struct run_ends *ends = &r->c->ends;
	const struct tally *t = plan_tally(r->c->plan, 0);
	uint64_t heard = t->answered + (ends->errors_count ? r->sum.errors : 0);

	if ((ends->up_in_row && r->up >= ends->up_in_row) ||
		(ends->down_in_row && r->down >= ends->down_in_row))
		r->sum.goal_reached = true;
	if ((ends->count && heard >= ends->count) || (ends->at_reply && t->answered))
		plan_finish(r->c->plan, 0);
	if (r->sum.goal_reached || (ends->at_error && r->sum.errors))
		plan_stop(r->c->plan);
}

/* A probe this host did not send says nothing of the target, and no error says anything new of one
 * that was given up before. */
static void count_row(struct run *r, const struct outcome *o)
{
	bool fresh = o->answer.verdict == ANSWER_FRESH;

	if (!o->match.has_probe)
		return;
	if (o->kind == OUTCOME_REPLY && fresh)
		r->up = row_add(&r->ups, o->nth);
	else if (o->kind == OUTCOME_LOST || (o->kind == OUTCOME_ERROR && fresh))
		r->down = row_add(&r->downs, o->nth);
	else if (o->kind == OUTCOME_UNSENT)
		row_join(&r->downs, o->nth);
}

static int send_probe(struct run *r, const struct engine_event *e, struct fail *why)
{
	const struct wire_to to = {.addr = r->c->target, .confirm = r->confirm};
	int64_t now_ns = session_now_ns(r->c->session);

	if (r->c->outstanding && r->any && !r->newest_answered) {
		graph_clear(r->c->graph);
		text_no_answer(r->c->text, (uint16_t)(r->newest + 1), realtime(r, now_ns), now_ns);
	}
	r->any = true;
	r->newest = e->probe.nth;
	r->newest_answered = false;
	r->confirm = false;
	return session_put(
		r->c->session, 0, e->probe, probe_build(r->c->probe, e->probe), &to, why);
}

static void sent(struct run *r, const struct engine_event *e)
{
	r->last_sent_ns = e->at_ns;
	text_sent(r->c->text, e->at_ns);
	graph_sent(r->c->graph, e->probe.nth);
	if (r->c->evidence)
		evidence_sent(r->c->evidence, e->probe.nth, probe_build(r->c->probe, e->probe),
			realtime(r, e->at_ns));
}

static void notice_header(struct summary *s, const struct match *m)
{
	if (s->ttl >= 0 && m->ttl >= 0 && s->ttl != m->ttl)
		s->ttl_changes++;
	if (s->tos >= 0 && m->tos >= 0 && s->tos != m->tos)
		s->tos_changes++;
	s->ttl = m->ttl;
	s->tos = m->tos;
	headers_take(&s->headers, m->ttl, m->tos);
}

/* The wait at the end is two of the longest round trips, as ping always had it, if an answer came
 * before the last probe left: the first of a burst says nothing of those that are still queued in
 * this host. For the same reason the round trips are the user's. */
static void set_linger(struct run *r, const struct outcome *o)
{
	uint64_t count = r->c->ends.count;
	int64_t waited_ns = o->at_ns - o->answer.sent_user_ns;
	int64_t linger_ns;

	if (waited_ns > r->waited_max_ns)
		r->waited_max_ns = waited_ns;
	if (count && r->newest + 1 >= count && !r->linger_set)
		return;
	r->linger_set = true;
	linger_ns = 2 * r->waited_max_ns;
	plan_linger(r->c->plan, linger_ns < r->c->interval_ns ? r->c->interval_ns : linger_ns);
}

static void count_reply(struct run *r, const struct outcome *o)
{
	notice_header(&r->sum, &o->match);
	r->confirm = true;
	if (o->nth == r->newest)
		r->newest_answered = true;
	if (o->answer.verdict != ANSWER_FRESH && o->answer.verdict != ANSWER_LATE)
		return;
	r->sum.user_stamped += o->answer.stamp != STAMP_KERNEL;
	set_linger(r, o);
}

/* A firewall of this host may answer a send that it refuses: that is one error. */
static void count_error(struct run *r, const struct outcome *o)
{
	const struct match *m = &o->match;
	struct summary *s = &r->sum;

	if (!m->has_probe || !r->refused || o->nth != r->refused_last)
		s->errors++;
	s->has_error = true;
	s->error_from = m->from;
	s->error_type = m->type;
	s->error_code = m->code;
	s->error_info = m->info;
}

/* A full queue of the device is no answer of the network's: it is counted and the pace stays. */
static void count_unsent(struct run *r, const struct outcome *o)
{
	r->last_sent_ns = o->at_ns;
	if (o->match.error == ENOBUFS)
		return;
	r->refused++;
	r->refused_last = o->nth;
	r->sum.errors++;
	r->sum.local_error = o->match.error;
}

static void count(struct run *r, const struct outcome *o)
{
	switch (o->kind) {
	case OUTCOME_REPLY:
		count_reply(r, o);
		break;
	case OUTCOME_ERROR:
		count_error(r, o);
		break;
	case OUTCOME_UNSENT:
		count_unsent(r, o);
		break;
	case OUTCOME_FORGED:
		r->sum.forged++;
		break;
	case OUTCOME_REDIRECT:
		r->sum.redirects++;
		break;
	case OUTCOME_CORRUPT: /* it came back, and tells how long that takes */
		if (o->answer.verdict == ANSWER_FRESH)
			set_linger(r, o);
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
	if (text_has_line(r->c->text, &o))
		graph_clear(r->c->graph);
	graph_outcome(r->c->graph, &o);
	text_outcome(r->c->text, &o);
	records_outcome(r->c->records, &o);
	if (r->c->evidence)
		evidence_outcome(r->c->evidence, &o, e->frame, e->report, offset(r));
}

static int happened(struct run *r, const struct engine_event *e, struct fail *why)
{
	count(r, &e->outcome);
	count_row(r, &e->outcome);
	tell(r, e);
	check_end(r);
	return engine_check_interface(r->c->bound_ifindex, &e->outcome, why);
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
	s->has_goal = r->c->ends.up_in_row || r->c->ends.down_in_row;
	s->story = plan_story(r->c->plan, 0);
	s->histogram = plan_histogram(r->c->plan, 0);
	s->clock_steps = wire_clock(r->c->wire)->steps;
}

static void signalled(struct run *r, int number)
{
	switch (number) {
	case SIGQUIT:
		fill_summary(r);
		graph_clear(r->c->graph);
		text_status(r->c->text, &r->sum);
		break;
	case SIGTSTP:
		report_flush(r->c->report);
		graph_keep(r->c->graph);
		records_pause(r->c->records, session_suspend(r->c->session), clock_wall());
		break;
	case SIGWINCH:
		graph_clear(r->c->graph);
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

static int step(struct run *r, const struct engine_event *e, struct fail *why)
{
	switch (e->kind) {
	case ENGINE_DUE:
		return send_probe(r, e, why);
	case ENGINE_SENT:
		sent(r, e);
		break;
	case ENGINE_OUTCOME:
		return happened(r, e, why);
	case ENGINE_DROPS:
		records_drops(r->c->records, e->count, realtime(r, e->at_ns));
		break;
	case ENGINE_SIGNAL:
		signalled(r, e->signal);
		break;
	case ENGINE_READY: /* an answer of the resolver, or a line has waited long enough */
		if (e->at_ns >= names_due_ns(r->c->names) || e->session.slots)
			graph_clear(r->c->graph);
		names_turn(r->c->names, e->at_ns);
		break;
	}
	return 0;
}

static int64_t due_ns(const struct run_config *c)
{
	int64_t names_ns = names_due_ns(c->names), graph_ns = graph_due_ns(c->graph);

	return names_ns < graph_ns ? names_ns : graph_ns;
}

static bool is_in_vain(const struct run_config *c)
{
	return report_failed(c->report) || graph_is_lost(c->graph) ||
	       (c->evidence && capfile_unread(c->evidence->file));
}

int run_loop(const struct run_config *c, struct summary *out, struct fail *why)
{
	struct run r = {.c = c,
		.start_ns = clock_now(),
		.sum = {.ttl = -1, .tos = -1, .sent_tos = c->sent_tos}};
	struct engine engine = {.session = c->session, .plan = c->plan, .probes = {c->probe, NULL}};
	struct engine_event e;
	int rc = 0;

	headers_init(&r.sum.headers);

	while (rc >= 0 && !is_in_vain(c) && (rc = engine_next(&engine, &e, why)) > 0) {
		rc = step(&r, &e, why);
		graph_turn(c->graph, e.kind == ENGINE_READY ? e.at_ns : session_now_ns(c->session));
		session_wake(c->session, due_ns(c));
	}
	fill_summary(&r);
	graph_clear(c->graph);
	if (!r.sum.interrupted && rc >= 0)
		names_finish(c->names);
	graph_end(c->graph);
	*out = r.sum;
	return rc < 0 ? rc : 0;
}
