/* path_say_flows: which of many flows fare otherwise than most, and where paths part. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "path_say.h"

static bool is_same(const struct path_verdict *a, const struct path_verdict *b)
{
	return a->fate == b->fate && a->hop == b->hop && addr_equal(&a->who, &b->who);
}

enum { MOST = 256 };

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
			strbuf_print(
				to, "%s%u", shown++ ? ", " : " (from port ", flows[i].source_port);
	strbuf_put_text(to, same > SHOWN ? ", ...)" : ")");
}

static void say_hops(struct strbuf *to, const struct trace *all)
{
	unsigned n = 0;

	for (unsigned hop = 1; hop <= trace_shown(all); hop++)
		if (trace_hop(all, hop)->n_who > 1)
			strbuf_print(to, "%s%u", n++ ? ", " : "the paths part: hop ", hop);
	if (n)
		strbuf_put_text(to, n > 1 ? " have several routers\n" : " has several routers\n");
	else
		strbuf_put_text(to, "all flows take one path, as far as it answers\n");
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
}
