/* rounds: the probes of a path in rounds, each hop once a round, as far as it is worth one; and
 * when the last have been waited for long enough. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "rounds.h"

enum {
	PATIENCE = 4, /* round trips that the last probes are waited for */
	LEAST_WAIT_NS = 300000000
};

void rounds_init(struct rounds *r, struct trace *t, uint64_t limit)
{
	*r = (struct rounds){.trace = t, .limit = limit};
}

static bool is_done(const struct rounds *r, unsigned hop)
{
	const struct trace_responder *w = r->once ? trace_newest(r->trace, hop) : NULL;

	return w && w->last.kind == TRACE_TRANSIT;
}

static bool is_wanted(const struct rounds *r, unsigned hop)
{
	return trace_wanted(r->trace, hop) && !is_done(r, hop);
}

bool rounds_due(struct rounds *r, unsigned hop, uint64_t nth)
{
	r->next[hop] = nth + 1;
	if (!r->paused)
		r->asked[hop]++;
	if (r->paused || !is_wanted(r, hop) || (r->limit && r->asked[hop] > r->limit))
		return false;
	trace_sent(r->trace, hop);
	return true;
}

bool rounds_counts(const struct rounds *r, unsigned hop, uint64_t nth)
{
	return nth >= r->first[hop];
}

void rounds_reset(struct rounds *r)
{
	trace_reset(r->trace);
	for (unsigned hop = 1; hop <= trace_hops(r->trace); hop++) {
		r->first[hop] = r->next[hop];
		r->asked[hop] = 0;
	}
}

static bool is_asked(const struct rounds *r)
{
	for (unsigned hop = 1; r->limit && hop <= trace_hops(r->trace); hop++)
		if (is_wanted(r, hop) && r->asked[hop] < r->limit)
			return false;
	return r->limit > 0;
}

static bool is_pending(const struct rounds *r)
{
	for (unsigned hop = 1; hop <= trace_hops(r->trace); hop++)
		if (is_wanted(r, hop) && tally_pending(&trace_hop(r->trace, hop)->tally))
			return true;
	return false;
}

static int64_t patience_ns(const struct rounds *r, int64_t least_ns)
{
	for (unsigned hop = 1; hop <= trace_hops(r->trace); hop++) {
		int64_t rtt_ns = PATIENCE * trace_hop(r->trace, hop)->tally.rtt_max_ns;

		if (rtt_ns > least_ns)
			least_ns = rtt_ns;
	}
	return least_ns;
}

bool rounds_over(
	const struct rounds *r, unsigned n, int64_t *end_ns, int64_t now_ns, int64_t timeout_ns)
{
	int64_t wait_ns = LEAST_WAIT_NS;
	bool asked = true, pending = false;

	for (unsigned i = 0; i < n; i++) {
		asked = asked && is_asked(&r[i]);
		pending = pending || is_pending(&r[i]);
		wait_ns = patience_ns(&r[i], wait_ns);
	}
	if (!asked) {
		*end_ns = 0;
		return false;
	}
	if (!*end_ns)
		*end_ns = now_ns + (wait_ns < timeout_ns ? wait_ns : timeout_ns);
	return !pending || now_ns >= *end_ns;
}
