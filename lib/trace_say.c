/* trace_say: what to make of a path, in a sentence. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "dscp.h"
#include "plural.h"
#include "trace_text.h"

enum { FEW = 5 /* lost probes, by which nobody can be sure where */ };

void trace_put_addr(struct strbuf *to, const struct trace_look *look, const struct addr *a)
{
	const char *name = look->name ? look->name(look->who, a) : NULL;
	char text[ADDR_TEXT];

	if (name)
		strbuf_print(to, "%s, ", name);
	strbuf_put_text(to, addr_print(text, a));
}

void trace_put_hop(
	struct strbuf *to, const struct trace_look *look, unsigned hop, const struct addr *who)
{
	strbuf_print(to, "hop %u", hop);
	if (!who)
		return;
	strbuf_put_text(to, " (");
	trace_put_addr(to, look, who);
	strbuf_put_char(to, ')');
}

static void put_hop(
	struct strbuf *to, const struct trace *t, const struct trace_look *look, unsigned hop)
{
	const struct trace_responder *r = trace_newest(t, hop);

	trace_put_hop(to, look, hop, r ? &r->last.from : NULL);
}

static void put_percent(struct strbuf *to, double percent)
{
	unsigned tenths = (unsigned)(percent * 10 + 0.5);

	strbuf_print(to, "%u", tenths / 10);
	if (tenths % 10)
		strbuf_print(to, ".%u", tenths % 10);
	strbuf_put_text(to, " %");
}

static void say_limits(struct strbuf *to, const struct trace *t)
{
	unsigned n = 0, all = 0;

	for (unsigned hop = 1; hop <= trace_shown(t); hop++)
		all += trace_limits(t, hop);
	for (unsigned hop = 1; all && hop <= trace_shown(t); hop++)
		if (trace_limits(t, hop))
			strbuf_print(to, "%s%u", n++ ? ", " : all > 1 ? "; hops " : "; hop ", hop);
	if (all)
		strbuf_put_text(
			to, all > 1 ? " answer only some probes" : " answers only some probes");
}

static void say_reached(struct strbuf *to, const struct trace *t, const struct trace_look *look,
	const struct trace_verdict *v)
{
	const struct trace_hop *h = trace_hop(t, v->hop);

	if (v->loss_from) {
		strbuf_put_text(to, "the path loses ");
		put_percent(to, v->loss_percent);
		strbuf_put_text(to, " from ");
		put_hop(to, t, look, v->loss_from);
		strbuf_put_text(to, v->loss_from == v->hop ? ", the target" : " on");
		if (h->tally.lost < FEW)
			strbuf_print(to, ", as far as %" PRIu64 " lost %s", h->tally.lost,
				plural(h->tally.lost, "probe tells", "probes tell"));
	} else {
		strbuf_print(to, "no loss in %" PRIu64 " %s to the target, hop %u",
			h->tally.answered, plural(h->tally.answered, "probe", "probes"), v->hop);
	}
	say_limits(to, t);
}

static void say_stops(struct strbuf *to, const struct trace *t, const struct trace_look *look,
	const struct trace_verdict *v)
{
	const struct trace_answer *a = &trace_newest(t, v->hop)->last;

	strbuf_print(to, "the path stops at hop %u: ", v->hop);
	trace_put_addr(to, look, &a->from);
	if (a->kind == TRACE_TOO_BIG) {
		strbuf_put_text(to, " says that the probes are larger than its next link takes");
		if (a->mtu_bytes)
			strbuf_print(to, ", %u bytes", a->mtu_bytes);
	} else {
		strbuf_print(to, " says %s", a->reason ? a->reason : "that they go no further");
	}
}

static void say_nothing(struct strbuf *to, const struct trace *t)
{
	bool left = false;

	for (unsigned hop = 1; hop <= trace_hops(t); hop++)
		left = left || trace_hop(t, hop)->tally.sent;
	strbuf_put_text(to, trace_silent(t, 0) ? "nothing answers, not even the first hop"
			    : left	       ? "the end came before any answer"
					       : "no probe left this host");
}

