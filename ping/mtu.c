/* mtu: the path's MTU by packets that may not be fragmented. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "mtu.h"

#include <errno.h>

#include "clock.h"
#include "mtu_search.h"

enum { PROBES = 512, TWICE = 2 /* each size is sent so often, so that one loss is no verdict */ };
/* A round's silence is waited for so many times the longest round trip there was, and at least so
 * long; in the end each silence that matters for all of its time. */
enum { RTTS_WAITED = 4, LEAST_WAIT_NS = 100000000 };

struct search {
	const struct mtu_config *c;
	struct mtu_found *found;
	struct mtu_search s;
	struct mtu_search sure; /* without what was taken for lost before its time */
	struct tried {
		uint32_t size;
		bool settled; /* answered, refused or lost */
	} probes[PROBES];
	uint64_t planned, sent, round; /* probes asked for, sent, and before this round */
	int64_t sent_ns, longest_rtt_ns;
	bool patient; /* silence was taken for loss too early: no more */
	bool ending;  /* no size is left, silence is waited for */
	uint32_t passed[MTU_SEARCH_SIZES], tried[MTU_SEARCH_SIZES];
	size_t n_tried;
};

struct plan_config mtu_plan(int64_t timeout_ns)
{
	return (struct plan_config){
		.lanes = 1, .count = TWICE, .preload = TWICE, .timeout_ns = timeout_ns};
}

/* Whether a size above all that passed may have an answer yet, of the probes from there on. */
static bool may_pass(const struct search *q, uint64_t from)
{
	for (uint64_t i = from; i < q->planned; i++)
		if (!q->probes[i].settled && q->probes[i].size > q->s.passes)
			return true;
	return false;
}

/* When this round's silence has been waited for; INT64_MAX: by the plan alone. */
static int64_t round_ends_ns(const struct search *q)
{
	int64_t wait_ns = RTTS_WAITED * q->longest_rtt_ns;

	if (q->patient || q->ending || !q->longest_rtt_ns || q->sent < q->planned)
		return INT64_MAX;
	return q->sent_ns + (wait_ns > LEAST_WAIT_NS ? wait_ns : LEAST_WAIT_NS);
}

/* The sizes of the next round; false when there is nothing left to try. */
static bool next_round(struct search *q)
{
	struct plan *p = q->c->engine.plan;
	bool first = !q->planned;

	q->n_tried = mtu_search_next(&q->s, q->tried);
	if (!q->n_tried || q->planned + q->n_tried * TWICE > PROBES)
		return false;
	q->round = q->planned;
	for (unsigned again = 0; again < TWICE; again++)
		for (size_t i = 0; i < q->n_tried; i++) {
			q->probes[q->planned++].size = q->tried[i];
			/* The first round's probes are the plan's own count. */
			if (!first)
				plan_ask(p, 0, session_now_ns(q->c->engine.session));
		}
	for (size_t i = 0; i < MTU_SEARCH_SIZES; i++)
		q->passed[i] = 0;
	return true;
}

/* What nobody answered in either copy did not pass; where an error came that is known already. */
static void close_round(struct search *q, bool in_time)
{
	for (size_t i = 0; i < q->n_tried; i++) {
		if (q->passed[i])
			continue;
		mtu_search_failed(&q->s, q->tried[i], 0);
		if (in_time)
			mtu_search_failed(&q->sure, q->tried[i], 0);
	}
}

static uint32_t size_of(const struct search *q, uint64_t nth)
{
	return nth < q->planned ? q->probes[nth].size : 0;
}

static void settle(struct search *q, uint64_t nth)
{
	if (nth < q->planned)
		q->probes[nth].settled = true;
}

static int send_probe(struct search *q, struct probe id, struct fail *why)
{
	const struct wire_to to = {.addr = q->c->target};
	uint32_t size = size_of(q, id.nth);

	q->found->probes++;
	q->sent++;
	q->sent_ns = session_now_ns(q->c->engine.session);
	return session_put(q->c->engine.session, 0, id,
		probe_build_cut(q->c->probe, id, size - q->c->header_bytes), &to, why);
}

