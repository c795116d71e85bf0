/* script: the steps of a session that runs by itself. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "script.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decimal.h"
#include "escape.h"
#include "pattern.h"

enum { FIRST_STEPS = 8, SECRET_BYTES = 4096, SECOND_PLACES = 9, LINE_BYTES = 8192 };
enum { SEND_BYTES = 32768 };
enum { DAY_S = 86400 };
#define SECOND INT64_C(1000000000)

static const char *const words[] = {
	"send", "send-secret", "expect", "expect-fail", "quiet", "starttls", "close"};

const char *script_word(enum script_kind kind)
{
	return words[kind];
}

static bool has_room(struct script *s)
{
	size_t size = s->size ? 2 * s->size : FIRST_STEPS;
	struct script_step *more;

	if (s->n < s->size)
		return true;
	more = realloc(s->steps, size * sizeof *more);
	if (!more)
		return false;
	s->steps = more;
	s->size = size;
	return true;
}

static struct script_step *new_step(
	struct script *s, enum script_kind kind, const char *text, unsigned line)
{
	struct script_step *step;

	if (!has_room(s))
		return NULL;
	step = &s->steps[s->n];
	memset(step, 0, sizeof *step);
	step->kind = kind;
	step->line = line;
	step->timeout_ns = s->timeout_ns;
	strbuf_put(&step->text, text, strlen(text) + 1);
	if (step->text.bad)
		return NULL;
	s->n++;
	return step;
}

static int add_regex(struct script_step *step, struct fail *why)
{
	struct strbuf pattern = {0};
	int rc = escape_read(&pattern, step->text.p, true, why);

	strbuf_put_char(&pattern, '\0');
	if (rc >= 0 && (pattern.bad || strlen(pattern.p) + 1 != pattern.used))
		rc = fail_set(why, EINVAL, "a NUL cannot be expected");
	if (rc >= 0)
		rc = pattern_compile(&step->regex, pattern.p, why);
	step->has_regex = rc >= 0;
	strbuf_close(&pattern);
	return rc;
}

/* A line, byte by byte: what stands behind it may be the next secret, and a pipe gives a line in as
 * many pieces as it likes. Its length, or -errno; -ENODATA at the end. */
static ssize_t read_line(int fd, char *to, size_t size)
{
	size_t used = 0;
	ssize_t n;
	char c;

	while ((n = read(fd, &c, 1)) == 1 && c != '\n') {
		if (used == size)
			return -EMSGSIZE;
		to[used++] = c;
	}
	if (n < 0)
		return -errno;
	if (n == 0 && !used)
		return -ENODATA;
	return (ssize_t)(used && to[used - 1] == '\r' ? used - 1 : used);
}

/* The first line of a file: not shown, not logged. */
static int read_secret(struct script_step *step, const char *path, struct fail *why)
{
	char text[SECRET_BYTES];
	int fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO);
	ssize_t n = fd < 0 ? -errno : read_line(fd, text, sizeof text);

	if (fd >= 0)
		close(fd);
	if (n == -ENODATA || n == -EMSGSIZE)
		return fail_set(why, EINVAL, "%s: %s", path,
			n == -ENODATA ? "there is no secret in it" : "the secret is too long");
	if (n < 0)
		return fail_set(why, (int)-n, "cannot read %s: %s", path, strerror((int)-n));
	strbuf_put(&step->bytes, text, (size_t)n);
	strbuf_put(&step->bytes, "\r\n", 2);
	explicit_bzero(text, sizeof text);
	return step->bytes.bad ? fail_set(why, ENOMEM, "out of memory") : 0;
}

static int read_span(const char *value, int64_t *out_ns, struct fail *why)
{
	if (!decimal_parse_fixed(value, SECOND_PLACES, out_ns) || *out_ns < 0 ||
		*out_ns > DAY_S * SECOND)
		return fail_set(why, EINVAL, "'%s' is not a number of seconds up to a day", value);
	return 0;
}

