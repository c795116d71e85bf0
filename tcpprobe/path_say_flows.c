/* path_say_flows: which of many flows fare otherwise than most, and where paths part. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "path_say.h"
#include "plural.h"
#include "spread.h"

static bool is_same(const struct path_verdict *a, const struct path_verdict *b)
{
	return a->fate == b->fate && a->hop == b->hop && addr_equal(&a->who, &b->who);
}

enum { MOST = SPREAD_FLOWS };

/* How many flows end like this one. */
static unsigned alike(const struct path_verdict *all, unsigned n, const struct path_verdict *v)
{
	unsigned same = 0;

	for (unsigned i = 0; i < n; i++)
		same += is_same(&all[i], v);
	return same;
}

static unsigned most_of(const struct path_verdict *all, unsigned n)
{
	unsigned best = 0;

	for (unsigned i = 1; i < n; i++)
		if (alike(all, n, &all[i]) > alike(all, n, &all[best]))
			best = i;
	return best;
}

static void say_ports(struct strbuf *to, const struct path_flow *flows,
	const struct path_verdict *all, unsigned n, const struct path_verdict *v)
{
	enum { SHOWN = 8 };
	unsigned shown = 0, same = alike(all, n, v);

	for (unsigned i = 0; i < n && shown < SHOWN; i++)
		if (is_same(&all[i], v))
			strbuf_print(to, "%s%u",
				shown++ ? ", " : plural(same, " (from port ", " (from ports "),
				flows[i].source_port);
	strbuf_put_text(to, same > SHOWN ? ", ...)" : ")");
}

static void say_hops(struct strbuf *to, const struct trace *all)
{
	unsigned n = 0, several = 0;

	for (unsigned hop = 1; hop <= trace_shown(all); hop++)
		several += trace_hop(all, hop)->n_who > 1;
	for (unsigned hop = 1; several && hop <= trace_shown(all); hop++)
		if (trace_hop(all, hop)->n_who > 1)
			strbuf_print(to, "%s%u",
				n++	      ? ", "
				: several > 1 ? "the paths part: hops "
					      : "the paths part: hop ",
				hop);
	strbuf_print(to, "%s\n",
		several ? plural(several, " has several routers", " have several routers")
			: "all flows take one path, as far as it answers");
}

/* Of a flow that gets no answer each round counts as lost. */
static struct spread_flow known_of(const struct path_flow *f, const struct path_verdict *v)
{
	bool reached = v->fate == PATH_OPEN || v->fate == PATH_CLOSED;
	const struct trace_hop *h = trace_hop(f->trace, reached ? v->hop : v->hop + 1);
	const struct trace_responder *w = reached ? trace_newest(f->trace, v->hop) : NULL;

	if (!h)
		return (struct spread_flow){.p25_ns = -1, .p50_ns = -1, .p75_ns = -1, .ttl = -1};
	return (struct spread_flow){.answered = reached ? h->tally.answered : 0,
		.lost = h->tally.lost,
		.p25_ns = reached ? histogram_quantile_ns(h->rtts, 0.25) : -1,
		.p50_ns = reached ? histogram_quantile_ns(h->rtts, 0.5) : -1,
		.p75_ns = reached ? histogram_quantile_ns(h->rtts, 0.75) : -1,
		.ttl = w ? w->last.ttl : -1};
}

/* What sets flows apart beyond their routers. */
static void say_spread(
	struct strbuf *to, const struct path_flow *flows, const struct path_verdict *v, unsigned n)
{
	struct spread_flow known[MOST];
	char text[SPREAD_TEXT];
	struct spread s;

	for (unsigned i = 0; i < n; i++)
		known[i] = known_of(&flows[i], &v[i]);
	s = spread_judge(known, n);
	if (s.kind != SPREAD_ALIKE && s.kind != SPREAD_SILENT)
		strbuf_print(to, "%s\n", spread_say(text, &s));
}

void path_say_flows(struct strbuf *to, const struct path_flow *flows, unsigned n,
	const struct trace *all, const struct addr *target, const struct trace_look *look)
{
	struct path_verdict v[MOST];
	bool said[MOST] = {false};

	if (n > MOST)
		n = MOST;
	for (unsigned i = 0; i < n; i++)
		v[i] = path_judge(&flows[i], target);
	for (unsigned left = n, i = n ? most_of(v, n) : 0; left; i = (i + 1) % n) {
		unsigned same = alike(v, n, &v[i]);

		if (said[i])
			continue;
		for (unsigned k = 0; k < n; k++)
			said[k] = said[k] || is_same(&v[k], &v[i]);
		left -= same;
		strbuf_print(to, "%u of %u flows", same, n);
		if (same < n)
			say_ports(to, flows, v, n, &v[i]);
		strbuf_put_text(to, ": ");
		path_say_verdict(to, &flows[i], &v[i], look);
	}
	say_hops(to, all);
	say_spread(to, flows, v, n);
}