/* One that was taken for lost too early makes all doubtful that was. */
static void passed(struct search *q, uint32_t size)
{
	mtu_search_passed(&q->sure, size);
	if (size >= q->s.fails && size < q->sure.fails) {
		q->s = q->sure;
		q->patient = true;
	}
	mtu_search_passed(&q->s, size);
	for (size_t i = 0; i < q->n_tried; i++)
		if (q->tried[i] == size)
			q->passed[i] = 1;
}

static bool is_too_big(const struct match *m)
{
	return m->target.family == ADDR_V6 ? m->type == 2 : m->type == 3 && m->code == 4;
}

static void refused(struct search *q, const struct match *m, uint32_t size)
{
	if (!is_too_big(m)) {
		q->found->refused_by = m->from;
		q->found->refused_type = m->type;
		q->found->refused_code = m->code;
		return;
	}
	q->found->told_by = m->from;
	q->found->told_bytes = m->info;
	q->found->none_fits = q->found->none_fits || size <= q->c->least;
	mtu_search_failed(&q->s, size, m->info);
	mtu_search_failed(&q->sure, size, m->info);
}

static void count(struct search *q, const struct outcome *o)
{
	uint32_t size = size_of(q, o->nth);

	switch (o->kind) {
	case OUTCOME_REPLY:
		settle(q, o->nth);
		q->found->late = q->found->late || o->answer.verdict == ANSWER_LATE;
		if (o->answer.rtt_ns > q->longest_rtt_ns)
			q->longest_rtt_ns = o->answer.rtt_ns;
		passed(q, size);
		break;
	case OUTCOME_ERROR:
		if (o->match.has_probe)
			settle(q, o->nth);
		refused(q, &o->match, size);
		break;
	case OUTCOME_UNSENT:
		settle(q, o->nth);
		if (o->match.error == EMSGSIZE)
			q->found->first_link = true;
		break;
	case OUTCOME_LOST:
		settle(q, o->nth);
		break;
	case OUTCOME_CORRUPT:
	case OUTCOME_FORGED:
	case OUTCOME_REDIRECT:
		break;
	}
}

/* To the next round, where this one is over; at the end of all when nothing is left to try. */
static void go_on(struct search *q)
{
	struct session *session = q->c->engine.session;
	int64_t ends_ns = round_ends_ns(q);
	bool in_time = !may_pass(q, q->round);

	if (!q->ending && !in_time && session_now_ns(session) < ends_ns) {
		session_wake(session, ends_ns);
		return;
	}
	if (!q->ending)
		close_round(q, in_time);
	q->ending = !next_round(q);
	if (!q->ending || may_pass(q, 0))
		return;
	q->found->complete = true;
	plan_stop(q->c->engine.plan);
}

static int step(struct search *q, const struct engine_event *e, struct fail *why)
{
	switch (e->kind) {
	case ENGINE_DUE:
		return send_probe(q, e->probe, why);
	case ENGINE_OUTCOME:
		count(q, &e->outcome);
		if (engine_check_interface(q->c->bound_ifindex, &e->outcome, why) < 0)
			return -ENODEV;
		break;
	case ENGINE_SIGNAL:
		if (wait_ends(e->signal)) {
			q->found->interrupted = true;
			plan_stop(q->c->engine.plan);
		}
		break;
	case ENGINE_SENT:
	case ENGINE_DROPS:
	case ENGINE_READY:
		break;
	}
	go_on(q);
	return 0;
}

int mtu_loop(const struct mtu_config *c, struct mtu_found *out, struct fail *why)
{
	struct search q = {.c = c, .found = out};
	struct engine engine = c->engine;
	int64_t start_ns = clock_now();
	struct engine_event e;
	int rc;

	*out = (struct mtu_found){0};
	mtu_search_init(&q.s, c->least, c->most);
	q.sure = q.s;
	next_round(&q);
	while ((rc = engine_next(&engine, &e, why)) > 0) {
		rc = step(&q, &e, why);
		if (rc < 0 || report_failed(c->report))
			break;
	}
	out->mtu_bytes = q.s.passes;
	out->took_ns = clock_now() - start_ns;
	out->first_link = out->first_link || out->mtu_bytes == c->most;
	out->complete = out->mtu_bytes == c->most ||
			(out->complete && (!out->late || out->told_bytes == out->mtu_bytes));
	out->black_hole = out->complete && out->mtu_bytes && !out->first_link &&
			  out->told_bytes != out->mtu_bytes;
	return rc < 0 ? rc : 0;
}
