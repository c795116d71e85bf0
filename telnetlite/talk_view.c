/* talk: what is said of a session: the negotiation, bytes in hex. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "clock.h"
#include "hexdump.h"
#include "talk_parts.h"
#include "telnet_text.h"

/* Asks for what a client wants: no turns, and what it has to tell. */
void talk_begin_engine(struct talk *t)
{
	const struct {
		uint8_t verb, option;
		bool wanted;
	} wishes[] = {{TELNET_DO, TELNET_SGA, true},
		{TELNET_WILL, TELNET_TTYPE, t->c->engine.terminal != NULL},
		{TELNET_WILL, TELNET_NAWS, t->c->engine.columns && t->c->engine.rows},
		{TELNET_WILL, TELNET_NEW_ENVIRON, t->c->engine.n_env > 0},
		{TELNET_WILL, TELNET_BINARY, t->c->binary},
		{TELNET_DO, TELNET_BINARY, t->c->binary}};

	t->engine_on = true;
	for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
		struct telnet_event e;

		if (!wishes[i].wanted)
			continue;
		telnet_ask(&t->engine, wishes[i].verb, wishes[i].option, &e);
		if (e.answer.left)
			talk_send_raw(t, e.answer);
		talk_note_event(t, &e);
	}
}

static bool is_ours(const struct telnet_event *e)
{
	return e->reason == TELNET_PLAIN && e->kind != TELNET_COMMAND;
}

static void say_event(
	const struct talk *t, const struct telnet_event *e, bool incoming, const char *text)
{
	double at_ms = (double)(clock_now() - t->begun_ns) / CLOCK_MS;

	if (incoming)
		notice_line(t->c->notice, NOTICE_IN, "< %.3f ms, byte %" PRIu64 ": %s", at_ms,
			e->offset, text);
	else
		notice_line(t->c->notice, NOTICE_OUT, "> %.3f ms: %s", at_ms, text);
}

void talk_note_event(struct talk *t, const struct telnet_event *e)
{
	struct strbuf text = {0};
	bool incoming = !is_ours(e);

	if (incoming && t->log_fd >= 0)
		talk_log_command(t, e);
	if (!t->trace && !report_has_records(t->c->records->report))
		return;
	if (incoming)
		telnet_say(&text, e);
	else
		telnet_say_sent(&text, e->answer);
	strbuf_put_char(&text, '\0');
	if (text.bad && t->trace)
		report_no_memory(t->c->records->report);
	if (!text.bad && t->trace) {
		say_event(t, e, incoming, text.p);
		records_negotiation(t->c->records, incoming, e->offset, text.p);
	}
	strbuf_close(&text);
}

void talk_view_bytes(struct talk *t, bool incoming, struct bytes b, bool secret)
{
	uint64_t *offset = incoming ? &t->hex_in : &t->hex_out;
	char line[HEXDUMP_LINE];

	if (t->hex && secret)
		notice_line(t->c->notice, NOTICE_OUT, "> %08" PRIx64 "  (%zu bytes, not shown)",
			*offset, b.left);
	while (t->hex && !secret && b.left) {
		size_t before = b.left;

		hexdump_line(line, *offset, &b);
		*offset += before - b.left;
		notice_line(t->c->notice, incoming ? NOTICE_IN : NOTICE_OUT, "%c %s",
			incoming ? '<' : '>', line);
	}
	*offset += b.left;
}
