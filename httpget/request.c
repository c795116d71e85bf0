/* request: the bytes of a request. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "request.h"

#include <errno.h>
#include <string.h>

#include "base64.h"

int request_check_header(const char *header, struct fail *why)
{
	size_t name = strcspn(header, ":;");

	if (strpbrk(header, "\r\n"))
		return fail_set(why, EINVAL, "a header may not hold a line end");
	if (!name || !header[name])
		return fail_set(why, EINVAL,
			"header '%.80s' is not 'Name: value', 'Name;' (empty) or 'Name:' (none)",
			header);
	if (header[name] == ';' && header[name + 1])
		return fail_set(why, EINVAL, "header '%.80s' has no colon", header);
	if (strcspn(header, " \t") < name)
		return fail_set(why, EINVAL, "header '%.80s' has a blank in its name", header);
	return 0;
}

bool request_names(const struct request *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (slice_like(slice_at(r->headers[i], strcspn(r->headers[i], ":;")), name))
			return true;
	return false;
}

const char *request_range(const struct request *r)
{
	for (size_t i = 0; i < r->n_headers; i++) {
		const char *value = strchr(r->headers[i], ':');

		if (value && slice_like(slice_at(r->headers[i], (size_t)(value - r->headers[i])),
				     "Range")) {
			value += 1 + strspn(value + 1, " \t");
			return *value ? value : NULL;
		}
	}
	return request_names(r, "Range") ? NULL : r->range;
}

/* The user's own framing, which RFC 9112 6.2 wants alone. */
static bool is_chunked(const struct request *r)
{
	for (size_t i = 0; i < r->n_headers; i++) {
		struct slice value = slice_of(r->headers[i]), name = slice_until(&value, ':');

		value = slice_trim(value);
		if (slice_like(name, "Transfer-Encoding") && value.n >= strlen("chunked") &&
			slice_starts(
				slice_at(value.p + value.n - strlen("chunked"), strlen("chunked")),
				"chunked"))
			return true;
	}
	return false;
}

static void put_part(struct strbuf *to, struct slice part, bool encoded)
{
	size_t before = to->used;

	if (encoded && url_decode(to, part))
		return;
	to->used = before;
	strbuf_put(to, part.p, part.n);
}

static void put_basic(struct strbuf *to, const char *field, struct slice user,
	struct slice password, bool encoded)
{
	struct strbuf plain = {0};
	size_t n_chars;
	char *coded;

	put_part(&plain, user, encoded);
	strbuf_put_char(&plain, ':');
	put_part(&plain, password, encoded);
	to->bad |= plain.bad;
	strbuf_print(to, "%s: Basic ", field);
	n_chars = base64_chars(plain.used);
	coded = strbuf_room(to, n_chars + 1);
	if (coded) {
		base64_put(coded, plain.p, plain.used);
		to->used += n_chars;
	}
	strbuf_put_text(to, "\r\n");
	strbuf_close(&plain);
}

static void put_authorization(struct strbuf *to, const struct request *r)
{
	if (r->bearer)
		strbuf_print(to, "Authorization: Bearer %s\r\n", r->bearer);
	else if (r->user.p)
		put_basic(to, "Authorization", r->user, r->password, r->encoded);
}

static void put_line(struct strbuf *to, const char *name, const char *value)
{
	if (value && *value)
		strbuf_print(to, "%s: %s\r\n", name, value);
}

static void put_own(struct strbuf *to, const struct request *r)
{
	const struct {
		const char *name, *value;
	} own[] = {{"User-Agent", r->agent}, {"Accept", "*/*"}, {"Range", r->range},
		{"Referer", r->referer}, {"Cookie", r->cookie},
		{"Accept-Encoding", r->compressed ? "deflate, gzip, br, zstd" : NULL},
		{"If-Modified-Since", r->since && *r->since != '-' ? r->since : NULL},
		{"If-Unmodified-Since", r->since && *r->since == '-' ? r->since + 1 : NULL},
		{"If-None-Match", r->etag}, {"Connection", r->close ? "close" : NULL}};

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (!request_names(r, own[i].name))
			put_line(to, own[i].name, own[i].value);
	if (!r->body.p)
		return;
	if (!request_names(r, "Content-Length") && !is_chunked(r))
		strbuf_print(to, "Content-Length: %zu\r\n", r->body.left);
	if (!request_names(r, "Content-Type"))
		put_line(to, "Content-Type", "application/x-www-form-urlencoded");
}

static void put_given(struct strbuf *to, const char *header)
{
	size_t name = strcspn(header, ":;");

	if (header[name] == ';')
		strbuf_print(to, "%.*s:\r\n", (int)name, header);
	else if (header[name + 1 + strspn(header + name + 1, " \t")])
		strbuf_print(to, "%s\r\n", header);
}

static void put_content(struct strbuf *to, const struct request *r)
{
	bool chunked = is_chunked(r);

	if (chunked && r->body.left)
		strbuf_print(to, "%zx\r\n", r->body.left);
	strbuf_put(to, r->body.p, r->body.left);
	if (chunked)
		strbuf_put_text(to, r->body.left ? "\r\n0\r\n\r\n" : "0\r\n\r\n");
}

size_t request_put(struct strbuf *to, const struct request *r)
{
	size_t head;

	strbuf_print(to, "%s ", r->method ? r->method : r->body.p ? "POST" : "GET");
	if (r->absolute) {
		strbuf_put_text(to, r->url->https ? "https://" : "http://");
		url_put_authority(to, r->url);
	}
	url_put_target(to, r->url);
	strbuf_print(to, " HTTP/1.%u\r\n", r->minor);
	if (!request_names(r, "Host")) {
		strbuf_put_text(to, "Host: ");
		url_put_authority(to, r->url);
		strbuf_put_text(to, "\r\n");
	}
	if (r->proxy_user && r->absolute && !request_names(r, "Proxy-Authorization"))
		put_basic(to, "Proxy-Authorization", slice_of(r->proxy_user),
			slice_of(r->proxy_password), false);
	if (!request_names(r, "Authorization"))
		put_authorization(to, r);
	put_own(to, r);
	for (size_t i = 0; i < r->n_headers; i++)
		put_given(to, r->headers[i]);
	strbuf_put_text(to, "\r\n");
	head = to->used;
	if (r->body.p)
		put_content(to, r);
	return head;
}
