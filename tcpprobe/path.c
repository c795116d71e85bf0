/* path: the way of SYNs to a port, all its hops asked in parallel and again and again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "path.h"

#include <errno.h>
#include <net/if.h>
#include <signal.h>

#include "clock.h"
#include "trace_icmp.h"
#include "when.h"

struct path {
	const struct path_config *c;
	struct path_sum *sum;
	int64_t start_ns;
	int64_t end_ns; /* when the last probes are given up, 0 while rounds go on */
};

static struct path_flow *flow_of(const struct path *p, struct probe id)
{
	return &p->c->flows[id.lane / p->c->source.hops];
}

static struct rounds *rounds_of(const struct path *p, struct probe id)
{
	return &p->c->rounds[id.lane / p->c->source.hops];
}

static unsigned hop_of(const struct path *p, struct probe id)
{
	return id.lane % p->c->source.hops + 1;
}

/* A number of its own for each probe of any hop. */
static uint64_t number(const struct path *p, struct probe id)
{
	return id.nth * p->c->source.hops * p->c->n + id.lane;
}

static int64_t realtime(const struct path *p, int64_t at_ns)
{
	return clock_map_realtime(path_clock(&p->c->source), at_ns);
}

static void unsent(struct path *p, struct probe id, int error)
{
	trace_unsent(flow_of(p, id)->trace, hop_of(p, id));
	if (p->c->all)
		trace_unsent(p->c->all, hop_of(p, id));
	p->sum->unsent++;
	p->sum->local_error = error;
}

static int send_syn(struct path *p, struct probe id, struct fail *why)
{
	const struct wire_to to = {.addr = p->c->target, .ttl = (int)hop_of(p, id)};
	struct syn_packet packet;
	int rc = trail_build(p->c->trail, id, &packet, why);

	if (rc < 0)
		return rc;
	if (p->c->evidence)
		evidence_sent(p->c->evidence, number(p, id), packet.whole,
			realtime(p, path_now_ns(&p->c->source)));
	return session_put(p->c->source.session, 0, id, packet.segment, &to, why);
}

static int start_connect(struct path *p, struct probe id)
{
	struct connects_event e;

	connects_start(p->c->source.connects, id, flow_of(p, id)->port, (int)hop_of(p, id), &e);
	if (e.kind == CONNECTS_OUTCOME)
		unsent(p, id, e.outcome.error);
	else
		p->sum->sent++;
	return 0;
}

/* A hop that is not worth a probe lets its turn pass; in a pause all do. */
static int send_probe(struct path *p, struct probe id, struct fail *why)
{
	if (!rounds_due(rounds_of(p, id), hop_of(p, id), id.nth)) {
		plan_unsent(p->c->source.plan, id, ECANCELED);
		return 0;
	}
	if (p->c->all)
		trace_sent(p->c->all, hop_of(p, id));
	return p->c->trail ? send_syn(p, id, why) : start_connect(p, id);
}

static struct trace_answer answer_of(const struct path *p, const struct path_event *e)
{
	const struct trail_match *m = &e->match;
	struct trace_answer a = {.kind = TRACE_TARGET,
		.from = m->from,
		.rtt_ns = e->answer.rtt_ns,
		.late = e->answer.verdict == ANSWER_LATE,
		.ttl = m->ttl,
		.quoted_ttl = m->quoted_ttl,
		.quoted_tos = m->quoted_tos};

	if (m->kind == TRAIL_REPORTED)
		trace_icmp(&a, (enum addr_family)p->c->target.family, m->type, m->code, m->info,
			m->extensions);
	a.translated = a.kind == TRACE_TRANSIT && addr_equal(&m->from, &p->c->target);
	return a;
}

static void note_end(struct path_flow *f, const struct trail_match *m)
{
	if (m->kind == TRAIL_REPORTED) {
		f->type = m->type;
		f->code = m->code;
		return;
	}
	f->newest_open = m->kind == TRAIL_OPEN;
	if (m->kind == TRAIL_CLOSED) {
		f->closes++;
		return;
	}
	f->opens++;
	f->has_mss = m->options.has_mss;
	f->mss = m->options.mss;
}

