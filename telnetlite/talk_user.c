/* talk: the user at a terminal: modes, the escape key, its commands. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "plural.h"
#include "talk_parts.h"
#include "term.h"

/* A server that echoes and suppresses go-ahead wants each key; one that only echoes hides a line.
 * One that did both and takes go-ahead back, as telnetd does while its terminal edits lines, still
 * echoes what is typed: nobody would see a line before it is sent. */
static enum console_mode mode_of(const struct talk *t)
{
	if (t->at_prompt)
		return CONSOLE_FOUND;
	if (t->forced_mode >= 0)
		return (enum console_mode)t->forced_mode;
	if (!t->engine_on || !telnet_hears(&t->engine, TELNET_ECHO))
		return CONSOLE_LINES;
	return t->takes_keys ? CONSOLE_KEYS : CONSOLE_HIDDEN;
}

static enum eol eol_of(const struct talk *t)
{
	if (t->c->eol_given)
		return t->c->eol;
	if (!t->in_is_tty || t->c->script)
		return EOL_AS_IS;
	if (!t->engine_on)
		return EOL_CRLF;
	if (telnet_does(&t->engine, TELNET_BINARY))
		return EOL_AS_IS;
	return t->console.mode == CONSOLE_KEYS ? EOL_CRNUL : EOL_CRLF;
}

void talk_mode(struct talk *t)
{
	console_set(&t->console, mode_of(t));
	t->c->notice->raw = t->console.fd >= 0 && t->console.mode == CONSOLE_KEYS;
	t->eol.kind = eol_of(t);
	t->eol.telnet = t->engine_on;
	t->eol.keys = t->console.fd >= 0 && t->console.mode == CONSOLE_KEYS;
	t->display.kind = !t->out_is_tty || t->c->raw_output ? DISPLAY_EXACT
			  : t->engine.active		     ? DISPLAY_TERMINAL
							     : DISPLAY_VISIBLE;
}

void talk_window(struct talk *t)
{
	struct telnet_event e;
	struct term_size size;

	if (t->console.fd < 0 || !t->engine.config.columns)
		return;
	size = term_size(t->console.fd);
	telnet_window(&t->engine, size.columns, size.rows, &e);
	if (!e.answer.left)
		return;
	talk_send_raw(t, e.answer);
	talk_note_event(t, &e);
	talk_flush(t);
}

void talk_window_again(struct talk *t)
{
	telnet_forget_window(&t->engine);
	talk_window(t);
}

static void send_command(struct talk *t, uint8_t code)
{
	const uint8_t command[] = {TELNET_IAC, code};

	if (t->engine_on)
		talk_send_raw(t, bytes_of(command, sizeof command));
	else
		notice_say(t->c->notice, "this is no telnet session");
}

void talk_interrupt(struct talk *t)
{
	send_command(t, TELNET_IP);
	talk_flush(t);
}

static void say_status(struct talk *t)
{
	static const char *const modes[] = {"as found", "line", "line, hidden", "character"};
	const struct talk_result *r = t->result;

	notice_say(t->c->notice, "%s, %s, %s mode, %llu %s received, %llu sent", t->c->target,
		t->engine.active ? "telnet" : "plain",
		modes[t->forced_mode >= 0 ? t->forced_mode : (int)t->console.mode],
		(unsigned long long)r->received_bytes, plural(r->received_bytes, "byte", "bytes"),
		(unsigned long long)r->sent_bytes);
}

static void begin_log(struct talk *t, const char *path)
{
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;

	if (fd < 0) {
		if (path)
			notice_say(t->c->notice, "log %s: %s", path, strerror(errno));
		else
			notice_say(t->c->notice, "log wants a file");
		return;
	}
	talk_log_end(t);
	if (t->log_fd >= 0 && t->log_fd != t->c->log_fd)
		close(t->log_fd);
	t->log_fd = fd;
}

static void obey(struct talk *t, const struct command_line *line)
{
	switch (line->what) {
	case COMMAND_NONE:
		break;
	case COMMAND_HELP:
		notice_say(t->c->notice, "%s", command_help);
		break;
	case COMMAND_STATUS:
		say_status(t);
		break;
	case COMMAND_SEND:
		send_command(t, (uint8_t)line->code);
		break;
	case COMMAND_LINE:
		t->forced_mode = CONSOLE_LINES;
		break;
	case COMMAND_CHAR:
		t->forced_mode = CONSOLE_KEYS;
		break;
	case COMMAND_HEX:
		t->hex = !t->hex;
		break;
	case COMMAND_TRACE:
		t->trace = !t->trace;
		break;
	case COMMAND_LOG:
		begin_log(t, line->argument);
		break;
	case COMMAND_STARTTLS:
		talk_secure(t);
		break;
	case COMMAND_CLOSE:
		talk_want_fin(t);
		break;
	case COMMAND_QUIT:
		talk_end(t, TALK_LEFT);
		break;
	case COMMAND_UNKNOWN:
		notice_say(t->c->notice, "unknown command; %s", command_help);
		break;
	}
}

static void show_prompt(struct talk *t)
{
	static const char prompt[] = "\r\ntelnetlite> ";

	t->at_prompt = true;
	t->n_typed = 0;
	talk_mode(t);
	if (write(STDERR_FILENO, prompt, sizeof prompt - 1) < 0)
		t->result->error = errno;
}

/* A line behind the escape key; false until it is whole. */
static bool take_command(struct talk *t, struct bytes *in)
{
	struct command_line line;

	while (in->left) {
		uint8_t c = bytes_u8(in);

		if (c != '\n' && c != '\r' && t->n_typed < sizeof t->typed - 1) {
			t->typed[t->n_typed++] = c;
			continue;
		}
		t->typed[t->n_typed] = '\0';
		line = command_read((char *)t->typed);
		t->at_prompt = false;
		talk_mode(t);
		obey(t, &line);
		talk_mode(t);
		return true;
	}
	return false;
}

void talk_typed(struct talk *t, struct bytes in)
{
	struct bytes data = {0};

	while (!t->over) {
		if (t->at_prompt && !take_command(t, &in))
			return;
		switch (keys_next(&t->keys, &in, &data)) {
		case KEYS_MORE:
			return;
		case KEYS_DATA:
			telnet_forget_answers(&t->engine);
			talk_send_text(t, data, false);
			break;
		case KEYS_ESCAPE:
			show_prompt(t);
			break;
		case KEYS_QUIT:
			talk_end(t, TALK_LEFT);
			break;
		}
	}
}
