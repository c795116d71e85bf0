/* hops: the path to a target, all its hops asked in parallel and again and again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "hops.h"

#include <errno.h>
#include <signal.h>

#include "clock.h"
#include "hops_answer.h"
#include "rounds.h"
#include "when.h"

struct hops {
	const struct hops_config *c;
	struct hops_sum *sum;
	struct rounds rounds;
	int64_t start_ns, report_ns;
	int64_t end_ns; /* when the last probes are given up, 0 while rounds go on */
};

/* A hop that is not worth a probe lets its turn pass; in a pause all do. */
static int send_probe(struct hops *h, struct probe id, struct fail *why)
{
	const struct wire_to to = {.addr = h->c->target, .ttl = (int)id.lane + 1};
	unsigned hop = id.lane + 1;

	if (!rounds_due(&h->rounds, hop, id.nth)) {
		plan_unsent(h->c->engine.plan, id, ECANCELED);
		return 0;
	}
	return session_put(h->c->engine.session, 0, id, probe_build(h->c->probe, id), &to, why);
}

static void answered(struct hops *h, const struct outcome *o, const struct trace_answer *a)
{
	trace_answered(h->c->trace, o->match.probe.lane + 1, o->nth, a);
	h->sum->user_stamped += o->answer.stamp != STAMP_KERNEL;
	pathview_touch(h->c->view);
	names_ask(h->c->names, &a->from, session_now_ns(h->c->engine.session));
}

static void count_other(struct hops *h, const struct outcome *o)
{
	unsigned hop = o->match.probe.lane + 1;

	pathview_touch(h->c->view);
	switch (o->kind) {
	case OUTCOME_REPLY:
	case OUTCOME_ERROR:
		if (o->match.has_probe && o->answer.verdict == ANSWER_DUPLICATE)
			trace_duplicate(h->c->trace, hop);
		break;
	case OUTCOME_LOST:
		trace_lost(h->c->trace, hop, o->nth, o->answer.sent_ns);
		break;
	case OUTCOME_UNSENT:
		trace_unsent(h->c->trace, hop);
		h->sum->local_error = o->match.error;
		break;
	case OUTCOME_CORRUPT:
		h->sum->corrupted++;
		break;
	case OUTCOME_FORGED:
		h->sum->forged++;
		break;
	case OUTCOME_REDIRECT:
		h->sum->redirects++;
		break;
	}
}

/* A number of its own for each probe of any hop. */
static uint64_t number(const struct hops *h, struct probe id)
{
	return id.nth * trace_hops(h->c->trace) + id.lane;
}

static int64_t realtime(const struct hops *h, int64_t at_ns)
{
	return clock_map_realtime(session_clock(h->c->engine.session), at_ns);
}

static void sent(struct hops *h, const struct engine_event *e)
{
	if (h->c->evidence)
		evidence_sent(h->c->evidence, number(h, e->probe),
			probe_build(h->c->probe, e->probe), realtime(h, e->at_ns));
}

static void keep(struct hops *h, const struct engine_event *e, struct outcome o)
{
	o.nth = number(h, o.match.probe);
	if (h->c->evidence)
		evidence_outcome(h->c->evidence, &o, e->frame, e->report, realtime(h, 0));
}

static int happened(struct hops *h, const struct engine_event *e, struct fail *why)
{
	struct outcome o = e->outcome;
	struct trace_answer a;
	bool known = hops_answer(&a, &o);
	const struct probe *id = &o.match.probe;

	o.at_realtime_ns = realtime(h, o.at_ns);
	keep(h, e, o);
	if (o.match.has_probe && !rounds_counts(&h->rounds, id->lane + 1, id->nth))
		return 0;
	if (known)
		answered(h, &o, &a);
	else
		count_other(h, &o);
	hops_report_outcome(h->c->report, &o, known ? &a : NULL);
	return engine_check_interface(h->c->bound_ifindex, &o, why);
}

static void check_end(struct hops *h, int64_t now_ns)
{
	if (rounds_over(&h->rounds, 1, &h->end_ns, now_ns, h->c->timeout_ns))
		plan_stop(h->c->engine.plan);
}

static void show_table(struct hops *h)
{
	pathview_clear(h->c->view);
	hops_report_table(h->c->report);
}

