/* ladder: the lines of a ladder. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ladder.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
	TIME_COLUMNS = 11,
	STATE_COLUMNS = 12,
	GAP = 2,
	INDENT = TIME_COLUMNS + GAP,
	ARROW_HEAD = 2, /* line characters before a label, and behind it at least */
};

static unsigned columns_of(const struct ladder *l)
{
	if (l->columns < LADDER_COLUMNS)
		return LADDER_COLUMNS;
	return l->columns < LADDER_COLUMNS_MOST ? l->columns : LADDER_COLUMNS_MOST;
}

static void put_many(struct strbuf *to, const char *text, unsigned n)
{
	while (n--)
		strbuf_put_text(to, text);
}

static void put_time(struct strbuf *to, const struct ladder *l, int64_t at_ns)
{
	strbuf_print(to, "%*.3f  ", TIME_COLUMNS, (double)(at_ns - l->start_ns) / 1e6);
}

/* The label stands where the arrow comes from. */
static void put_arrow(
	struct strbuf *to, const struct ladder *l, enum flow_side from, const char *label)
{
	unsigned width = columns_of(l) - INDENT - 2 * (STATE_COLUMNS + 1), used;
	const char *line = l->utf8 ? "─" : "-", *dash = l->utf8 ? "─ " : "- ";

	used = (unsigned)strlen(label) + ARROW_HEAD + 3;
	width = width > used ? width - used : 0;
	if (from == FLOW_OUT) {
		strbuf_print(to, "%s%s%s ", line, dash, label);
		put_many(to, line, width);
		strbuf_put_text(to, l->utf8 ? "▶" : ">");
	} else {
		strbuf_put_text(to, l->utf8 ? "◀" : "<");
		put_many(to, line, width);
		strbuf_print(to, " %s %s%s", label, line, line);
	}
}

static void put_rung(struct strbuf *to, const struct ladder *l, const struct capflow_packet *p,
	enum flow_side from, const char *label)
{
	put_time(to, l, p->at_ns);
	strbuf_print(to, "%-*s ", STATE_COLUMNS, flow_state_name(p->state[FLOW_OUT]));
	put_arrow(to, l, from, label);
	strbuf_print(to, " %s\n", flow_state_name(p->state[FLOW_IN]));
}

/* Text in lines of the ladder's width, broken behind commas and blanks. */
static void put_wrapped(
	struct strbuf *to, const struct ladder *l, const char *first, const char *text, size_t n)
{
	unsigned indent = INDENT + (unsigned)strlen(first), width = columns_of(l) - indent;

	strbuf_print(to, "%*s%s", INDENT, "", first);
	while (n > width) {
		size_t cut = width;

		while (cut > 1 && text[cut] != ' ')
			cut--;
		if (cut == 1)
			cut = width;
		strbuf_put(to, text, cut);
		cut += text[cut] == ' ';
		strbuf_print(to, "\n%*s", indent, "");
		text += cut;
		n -= cut;
	}
	strbuf_put(to, text, n);
	strbuf_put_char(to, '\n');
}

/* Frees the text. */
static void put_text(
	struct strbuf *to, const struct ladder *l, const char *first, struct strbuf *text)
{
	to->bad |= text->bad;
	if (text->used)
		put_wrapped(to, l, first, text->p, text->used);
	strbuf_close(text);
}

static void put_end(char to[static 96], const struct addr *a, uint16_t port)
{
	char text[ADDR_TEXT];

	snprintf(to, 96, a->family == ADDR_V6 ? "[%s]:%u" : "%s:%u", addr_print(text, a), port);
}

void ladder_head(struct strbuf *to, const struct ladder *l, const struct flow_tuple *t)
{
	char here[96], there[96];
	int room;

	put_end(here, &t->addr[FLOW_OUT], t->port[FLOW_OUT]);
	put_end(there, &t->addr[FLOW_IN], t->port[FLOW_IN]);
	room = (int)columns_of(l) - INDENT - (int)strlen(here);
	if (room < (int)strlen(there) + GAP)
		room = (int)strlen(there) + GAP;
	strbuf_print(to, "%*s  %s%*s\n", TIME_COLUMNS, "ms", here, room, there);
}

static void say_numbers(struct strbuf *to, const struct flow *f, const struct flow_segment *s)
{
	enum flow_side other = flow_other(s->from);
	uint32_t window = flow_window_bytes(f, s);

	strbuf_print(to, "seq %" PRIu32 " (%" PRIu32 ")", flow_relative(f, s->from, s->sequence),
		s->sequence);
	if (s->flags & TCP_ACK)
		strbuf_print(to, ", ack %" PRIu32 " (%" PRIu32 ")",
			flow_relative(f, other, s->acknowledgment), s->acknowledgment);
	strbuf_print(to, ", win %u", s->window);
	if (window != s->window)
		strbuf_print(to, " = %" PRIu32, window);
	if (s->ttl >= 0)
		strbuf_print(to, ", ttl %d", s->ttl);
}

static void put_segment(struct strbuf *to, const struct ladder *l, const struct flow *f,
	const struct capflow_packet *p)
{
	const struct flow_segment *s = &p->segment;
	char label[64], flags[TCP_FLAGS_TEXT];
	struct strbuf text = {0};

	if (s->payload_bytes)
		snprintf(label, sizeof label, "%s, %" PRIu32 " bytes",
			tcp_flags_print(flags, s->flags), s->payload_bytes);
	else
		snprintf(label, sizeof label, "%s", tcp_flags_print(flags, s->flags));
	put_rung(to, l, p, s->from, label);
	say_numbers(&text, f, s);
	put_text(to, l, "", &text);
	ladder_options(&text, f, s);
	put_text(to, l, "", &text);
}

void ladder_packet(struct strbuf *to, const struct ladder *l, const struct flow *f,
	const struct capflow_packet *p)
{
	struct strbuf note = {0};
	char label[32];

	switch (p->kind) {
	case CAPFLOW_SEGMENT:
		put_segment(to, l, f, p);
		break;
	case CAPFLOW_ICMP:
		snprintf(label, sizeof label, "ICMP%s %u/%u",
			p->icmp.from.family == ADDR_V6 ? "v6" : "", p->icmp.type, p->icmp.code);
		put_rung(to, l, p, flow_other(p->icmp.quoted), label);
		break;
	case CAPFLOW_NAMES: /* no connection's */
		return;
	}
	ladder_note(&note, f, p);
	put_text(to, l, "- ", &note);
}

void ladder_mark(struct strbuf *to, const struct ladder *l, int64_t at_ns, const char *text)
{
	put_time(to, l, at_ns);
	strbuf_print(to, "%s\n", text);
}
