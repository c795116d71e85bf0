/* hops_answer: what came back for a probe of --path, as trace wants it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "hops_answer.h"

#include "trace_icmp.h"

static void fill_error(struct trace_answer *a, const struct match *m)
{
	trace_icmp(a, (enum addr_family)m->target.family, m->type, m->code, m->info, m->extensions);
	a->translated = a->kind == TRACE_TRANSIT && addr_equal(&m->from, &m->target);
	a->quoted_ttl = m->quoted_ttl;
	a->quoted_tos = m->quoted_tos;
}

bool hops_answer(struct trace_answer *out, const struct outcome *o)
{
	const struct match *m = &o->match;

	*out = (struct trace_answer){.kind = TRACE_TARGET,
		.from = m->from,
		.rtt_ns = o->answer.rtt_ns,
		.late = o->answer.verdict == ANSWER_LATE,
		.ttl = m->ttl,
		.quoted_ttl = -1,
		.quoted_tos = -1};
	if ((o->kind != OUTCOME_REPLY && o->kind != OUTCOME_ERROR) || !m->has_probe ||
		o->answer.rtt_ns < 0 ||
		(o->answer.verdict != ANSWER_FRESH && o->answer.verdict != ANSWER_LATE))
		return false;
	if (o->kind == OUTCOME_ERROR)
		fill_error(out, m);
	return true;
}