/* What is said before the handshake: what is expected, what is sent, what is expected then, and
 * what comes instead where there is no TLS: its line is the last of that answer. */
struct opening {
	const char *protocol, *greeting, *hello, *answer, *ask, *go, *refusal;
};
static const struct opening openings[] = {
	{"smtp", "^220[ ]", "EHLO [127.0.0.1]\\r\\n", "^250[ ]", "STARTTLS\\r\\n", "^220",
		"^[45][0-9][0-9][ ].*\n"},
	{"pop3", "^\\+OK", NULL, NULL, "STLS\\r\\n", "^\\+OK", "^-ERR.*\n"},
	{"imap", "^\\* OK", NULL, NULL, "a1 STARTTLS\\r\\n", "^a1 OK",
		"^[*] BYE.*\n|^a1 NO.*\n|^a1 BAD.*\n"},
	{"ftp", "^220[ ]", NULL, NULL, "AUTH TLS\\r\\n", "^234", "^[45][0-9][0-9][ ].*\n"},
};

static int fill_step(struct script_step *step, const char *value, struct fail *why)
{
	switch (step->kind) {
	case SCRIPT_SEND:
		if (strlen(value) > SEND_BYTES)
			return fail_set(why, EINVAL, "more than %d bytes to send", SEND_BYTES);
		return escape_read(&step->bytes, value, false, why);
	case SCRIPT_SECRET:
		return read_secret(step, value, why);
	case SCRIPT_EXPECT:
		return add_regex(step, why);
	case SCRIPT_FAIL:
		return *value ? add_regex(step, why) : 0;
	case SCRIPT_QUIET:
		return read_span(value, &step->span_ns, why);
	case SCRIPT_STARTTLS:
	case SCRIPT_CLOSE:
		return 0;
	}
	return 0;
}

static void close_step(struct script_step *step)
{
	if (step->has_regex)
		regfree(&step->regex);
	if (step->has_refusal)
		regfree(&step->refusal);
	if (step->bytes.p)
		explicit_bzero(step->bytes.p, step->bytes.used);
	strbuf_close(&step->bytes);
	strbuf_close(&step->text);
}

static int add_step(
	struct script *s, enum script_kind kind, const char *value, unsigned line, struct fail *why)
{
	struct script_step *step = new_step(s, kind, kind == SCRIPT_SECRET ? "" : value, line);
	int rc;

	if (!step)
		return fail_set(why, ENOMEM, "out of memory");
	rc = fill_step(step, value, why);
	if (rc < 0) {
		close_step(step);
		s->n--;
	}
	return rc;
}

static int add_refusal(struct script_step *step, const char *text, struct fail *why)
{
	int rc = pattern_compile(&step->refusal, text, why);

	step->has_refusal = rc >= 0;
	return rc;
}

static int add_opening(struct script *s, const struct opening *o, unsigned line, struct fail *why)
{
	const struct {
		enum script_kind kind;
		const char *text;
	} steps[] = {{SCRIPT_EXPECT, o->greeting}, {SCRIPT_SEND, o->hello},
		{SCRIPT_EXPECT, o->answer}, {SCRIPT_SEND, o->ask}, {SCRIPT_EXPECT, o->go},
		{SCRIPT_STARTTLS, ""}};
	int rc = 0;

	for (size_t i = 0; i < sizeof steps / sizeof *steps && rc >= 0; i++) {
		if (!steps[i].text)
			continue;
		rc = add_step(s, steps[i].kind, steps[i].text, line, why);
		if (rc >= 0 && steps[i].kind == SCRIPT_EXPECT)
			rc = add_refusal(&s->steps[s->n - 1], o->refusal, why);
	}
	return rc;
}

