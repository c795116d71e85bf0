/* replay: a transcript run through the engine once more. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "replay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "display.h"
#include "file.h"
#include "notice.h"
#include "priv.h"
#include "telnet_text.h"
#include "term.h"
#include "transcript.h"

enum { PIECE_BYTES = 4096 };

enum { VARIABLES = 64 };

struct replay {
	struct telnet engine;
	bool takes_terminal, takes_env; /* of the transcript */
	char terminal[41];
	const char *env[VARIABLES];
	char *owned[VARIABLES]; /* the same, to be freed */
	struct notice notice;
	struct display display;
	struct strbuf answers; /* given, and not yet found in the transcript */
	unsigned differences;
	int memory, output; /* an errno value once they failed */
};

static void show(struct replay *r, struct bytes data)
{
	uint8_t text[PIECE_BYTES];

	while (data.left) {
		struct bytes_out to = bytes_to(text, sizeof text);

		display_put(&r->display, &data, &to);
		r->output = file_write(STDOUT_FILENO, text, to.used);
		if (r->output)
			return;
	}
}

static void say(struct replay *r, const struct telnet_event *e)
{
	struct strbuf text = {0};

	telnet_say(&text, e);
	strbuf_put_char(&text, '\0');
	if (text.bad)
		r->memory = ENOMEM;
	else
		notice_line(
			&r->notice, NOTICE_IN, "< %llu: %s", (unsigned long long)e->offset, text.p);
	strbuf_close(&text);
}

static void hear(struct replay *r, struct bytes in)
{
	struct telnet_event e;

	while (telnet_next(&r->engine, &in, &e) != TELNET_MORE) {
		if (e.kind == TELNET_DATA) {
			show(r, e.data);
			continue;
		}
		say(r, &e);
		strbuf_put(&r->answers, e.answer.p, e.answer.left);
	}
}

/* Data has its IAC doubled on the wire. */
static void hear_data(struct replay *r, struct bytes data)
{
	while (data.left) {
		const uint8_t *iac = memchr(data.p, TELNET_IAC, data.left);
		size_t n = iac ? (size_t)(iac - data.p) + 1 : data.left;

		hear(r, bytes_take(&data, n));
		if (iac)
			hear(r, bytes_of(iac, 1));
	}
}

/* What was sent is the answer that is due, or a wish of the client's own. */
static void sent(struct replay *r, struct bytes b)
{
	struct telnet_event e;

	if (b.left <= r->answers.used && b.left && !memcmp(r->answers.p, b.p, b.left)) {
		strbuf_cut_front(&r->answers, b.left);
		return;
	}
	if (b.left == 3 && b.p[1] >= TELNET_WILL && b.p[1] < TELNET_IAC && !r->answers.used) {
		telnet_ask(&r->engine, b.p[1], b.p[2], &e);
		return;
	}
	/* Commands of two bytes are the user's, a window may have changed. */
	if (b.left == 2 || (b.left > 3 && b.p[1] == TELNET_SB && b.p[2] == TELNET_NAWS))
		return;
	r->differences++;
	notice_line(&r->notice, NOTICE_OUT, "> the transcript has another answer here");
}

/* The value of a note of that name; NULL: it is another. */
static const char *value_of(const char *note, const char *name)
{
	size_t n = strlen(name);

	return strncmp(note, name, n) == 0 && note[n] == ' ' ? note + n + 1 : NULL;
}

static bool take_variable(struct replay *r, const char *entry)
{
	struct telnet_config *c = &r->engine.config;

	if (!r->takes_env || c->n_env == VARIABLES)
		return true;
	r->owned[c->n_env] = strdup(entry);
	if (!r->owned[c->n_env])
		return false;
	r->env[c->n_env] = r->owned[c->n_env];
	c->env = r->env;
	c->n_env++;
	return true;
}

