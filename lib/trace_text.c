/* trace_text: a path as a table. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "trace_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "dscp.h"
#include "plural.h"

enum { NAME_MIN = 15, NAME_MAX = 60, CELL = 8, LOSS = 8, HOP = 4, WHO = 300, LINE = 400 };

/* One line under construction: cut to the look's width when it is put. */
struct line {
	char text[LINE];
	size_t used;
};

static void add(struct line *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct line *l, const char *format, ...)
{
	size_t room = sizeof(l->text) - l->used;
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(l->text + l->used, room, format, ap);
	va_end(ap);
	if (n > 0)
		l->used += (size_t)n < room ? (size_t)n : room - 1;
}

/* How many bytes of text take at most so many columns, each character one. */
static size_t fits(const char *text, size_t columns)
{
	size_t n = 0;

	for (; text[n] && columns; columns--) {
		n++;
		while (((unsigned char)text[n] & 0xc0) == 0x80)
			n++;
	}
	return n;
}

static unsigned columns_of(const char *text)
{
	unsigned n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static void put(struct strbuf *to, const struct trace_look *look, const struct line *l)
{
	size_t n = look->width ? fits(l->text, look->width) : l->used;

	while (n && l->text[n - 1] == ' ')
		n--;
	strbuf_put(to, l->text, n);
	strbuf_put_char(to, '\n');
}

static const char *who(char to[static WHO], const struct trace_look *look, const struct addr *a)
{
	const char *name = look->name ? look->name(look->who, a) : NULL;
	char text[ADDR_TEXT];

	addr_print(text, a);
	if (name)
		snprintf(to, WHO, "%.*s (%s)", WHO - ADDR_TEXT - 4, name, text);
	else
		snprintf(to, WHO, "%s", text);
	return to;
}

/* The column of names is as wide as they are, and narrower where the lines would be too long. */
static unsigned name_width(const struct trace *t, const struct trace_look *look)
{
	static const unsigned cells[] = {
		[TRACE_TIMES] = 6 * CELL, [TRACE_SPREAD] = 6 * CELL, [TRACE_HEADERS] = 5 * CELL};
	unsigned widest = NAME_MIN, others = HOP + 2 + LOSS + cells[look->columns];
	char text[WHO];

	for (unsigned hop = 1; hop <= trace_shown(t); hop++)
		for (unsigned i = 0; i < trace_hop(t, hop)->n_who; i++) {
			unsigned n =
				columns_of(who(text, look, &trace_hop(t, hop)->who[i].last.from));

			widest = n > widest ? n : widest;
		}
	if (widest > NAME_MAX)
		widest = NAME_MAX;
	if (look->width && widest + others > look->width)
		widest = look->width > others + NAME_MIN ? look->width - others : NAME_MIN;
	return widest;
}

static void add_name(struct line *l, const char *name, unsigned width)
{
	unsigned n = columns_of(name);

	add(l, "%.*s%*s", (int)fits(name, width), name, n < width ? (int)(width - n) : 0, "");
}

/* Milliseconds, with as many decimals as say something. */
static void add_ms(struct line *l, int64_t ns)
{
	int64_t us = ns / 1000;

	if (ns < 0)
		add(l, "%*s", CELL, "-");
	else if (us < 100000)
		add(l, "%*" PRId64 ".%03" PRId64, CELL - 4, us / 1000, us % 1000);
	else
		add(l, "%*" PRId64 ".%" PRId64, CELL - 2, us / 1000, us / 100 % 10);
}

static void add_number(struct line *l, int64_t n)
{
	if (n < 0)
		add(l, "%*s", CELL, "-");
	else
		add(l, "%*" PRId64, CELL, n);
}

static void add_loss(struct line *l, const struct trace_hop *h)
{
	unsigned tenths = (unsigned)(trace_loss_percent(h) * 10 + 0.5);

	if (h->tally.answered + h->tally.lost)
		add(l, "%*u.%u%%", LOSS - 3, tenths / 10, tenths % 10);
	else
		add(l, "%*s", LOSS, "-");
}

static void add_times(struct line *l, const struct trace_hop *h)
{
	bool any = h->tally.answered;

	add_number(l, (int64_t)h->tally.sent);
	add_ms(l, h->last_ns);
	add_ms(l, tally_mean_ns(&h->tally));
	add_ms(l, any ? h->tally.rtt_min_ns : -1);
	add_ms(l, any ? h->tally.rtt_max_ns : -1);
	add_ms(l, tally_deviation_ns(&h->tally));
}

static void add_spread(struct line *l, const struct trace_hop *h)
{
	add_number(l, (int64_t)h->tally.sent);
	add_ms(l, histogram_quantile_ns(h->rtts, 0.5));
	add_ms(l, histogram_quantile_ns(h->rtts, 0.9));
	add_ms(l, histogram_quantile_ns(h->rtts, 0.99));
	add_ms(l, h->story.jitter_ns);
	add_ms(l, h->story.difference_ns);
}

static void add_dscp(struct line *l, int16_t tos)
{
	const char *name = tos < 0 ? "-" : dscp_name((unsigned)tos >> 2);

	if (name)
		add(l, "%*s", CELL, name);
	else
		add_number(l, tos >> 2);
}

static void add_headers(struct line *l, const struct trace *t, unsigned hop)
{
	const struct trace_responder *r = trace_newest(t, hop);
	unsigned back = r ? trace_hops_back(r->last.ttl) : 0;

	add_number(l, (int64_t)trace_hop(t, hop)->tally.sent);
	add_number(l, r ? r->last.ttl : -1);
	add_number(l, back ? (int64_t)back : -1);
	add_number(l, r ? r->last.quoted_ttl : -1);
	add_dscp(l, r ? r->last.quoted_tos : -1);
}

static void add_cells(
	struct line *l, const struct trace *t, unsigned hop, enum trace_columns columns)
{
	const struct trace_hop *h = trace_hop(t, hop);

	add_loss(l, h);
	switch (columns) {
	case TRACE_TIMES:
		add_times(l, h);
		break;
	case TRACE_SPREAD:
		add_spread(l, h);
		break;
	case TRACE_HEADERS:
		add_headers(l, t, hop);
		break;
	}
}

static void add_marks(struct line *l, const struct trace *t, unsigned hop)
{
	const struct trace_responder *r = trace_newest(t, hop);

	if (trace_limits(t, hop))
		add(l, "  limits its answers");
	if (r && *r->last.mark)
		add(l, "  %s", r->last.mark);
	if (r && r->last.kind == TRACE_TOO_BIG && r->last.mtu_bytes)
		add(l, "  MTU %u", r->last.mtu_bytes);
}

/* The stack as it came, and who else answered on this hop. */
static void put_more(struct strbuf *to, const struct trace_look *look, const struct trace_hop *h)
{
	const struct trace_answer *newest = h->n_who ? &h->who[h->newest].last : NULL;
	char text[WHO];

	for (unsigned i = 0; newest && i < newest->n_labels; i++) {
		struct line l = {.used = 0};
		uint32_t e = newest->labels[i];

		add(&l, "%*sMPLS label %u, class %u, TTL %u", HOP + 2, "", e >> 12, e >> 9 & 7,
			e & 255);
		put(to, look, &l);
	}
	for (unsigned i = 0; i < h->n_who; i++) {
		struct line l = {.used = 0};

		if (i == h->newest)
			continue;
		add(&l, "%*s%s, %" PRIu64 " of %" PRIu64 " %s", HOP + 2, "",
			who(text, look, &h->who[i].last.from), h->who[i].answers, h->tally.answered,
			plural(h->tally.answered, "answer", "answers"));
		put(to, look, &l);
	}
}

static void put_headings(struct strbuf *to, const struct trace_look *look, unsigned width)
{
	static const char *const headings[] = {
		[TRACE_TIMES] = "    sent    last     avg    best   worst   stdev",
		[TRACE_SPREAD] = "    sent     p50     p90     p99  jitter    ipdv",
		[TRACE_HEADERS] = "    sent     ttl    back  at-ttl    dscp"};
	struct line l = {.used = 0};

	add(&l, "%*s  ", HOP, "hop");
	add_name(&l, "address", width);
	add(&l, "%*s%s", LOSS, "loss", headings[look->columns]);
	put(to, look, &l);
}

void trace_table(struct strbuf *to, const struct trace *t, const struct trace_look *look)
{
	unsigned width = name_width(t, look);
	char text[WHO];

	put_headings(to, look, width);
	for (unsigned hop = 1; hop <= trace_shown(t); hop++) {
		const struct trace_responder *r = trace_newest(t, hop);
		struct line l = {.used = 0};

		add(&l, "%*u  ", HOP, hop);
		add_name(&l, r ? who(text, look, &r->last.from) : "*", width);
		add_cells(&l, t, hop, look->columns);
		add_marks(&l, t, hop);
		put(to, look, &l);
		put_more(to, look, trace_hop(t, hop));
	}
}
