/* url_build: texts made from a URL's parts: targets, authorities, resolved references. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "url.h"

#include <string.h>
#include <strings.h>

static void put_encoded(struct strbuf *to, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c >= 0x7f)
			strbuf_print(to, "%%%02X", c);
		else
			strbuf_put_char(to, (char)c);
	}
}

void url_put_target(struct strbuf *to, const struct url *u)
{
	if (!u->path.n)
		strbuf_put_char(to, '/');
	put_encoded(to, u->path);
	if (u->query.p) {
		strbuf_put_char(to, '?');
		put_encoded(to, u->query);
	}
}

void url_put_authority(struct strbuf *to, const struct url *u)
{
	strbuf_print(to, u->kind == URL_IP6 ? "[%s]" : "%s", u->host);
	if (u->port != (u->https ? 443 : 80))
		strbuf_print(to, ":%u", u->port);
}

void url_put_origin(struct strbuf *to, const struct url *u)
{
	strbuf_put_text(to, u->https ? "https://" : "http://");
	strbuf_print(to,
		u->kind != URL_IP6 ? "%s"
		: *u->zone	   ? "[%s%%25%s]"
				   : "[%s]",
		u->host, u->zone);
	if (u->port != (u->https ? 443 : 80))
		strbuf_print(to, ":%u", u->port);
}

bool url_same_origin(const struct url *a, const struct url *b)
{
	return a->https == b->https && a->port == b->port && !strcasecmp(a->host, b->host) &&
	       !strcmp(a->zone, b->zone);
}

/* RFC 3986 5.2.4, over what stands in to behind from. */
static void remove_dots(struct strbuf *to, size_t from)
{
	size_t used = from, i = from;

	while (i < to->used && to->p[i] != '?') {
		size_t n = 1, dots;

		while (i + n < to->used && to->p[i + n] != '/' && to->p[i + n] != '?')
			n++;
		dots = n == 2 && to->p[i + 1] == '.'			      ? 1
		       : n == 3 && to->p[i + 1] == '.' && to->p[i + 2] == '.' ? 2
									      : 0;
		if (!dots) {
			memmove(to->p + used, to->p + i, n);
			used += n;
		}
		while (dots == 2 && used > from && to->p[--used] != '/')
			;
		i += n;
		if (dots && (i == to->used || to->p[i] == '?'))
			to->p[used++] = '/';
	}
	memmove(to->p + used, to->p + i, to->used - i);
	to->used = used + to->used - i;
}

static bool has_scheme(struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = (char)(s.p[i] | 0x20);

		if (s.p[i] == ':')
			return i > 0;
		if (!(c >= 'a' && c <= 'z') && (!i || !s.p[i] || !strchr("0123456789+-.", s.p[i])))
			return false;
	}
	return false;
}

/* A reference with a host; one that is not ASCII stays, for its xn-- form. */
static void put_absolute(struct strbuf *to, struct slice reference)
{
	struct slice rest = reference;

	if (has_scheme(reference))
		slice_until(&rest, ':');
	while (rest.n && *rest.p == '/')
		rest = slice_at(rest.p + 1, rest.n - 1);
	while (rest.n && !strchr("/?#", *rest.p) && (unsigned char)*rest.p > ' ' && *rest.p != 0x7f)
		rest = slice_at(rest.p + 1, rest.n - 1);
	strbuf_put(to, reference.p, reference.n - rest.n);
	put_encoded(to, rest);
}

void url_resolve(struct strbuf *to, const struct url *base, struct slice reference)
{
	struct slice path;
	size_t from;

	reference = slice_trim(reference);
	if (has_scheme(reference)) {
		put_absolute(to, reference);
		return;
	}
	if (slice_starts(reference, "//")) {
		strbuf_put_text(to, base->https ? "https:" : "http:");
		put_absolute(to, reference);
		return;
	}
	url_put_origin(to, base);
	from = to->used;
	path = base->path;
	if (!reference.n || *reference.p == '#' || *reference.p == '?') {
		put_encoded(to, path.n ? path : slice_of("/"));
		if (base->query.p && (!reference.n || *reference.p == '#')) {
			strbuf_put_char(to, '?');
			put_encoded(to, base->query);
		}
	} else if (*reference.p != '/') {
		while (path.n && path.p[path.n - 1] != '/')
			path.n--;
		put_encoded(to, path.n ? path : slice_of("/"));
	}
	reference = slice_until(&reference, '#');
	put_encoded(to, reference);
	if (!to->bad)
		remove_dots(to, from);
}

bool url_decode(struct strbuf *to, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		int high, low;

		if (s.p[i] != '%') {
			strbuf_put_char(to, s.p[i]);
			continue;
		}
		high = s.n - i > 2 ? slice_hex(s.p[i + 1]) : -1;
		low = s.n - i > 2 ? slice_hex(s.p[i + 2]) : -1;
		if (high < 0 || low < 0 || !(high | low))
			return false;
		strbuf_put_char(to, (char)(high * 16 + low));
		i += 2;
	}
	return !to->bad;
}
