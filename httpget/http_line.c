/* http_line: the grammar of status and field lines (RFC 9112 4 and 5). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "http_parts.h"

bool http_line_bare(const struct http *h)
{
	return h->line.used < 2 || h->line.p[h->line.used - 2] != '\r';
}

struct slice http_line_text(const struct http *h)
{
	return slice_at(h->line.p, h->line.used - (http_line_bare(h) ? 1 : 2));
}

void http_line_bytes(struct http *h)
{
	struct slice text = http_line_text(h);
	bool cr = false, nul = false, control = false;

	if (http_line_bare(h))
		http_push(h, ANOMALY_BARE_LF, h->line_at + h->line.used - 1, 1);
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c >= ' ' && c != 0x7f)
			continue;
		if (c == '\r' && !cr) {
			http_push(h, ANOMALY_BARE_CR, h->line_at + i, 1);
			cr = true;
		} else if (!c && !nul) {
			http_push(h, ANOMALY_NUL, h->line_at + i, 1);
			nul = true;
		} else if (c && c != '\t' && c != '\r' && !control) {
			http_push(h, ANOMALY_CONTROL, h->line_at + i, 1);
			control = true;
		}
	}
}

static size_t skip_blanks(struct slice *s)
{
	size_t n = 0;

	while (n < s->n && (s->p[n] == ' ' || s->p[n] == '\t'))
		n++;
	*s = slice_at(s->p + n, s->n - n);
	return n;
}

static size_t skip_digits(struct slice *s)
{
	size_t n = 0;

	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	*s = slice_at(s->p + n, s->n - n);
	return n;
}

static void read_version(struct http *h, struct slice version)
{
	bool capitals = !strncmp(h->line.p, "HTTP", 4);
	bool known = version.n == 3 && version.p[0] == '1' && version.p[1] == '.' &&
		     version.p[2] >= '0' && version.p[2] <= '9';

	/* RFC 9110 2.5: a higher minor version is read as the highest known one. */
	h->minor = slice_is(version, "1.0") || slice_is(version, "0.9") ? 0 : 1;
	if (!known || !capitals)
		http_push(h, ANOMALY_VERSION, h->line_at, 5 + version.n);
}

void http_status_line(struct http *h)
{
	struct slice rest = http_line_text(h), version;
	size_t digits, blanks;
	const char *code;

	http_push_span(h, HTTP_STATUS, h->line_at, bytes_of(h->line.p, h->line.used));
	http_line_bytes(h);
	strbuf_put(&h->head, h->line.p, h->line.used);
	if (h->head.bad)
		return;
	rest = slice_at(rest.p + 5, rest.n - 5);
	version = rest;
	for (version.n = 0; version.n < rest.n && !strchr(" \t", version.p[version.n]);)
		version.n++;
	rest = slice_at(rest.p + version.n, rest.n - version.n);
	read_version(h, version);
	code = rest.p;
	blanks = skip_blanks(&rest);
	if (blanks != 1 || *code != ' ')
		http_push(h, ANOMALY_STATUS_BLANKS, h->line_at + (uint64_t)(code - h->line.p),
			blanks);
	code = rest.p;
	digits = skip_digits(&rest);
	if (digits != 3 || (rest.n && *rest.p != ' ' && *rest.p != '\t')) {
		http_refuse(h, ANOMALY_STATUS_DIGITS, h->line_at + (uint64_t)(code - h->line.p),
			digits);
		return;
	}
	h->status = (code[0] - '0') * 100 + (code[1] - '0') * 10 + code[2] - '0';
	if (h->status < 100 || h->status > 599)
		http_push(h, ANOMALY_STATUS_RANGE, h->line_at + (uint64_t)(code - h->line.p), 3);
	h->reason_at = (size_t)(rest.p - h->line.p) + (rest.n > 0);
	h->reason_bytes = rest.n ? rest.n - 1 : 0;
	if (!rest.n)
		http_push(h, ANOMALY_NO_REASON, h->line_at + (uint64_t)(rest.p - h->line.p), 0);
	else if (*rest.p == '\t')
		http_push(h, ANOMALY_STATUS_BLANKS, h->line_at + (uint64_t)(rest.p - h->line.p), 1);
}

static bool is_token(struct slice name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i], lower = (char)(c | 0x20);

		if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9') &&
			(!c || !strchr("!#$%&'*+-.^_`|~", c)))
			return false;
	}
	return true;
}

/* A folded line: the value of the field before it goes on to this line's end. */
static void fold(struct http *h, size_t line_at)
{
	size_t text = http_line_text(h).n;
	struct http_field *last = h->n_fields ? &h->fields[h->n_fields - 1] : NULL;

	http_push(h, last ? ANOMALY_FOLD : ANOMALY_FOLD_FIRST, h->line_at, h->line.used);
	if (last) {
		last->value_bytes = line_at + text - last->value_at;
		last->line_bytes += (uint32_t)h->line.used;
	}
}

static struct http_field *new_field(struct http *h)
{
	enum { FIRST = 32 };
	size_t n = h->n_fields;
	struct http_field *more;

	if (n >= h->limits.fields) {
		http_refuse(h, ANOMALY_LIMIT_FIELDS, h->line_at, h->line.used);
		return NULL;
	}
	/* Room doubles whenever the number is a power of two. */
	if (!n || (n >= FIRST && !(n & (n - 1)))) {
		more = realloc(h->fields, (n ? 2 * n : FIRST) * sizeof *more);
		if (!more) {
			http_no_memory(h);
			return NULL;
		}
		h->fields = more;
	}
	return &h->fields[h->n_fields++];
}

void http_field_line(struct http *h, bool trailer)
{
	struct slice value = http_line_text(h), whole = value, name;
	size_t line_at = h->head.used;
	struct http_field *f;

	strbuf_put(&h->head, h->line.p, h->line.used);
	if (h->head.bad)
		return;
	if (*whole.p == ' ' || *whole.p == '\t') {
		fold(h, line_at);
		return;
	}
	name = slice_until(&value, ':');
	if (!value.p) {
		http_push(h, ANOMALY_NO_COLON, h->line_at, h->line.used);
		return;
	}
	if (!slice_trim(name).n)
		http_push(h, ANOMALY_NO_NAME, h->line_at, 1);
	else if (slice_trim(name).n != name.n)
		http_push(h, ANOMALY_NAME_BLANK, h->line_at + slice_trim(name).n, 1);
	name = slice_trim(name);
	if (!is_token(name))
		http_push(h, ANOMALY_NAME_BYTE, h->line_at, name.n);
	value = slice_trim(value);
	f = new_field(h);
	if (f)
		*f = (struct http_field){.name_at = line_at,
			.name_bytes = name.n,
			.value_at = line_at + (size_t)(value.p - whole.p),
			.value_bytes = value.n,
			.offset = h->line_at,
			.line_bytes = (uint32_t)h->line.used,
			.trailer = trailer};
}