static void now_and_then(struct hops *h, int64_t now_ns)
{
	int64_t every_ns = h->c->report_every_ns, wake_ns = INT64_MAX;

	if (every_ns && now_ns >= h->report_ns) {
		h->report_ns += every_ns * ((now_ns - h->report_ns) / every_ns + 1);
		show_table(h);
	}
	pathview_turn(h->c->view, now_ns);
	if (every_ns)
		wake_ns = h->report_ns;
	if (h->end_ns)
		wake_ns = when_first(wake_ns, h->end_ns);
	wake_ns = when_first(wake_ns, pathview_due_ns(h->c->view));
	session_wake(h->c->engine.session, wake_ns);
}

static void signalled(struct hops *h, int number)
{
	switch (number) {
	case SIGQUIT:
		show_table(h);
		break;
	case SIGWINCH:
		pathview_touch(h->c->view);
		break;
	case SIGTSTP:
		pathview_clear(h->c->view);
		hops_report_flush(h->c->report);
		session_suspend(h->c->engine.session);
		break;
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
		h->sum->interrupted = true;
		plan_stop(h->c->engine.plan);
		break;
	default:
		break;
	}
}

static void pressed(struct hops *h, enum pathview_key key)
{
	switch (key) {
	case PATHVIEW_KEY_QUIT:
		plan_stop(h->c->engine.plan);
		break;
	case PATHVIEW_KEY_PAUSE:
		h->rounds.paused = !h->rounds.paused;
		pathview_paused(h->c->view, h->rounds.paused);
		break;
	case PATHVIEW_KEY_RESET:
		rounds_reset(&h->rounds);
		pathview_touch(h->c->view);
		break;
	case PATHVIEW_KEY_NONE:
		break;
	}
}

static void ready(struct hops *h, int64_t now_ns)
{
	enum pathview_key key;

	names_turn(h->c->names, now_ns);
	while ((key = pathview_key(h->c->view)) != PATHVIEW_KEY_NONE)
		pressed(h, key);
}

static int step(struct hops *h, const struct engine_event *e, struct fail *why)
{
	switch (e->kind) {
	case ENGINE_DUE:
		return send_probe(h, e->probe, why);
	case ENGINE_OUTCOME:
		return happened(h, e, why);
	case ENGINE_DROPS:
		h->sum->drops += e->count;
		break;
	case ENGINE_SIGNAL:
		signalled(h, e->signal);
		break;
	case ENGINE_READY:
		ready(h, e->at_ns);
		break;
	case ENGINE_SENT:
		sent(h, e);
		break;
	}
	return 0;
}

static void lose(struct hops *h, struct probe id)
{
	int64_t now_ns = clock_now();
	const struct outcome o = {.kind = OUTCOME_LOST,
		.nth = id.nth,
		.match = {.probe = id,
			.has_probe = true,
			.sequence = probe_sequence(h->c->probe, id)},
		.answer = {.rtt_ns = -1},
		.at_ns = now_ns,
		.at_realtime_ns = clock_map_realtime(session_clock(h->c->engine.session), now_ns)};

	trace_lost(h->c->trace, id.lane + 1, id.nth, now_ns);
	hops_report_outcome(h->c->report, &o, NULL);
}

/* Who did not answer in a run's last moments did not answer. */
static void give_up(struct hops *h)
{
	const struct plan *plan = h->c->engine.plan;
	struct probe id;

	for (bool any = plan_next_in_flight(plan, NULL, &id); any;
		any = plan_next_in_flight(plan, &id, &id))
		if (rounds_counts(&h->rounds, id.lane + 1, id.nth))
			lose(h, id);
}

static bool is_in_vain(const struct hops_config *c)
{
	return hops_report_failed(c->report) || pathview_is_lost(c->view) ||
	       (c->evidence && capfile_unread(c->evidence->file));
}

int hops_loop(const struct hops_config *c, struct hops_sum *out, struct fail *why)
{
	struct hops h = {.c = c, .sum = out, .start_ns = clock_now()};
	struct engine engine = c->engine;
	struct engine_event e;
	int rc = 0;

	*out = (struct hops_sum){0};
	rounds_init(&h.rounds, c->trace, c->rounds);
	h.report_ns = h.start_ns + c->report_every_ns;
	while (rc >= 0 && !is_in_vain(c) && (rc = engine_next(&engine, &e, why)) > 0) {
		int64_t now_ns =
			e.kind == ENGINE_READY ? e.at_ns : session_now_ns(c->engine.session);

		rc = step(&h, &e, why);
		check_end(&h, now_ns);
		now_and_then(&h, now_ns);
	}
	pathview_clear(c->view);
	out->took_ns = clock_now() - h.start_ns;
	if (h.end_ns && !out->interrupted)
		give_up(&h);
	return rc < 0 ? rc : 0;
}