static int add_starttls(struct script *s, const char *value, unsigned line, struct fail *why)
{
	if (!*value)
		return add_step(s, SCRIPT_STARTTLS, value, line, why);
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
		if (!strcmp(openings[i].protocol, value))
			return add_opening(s, &openings[i], line, why);
	return fail_set(
		why, EINVAL, "starttls is known for smtp, pop3, imap and ftp, not for '%s'", value);
}

static int kind_of(const char *word)
{
	for (int i = 0; i < (int)(sizeof words / sizeof *words); i++)
		if (!strcmp(words[i], word))
			return i;
	return -1;
}

int script_add(
	struct script *s, const char *word, const char *value, unsigned line, struct fail *why)
{
	int kind = kind_of(word);

	if (!strcmp(word, "timeout"))
		return read_span(value, &s->timeout_ns, why);
	if (kind < 0)
		return fail_set(why, EINVAL, "unknown step '%s'", word);
	if (kind == SCRIPT_STARTTLS)
		return add_starttls(s, value, line, why);
	if (kind == SCRIPT_CLOSE && *value)
		return fail_set(why, EINVAL, "close takes nothing behind it");
	if (!*value && kind != SCRIPT_CLOSE && kind != SCRIPT_FAIL)
		return fail_set(why, EINVAL, "%s wants something behind it", word);
	return add_step(s, (enum script_kind)kind, value, line, why);
}

/* Cuts blanks, and one pair of quotes. */
static char *bare(char *text)
{
	size_t n;

	text += strspn(text, " \t");
	n = strlen(text);
	while (n && isspace((unsigned char)text[n - 1]))
		n--;
	text[n] = '\0';
	if (n >= 2 && (*text == '"' || *text == '\'') && text[n - 1] == *text) {
		text[n - 1] = '\0';
		text++;
	}
	return text;
}

int script_add_line(struct script *s, const char *text, unsigned line, struct fail *why)
{
	char copy[LINE_BYTES], *word, *value;
	size_t n;

	text += strspn(text, " \t");
	if (!*text || *text == '#' || *text == '\r')
		return 0;
	if (strlen(text) >= sizeof copy)
		return fail_set(why, EINVAL, "the line is longer than %d bytes", LINE_BYTES - 1);
	n = strlen(text);
	memcpy(copy, text, n + 1);
	n = strcspn(copy, " \t\r\n");
	word = copy;
	value = copy + n + (copy[n] != '\0');
	copy[n] = '\0';
	return script_add(s, word, bare(value), line, why);
}

static int load_lines(struct script *s, const char *path, FILE *from, struct fail *why)
{
	char *text = NULL;
	size_t size = 0;
	ssize_t n;
	int rc = 0;

	for (unsigned line = 1; rc >= 0 && (n = getline(&text, &size, from)) >= 0; line++) {
		struct fail inner = {0};

		if (n && text[n - 1] == '\n')
			text[--n] = '\0';
		rc = memchr(text, '\0', (size_t)n)
			     ? fail_set(&inner, EINVAL, "a NUL stands in this line; \\0 sends one")
			     : script_add_line(s, text, line, &inner);
		if (rc < 0)
			fail_set(why, inner.error, "%s:%u: %.200s", path, line, inner.text);
	}
	/* Without memory for a line it is not the end of the file either. */
	if (rc >= 0 && !feof(from))
		rc = fail_errno(why, "cannot read %s", path);
	free(text);
	return rc;
}

int script_load(struct script *s, const char *path, struct fail *why)
{
	FILE *from;
	int rc;

	if (!strcmp(path, "-"))
		return load_lines(s, path, stdin, why);
	from = fopen(path, "re");
	if (!from)
		return fail_errno(why, "cannot read %s", path);
	rc = load_lines(s, path, from, why);
	fclose(from);
	return rc;
}

void script_close(struct script *s)
{
	for (size_t i = 0; i < s->n; i++)
		close_step(&s->steps[i]);
	free(s->steps);
	*s = (struct script){0};
}
