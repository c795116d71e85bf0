/* where: which host and port a request really goes to. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "where.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool same_host(struct slice given, const char *host)
{
	if (given.n > 1 && *given.p == '[' && given.p[given.n - 1] == ']')
		given = slice_at(given.p + 1, given.n - 2);
	return slice_like(given, host);
}

static bool same_port(struct slice given, uint16_t port)
{
	uint64_t n;

	return slice_number(given, &n) && n == port;
}

/* The next part of "host:port:..."; brackets keep their colons. */
static struct slice take_part(struct slice *rest)
{
	const char *end = rest->n && *rest->p == '[' ? memchr(rest->p, ']', rest->n) : NULL;
	size_t skip = end ? (size_t)(end - rest->p) : 0;
	struct slice behind = {rest->p + skip, rest->n - skip}, part = *rest;

	slice_until(&behind, ':');
	part.n = behind.p ? (size_t)(behind.p - rest->p) - 1 : rest->n;
	*rest = behind;
	return part;
}

/* A host as the URL names it, in ASCII or, where that is an xn-- form, as people read it. */
static bool names_host(struct slice given, const char *host, const struct url *url)
{
	return same_host(given, host) ||
	       (*url->shown && !strcasecmp(host, url->host) && same_host(given, url->shown));
}

struct resolved {
	struct addr addrs[WHERE_ADDRS];
	unsigned n;
};

static int take_addrs(struct resolved *out, struct slice list, const char *option, struct fail *why)
{
	struct slice item;
	char text[80];

	*out = (struct resolved){.n = 0};
	while (slice_item(&list, ',', &item) && out->n < WHERE_ADDRS) {
		if (item.n > 1 && *item.p == '[' && item.p[item.n - 1] == ']')
			item = slice_at(item.p + 1, item.n - 2);
		slice_copy(text, sizeof text, item);
		if (item.n >= sizeof text ||
			resolve_literal(text, AF_UNSPEC, &out->addrs[out->n++], NULL) <= 0)
			return fail_set(why, EINVAL, "--resolve '%.100s': '%.60s' is no address",
				option, text);
	}
	return 0;
}

/* All are read, so that a bad one is told even where it is not needed. As with curl a host goes
 * before *, and of several the last one counts. */
static int find_resolved(struct resolved *out, const struct where_want *w, const struct url *url,
	const char *host, uint16_t at, struct fail *why)
{
	bool exact = false;

	*out = (struct resolved){.n = 0};
	for (size_t i = 0; i < w->n_resolve; i++) {
		struct slice rest = slice_of(w->resolve[i]), given, port;
		struct resolved these;
		uint64_t number;
		bool named, any;
		int rc;

		if (rest.n && strchr("+-", *rest.p))
			rest = slice_at(rest.p + 1, rest.n - 1);
		given = take_part(&rest);
		port = rest.p ? take_part(&rest) : rest;
		if (!rest.n || !slice_number(port, &number) || !number || number > UINT16_MAX)
			return fail_set(why, EINVAL, "--resolve '%.100s' is not HOST:PORT:ADDR",
				w->resolve[i]);
		if ((rc = take_addrs(&these, rest, w->resolve[i], why)) < 0)
			return rc;
		named = number == at && names_host(given, host, url);
		any = number == at && slice_is(given, "*") && !exact;
		if (named || any)
			*out = these;
		exact = exact || named;
	}
	return 0;
}

static int apply_resolve(
	struct where *out, const struct where_want *w, const struct url *url, struct fail *why)
{
	struct resolved found;
	int rc = find_resolved(&found, w, url, out->host, out->port, why);

	if (rc < 0)
		return rc;
	memcpy(out->addrs, found.addrs, sizeof out->addrs);
	out->n_addrs = found.n;
	if (!out->target_here)
		return 0;
	rc = find_resolved(&found, w, url, out->target, out->target_port, why);
	if (rc >= 0 && found.n)
		addr_print(out->target, &found.addrs[0]);
	return rc;
}

