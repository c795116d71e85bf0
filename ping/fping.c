/* fping: the loop of a run that speaks as fping does. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "fping.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "fping_parts.h"

static int open_memory(struct fping *f, struct fail *why)
{
	size_t cells = f->c->vector ? (size_t)f->n * f->c->count : 0;

	f->lanes = calloc(f->n, sizeof(*f->lanes));
	f->intervals = calloc(f->n, sizeof(*f->intervals));
	f->vector = cells ? malloc(cells * sizeof(*f->vector)) : NULL;
	if (!f->lanes || !f->intervals || (cells && !f->vector))
		return fail_set(why, ENOMEM, "no memory for %u targets", f->n);
	if (cells)
		memset(f->vector, 0xff, cells * sizeof(*f->vector));
	return 0;
}

/* 1 when it was put, 0 when the event has become that it could not be. */
static int send_probe(struct fping *f, struct engine_event *e, struct fail *why)
{
	struct addr to;
	bool known = engine_target_of(f->c->targets, e->probe.lane, &to);

	f->requests++;
	return engine_send_to(&f->c->engine, e, known ? &to : NULL, why);
}

static void add(struct fping_tally *t, int64_t rtt_ns)
{
	t->sent++;
	if (rtt_ns < 0)
		return;
	if (!t->received || rtt_ns < t->min_ns)
		t->min_ns = rtt_ns;
	if (!t->received || rtt_ns > t->max_ns)
		t->max_ns = rtt_ns;
	t->received++;
	t->sum_ns += rtt_ns;
}

/* A request's fate; negative: no answer. */
static void settle(struct fping *f, struct probe id, int64_t rtt_ns)
{
	add(&f->lanes[id.lane], rtt_ns);
	add(&f->intervals[id.lane], rtt_ns);
	add(&f->total, rtt_ns);
	if (f->vector && id.nth < f->c->count)
		f->vector[(size_t)id.lane * f->c->count + id.nth] = rtt_ns;
}

static void reply(struct fping *f, const struct outcome *o)
{
	uint32_t lane = o->match.probe.lane;

	if (o->answer.verdict == ANSWER_DUPLICATE)
		fping_show_duplicate(f, o);
	if (o->answer.verdict != ANSWER_FRESH)
		return;
	settle(f, o->match.probe, o->answer.rtt_ns);
	if (f->lanes[lane].received == 1) {
		f->alive++;
		fping_show_alive(f, o);
	}
	fping_show_reply(f, o);
}

static void unsent(struct fping *f, const struct match *m)
{
	settle(f, m->probe, -1);
	fping_show_unsent(f, m->probe.lane, m->error);
	if (!f->c->counting)
		plan_finish(f->c->engine.plan, m->probe.lane);
}

static void error(struct fping *f, const struct match *m)
{
	if (!m->has_probe)
		return;
	f->others++;
	fping_show_error(f, m);
}

static void count(struct fping *f, const struct outcome *o)
{
	switch (o->kind) {
	case OUTCOME_REPLY:
		reply(f, o);
		break;
	case OUTCOME_ERROR:
	case OUTCOME_REDIRECT:
		error(f, &o->match);
		break;
	case OUTCOME_UNSENT:
		unsent(f, &o->match);
		break;
	case OUTCOME_LOST:
		f->timeouts++;
		settle(f, o->match.probe, -1);
		fping_show_timeout(f, o->match.probe);
		break;
	case OUTCOME_FORGED:
	case OUTCOME_CORRUPT:
		break;
	}
}

static void signalled(struct fping *f, int number)
{
	switch (number) {
	case SIGQUIT:
		fping_show_interval(f);
		break;
	case SIGTSTP:
		fflush(f->c->out);
		session_suspend(f->c->engine.session);
		break;
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
		plan_stop(f->c->engine.plan);
		break;
	default:
		break;
	}
}

static void timer(struct fping *f)
{
	uint64_t times;

	if (read(f->c->timer_fd, &times, sizeof(times)) == sizeof(times))
		fping_show_interval(f);
}

static int step(struct fping *f, struct engine_event *e, struct fail *why)
{
	int rc;

	switch (e->kind) {
	case ENGINE_DUE:
		rc = send_probe(f, e, why);
		if (!rc)
			count(f, &e->outcome);
		return rc;
	case ENGINE_OUTCOME:
		count(f, &e->outcome);
		break;
	case ENGINE_SIGNAL:
		signalled(f, e->signal);
		break;
	case ENGINE_READY:
		timer(f);
		break;
	case ENGINE_SENT:
	case ENGINE_DROPS:
		break;
	}
	return 0;
}

/* A stream only remembers that something failed, not what. */
static void note_output(struct fping *f)
{
	if (!f->output_error && ferror(f->c->out))
		f->output_error = errno ? errno : EIO;
}

int fping_loop(const struct fping_config *c, struct fping_sum *out, struct fail *why)
{
	struct fping f = {.c = c, .n = plan_lanes(c->engine.plan), .start_ns = clock_now()};
	struct engine engine = c->engine;
	struct engine_event e;
	int rc = open_memory(&f, why);

	if (rc >= 0)
		fping_width(&f);
	while (rc >= 0 && !f.output_error && (rc = engine_next(&engine, &e, why)) > 0) {
		errno = 0;
		rc = step(&f, &e, why);
		note_output(&f);
	}
	errno = 0;
	if (f.lanes && f.intervals)
		fping_show_end(&f);
	note_output(&f);
	*out = (struct fping_sum){.targets = f.n, .alive = f.alive, .output_error = f.output_error};
	free(f.lanes);
	free(f.intervals);
	free(f.vector);
	return rc < 0 ? rc : 0;
}
