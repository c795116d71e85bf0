/* trace_judge: whose silence is whose: limited answers, loss, loops and ends. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "trace_parts.h"

/* Probes lost of so many. */
struct share {
	double lost, of;
};

static struct share share_of(const struct trace_hop *h)
{
	return (struct share){
		(double)h->tally.lost, (double)h->tally.answered + (double)h->tally.lost};
}

static void add(struct share *to, struct share s)
{
	to->lost += s.lost;
	to->of += s.of;
}

/* By two standard errors: once in forty times chance alone looks like it. Where many probes say
 * more, three of them: once in a thousand. */
static bool clearly_more(struct share a, struct share b)
{
	enum { MANY = 50, TWO_SQUARED = 4, THREE_SQUARED = 9 };
	double errors = a.of < MANY ? TWO_SQUARED : THREE_SQUARED;
	double p = (a.lost + b.lost + 1) / (a.of + b.of + 2), more;

	if (a.of < 1 || b.of < 1)
		return false;
	more = a.lost / a.of - b.lost / b.of;
	return more > 0 && more * more > errors * p * (1 - p) * (1 / a.of + 1 / b.of);
}

/* From the last hop to the first: those who lose clearly more than all good ones behind them. */
static void find_limiters(const struct trace *t, bool limits[static TRACE_HOPS_MAX + 1])
{
	struct share behind = {0};

	for (unsigned hop = t->end ? t->end : t->heard; hop; hop--) {
		const struct trace_hop *h = &t->hops[hop - 1];

		limits[hop] = h->n_who && clearly_more(share_of(h), behind);
		if (h->n_who && !limits[hop])
			add(&behind, share_of(h));
	}
}

bool trace_limits(const struct trace *t, unsigned hop)
{
	bool limits[TRACE_HOPS_MAX + 1] = {false};

	find_limiters(t, limits);
	return hop && hop <= t->n && limits[hop];
}

/* The hop that parts the losses best: the least variance within what lies before it and from it on.
 * This host stands before the first hop, where nothing is lost. */
static unsigned loss_from(const struct trace *t, unsigned target)
{
	bool limits[TRACE_HOPS_MAX + 1] = {false};
	struct share before = {0, share_of(&t->hops[target - 1]).of}, from = {0};
	double best = 0;
	unsigned found = 0;

	find_limiters(t, limits);
	for (unsigned hop = 1; hop <= target; hop++)
		if (t->hops[hop - 1].n_who && !limits[hop])
			add(&from, share_of(&t->hops[hop - 1]));
	for (unsigned hop = 1; hop <= target; hop++) {
		struct share s = share_of(&t->hops[hop - 1]);
		double more, parted;

		if (!t->hops[hop - 1].n_who || limits[hop] || from.of < 1)
			continue;
		more = from.lost / from.of - before.lost / before.of;
		parted = before.of * from.of / (before.of + from.of) * more * more;
		if (more > 0 && parted > best) {
			best = parted;
			found = hop;
		}
		add(&before, s);
		from.lost -= s.lost;
		from.of -= s.of;
	}
	return found;
}

/* The last hop at which the target answered, and still its newest answer. */
static unsigned target_hop(const struct trace *t)
{
	if (t->end && trace_newest(t, t->end)->last.kind == TRACE_TARGET)
		return t->end;
	for (unsigned hop = t->heard; hop; hop--)
		if (trace_newest(t, hop) && trace_newest(t, hop)->last.kind == TRACE_TARGET)
			return hop;
	return 0;
}

struct trace_verdict trace_verdict(const struct trace *t)
{
	struct trace_verdict v = {.hop = target_hop(t)};
	const struct trace_hop *h = trace_hop(t, v.hop);

	if (!t->heard)
		return v;
	if (t->end && t->end != v.hop) {
		v.state = TRACE_STOPS;
		v.hop = t->end;
	} else if ((!h || h->missed) && trace_find_loop(t, &v.hop, &v.again)) {
		v.state = TRACE_LOOPS;
	} else if (!h) {
		v.state = TRACE_ENDS;
		v.hop = t->heard;
	} else {
		v.state = TRACE_REACHED;
		v.loss_percent = trace_loss_percent(h);
		if (h->tally.lost)
			v.loss_from = loss_from(t, v.hop);
	}
	return v;
}

bool trace_remarked(const struct trace *t, struct trace_remark *at)
{
	unsigned before = at->hop;

	for (unsigned hop = before + 1; hop <= t->heard; hop++) {
		const struct trace_responder *r = trace_newest(t, hop);

		if (!r || r->last.quoted_tos < 0)
			continue;
		if (r->last.quoted_tos != at->is) {
			*at = (struct trace_remark){before, hop, at->is, r->last.quoted_tos};
			return true;
		}
		before = hop;
	}
	return false;
}

bool trace_silent(const struct trace *t, unsigned hop)
{
	const struct trace_hop *h;

	while ((h = trace_hop(t, ++hop)))
		if (h->tally.lost)
			return true;
	return false;
}
