/* path_verdict: what the trace of a port says of it: how far its SYNs get, and who ends them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "path_verdict.h"

unsigned path_hops(const struct path_flow *f)
{
	return trace_shown(f->trace);
}

/* The first hop of who rejects: it lets a SYN end there, and stops those that live longer. */
static unsigned first_of(const struct trace *t, const struct addr *who, unsigned hop)
{
	for (unsigned h = 1; h < hop; h++)
		if (trace_newest(t, h) && addr_equal(&trace_newest(t, h)->last.from, who))
			return h;
	return hop;
}

static unsigned first_translated(const struct trace *t)
{
	for (unsigned h = 1; h <= trace_shown(t); h++)
		if (trace_newest(t, h) && trace_newest(t, h)->last.translated)
			return h;
	return 0;
}

static void judge_stop(
	struct path_verdict *v, const struct path_flow *f, const struct addr *target, unsigned hop)
{
	const struct trace_answer *a = &trace_newest(f->trace, hop)->last;

	v->fate = PATH_REJECTED;
	v->reason = a->reason;
	v->by_target = addr_equal(&a->from, target) && !v->translated;
	v->hop = first_of(f->trace, &a->from, hop);
}

/* Each hop answers over as many hops as the probe went, and the last over one less: so does who
 * answers for another. */
static bool is_nearer(const struct trace *t, unsigned hop)
{
	for (unsigned h = 1; h < hop; h++) {
		const struct trace_responder *w = trace_newest(t, h);

		if (w ? trace_hops_back(w->last.ttl) != h : h == hop - 1)
			return false;
	}
	return hop > 1 && trace_hops_back(trace_newest(t, hop)->last.ttl) == hop - 1;
}

struct path_verdict path_judge(const struct path_flow *f, const struct addr *target)
{
	const struct trace_verdict t = trace_verdict(f->trace);
	struct path_verdict v = {.fate = PATH_UNKNOWN, .hop = t.hop, .who = {.family = ADDR_NONE}};

	v.translated = first_translated(f->trace);
	switch (t.state) {
	case TRACE_NOTHING:
		break;
	case TRACE_REACHED:
		v.fate = f->newest_open ? PATH_OPEN : PATH_CLOSED;
		v.loss_percent = t.loss_percent;
		v.loss_from = t.loss_from;
		v.lost = trace_hop(f->trace, t.hop)->tally.lost;
		v.nearer = is_nearer(f->trace, t.hop);
		break;
	case TRACE_ENDS:
		v.fate = trace_silent(f->trace, t.hop) ? PATH_DIES : PATH_UNKNOWN;
		break;
	case TRACE_LOOPS:
		v.fate = PATH_CIRCLES;
		v.again = t.again;
		break;
	case TRACE_STOPS:
		judge_stop(&v, f, target, t.hop);
		break;
	}
	if (v.hop)
		v.who = trace_newest(f->trace, v.hop)->last.from;
	return v;
}

unsigned path_quoted_to(const struct path_flow *f, const struct path_verdict *v)
{
	unsigned whole = sight_last_whole(f->sights, path_hops(f));

	return v->fate == PATH_REJECTED && whole > v->hop ? v->hop : whole;
}

const char *path_fate_word(enum path_fate fate)
{
	static const char *const words[] = {[PATH_UNKNOWN] = "unknown",
		[PATH_OPEN] = "open",
		[PATH_CLOSED] = "closed",
		[PATH_REJECTED] = "rejected",
		[PATH_DIES] = "dies",
		[PATH_CIRCLES] = "loops"};

	return words[fate];
}

static bool answers(const struct path_verdict *v)
{
	return v->fate == PATH_OPEN || v->fate == PATH_CLOSED ||
	       (v->fate == PATH_REJECTED && v->by_target);
}

static bool is_stopped(const struct path_verdict *v)
{
	return v->fate == PATH_DIES || (v->fate == PATH_REJECTED && !v->by_target);
}

struct path_compared path_compare(const struct path_verdict *a, const struct path_verdict *b)
{
	if (a->fate == PATH_UNKNOWN || b->fate == PATH_UNKNOWN)
		return (struct path_compared){PATH_UNLIKE, false};
	if (answers(a) && answers(b)) {
		/* What a path of many ways makes of one hop more is not told from a box. */
		if (a->hop != b->hop)
			return (struct path_compared){PATH_IN_NAME, a->hop < b->hop};
		if (a->nearer != b->nearer)
			return (struct path_compared){PATH_IN_NAME, a->nearer};
		return (struct path_compared){a->fate == b->fate ? PATH_ALIKE : PATH_UNLIKE, false};
	}
	if (is_stopped(a) && answers(b))
		return (struct path_compared){PATH_STOPPED, true};
	if (answers(a) && is_stopped(b))
		return (struct path_compared){PATH_STOPPED, false};
	if (!answers(a) && !answers(b))
		return (struct path_compared){
			a->fate == b->fate && a->hop == b->hop ? PATH_ALIKE : PATH_NO_BETTER,
			false};
	return (struct path_compared){PATH_UNLIKE, false};
}
