/* mtu: the path's MTU by packets that may not be fragmented. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "mtu.h"

#include <errno.h>

#include "clock.h"
#include "mtu_search.h"

enum { PROBES = 512, TWICE = 2 /* each size is sent so often, so that one loss is no verdict */ };

struct search {
	const struct mtu_config *c;
	struct mtu_found *found;
	struct mtu_search s;
	uint32_t sizes[PROBES];	 /* of each probe */
	uint64_t planned, fates; /* probes asked for, and those with a fate */
	uint32_t passed[MTU_SEARCH_SIZES], tried[MTU_SEARCH_SIZES];
	size_t n_tried;
};

struct plan_config mtu_plan(int64_t timeout_ns)
{
	return (struct plan_config){
		.lanes = 1, .count = TWICE, .preload = TWICE, .timeout_ns = timeout_ns};
}

static bool round_over(const struct search *q)
{
	return q->fates == q->planned;
}

/* The sizes of the next round; false when there is nothing left to try. */
static bool next_round(struct search *q)
{
	struct plan *p = q->c->engine.plan;
	bool first = !q->planned;

	q->n_tried = mtu_search_next(&q->s, q->tried);
	if (!q->n_tried || q->planned + q->n_tried * TWICE > PROBES)
		return false;
	for (unsigned again = 0; again < TWICE; again++)
		for (size_t i = 0; i < q->n_tried; i++) {
			q->sizes[q->planned++] = q->tried[i];
			/* The first round's probes are the plan's own count. */
			if (!first)
				plan_ask(p, 0, session_now_ns(q->c->engine.session));
		}
	for (size_t i = 0; i < MTU_SEARCH_SIZES; i++)
		q->passed[i] = 0;
	return true;
}

/* What nobody answered in either copy did not pass; where an error came that is known already. */
static void close_round(struct search *q)
{
	for (size_t i = 0; i < q->n_tried; i++)
		if (!q->passed[i])
			mtu_search_failed(&q->s, q->tried[i], 0);
}

static uint32_t size_of(const struct search *q, uint64_t nth)
{
	return nth < q->planned ? q->sizes[nth] : 0;
}

static int send_probe(struct search *q, struct probe id, struct fail *why)
{
	const struct wire_to to = {.addr = q->c->target};
	uint32_t size = size_of(q, id.nth);

	q->found->probes++;
	return session_put(q->c->engine.session, 0, id,
		probe_build_cut(q->c->probe, id, size - q->c->header_bytes), &to, why);
}

static void passed(struct search *q, uint32_t size)
{
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
}

static void count(struct search *q, const struct outcome *o)
{
	uint32_t size = size_of(q, o->nth);

	switch (o->kind) {
	case OUTCOME_REPLY:
		if (o->answer.verdict == ANSWER_FRESH)
			q->fates++;
		q->found->late = q->found->late || o->answer.verdict == ANSWER_LATE;
		passed(q, size);
		break;
	case OUTCOME_ERROR:
		if (o->match.has_probe && o->answer.verdict == ANSWER_FRESH)
			q->fates++;
		refused(q, &o->match, size);
		break;
	case OUTCOME_UNSENT:
		q->fates++;
		if (o->match.error == EMSGSIZE)
			q->found->first_link = true;
		break;
	case OUTCOME_LOST:
		q->fates++;
		break;
	case OUTCOME_CORRUPT:
	case OUTCOME_FORGED:
	case OUTCOME_REDIRECT:
		break;
	}
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
	if (!round_over(q))
		return 0;
	close_round(q);
	if (!next_round(q)) {
		q->found->complete = true;
		plan_stop(q->c->engine.plan);
	}
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
