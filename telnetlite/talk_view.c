/* talk: what is said of a session: the negotiation, bytes in hex, the transcript. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

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

/* The bytes a command came as, for the transcript. */
static void log_command(struct talk *t, const struct telnet_event *e)
{
	uint8_t wire[2 * TELNET_SUB_BYTES + 8] = {TELNET_IAC};
	struct bytes_out to = bytes_to(wire, sizeof wire);
	struct bytes data = e->data;

	bytes_put_u8(&to, TELNET_IAC);
	bytes_put_u8(&to, e->kind == TELNET_SUB ? TELNET_SB : e->verb);
	if (e->kind != TELNET_COMMAND)
		bytes_put_u8(&to, e->option);
	while (data.left) {
		uint8_t c = bytes_u8(&data);

		bytes_put_u8(&to, c);
		if (c == TELNET_IAC)
			bytes_put_u8(&to, c);
	}
	if (e->kind == TELNET_SUB) {
		bytes_put_u8(&to, TELNET_IAC);
		bytes_put_u8(&to, TELNET_SE);
	}
	talk_log_raw(t, true, bytes_written(&to));
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
		log_command(t, e);
	if (!t->trace && !report_has_records(t->c->records->report))
		return;
	if (incoming)
		telnet_say(&text, e, &t->engine.config);
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

/* The session goes on without it; its exit status tells. */
static void lose_log(struct talk *t, int error)
{
	notice_say(t->c->notice, "the log cannot be written any more: %s", strerror(error));
	t->log_fd = -1;
	t->result->log_error = error;
}

static void write_log(struct talk *t, struct strbuf *text)
{
	size_t at = 0;

	if (text->bad || t->in_line.text.bad || t->out_line.text.bad)
		lose_log(t, ENOMEM);
	while (t->log_fd >= 0 && at < text->used) {
		ssize_t n = write(t->log_fd, text->p + at, text->used - at);

		if (n > 0)
			at += (size_t)n;
		else if (!n || errno != EINTR)
			lose_log(t, n ? errno : EIO);
	}
	strbuf_close(text);
}

/* What is typed is logged when that is wanted and the server does not keep it hidden by echoing. */
static bool is_logged(const struct talk *t, bool incoming)
{
	if (t->log_fd < 0)
		return false;
	return incoming ||
	       (t->c->log_input && !(t->engine_on && telnet_hears(&t->engine, TELNET_ECHO)));
}

void talk_log_data(struct talk *t, bool incoming, struct bytes b)
{
	struct strbuf text = {0};

	if (!is_logged(t, incoming))
		return;
	transcript_data(&text, incoming ? &t->in_line : &t->out_line,
		incoming ? TRANSCRIPT_IN : TRANSCRIPT_OUT, b, clock_wall());
	write_log(t, &text);
}

void talk_log_raw(struct talk *t, bool incoming, struct bytes b)
{
	struct strbuf text = {0};

	if (t->log_fd < 0)
		return;
	/* Data that came before stands before. */
	transcript_flush(&text, &t->in_line, TRANSCRIPT_IN);
	transcript_flush(&text, &t->out_line, TRANSCRIPT_OUT);
	transcript_put(&text, incoming ? TRANSCRIPT_IN_RAW : TRANSCRIPT_OUT_RAW, b, clock_wall());
	write_log(t, &text);
}

void talk_log_end(struct talk *t)
{
	struct strbuf text = {0};

	if (t->log_fd >= 0) {
		transcript_flush(&text, &t->in_line, TRANSCRIPT_IN);
		transcript_flush(&text, &t->out_line, TRANSCRIPT_OUT);
		write_log(t, &text);
	}
	strbuf_close(&t->in_line.text);
	strbuf_close(&t->out_line.text);
}