static void answered(struct path *p, const struct path_event *e, const struct trace_answer *a)
{
	struct path_flow *f = flow_of(p, e->probe);
	unsigned hop = hop_of(p, e->probe);

	trace_answered(f->trace, hop, e->probe.nth, a);
	if (p->c->all)
		trace_answered(p->c->all, hop, number(p, e->probe), a);
	if (e->match.kind == TRAIL_REPORTED && f->sights && e->match.sight.seen)
		f->sights[hop - 1] = e->match.sight;
	if (a->kind != TRACE_TRANSIT)
		note_end(f, &e->match);
	p->sum->user_stamped += p->c->trail && e->answer.stamp != STAMP_KERNEL;
	names_ask(p->c->names, &a->from, path_now_ns(&p->c->source));
}

static void keep(struct path *p, const struct path_event *e)
{
	const struct outcome o = path_outcome(e, number(p, e->probe));

	if (!p->c->evidence)
		return;
	if (o.answer.verdict != ANSWER_DUPLICATE)
		evidence_fate(p->c->evidence, &o, realtime(p, 0));
	if (e->frame)
		evidence_frame(p->c->evidence, e->frame, &o, realtime(p, 0));
}

static void tell(struct path *p, const struct path_event *e, const struct trace_answer *a)
{
	keep(p, e);
	path_records_probe(p->c->report, e, a, realtime(p, e->at_ns));
}

static void take(struct path *p, const struct path_event *e)
{
	const struct trace_answer a = answer_of(p, e);
	bool counts = rounds_counts(rounds_of(p, e->probe), hop_of(p, e->probe), e->probe.nth);
	bool again = e->answer.verdict == ANSWER_DUPLICATE || e->answer.rtt_ns < 0;

	tell(p, e, again ? NULL : &a);
	if (!counts)
		return;
	if (!again)
		answered(p, e, &a);
	else
		trace_duplicate(flow_of(p, e->probe)->trace, hop_of(p, e->probe));
}

static void lost(struct path *p, const struct path_event *e)
{
	unsigned hop = hop_of(p, e->probe);

	tell(p, e, NULL);
	if (!rounds_counts(rounds_of(p, e->probe), hop, e->probe.nth))
		return;
	trace_lost(flow_of(p, e->probe)->trace, hop, e->probe.nth, e->answer.sent_ns);
	if (p->c->all)
		trace_lost(p->c->all, hop, number(p, e->probe), e->answer.sent_ns);
}

static void astray(struct path *p, const struct path_event *e)
{
	p->sum->forged += e->match.kind == TRAIL_FORGED;
	p->sum->strange += e->match.kind == TRAIL_STRANGE;
	if (e->match.kind == TRAIL_STRANGE)
		p->c->flows[0].strange++;
}

/* A socket stays bound to an interface that is gone, also when another gets its name. */
static int refused(struct path *p, const struct path_event *e, struct fail *why)
{
	char name[IF_NAMESIZE];

	unsent(p, e->probe, e->error);
	tell(p, e, NULL);
	if (!p->c->bound_ifindex || if_indextoname(p->c->bound_ifindex, name))
		return 0;
	return fail_set(why, ENODEV, "the interface it was to leave by is gone");
}

static void check_end(struct path *p, int64_t now_ns)
{
	if (rounds_over(p->c->rounds, p->c->n, &p->end_ns, now_ns, p->c->timeout_ns))
		plan_stop(p->c->source.plan);
}

static void show(struct path *p, int64_t now_ns)
{
	int64_t wake_ns = p->end_ns ? p->end_ns : INT64_MAX;

	pathview_turn(p->c->view, now_ns);
	path_wake(&p->c->source, when_first(wake_ns, pathview_due_ns(p->c->view)));
}