/* What the engine was given when the transcript was made; false without memory. */
static bool take_note(struct replay *r, const char *note)
{
	const char *terminal = value_of(note, TRANSCRIPT_TERMINAL);
	const char *window = value_of(note, TRANSCRIPT_WINDOW);
	const char *env = value_of(note, TRANSCRIPT_ENV);
	struct telnet_config *c = &r->engine.config;
	char *end = NULL;

	if (terminal && r->takes_terminal) {
		snprintf(r->terminal, sizeof r->terminal, "%s", terminal);
		c->terminal = r->terminal;
	}
	if (window) {
		c->columns = (unsigned)strtoul(window, &end, 10);
		c->rows = *end ? (unsigned)strtoul(end + 1, NULL, 10) : 0;
	}
	return !env || take_variable(r, env);
}

static int take_line(struct replay *r, const char *line, struct fail *why)
{
	struct strbuf data = {0};
	enum transcript_mark mark;
	int rc = transcript_read(line, &mark, &data, why);
	struct bytes b = bytes_of(data.p, data.used);

	if (rc >= 0) {
		switch (mark) {
		case TRANSCRIPT_IN:
			hear_data(r, b);
			break;
		case TRANSCRIPT_IN_RAW:
			hear(r, b);
			break;
		case TRANSCRIPT_OUT_RAW:
			sent(r, b);
			break;
		case TRANSCRIPT_NOTE:
			strbuf_put_char(&data, '\0');
			if (data.bad || !take_note(r, data.p))
				rc = fail_set(why, ENOMEM, "out of memory");
			break;
		case TRANSCRIPT_OUT:
			break;
		}
	}
	strbuf_close(&data);
	return rc;
}

static int take_lines(struct replay *r, FILE *from, const char *path, struct fail *why)
{
	char *line = NULL;
	size_t size = 0;
	bool any = false;
	ssize_t n;
	int rc = 0;

	for (unsigned number = 1;
		rc >= 0 && !r->output && !r->memory && (n = getline(&line, &size, from)) >= 0;
		number++) {
		struct fail inner = {0};

		if (n && line[n - 1] == '\n')
			line[--n] = '\0';
		if (n && *line != '#') {
			rc = take_line(r, line, &inner);
			any = true;
		}
		if (rc < 0)
			fail_set(why, inner.error, "%s:%u: %.200s", path, number, inner.text);
	}
	if (rc >= 0 && !r->output && !r->memory && !feof(from))
		rc = fail_errno(why, "cannot read %s", path);
	else if (rc >= 0 && !any)
		rc = fail_set(why, EINVAL, "%s: there is no transcript in it", path);
	free(line);
	return rc;
}

/* What ended it before its file did; the end of a reader is no fault. */
static int outcome(const struct replay *r, struct fail *why)
{
	if (r->memory || r->answers.bad)
		return fail_set(why, ENOMEM, "out of memory");
	if (r->output && r->output != EPIPE)
		return fail_set(
			why, r->output, "cannot write to standard output: %s", strerror(r->output));
	return 0;
}

int replay_file(const char *path, const struct telnet_config *c, struct fail *why)
{
	struct replay r = {.notice = {.clock = NOTICE_NONE}};
	FILE *from = fopen(path, "re");
	int rc;

	if (!from)
		return fail_errno(why, "cannot read %s", path);
	if ((rc = priv_drop(&(struct priv_limits){0}, NULL, why)) < 0) {
		fclose(from);
		return rc;
	}
	telnet_init(&r.engine, c);
	r.takes_terminal = !c->terminal;
	r.takes_env = !c->n_env;
	if (r.takes_terminal)
		r.engine.config.terminal = "UNKNOWN";
	r.display.kind = isatty(STDOUT_FILENO) ? DISPLAY_VISIBLE : DISPLAY_EXACT;
	r.display.utf8 = term_is_utf8();
	rc = take_lines(&r, from, path, why);
	fclose(from);
	rc = rc < 0 ? rc : outcome(&r, why);
	if (rc >= 0 && !r.output && r.answers.used) {
		r.differences++;
		notice_line(&r.notice, NOTICE_OUT, "> the transcript lacks an answer at its end");
	}
	strbuf_close(&r.answers);
	for (size_t i = 0; i < VARIABLES; i++)
		free(r.owned[i]);
	return rc < 0 ? rc : r.differences > 0;
}
