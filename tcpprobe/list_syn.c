/* list_syn: a round of SYNs over raw sockets. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "clock.h"
#include "list_evidence.h"
#include "list_parts.h"
#include "list_report.h"

enum { IN_FLIGHT_MAX = 1 << 18, IN_FLIGHT_MIN = 4096, PROGRESS_NS = 250000000 };

struct round {
	struct list *l;
	struct plan *plan;
	struct session *session;
};

/* As many as can be out within the time-out, twice. */
static uint32_t in_flight(const struct list *l)
{
	uint64_t wanted = IN_FLIGHT_MAX;

	if (l->interval_ns)
		wanted = 2 * (uint64_t)(l->c->timeout_ns / l->interval_ns);
	if (wanted > l->n_pending)
		wanted = l->n_pending;
	return wanted < IN_FLIGHT_MIN	? IN_FLIGHT_MIN
	       : wanted > IN_FLIGHT_MAX ? IN_FLIGHT_MAX
					: (uint32_t)wanted;
}

static void refuse(struct round *r, uint32_t index, struct probe probe, int error)
{
	plan_unsent(r->plan, probe, error);
	list_refused(r->l, index, error);
}

static int send_probe(struct round *r, struct probe probe, struct fail *why)
{
	struct list *l = r->l;
	uint32_t index = list_nth(l, probe.nth);
	struct wire_to to = {0};
	struct syn_packet packet;
	struct keyed_probe p;
	struct grid_cell cell;
	struct fail here = {0};
	unsigned wire;
	int leave;

	/* An answer to an earlier round's SYN came meanwhile. */
	if (list_settled(l, index)) {
		plan_unsent(r->plan, probe, 0);
		return 0;
	}
	if (!grid_at(l->c->grid, index, &cell))
		return fail_set(why, EINVAL, "question %u is none", index);
	wire = cell.target.addr.family == ADDR_V6;
	leave = !l->c->wires[wire] ? -EAFNOSUPPORT
				   : leaves_find(l->c->leaves, cell.host, &cell.target.addr);
	if (leave < 0) {
		refuse(r, index, probe, -leave);
		return 0;
	}
	p = (struct keyed_probe){.host = cell.target.addr,
		.port = cell.port,
		.tried = l->round,
		.leave = leaves_at(l->c->leaves, (unsigned)leave),
		.leave_number = (unsigned)leave};
	if (keyed_build(l->c->keyed, &p, session_now_ns(r->session), &packet, &here) < 0) {
		refuse(r, index, probe, here.error);
		return 0;
	}
	if (l->c->evidence)
		list_evidence_sent(l->c->evidence, &cell, l->round, packet.whole, clock_wall());
	to.addr = cell.target.addr;
	to.source = p.leave->source;
	return session_put(r->session, wire, probe, packet.segment, &to, why);
}

/* Whose answer it is, and its time where it is one to this round's SYN. */
static bool identify(struct round *r, const struct keyed_answer *k, uint32_t *index)
{
	uint64_t found;

	if (k->kind == SYN_NONE || !grid_find(r->l->c->grid, &k->host, k->port, &found))
		return false;
	*index = (uint32_t)found;
	return true;
}

static void keep_evidence(struct round *r, const struct keyed_answer *k, uint32_t index,
	const struct frame *frame, int64_t rtt_ns)
{
	struct grid_cell cell;

	if (r->l->c->evidence && grid_at(r->l->c->grid, index, &cell))
		list_evidence_heard(r->l->c->evidence, k, cell.number, frame, rtt_ns,
			clock_map_realtime(session_clock(r->session), 0));
}

static struct answer time_of(struct round *r, const struct keyed_answer *k, uint32_t index,
	const struct session_event *e)
{
	struct answer none = {.verdict = ANSWER_STRANGER, .rtt_ns = -1};
	bool frame = e->kind == SESSION_FRAME;
	enum stamp stamp = frame ? e->wire.frame.stamp : e->wire.report.stamp;
	struct probe probe = {0, 0};

	/* Of one port for all, only the first round's answers are surely its own (Karn). */
	if (k->tried != r->l->round || !list_place(r->l, index, &probe.nth))
		return none;
	return k->kind == SYN_REJECTED
		       ? plan_reject(r->plan, probe, e->at_ns, stamp, e->wire.at_user_ns)
		       : plan_answer(r->plan, probe, e->at_ns, stamp, e->wire.at_user_ns);
}

static enum verdict_state state_of(enum syn_kind kind)
{
	switch (kind) {
	case SYN_OPEN:
		return VERDICT_OPEN;
	case SYN_CLOSED:
		return VERDICT_CLOSED;
	case SYN_REJECTED:
		return VERDICT_REJECTED;
	case SYN_STALE:
		return VERDICT_STALE;
	case SYN_NONE:
	case SYN_FORGED:
		break;
	}
	return VERDICT_UNKNOWN;
}

