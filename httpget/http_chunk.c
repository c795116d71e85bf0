/* http_chunk: chunk sizes, their extensions, and trailers (RFC 9112 7.1). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "http_parts.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_tchar(char c)
{
	char lower = (char)(c | 0x20);

	return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

static void skip_blanks(struct slice *s)
{
	while (s->n && is_blank(*s->p))
		*s = slice_at(s->p + 1, s->n - 1);
}

static bool skip_token(struct slice *s)
{
	size_t n = 0;

	while (n < s->n && is_tchar(s->p[n]))
		n++;
	*s = slice_at(s->p + n, s->n - n);
	return n;
}

/* qdtext and quoted-pairs between two quotes (RFC 9110 5.6.4). */
static bool skip_quoted(struct slice *s)
{
	for (size_t i = 1; i < s->n; i++) {
		unsigned char c = (unsigned char)s->p[i];

		if (c == '"') {
			*s = slice_at(s->p + i + 1, s->n - i - 1);
			return true;
		}
		if (c == '\\')
			i++;
		else if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return false;
}

/* *( BWS ";" BWS token [ BWS "=" BWS ( token / quoted-string ) ] ) */
static bool extensions_good(struct slice s)
{
	while (skip_blanks(&s), s.n) {
		if (*s.p != ';')
			return false;
		s = slice_at(s.p + 1, s.n - 1);
		skip_blanks(&s);
		if (!skip_token(&s))
			return false;
		skip_blanks(&s);
		if (!s.n || *s.p != '=')
			continue;
		s = slice_at(s.p + 1, s.n - 1);
		skip_blanks(&s);
		if (s.n && *s.p == '"' ? !skip_quoted(&s) : !skip_token(&s))
			return false;
	}
	return true;
}

/* Digits and blanks before them: the value, or what is wrong with it. */
static enum anomaly read_size(struct slice *s, uint64_t *out, size_t *digits)
{
	uint64_t value = 0;
	bool over = false;

	*digits = 0;
	for (; s->n && slice_hex(*s->p) >= 0; *s = slice_at(s->p + 1, s->n - 1), ++*digits) {
		over = over || value > INT64_MAX >> 4;
		value = value << 4 | (uint64_t)slice_hex(*s->p);
	}
	*out = value;
	if (!*digits || (s->n && !is_blank(*s->p) && *s->p != ';'))
		return ANOMALY_CHUNK_SIZE;
	return over ? ANOMALY_CHUNK_OVERFLOW : ANOMALIES;
}

static void judge_extension(struct http *h, struct slice rest)
{
	uint64_t at = h->line_at + (uint64_t)(rest.p - h->line.p);

	if (!slice_trim(rest).n) {
		if (rest.n)
			http_push(h, ANOMALY_CHUNK_BLANK, at, rest.n);
		return;
	}
	h->extension_bytes += rest.n;
	if (h->extension_bytes > h->limits.extension_bytes)
		http_refuse(h, ANOMALY_LIMIT_EXTENSION, at, rest.n);
	else
		http_push(h,
			extensions_good(rest) ? ANOMALY_CHUNK_EXTENSION
					      : ANOMALY_CHUNK_EXTENSION_BAD,
			at, rest.n);
}

void http_chunk_line(struct http *h)
{
	struct slice text = http_line_text(h), rest = text;
	size_t digits;
	uint64_t size;
	enum anomaly wrong;

	if (http_line_bare(h))
		http_push(h, ANOMALY_CHUNK_LF, h->line_at + h->line.used - 1, 1);
	skip_blanks(&rest);
	if (rest.n != text.n)
		http_push(h, ANOMALY_CHUNK_BLANK, h->line_at, text.n - rest.n);
	wrong = read_size(&rest, &size, &digits);
	if (wrong != ANOMALIES) {
		http_refuse(h, wrong, h->line_at, text.n);
		return;
	}
	if (digits > 16)
		http_push(h, ANOMALY_CHUNK_ZEROS, h->line_at, digits);
	judge_extension(h, rest);
	h->left = size;
	h->state = size ? STATE_DATA : STATE_TRAILER;
	h->chunks += size > 0;
}

static bool is_forbidden(struct slice name)
{
	static const char *const words[] = {"age", "authorization", "cache-control", "connection",
		"content-encoding", "content-length", "content-range", "content-type", "expect",
		"expires", "host", "location", "max-forwards", "proxy-authenticate", "range",
		"set-cookie", "te", "trailer", "transfer-encoding", "vary", "www-authenticate"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_like(name, words[i]))
			return true;
	return false;
}

void http_trailer_line(struct http *h)
{
	size_t before = h->n_fields;

	http_line_bytes(h);
	if (!http_line_text(h).n) {
		h->state = STATE_DONE;
		return;
	}
	if (!h->n_trailers)
		http_push(h, ANOMALY_TRAILER, h->line_at, h->line.used);
	http_field_line(h, true);
	if (h->n_fields > before && is_forbidden(http_name_of(h, &h->fields[before])))
		http_push(h, ANOMALY_TRAILER_FIELD, h->line_at, h->line.used);
	h->n_trailers += h->n_fields - before;
}
