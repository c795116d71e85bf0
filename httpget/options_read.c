/* options_read: what options name that lies elsewhere, as a request takes it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "options_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "request.h"

enum { HEADERS = 1000 };

static int no_memory(struct fail *why)
{
	return fail_set(why, ENOMEM, "no memory for the options");
}

/* Lines end in a NUL where ends are kept, and are put together where they are not. */
static int read_file(struct strbuf *to, const char *path, bool ends, struct fail *why)
{
	bool named = strcmp(path, "-") != 0;
	FILE *in = named ? fopen(path, "re") : stdin;
	int c;

	if (!in)
		return fail_errno(why, "%s", path);
	while (!to->bad && (c = getc(in)) != EOF)
		if (ends && c == '\n')
			strbuf_put_char(to, 0);
		else if (c && c != '\r' && c != '\n')
			strbuf_put_char(to, (char)c);
	if (named)
		fclose(in);
	return to->bad ? no_memory(why) : 0;
}

int options_read_file(struct strbuf *to, const char *path, struct fail *why)
{
	return read_file(to, path, false, why);
}

/* A header a line; in files those that begin with # and empty ones are left out, as curl does. */
static int split_headers(struct options_texts *t, struct fail *why)
{
	const char *end = t->lines.p + t->lines.used;
	int rc;

	t->headers = calloc(HEADERS, sizeof *t->headers);
	if (!t->headers)
		return no_memory(why);
	for (const char *line = t->lines.p; line < end; line += strlen(line) + 1) {
		if (!*line || *line == '#')
			continue;
		if (t->n_headers == HEADERS)
			return fail_set(why, E2BIG, "more than %d headers", HEADERS);
		if ((rc = request_check_header(line, why)) < 0)
			return rc;
		t->headers[t->n_headers++] = line;
	}
	return 0;
}

static int take_headers(struct options_texts *t, const struct options *o, struct fail *why)
{
	int rc = 0;

	for (size_t i = 0; i < o->headers.n && rc >= 0; i++) {
		const char *header = o->headers.items[i];

		if (*header == '@')
			rc = read_file(&t->lines, header + 1, true, why);
		else if (!*header || *header == '#')
			rc = request_check_header("", why);
		else
			strbuf_put_text(&t->lines, header);
		strbuf_put_char(&t->lines, 0);
	}
	if (rc >= 0 && t->lines.bad)
		rc = no_memory(why);
	return rc < 0 || !t->lines.used ? rc : split_headers(t, why);
}

static int take_cookies(struct options_texts *t, const struct options *o, struct fail *why)
{
	for (size_t i = 0; i < o->cookies.n; i++) {
		const char *text = o->cookies.items[i];

		if (strpbrk(text, "\r\n"))
			return fail_set(why, EINVAL, "a line end in a cookie");
		if (*text && !strchr(text, '='))
			return fail_set(why, EINVAL,
				"-b '%.100s' has no '=': cookies are not read from files", text);
		strbuf_print(&t->cookie, "%s%s", t->cookie.used && *text ? "; " : "", text);
	}
	strbuf_put_char(&t->cookie, 0);
	return 0;
}

static void take_referer(struct options_texts *t, const char *text)
{
	static const char word[] = ";auto";
	const char *at = text ? strstr(text, word) : NULL;

	t->auto_referer = at;
	strbuf_put(&t->referer, text, at ? (size_t)(at - text) : text ? strlen(text) : 0);
	strbuf_put_char(&t->referer, 0);
}

static int take_format(struct options_texts *t, const char *text, struct fail *why)
{
	int rc = 0;

	if (text && *text == '@')
		rc = options_read_file(&t->format, text + 1, why);
	else
		strbuf_put_text(&t->format, text ? text : "");
	strbuf_put_char(&t->format, 0);
	return rc;
}

/* A date, or the date of a file; what is neither is left out, so that -z FILE -o FILE can fetch a
 * file for the first time. */
static void take_since(struct options_texts *t, const char *text, struct fail *warn)
{
	bool minus = text && *text == '-';
	char date[DATE_TEXT];
	struct stat st;
	int64_t s;

	if (!text)
		return;
	text += minus;
	if (date_guess(slice_of(text), &s) || (!stat(text, &st) && (s = st.st_mtime) >= 0))
		snprintf(t->since, sizeof t->since, "%s%s", minus ? "-" : "", date_print(date, s));
	else
		fail_set(warn, EINVAL,
			"-z '%.100s' is neither a date nor a file: asking without a condition",
			text);
}

static int take_range(struct options_texts *t, const char *text, struct fail *why)
{
	bool dash = text && strchr(text, '-');

	if (text && strlen(text) + sizeof "bytes=-" > sizeof t->range)
		return fail_set(why, EINVAL, "-r '%.100s' is too long", text);
	if (text && (!*text || text[strspn(text, "0123456789-, ")]))
		return fail_set(why, EINVAL, "-r '%s' is not FROM-TO", text);
	if (text)
		snprintf(t->range, sizeof t->range, "bytes=%s%s", text, dash ? "" : "-");
	return 0;
}

int options_read(
	struct options_texts *t, const struct options *o, struct fail *warn, struct fail *why)
{
	int rc;

	take_since(t, o->since, warn);
	take_referer(t, o->referer);
	if ((rc = take_headers(t, o, why)) < 0 || (rc = take_cookies(t, o, why)) < 0 ||
		(rc = take_range(t, o->range, why)) < 0 ||
		(rc = take_format(t, o->write_out, why)) < 0)
		return rc;
	return t->cookie.bad || t->format.bad || t->referer.bad ? no_memory(why) : 0;
}

void options_texts_close(struct options_texts *t)
{
	free(t->headers);
	strbuf_close(&t->lines);
	strbuf_close(&t->cookie);
	strbuf_close(&t->format);
	strbuf_close(&t->referer);
	*t = (struct options_texts){.n_headers = 0};
}
