/* path_say: what the traces of a port's SYNs say, in sentences. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "path_say.h"

#include <inttypes.h>

#include "plural.h"

enum { FEW = 5 /* lost probes, by which nobody can be sure where */ };

static void put_at(struct strbuf *to, const struct trace_look *look, const struct path_verdict *v)
{
	trace_put_hop(to, look, v->hop, &v->who);
}

static void say_loss(struct strbuf *to, const struct path_flow *f, const struct path_verdict *v,
	const struct trace_look *look)
{
	const struct trace_responder *w = trace_newest(f->trace, v->loss_from);
	unsigned tenths = (unsigned)(v->loss_percent * 10 + 0.5);

	if (!v->lost || !w)
		return;
	strbuf_print(to, "; %u.%u %% of its SYNs are lost from ", tenths / 10, tenths % 10);
	trace_put_hop(to, look, v->loss_from, &w->last.from);
	strbuf_put_text(to, " on");
	if (v->lost < FEW)
		strbuf_print(to, ", as far as %" PRIu64 " lost ones tell", v->lost);
}

static void say_nearer(struct strbuf *to, const struct path_flow *f, const struct path_verdict *v,
	const struct trace_look *look)
{
	if (!v->nearer)
		return;
	strbuf_put_text(to, "; by its TTL it is sent from ");
	trace_put_hop(to, look, v->hop - 1, &trace_newest(f->trace, v->hop - 1)->last.from);
	strbuf_put_text(to, ", which may answer in the target's name");
}

static void say_rejected(
	struct strbuf *to, const struct path_verdict *v, const struct trace_look *look)
{
	strbuf_print(to, "is rejected by %s", v->by_target ? "the target itself, " : "");
	put_at(to, look, v);
	strbuf_print(to, ": %s", v->reason ? v->reason : "it goes no further");
}

static void say_unknown(struct strbuf *to, const struct trace *t, const struct path_verdict *v,
	const struct trace_look *look)
{
	strbuf_put_text(to, "is unknown: ");
	if (!v->hop) {
		strbuf_put_text(to, trace_silent(t, 0) ? "nothing answers, not even the first hop"
						       : "the end came before any answer");
		return;
	}
	strbuf_put_text(to, "the last to answer is ");
	put_at(to, look, v);
	strbuf_put_text(to, v->hop == trace_hops(t)
				    ? ", and nobody behind it was asked"
				    : ", and the end came before others had the time to");
}

void path_say_verdict(struct strbuf *to, const struct path_flow *f, const struct path_verdict *v,
	const struct trace_look *look)
{
	strbuf_print(to, "port %u ", f->port);
	switch (v->fate) {
	case PATH_UNKNOWN:
		say_unknown(to, f->trace, v, look);
		break;
	case PATH_OPEN:
	case PATH_CLOSED:
		strbuf_print(to, "is %s: %s from the target's address, ",
			v->fate == PATH_OPEN ? "open" : "closed",
			v->fate == PATH_OPEN ? "SYN-ACK" : "RST");
		put_at(to, look, v);
		say_nearer(to, f, v, look);
		say_loss(to, f, v, look);
		break;
	case PATH_REJECTED:
		say_rejected(to, v, look);
		break;
	case PATH_DIES:
		strbuf_put_text(to, "is filtered: the SYN dies after ");
		put_at(to, look, v);
		strbuf_put_text(to, ", or its answer does");
		break;
	case PATH_CIRCLES:
		strbuf_put_text(to, "is not reached: a routing loop, ");
		put_at(to, look, v);
		strbuf_print(to, " comes again as hop %u", v->again);
		break;
	}
	strbuf_put_char(to, '\n');
}

/* The first behind hop who answers for the port that passes; 0: nobody. */
static unsigned next_of(const struct path_flow *passes, unsigned hop)
{
	for (unsigned h = hop + 1; h <= trace_shown(passes->trace); h++)
		if (trace_newest(passes->trace, h))
			return h;
	return 0;
}