static int apply_connect_to(struct where *out, const struct where_want *w, const struct url *url,
	bool *moved, struct fail *why)
{
	for (size_t i = 0; i < w->n_connect_to; i++) {
		struct slice rest = slice_of(w->connect_to[i]), part[3];
		uint64_t port = out->port;

		for (size_t p = 0; p < 3; p++)
			part[p] = rest.p ? take_part(&rest) : rest;
		if (!rest.p || (rest.n && (!slice_number(rest, &port) || !port || port > 65535)))
			return fail_set(why, EINVAL,
				"--connect-to '%.100s' is not HOST1:PORT1:HOST2:PORT2",
				w->connect_to[i]);
		if ((part[0].n && !names_host(part[0], out->host, url)) ||
			(part[1].n && !same_port(part[1], out->port)))
			continue;
		if (part[2].n > 1 && *part[2].p == '[')
			part[2] = slice_at(part[2].p + 1, part[2].n - 2);
		if (part[2].n)
			slice_copy(out->host, sizeof out->host, part[2]);
		out->port = (uint16_t)port;
		*moved = part[2].n || rest.n;
		break;
	}
	return 0;
}

static void aim(struct where *out, const struct url *url)
{
	snprintf(out->host, sizeof out->host, *url->zone ? "%s%%%s" : "%s", url->host, url->zone);
	out->port = url->port;
}

static int take_decoded(char *to, size_t size, struct slice from, struct fail *why)
{
	struct strbuf plain = {0};
	int rc = 0;

	if (!url_decode(&plain, from)) {
		plain.used = 0;
		strbuf_put(&plain, from.p, from.n);
	}
	if (plain.bad)
		rc = fail_set(why, ENOMEM, "no memory for the proxy's user");
	else if (plain.used >= size)
		rc = fail_set(why, EINVAL, "the proxy's user or password is longer than %zu bytes",
			size - 1);
	slice_copy(to, size, slice_at(plain.p ? plain.p : "", plain.used));
	strbuf_close(&plain);
	return rc;
}

/* -U, or the user information of the proxy's URL; curl decodes both. */
static int take_credentials(struct where *out, const char *given, struct fail *why)
{
	struct slice password = slice_of(given), user = slice_until(&password, ':');
	int rc;

	if (!given) {
		user = out->proxy.url.user;
		password = out->proxy.url.password;
	}
	if (!user.p)
		return 0;
	out->asks_proxy = true;
	rc = take_decoded(out->user, sizeof out->user, user, why);
	return rc < 0 ? rc : take_decoded(out->password, sizeof out->password, password, why);
}

/* An http proxy goes where the URL says; elsewhere only if it is asked to, as curl does. */
static void pass_by_proxy(struct where *out, const struct url *url, bool moved)
{
	bool socks = out->proxy.kind == PROXY_SOCKS5 || out->proxy.kind == PROXY_SOCKS5H;

	if (!socks && !url->https && !moved)
		return;
	snprintf(out->target, sizeof out->target, "%s", out->host);
	out->target_port = out->port;
	out->target_here = out->proxy.kind == PROXY_SOCKS5;
	out->tunnel = socks ? DIAL_SOCKS5 : DIAL_CONNECT;
}

static int apply_only(
	struct where *out, const struct where_want *w, const struct url *url, struct fail *why)
{
	if (!w->only || strcmp(w->only_host, url->host) != 0)
		return 0;
	if (out->proxy.kind != PROXY_NONE)
		return fail_set(why, EINVAL,
			"--all-addresses: which address is asked is up to the proxy (%s); "
			"--noproxy '*' asks without it",
			out->proxy.source);
	out->addrs[0] = *w->only;
	out->n_addrs = 1;
	return 0;
}

int where_find(
	struct where *out, const struct where_want *w, const struct url *url, struct fail *why)
{
	char only[ADDR_TEXT];
	bool moved = false;
	int rc;

	*out = (struct where){.unix_path = w->unix_path};
	rc = proxy_choose(&out->proxy, &w->proxy, url, why);
	if (rc < 0)
		return rc;
	/* What is at a socket's other end is the server, as curl has it. */
	if (w->unix_path)
		out->proxy.kind = PROXY_NONE;
	aim(out, url);
	if ((rc = apply_connect_to(out, w, url, &moved, why)) < 0)
		return rc;
	if (out->proxy.kind != PROXY_NONE) {
		pass_by_proxy(out, url, moved);
		if ((rc = take_credentials(out, w->proxy_user, why)) < 0)
			return rc;
		aim(out, &out->proxy.url);
	}
	if ((rc = apply_resolve(out, w, url, why)) < 0)
		return rc;
	if ((rc = apply_only(out, w, url, why)) < 0)
		return rc;
	/* What TLS was told is whom the other side proved to be, wherever the connection goes. */
	snprintf(out->key, sizeof out->key, "%d %s %u %d %s %s %u %s", out->proxy.kind, out->host,
		out->port, url->https, url->https ? url->host : "", out->target, out->target_port,
		addr_print(only, &out->addrs[0]));
	return 0;
}
