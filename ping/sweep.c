/* sweep: many targets, each asked its count, in one process over a socket a family. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "sweep.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "sweep_parts.h"

enum { UNIT_NS = 10 /* of the vector */, PROGRESS_NS = 250000000 };

static int32_t *open_vector(uint64_t lanes, uint64_t count)
{
	uint64_t cells = lanes * count;
	size_t bytes;
	int32_t *vector;

	if (__builtin_mul_overflow(cells ? cells : 1, sizeof(*vector), &bytes))
		return NULL;
	vector = malloc(bytes);
	if (vector)
		memset(vector, 0xff, bytes);
	return vector;
}

static int open_headers(struct sweep *s, uint32_t lanes)
{
	enum { MOST = 4096 };

	lanes = lanes < MOST ? lanes : MOST;
	s->headers = malloc((lanes ? lanes : 1) * sizeof(*s->headers));
	if (!s->headers)
		return -ENOMEM;
	s->n_headers = lanes;
	for (uint32_t i = 0; i < lanes; i++)
		headers_init(&s->headers[i]);
	return 0;
}

static int open_memory(struct sweep *s, struct fail *why)
{
	uint32_t lanes = plan_lanes(s->c->engine.plan);

	s->errors = calloc(lanes ? lanes : 1, sizeof(*s->errors));
	s->rtts = histogram_open();
	if (s->c->lists & SWEEP_VECTOR)
		s->vector = open_vector(lanes, s->c->count);
	if (s->c->details && open_headers(s, lanes) < 0)
		return fail_set(why, ENOMEM, "no memory for %u targets", lanes);
	if (!s->errors || !s->rtts || (s->c->lists & SWEEP_VECTOR && !s->vector))
		return fail_set(why, ENOMEM, "no memory for %u targets", lanes);
	return 0;
}

static const struct clock_map *clocks(const struct sweep *s)
{
	return session_clock(s->c->engine.session);
}

/* 1 when it was put, 0 when the event has become that it could not be. */
static int send_probe(const struct sweep *s, struct engine_event *e, struct fail *why)
{
	struct addr to;
	bool known = engine_target_of(s->c->targets, e->probe.lane, &to);

	return engine_send_to(&s->c->engine, e, known ? &to : NULL, why);
}

static void keep_time(struct sweep *s, const struct outcome *o)
{
	uint64_t at = o->match.probe.lane * s->c->count + o->nth;
	int64_t units = o->answer.rtt_ns / UNIT_NS;

	if (s->vector && o->nth < s->c->count)
		s->vector[at] = units > INT32_MAX ? INT32_MAX : (int32_t)units;
}

static void count_reply(struct sweep *s, const struct outcome *o)
{
	uint32_t lane = o->match.probe.lane;

	if (lane < s->n_headers)
		headers_take(&s->headers[lane], o->match.ttl, o->match.tos);
	if (o->answer.verdict != ANSWER_FRESH && o->answer.verdict != ANSWER_LATE)
		return;
	keep_time(s, o);
	histogram_add(s->rtts, o->answer.rtt_ns);
	s->user_stamped += o->answer.stamp != STAMP_KERNEL;
	s->done++;
	if (plan_tally(s->c->engine.plan, lane)->answered > 1)
		return;
	s->alive++;
	if (s->c->lists & SWEEP_ALIVE)
		sweep_show_alive(s, lane);
}

static void count_error(struct sweep *s, const struct match *m)
{
	struct sweep_error *e;

	if (!m->has_probe)
		return;
	e = &s->errors[m->probe.lane];
	e->type = m->type;
	e->code = m->code;
	e->any = true;
	s->done++;
}

static void count(struct sweep *s, const struct outcome *o)
{
	switch (o->kind) {
	case OUTCOME_REPLY:
		count_reply(s, o);
		break;
	case OUTCOME_ERROR:
		count_error(s, &o->match);
		break;
	case OUTCOME_FORGED:
		s->forged++;
		break;
	case OUTCOME_REDIRECT:
		s->redirects++;
		break;
	case OUTCOME_UNSENT:
		s->errors[o->match.probe.lane].unsent = (uint8_t)o->match.error;
		s->done++;
		break;
	case OUTCOME_LOST:
		s->done++;
		break;
	case OUTCOME_CORRUPT:
		break;
	}
}

static void tell(struct sweep *s, const struct engine_event *e)
{
	struct records r = {.report = s->c->report};
	char name[SWEEP_NAME];
	struct outcome o;

	if (!report_has_records(s->c->report))
		return;
	o = e->outcome;
	o.at_realtime_ns = clock_map_realtime(clocks(s), o.at_ns);
	r.family = (enum addr_family)o.match.target.family;
	r.target = o.match.has_probe ? sweep_name(s, o.match.probe.lane, name) : NULL;
	records_outcome(&r, &o);
}

static void signalled(struct sweep *s, int number)
{
	switch (number) {
	case SIGQUIT:
		sweep_show_table(s);
		break;
	case SIGTSTP:
		report_flush(s->c->report);
		session_suspend(s->c->engine.session);
		break;
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
		s->interrupted = true;
		plan_stop(s->c->engine.plan);
		break;
	default:
		break;
	}
}

