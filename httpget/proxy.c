/* proxy: which proxy a URL is fetched by. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "proxy.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "addr.h"

static bool prefix_holds(const char *item, const char *host)
{
	struct addr_prefix prefix;
	struct addr a, b;

	if (!addr_parse(&a, host))
		return false;
	if (addr_parse(&b, item))
		return addr_equal(&a, &b);
	return addr_prefix_parse(&prefix, item) && addr_prefix_holds(&prefix, &a);
}

static bool name_ends(struct slice item, const char *host)
{
	size_t n = strlen(host);

	if (item.n && *item.p == '.')
		item = slice_at(item.p + 1, item.n - 1);
	if (n && host[n - 1] == '.')
		n--;
	if (item.n && item.p[item.n - 1] == '.')
		item.n--;
	if (!item.n || item.n > n || strncasecmp(host + n - item.n, item.p, item.n) != 0)
		return false;
	return item.n == n || host[n - item.n - 1] == '.';
}

/* The next item of a list that commas and blanks part. */
static bool next_item(const char **at, struct slice *out)
{
	*at += strspn(*at, ", \t");
	*out = slice_at(*at, strcspn(*at, ", \t"));
	*at += out->n;
	return out->n;
}

bool proxy_excluded(const char *list, const struct url *url)
{
	char text[URL_HOST_TEXT];
	struct slice item;

	while (next_item(&list, &item)) {
		if (slice_is(item, "*"))
			return true;
		if (item.n > 1 && *item.p == '[' && item.p[item.n - 1] == ']')
			item = slice_at(item.p + 1, item.n - 2);
		if (!item.n || item.n >= sizeof text)
			continue;
		if (prefix_holds(slice_copy(text, sizeof text, item), url->host) ||
			(url->kind == URL_NAME &&
				(name_ends(item, url->host) || name_ends(item, url->shown))))
			return true;
	}
	return false;
}

/* An empty variable is none, as curl has it. */
static const char *variable(const struct proxy_want *w, const char *name)
{
	const char *value = w->environment(name);

	return value && *value ? value : NULL;
}

/* http_proxy in small letters alone: a CGI program has HTTP_PROXY from a client's header. */
static const char *from_environment(const struct proxy_want *w, bool https, const char **source)
{
	static const char *const names[2][4] = {{"http_proxy", "all_proxy", "ALL_PROXY", NULL},
		{"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}};
	const char *value = NULL;

	for (size_t i = 0; i < 4 && names[https][i] && !value; i++) {
		*source = names[https][i];
		value = variable(w, *source);
	}
	return value;
}

static const char *exceptions(const struct proxy_want *w)
{
	const char *list = w->no_proxy;

	if (!list)
		list = variable(w, "no_proxy");
	if (!list)
		list = variable(w, "NO_PROXY");
	return list;
}

static int read_kind(struct proxy *out, const char **text, struct fail *why)
{
	static const struct {
		const char *scheme;
		enum proxy_kind kind;
	} kinds[] = {{"http://", PROXY_HTTP}, {"socks5://", PROXY_SOCKS5},
		{"socks5h://", PROXY_SOCKS5H}};

	out->kind = PROXY_HTTP;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (slice_starts(slice_of(*text), kinds[i].scheme)) {
			out->kind = kinds[i].kind;
			*text += strlen(kinds[i].scheme);
			return 0;
		}
	if (strstr(*text, "://"))
		return fail_set(why, EINVAL,
			"proxy '%.80s': its scheme is none of http, socks5, socks5h", *text);
	return 0;
}

int proxy_choose(
	struct proxy *out, const struct proxy_want *w, const struct url *url, struct fail *why)
{
	const char *text = w->given, *list = exceptions(w);
	struct fail own = {0};
	int rc;

	*out = (struct proxy){.kind = PROXY_NONE, .source = "-x"};
	if (!text)
		text = from_environment(w, url->https, &out->source);
	if (!text || !*text || (list && proxy_excluded(list, url)))
		return 0;
	if ((rc = read_kind(out, &text, why)) < 0)
		return rc;
	if ((size_t)snprintf(out->text, sizeof out->text, "http://%s", text) >= sizeof out->text)
		return fail_set(why, EINVAL, "the proxy's URL is too long");
	rc = url_parse(&out->url, out->text, &own);
	if (rc < 0)
		return fail_set(why, EINVAL, "proxy '%.80s': %.200s", text, own.text);
	if (!out->url.port_given)
		out->url.port = 1080;
	return 0;
}