static void received(struct round *r, const struct session_event *e)
{
	struct list *l = r->l;
	bool frame = e->kind == SESSION_FRAME;
	const struct keyed_answer k = frame ? keyed_match(l->c->keyed, &e->wire.frame)
					    : keyed_match_report(l->c->keyed, &e->wire.report);
	struct list_answer a;
	struct answer timed;
	uint32_t index;

	if (!identify(r, &k, &index))
		return;
	if (k.kind == SYN_FORGED) {
		l->sum.forged++;
		return;
	}
	timed = time_of(r, &k, index, e);
	a = (struct list_answer){.port = k.port,
		.state = state_of(k.kind),
		.from = k.kind == SYN_REJECTED ? &k.from : NULL,
		.rtt_ns = timed.rtt_ns,
		.ttl = k.ttl,
		.type = k.type,
		.code = k.code,
		.stamp = timed.stamp};
	keep_evidence(r, &k, index, frame ? &e->wire.frame : NULL, timed.rtt_ns);
	list_settle(l, index, &a, clock_map_realtime(session_clock(r->session), e->at_ns));
}

/* What came since may be among what was dropped: the round is not believed, and goes on slower. */
static void dropped(struct round *r)
{
	struct list *l = r->l;
	int64_t spent_ns = clock_now() - l->round_ns;

	l->dirty = true;
	if (!l->round_sent)
		return;
	if (l->interval_ns < 2 * spent_ns / (int64_t)l->round_sent)
		l->interval_ns = 2 * spent_ns / (int64_t)l->round_sent;
	plan_interval(r->plan, l->interval_ns);
}

static void signalled(struct round *r, int number)
{
	switch (number) {
	case SIGQUIT:
		list_show_so_far(r->l);
		break;
	case SIGTSTP:
		report_flush(r->l->c->report);
		session_suspend(r->session);
		break;
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
		list_stop(r->l);
		plan_stop(r->plan);
		break;
	default:
		break;
	}
}

static void wake(struct round *r, int64_t now_ns)
{
	int64_t keep_ns = list_keep(r->l, now_ns);
	int64_t show_ns = r->l->c->progress->fd >= 0 ? now_ns + PROGRESS_NS : INT64_MAX;

	session_wake(r->session, keep_ns < show_ns ? keep_ns : show_ns);
}

static void show(struct round *r)
{
	int64_t now_ns = session_now_ns(r->session);

	list_show_progress(r->l, now_ns);
	wake(r, now_ns);
}

static int step(struct round *r, const struct session_event *e, struct fail *why)
{
	switch (e->kind) {
	case SESSION_SEND:
		return send_probe(r, e->probe, why);
	case SESSION_SENT:
		list_sent(r->l, list_nth(r->l, e->probe.nth), e->at_ns);
		break;
	case SESSION_UNSENT:
		list_refused(r->l, list_nth(r->l, e->probe.nth), e->wire.error);
		break;
	case SESSION_FRAME:
	case SESSION_ERROR:
		received(r, e);
		break;
	case SESSION_DROPS:
		dropped(r);
		break;
	case SESSION_SIGNAL:
		signalled(r, e->signal);
		break;
	case SESSION_READY:
		show(r);
		break;
	case SESSION_LOST: /* it is asked again in the next round */
	case SESSION_LINK: /* of packet sockets */
	case SESSION_END:
		break;
	}
	return 0;
}

static bool is_in_vain(const struct list *l)
{
	return report_failed(l->c->report) || capfile_unread(l->c->evidence);
}

static int open_round(struct round *r, struct fail *why)
{
	const struct list *l = r->l;
	const struct plan_config plan = {.lanes = 1,
		.count = l->n_pending,
		.interval_ns = l->interval_ns,
		.timeout_ns = l->c->timeout_ns,
		.in_flight = in_flight(l),
		.pace = PLAN_INTERVAL};
	struct session_config session = {.wires = {l->c->wires[0], l->c->wires[1]},
		.wait = l->c->wait,
		.deadline_ns = l->c->deadline_ns};

	r->plan = plan_open(&plan, clock_now());
	if (!r->plan)
		return fail_set(why, ENOMEM, "no memory for the probes in flight");
	session.plan = r->plan;
	return session_open(&r->session, &session, why);
}

int list_round_syn(struct list *l, struct fail *why)
{
	struct round r = {.l = l};
	struct session_event e;
	int rc = open_round(&r, why);

	if (rc >= 0)
		wake(&r, clock_now());
	while (rc >= 0 && !is_in_vain(l) && (rc = session_next(r.session, &e, why)) > 0)
		rc = step(&r, &e, why);
	if (r.session)
		l->sum.clock_steps = session_clock(r.session)->steps;
	l->stopped = l->stopped || (r.plan && plan_stopped(r.plan)) || is_in_vain(l);
	session_close(r.session);
	plan_close(r.plan);
	return rc < 0 ? rc : 0;
}