/* What is due by the clock alone; what was missed while the program stood still is left out. */
static void now_and_then(struct sweep *s)
{
	int64_t now_ns = clock_now(), every_ns = s->c->report_every_ns;

	if (now_ns >= s->show_ns) {
		sweep_show_progress(s, now_ns);
		s->show_ns = now_ns + PROGRESS_NS;
	}
	if (now_ns >= s->report_ns) {
		sweep_show_table(s);
		s->report_ns += every_ns * (1 + (now_ns - s->report_ns) / every_ns);
	}
}

static void wake(const struct sweep *s)
{
	session_wake(s->c->engine.session, s->show_ns < s->report_ns ? s->show_ns : s->report_ns);
}

static void begin(struct sweep *s)
{
	bool shown = s->c->progress->fd >= 0 && !s->c->until_interrupted;

	s->show_ns = shown ? s->start_ns + PROGRESS_NS : INT64_MAX;
	s->report_ns = s->c->report_every_ns ? s->start_ns + s->c->report_every_ns : INT64_MAX;
	wake(s);
}

static int happened(struct sweep *s, const struct engine_event *e, struct fail *why)
{
	count(s, &e->outcome);
	tell(s, e);
	return engine_check_interface(s->c->bound_ifindex, &e->outcome, why);
}

static int step(struct sweep *s, struct engine_event *e, struct fail *why)
{
	int rc;

	switch (e->kind) {
	case ENGINE_DUE:
		rc = send_probe(s, e, why);
		return rc ? rc : happened(s, e, why);
	case ENGINE_SENT:
		s->last_sent_ns = e->at_ns;
		break;
	case ENGINE_OUTCOME:
		return happened(s, e, why);
	case ENGINE_DROPS:
		s->drops += e->count;
		break;
	case ENGINE_SIGNAL:
		signalled(s, e->signal);
		break;
	case ENGINE_READY:
		now_and_then(s);
		wake(s);
		break;
	}
	return 0;
}

/* The first of each address stands for all lanes of a kind; sums need one walk over the tallies. */
static void add_up(const struct sweep *s, struct sweep_sum *out)
{
	const struct plan *p = s->c->engine.plan;
	struct records_summary *t = &out->total;
	int64_t sum_ns = 0;

	t->rtt_min_ns = INT64_MIN;
	for (uint32_t lane = 0; lane < plan_lanes(p); lane++) {
		const struct tally *y = plan_tally(p, lane);
		/* Of one that this host could not send to, all is lost. */
		double loss =
			!y->sent && y->unsent ? 100 : stats_loss_percent(y->sent, y->answered);

		t->unasked += !sweep_asked(y);
		t->transmitted += y->sent;
		t->received += y->answered;
		t->lost += y->lost;
		t->late += y->late;
		t->pending += tally_pending(y);
		t->duplicates += y->duplicates;
		t->corrupted += y->corrupted;
		t->rejected += y->rejected;
		t->unsent += y->unsent;
		sum_ns += y->rtt_sum_ns;
		if (y->answered && (t->rtt_min_ns == INT64_MIN || y->rtt_min_ns < t->rtt_min_ns))
			t->rtt_min_ns = y->rtt_min_ns;
		if (y->rtt_max_ns > t->rtt_max_ns)
			t->rtt_max_ns = y->rtt_max_ns;
		if (loss > out->worst_loss_percent)
			out->worst_loss_percent = loss;
	}
	out->rtt_sum_ns = sum_ns;
	t->rtt_mean_ns = t->received ? sum_ns / (int64_t)t->received : INT64_MIN;
	if (!t->received)
		t->rtt_max_ns = INT64_MIN;
}

static void sum_up(struct sweep *s, struct sweep_sum *out)
{
	struct records_summary *t = &out->total;

	records_unknown(t);
	t->unasked = 0;
	add_up(s, out);
	t->unresolved = s->c->unresolved->n;
	if (t->unresolved)
		out->worst_loss_percent = 100;
	t->targets = out->targets = plan_lanes(s->c->engine.plan) + t->unresolved;
	t->alive = out->alive = s->alive;
	t->forged = s->forged;
	t->redirects = s->redirects;
	t->user_stamped = s->user_stamped;
	t->drops = s->drops;
	t->clock_steps = clocks(s)->steps;
	t->interrupted = s->interrupted;
	t->up = s->alive > 0;
	t->elapsed_ns = s->last_sent_ns ? s->last_sent_ns - s->start_ns : 0;
	if (t->transmitted)
		t->loss_percent = stats_loss_percent(t->transmitted, t->received);
	times_of_histogram(&t->times, s->rtts);
	out->rtts = s->rtts;
}

int sweep_loop(const struct sweep_config *c, struct sweep_sum *out, struct fail *why)
{
	struct sweep s = {.c = c, .start_ns = clock_now()};
	struct engine engine = c->engine;
	struct engine_event e;
	int rc = open_memory(&s, why);

	*out = (struct sweep_sum){0};
	begin(&s);
	while (rc >= 0 && !report_failed(c->report) && (rc = engine_next(&engine, &e, why)) > 0)
		rc = step(&s, &e, why);
	term_progress_clear(c->progress);
	if (s.errors && s.rtts) {
		sum_up(&s, out);
		sweep_show_end(&s, out->total.unasked);
	}
	free(s.errors);
	free(s.vector);
	free(s.headers);
	return rc < 0 ? rc : 0;
}
