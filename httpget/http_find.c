/* http_find: fields by name, and what a foreign protocol's first bytes are. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "http.h"

struct slice http_name_of(const struct http *h, const struct http_field *f)
{
	return slice_at(h->head.p + f->name_at, f->name_bytes);
}

struct slice http_value_of(const struct http *h, const struct http_field *f)
{
	return slice_at(h->head.p + f->value_at, f->value_bytes);
}

const struct http_field *http_find(const struct http *h, const char *name, unsigned nth)
{
	for (size_t i = 0; i < h->n_fields; i++) {
		const struct http_field *f = &h->fields[i];

		if (!f->trailer && slice_like(http_name_of(h, f), name) && !nth--)
			return f;
	}
	return NULL;
}

struct slice http_value(const struct http *h, const char *name, unsigned nth)
{
	const struct http_field *f = http_find(h, name, nth);

	return f ? http_value_of(h, f) : (struct slice){0};
}

void http_join(const struct http *h, const char *name, struct strbuf *to)
{
	const struct http_field *f;

	for (unsigned i = 0; (f = http_find(h, name, i)); i++) {
		struct slice value = http_value_of(h, f);

		if (i)
			strbuf_put_text(to, ", ");
		strbuf_put(to, value.p, value.n);
	}
}

bool http_lists(const struct http *h, const char *name, const char *item)
{
	const struct http_field *f;
	struct slice rest, one;

	for (unsigned i = 0; (f = http_find(h, name, i)); i++)
		for (rest = http_value_of(h, f); slice_item(&rest, ',', &one);)
			if (slice_like(slice_trim(slice_until(&one, ';')), item))
				return true;
	return false;
}

const char *http_foreign(struct bytes first)
{
	static const struct {
		const char *begin;
		size_t n;
		const char *name;
	} known[] = {
		{"SSH-", 4, "SSH"},
		{"\x15\x03", 2, "TLS (an alert)"},
		{"\x16\x03", 2, "TLS (a handshake)"},
		{"220 ", 4, "SMTP or FTP"},
		{"220-", 4, "SMTP or FTP"},
		{"+OK", 3, "POP3"},
		{"* OK", 4, "IMAP"},
		{"-ERR", 4, "Redis or POP3"},
		{"RFB ", 4, "VNC"},
		{"ICY ", 4, "SHOUTcast"},
		{"RTSP/", 5, "RTSP"},
		{"SIP/", 4, "SIP"},
		{"PRI * HTTP/2", 12, "HTTP/2"},
		{"\xff\xfb", 2, "telnet"},
		{"\xff\xfd", 2, "telnet"},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (first.left >= known[i].n && !memcmp(first.p, known[i].begin, known[i].n))
			return known[i].name;
	/* A SETTINGS or GOAWAY frame on stream 0 (RFC 9113 4.1). */
	if (first.left >= 9 && !first.p[0] && !first.p[1] && (first.p[3] == 4 || first.p[3] == 7) &&
		!(first.p[5] | first.p[6] | first.p[7] | first.p[8]))
		return "HTTP/2";
	return NULL;
}
