/* hops_answer: what came back for a probe of --path, as trace wants it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "hops_answer.h"

#include <stdio.h>

#include "icmp_extension.h"

enum {
	UNREACHABLE4 = 3,
	EXCEEDED4 = 11,
	FRAGMENTATION_NEEDED = 4,
	UNREACHABLE6 = 1,
	TOO_BIG6 = 2,
	EXCEEDED6 = 3
};

static enum trace_kind kind_of(enum addr_family family, const struct match *m)
{
	if (m->type == (family == ADDR_V6 ? EXCEEDED6 : EXCEEDED4) && !m->code)
		return TRACE_TRANSIT;
	if (family == ADDR_V6 ? m->type == TOO_BIG6
			      : m->type == UNREACHABLE4 && m->code == FRAGMENTATION_NEEDED)
		return TRACE_TOO_BIG;
	return TRACE_REFUSED;
}

/* The letters traceroute has always used; a dot where it has none. */
static char letter(enum addr_family family, const struct match *m)
{
	static const char four[] = "NHP.FSUWIAZQTXVC", six[] = "NXSH";

	if (family == ADDR_V6 && m->type == TOO_BIG6)
		return 'F';
	if (family == ADDR_V6 && m->type == UNREACHABLE6 && m->code < sizeof(six) - 1)
		return six[m->code];
	if (family == ADDR_V4 && m->type == UNREACHABLE4 && m->code < sizeof(four) - 1)
		return four[m->code];
	return '.';
}

static void set_mark(struct trace_answer *a, enum addr_family family, const struct match *m)
{
	char c = letter(family, m);

	if (c != '.')
		snprintf(a->mark, sizeof(a->mark), "!%c", c);
	else
		snprintf(a->mark, sizeof(a->mark), "!<%u>", m->code);
}

static void fill_error(struct trace_answer *a, const struct match *m)
{
	enum addr_family family = (enum addr_family)m->target.family;

	a->kind = kind_of(family, m);
	a->quoted_ttl = m->quoted_ttl;
	a->quoted_tos = m->quoted_tos;
	a->n_labels = icmp_mpls_labels(m->extensions, a->labels, TRACE_LABELS);
	if (a->kind == TRACE_TRANSIT)
		return;
	a->reason = icmp_name(family, m->type, m->code);
	set_mark(a, family, m);
	if (a->kind == TRACE_TOO_BIG)
		a->mtu_bytes = m->info;
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