static void signalled(struct path *p, int number)
{
	switch (number) {
	case SIGQUIT:
		pathview_clear(p->c->view);
		path_report_tables(p->c->report);
		break;
	case SIGWINCH:
		pathview_touch(p->c->view);
		break;
	case SIGTSTP:
		pathview_clear(p->c->view);
		report_flush(p->c->report->report);
		path_suspend(&p->c->source);
		break;
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
		p->sum->interrupted = true;
		plan_stop(p->c->source.plan);
		break;
	default:
		break;
	}
}

static void reset(struct path *p)
{
	for (unsigned i = 0; i < p->c->n; i++) {
		struct path_flow *f = &p->c->flows[i];

		rounds_reset(&p->c->rounds[i]);
		f->opens = f->closes = f->strange = 0;
		for (unsigned hop = 0; f->sights && hop < p->c->source.hops; hop++)
			f->sights[hop] = (struct sight){0};
	}
	if (p->c->all)
		trace_reset(p->c->all);
}

static void pressed(struct path *p, enum pathview_key key)
{
	switch (key) {
	case PATHVIEW_KEY_QUIT:
		plan_stop(p->c->source.plan);
		break;
	case PATHVIEW_KEY_PAUSE:
		for (unsigned i = 0; i < p->c->n; i++)
			p->c->rounds[i].paused = !p->c->rounds[i].paused;
		pathview_paused(p->c->view, p->c->rounds[0].paused);
		break;
	case PATHVIEW_KEY_RESET:
		reset(p);
		break;
	case PATHVIEW_KEY_NONE:
		break;
	}
}

static void ready(struct path *p, int64_t now_ns)
{
	enum pathview_key key;

	names_turn(p->c->names, now_ns);
	while ((key = pathview_key(p->c->view)) != PATHVIEW_KEY_NONE)
		pressed(p, key);
}

static int step(struct path *p, const struct path_event *e, struct fail *why)
{
	switch (e->kind) {
	case PATH_DUE:
		return send_probe(p, e->probe, why);
	case PATH_SENT:
		p->sum->sent++;
		break;
	case PATH_ANSWER:
		take(p, e);
		break;
	case PATH_ASTRAY:
		astray(p, e);
		break;
	case PATH_LOST:
		lost(p, e);
		break;
	case PATH_UNSENT:
		return refused(p, e, why);
	case PATH_DROPS:
		p->sum->drops += e->count;
		break;
	case PATH_SIGNAL:
		signalled(p, e->signal);
		break;
	case PATH_READY:
		ready(p, e->at_ns);
		break;
	}
	return 0;
}

/* Who did not answer in a run's last moments did not answer. */
static void give_up(struct path *p)
{
	const struct plan *plan = p->c->source.plan;
	struct path_event e = {.kind = PATH_LOST, .at_ns = clock_now(), .answer = {.rtt_ns = -1}};

	e.answer.sent_ns = e.at_ns;
	for (bool any = plan_next_in_flight(plan, NULL, &e.probe); any;
		any = plan_next_in_flight(plan, &e.probe, &e.probe))
		lost(p, &e);
}

static bool is_in_vain(const struct path_config *c)
{
	return report_failed(c->report->report) || pathview_is_lost(c->view) ||
	       (c->evidence && capfile_unread(c->evidence->file));
}

int path_loop(const struct path_config *c, struct path_sum *out, struct fail *why)
{
	struct path p = {.c = c, .sum = out, .start_ns = clock_now()};
	struct path_event e;
	int rc = 0;

	*out = (struct path_sum){0};
	while (rc >= 0 && !is_in_vain(c) && (rc = path_next(&c->source, &e, why)) > 0) {
		int64_t now_ns = e.kind == PATH_READY ? e.at_ns : path_now_ns(&c->source);

		rc = step(&p, &e, why);
		if (e.kind != PATH_DUE && e.kind != PATH_SENT)
			pathview_touch(c->view);
		check_end(&p, now_ns);
		show(&p, now_ns);
	}
	pathview_clear(c->view);
	out->took_ns = clock_now() - p.start_ns;
	if (p.end_ns && !out->interrupted)
		give_up(&p);
	return rc < 0 ? rc : 0;
}