/* A router tells of a TTL's end before its rules for what it forwards. */
static void say_between(struct strbuf *to, const struct path_flow *a, const struct path_verdict *va,
	const struct path_flow *b, const struct path_verdict *vb, const struct trace_look *look)
{
	unsigned next = next_of(b, va->hop);

	strbuf_print(to, "; so %u is dropped by ", a->port);
	trace_put_addr(to, look, &va->who);
	if (!next || next > va->hop + 1) {
		strbuf_put_text(to, " on its way out, or behind it");
		return;
	}
	strbuf_put_text(to, " on its way out, or by ");
	trace_put_addr(to, look, &trace_newest(b->trace, next)->last.from);
	strbuf_put_text(to, next == vb->hop ? ", the target" : " on its way in");
}

static void say_stopped(struct strbuf *to, const struct path_flow *a, const struct path_verdict *va,
	const struct path_flow *b, const struct path_verdict *vb, const struct trace_look *look)
{
	strbuf_print(
		to, "%u %s ", a->port, va->fate == PATH_DIES ? "dies after" : "is rejected by");
	put_at(to, look, va);
	strbuf_print(to, ", %u passes to the target, ", b->port);
	put_at(to, look, vb);
	if (va->fate == PATH_DIES)
		say_between(to, a, va, b, vb, look);
	strbuf_put_char(to, '\n');
}

/* The target cannot be nearer by one port than by another. */
static void say_in_name(struct strbuf *to, const struct path_flow *a, const struct path_verdict *va,
	const struct path_flow *b, const struct path_verdict *vb, const struct trace_look *look)
{
	const struct trace_responder *w = trace_newest(b->trace, va->hop);

	if (va->hop == vb->hop) {
		strbuf_print(to,
			"%u's answer comes over a hop less than %u's, by their TTLs: a middlebox "
			"probably sends it in the target's name, ",
			a->port, b->port);
		trace_put_hop(
			to, look, va->hop - 1, &trace_newest(a->trace, va->hop - 1)->last.from);
		strbuf_put_char(to, '\n');
		return;
	}
	strbuf_print(to,
		"%u is answered as if by the target %u %s away, yet %u says that it is %u:",
		a->port, va->hop, plural(va->hop, "hop", "hops"), b->port, vb->hop);
	strbuf_put_text(to, " a middlebox answers in its name, before ");
	if (w)
		trace_put_hop(to, look, va->hop, &w->last.from);
	else
		strbuf_print(to, "hop %u", va->hop);
	strbuf_put_char(to, '\n');
}

static void say_unlike(struct strbuf *to, const struct path_flow *a, const struct path_verdict *va,
	const struct path_flow *b, const struct path_verdict *vb, bool alike)
{
	if (va->fate == PATH_UNKNOWN || vb->fate == PATH_UNKNOWN)
		strbuf_print(to, "%u cannot be compared with %u: too little is known of it\n",
			va->fate == PATH_UNKNOWN ? a->port : b->port,
			va->fate == PATH_UNKNOWN ? b->port : a->port);
	else if (alike)
		strbuf_print(to, "%u and %u meet the same fate: the ports make no difference\n",
			a->port, b->port);
	else if (va->hop == vb->hop)
		strbuf_print(to, "%u is %s and %u %s, both at hop %u\n", a->port,
			path_fate_word(va->fate), b->port, path_fate_word(vb->fate), va->hop);
	else
		strbuf_print(to, "neither gets through: %u %s at hop %u, %u %s at hop %u\n",
			a->port, path_fate_word(va->fate), va->hop, b->port,
			path_fate_word(vb->fate), vb->hop);
}

void path_say_compared(struct strbuf *to, const struct path_flow *a, const struct path_verdict *va,
	const struct path_flow *b, const struct path_verdict *vb, const struct trace_look *look)
{
	struct path_compared c = path_compare(va, vb);

	switch (c.contrast) {
	case PATH_STOPPED:
		if (c.first)
			say_stopped(to, a, va, b, vb, look);
		else
			say_stopped(to, b, vb, a, va, look);
		break;
	case PATH_IN_NAME:
		if (c.first)
			say_in_name(to, a, va, b, vb, look);
		else
			say_in_name(to, b, vb, a, va, look);
		break;
	case PATH_ALIKE:
	case PATH_UNLIKE:
	case PATH_NO_BETTER:
		say_unlike(to, a, va, b, vb, c.contrast == PATH_ALIKE);
		break;
	}
}