static void say_ends(
	struct strbuf *to, const struct trace *t, const struct trace_look *look, unsigned hop)
{
	bool silent = trace_silent(t, hop);

	strbuf_put_text(to, silent ? "nothing answers beyond " : "the last to answer is ");
	put_hop(to, t, look, hop);
	if (silent)
		strbuf_put_text(
			to, ": what is behind it is down, or drops the probes or its answers");
	else if (hop == trace_hops(t))
		strbuf_put_text(to, ": nobody behind it was asked");
	else
		strbuf_put_text(to, ": the end came before others had the time to");
	say_limits(to, t);
}

static void say_verdict(struct strbuf *to, const struct trace *t, const struct trace_look *look)
{
	struct trace_verdict v = trace_verdict(t);

	switch (v.state) {
	case TRACE_NOTHING:
		say_nothing(to, t);
		break;
	case TRACE_REACHED:
		say_reached(to, t, look, &v);
		break;
	case TRACE_ENDS:
		say_ends(to, t, look, v.hop);
		break;
	case TRACE_LOOPS:
		strbuf_put_text(to, "a routing loop: ");
		put_hop(to, t, look, v.hop);
		strbuf_print(to, " comes again as hop %u", v.again);
		break;
	case TRACE_STOPS:
		say_stops(to, t, look, &v);
		break;
	}
	strbuf_put_char(to, '\n');
}

static void put_dscp(struct strbuf *to, int16_t tos)
{
	const char *name = dscp_name((unsigned)tos >> 2);

	if (name)
		strbuf_put_text(to, name);
	else
		strbuf_print(to, "%d", tos >> 2);
}

static void say_remark(struct strbuf *to, const struct trace_remark *r)
{
	if (r->was >> 2 != r->is >> 2) {
		strbuf_put_text(to, "DSCP ");
		put_dscp(to, r->was);
		strbuf_put_text(to, " -> ");
		put_dscp(to, r->is);
	} else {
		strbuf_print(to, "ECN bits %d -> %d", r->was & 3, r->is & 3);
	}
	if (r->before)
		strbuf_print(to, " between hop %u and %u\n", r->before, r->hop);
	else
		strbuf_print(to, " before hop %u\n", r->hop);
}

/* Where a line of at most width columns may end: behind its last word that fits, or in a longer
 * one.
 */
static size_t line_end(const char *text, size_t size, unsigned width)
{
	size_t word = 0, n = 0;

	for (unsigned column = 0; n < size && column < width; column++) {
		if (text[n] == ' ')
			word = n;
		n++;
		while (n < size && ((unsigned char)text[n] & 0xc0) == 0x80)
			n++;
	}
	return n == size || text[n] == ' ' || !word ? n : word;
}

static void put_wrapped(struct strbuf *to, const char *text, size_t size, unsigned width)
{
	while (size) {
		size_t n = width ? line_end(text, size, width) : size;

		strbuf_put(to, text, n);
		strbuf_put_char(to, '\n');
		while (n < size && text[n] == ' ')
			n++;
		text += n;
		size -= n;
	}
}

void trace_wrap(struct strbuf *to, const struct strbuf *lines, unsigned width)
{
	for (size_t from = 0; from < lines->used;) {
		const char *end = memchr(lines->p + from, '\n', lines->used - from);
		size_t size = end ? (size_t)(end - (lines->p + from)) : lines->used - from;

		put_wrapped(to, lines->p + from, size, width);
		from += size + 1;
	}
	to->bad |= lines->bad;
}

void trace_say(struct strbuf *to, const struct trace *t, const struct trace_look *look, int16_t tos)
{
	struct trace_remark remark = {.is = tos};
	uint64_t changes = trace_length_changes(t);
	struct strbuf b = {.p = NULL};

	say_verdict(&b, t, look);
	while (trace_remarked(t, &remark))
		say_remark(&b, &remark);
	if (changes)
		strbuf_print(&b, "its length changed %" PRIu64 " %s\n", changes,
			plural(changes, "time", "times"));
	trace_wrap(to, &b, look->width);
	strbuf_close(&b);
}
