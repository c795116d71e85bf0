/* where: which host and port a request really goes to. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "where.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

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

static int take_addrs(struct where *out, struct slice list, const char *option, struct fail *why)
{
	struct slice item;
	char text[80];

	while (slice_item(&list, ',', &item) && out->n_addrs < WHERE_ADDRS) {
		if (item.n > 1 && *item.p == '[' && item.p[item.n - 1] == ']')
			item = slice_at(item.p + 1, item.n - 2);
		slice_copy(text, sizeof text, item);
		if (item.n >= sizeof text ||
			resolve_literal(text, AF_UNSPEC, &out->addrs[out->n_addrs++], NULL) <= 0)
			return fail_set(why, EINVAL, "--resolve '%.100s': '%.60s' is no address",
				option, text);
	}
	return 0;
}

static int apply_resolve(struct where *out, const struct where_want *w, struct fail *why)
{
	for (size_t i = 0; i < w->n_resolve; i++) {
		struct slice rest = slice_of(w->resolve[i]), host, port;

		if (rest.n && strchr("+-", *rest.p))
			rest = slice_at(rest.p + 1, rest.n - 1);
		host = take_part(&rest);
		port = rest.p ? take_part(&rest) : rest;
		if (!rest.n)
			return fail_set(why, EINVAL, "--resolve '%.100s' is not HOST:PORT:ADDR",
				w->resolve[i]);
		if ((same_host(host, out->host) || slice_is(host, "*")) &&
			same_port(port, out->port))
			return take_addrs(out, rest, w->resolve[i], why);
	}
	return 0;
}

static int apply_connect_to(struct where *out, const struct where_want *w, struct fail *why)
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
		if ((part[0].n && !same_host(part[0], out->host)) ||
			(part[1].n && !same_port(part[1], out->port)))
			continue;
		if (part[2].n > 1 && *part[2].p == '[')
			part[2] = slice_at(part[2].p + 1, part[2].n - 2);
		if (part[2].n)
			slice_copy(out->host, sizeof out->host, part[2]);
		out->port = (uint16_t)port;
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

static void pass_by_proxy(struct where *out, const struct url *url)
{
	bool socks = out->proxy.kind == PROXY_SOCKS5 || out->proxy.kind == PROXY_SOCKS5H;

	if (!socks && !url->https)
		return;
	snprintf(out->target, sizeof out->target, "%s", out->host);
	out->target_port = out->port;
	out->target_here = out->proxy.kind == PROXY_SOCKS5;
	out->tunnel = socks ? DIAL_SOCKS5 : DIAL_CONNECT;
}

int where_find(
	struct where *out, const struct where_want *w, const struct url *url, struct fail *why)
{
	char only[ADDR_TEXT];
	int rc;

	*out = (struct where){.unix_path = w->unix_path};
	rc = proxy_choose(&out->proxy, &w->proxy, url, why);
	if (rc < 0)
		return rc;
	aim(out, url);
	if ((rc = apply_connect_to(out, w, why)) < 0)
		return rc;
	if (out->proxy.kind != PROXY_NONE && !w->unix_path) {
		pass_by_proxy(out, url);
		if ((rc = take_credentials(out, w->proxy_user, why)) < 0)
			return rc;
		aim(out, &out->proxy.url);
	}
	if ((rc = apply_resolve(out, w, why)) < 0)
		return rc;
	if (w->only) {
		out->addrs[0] = *w->only;
		out->n_addrs = 1;
	}
	snprintf(out->key, sizeof out->key, "%d %s %u %d %s %u %s", out->proxy.kind, out->host,
		out->port, url->https, out->target, out->target_port,
		addr_print(only, &out->addrs[0]));
	return 0;
}
