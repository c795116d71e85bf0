/* talk: the transcript of a session. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "talk_parts.h"

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

/* The bytes a command came as, for the transcript. */
void talk_log_command(struct talk *t, const struct telnet_event *e)
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

static void put_note(struct strbuf *to, const char *what, const char *value)
{
	struct strbuf note = {0};

	strbuf_print(&note, "%s %s", what, value);
	if (!note.bad)
		transcript_put(to, TRANSCRIPT_NOTE, bytes_of(note.p, note.used), clock_wall());
	strbuf_close(&note);
}

void talk_log_begin(struct talk *t)
{
	const struct telnet_config *c = &t->engine.config;
	struct strbuf text = {0};
	char window[32];

	if (t->log_fd < 0)
		return;
	put_note(&text, "connected to", t->c->target);
	put_note(&text, TRANSCRIPT_TERMINAL, c->terminal ? c->terminal : "");
	snprintf(window, sizeof window, "%ux%u", c->columns, c->rows);
	put_note(&text, TRANSCRIPT_WINDOW, window);
	for (size_t i = 0; i < c->n_env; i++)
		put_note(&text, TRANSCRIPT_ENV, c->env[i]);
	write_log(t, &text);
}

void talk_log_end(struct talk *t)
{
	struct strbuf text = {0};

	if (t->log_fd >= 0) {
		transcript_flush(&text, &t->in_line, TRANSCRIPT_IN);
		transcript_flush(&text, &t->out_line, TRANSCRIPT_OUT);
		if (t->over)
			put_note(&text, "end:", talk_end_name(t->result->end));
		write_log(t, &text);
	}
	strbuf_close(&t->in_line.text);
	strbuf_close(&t->out_line.text);
}
