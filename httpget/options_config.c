/* options_config: the command line as what each part wants to be told. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "options_config.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *from_environment(const char *name)
{
	return getenv(name);
}

static struct request make_request(const struct options *o, const struct options_texts *t)
{
	struct slice password = slice_of(o->user), user = slice_until(&password, ':');

	return (struct request){.method = o->method ? o->method
					  : o->head ? "HEAD"
						    : NULL,
		.minor = o->http10 ? 0 : 1,
		.compressed = o->compressed,
		.close = o->fresh,
		.agent = o->agent ? o->agent : "probekit-httpget/" PROBEKIT_VERSION,
		.referer = t->referer.p,
		.auto_referer = t->auto_referer,
		.bearer = o->bearer,
		.cookie = t->cookie.p,
		.since = *t->since ? t->since : NULL,
		.range = *t->range ? t->range : NULL,
		.user = user,
		.password = password,
		.headers = t->headers,
		.n_headers = t->n_headers};
}

/* What is read goes by what is asked: the answer to HEAD has no content, any other may. */
static bool asks_head(const struct options *o)
{
	return o->method ? !strcmp(o->method, "HEAD") : o->head;
}

static int64_t span(int64_t ns)
{
	return ns ? ns : INT64_MAX;
}

static struct tls_config make_tls(const struct options *o)
{
	return (struct tls_config){.sni = o->sni && !strcmp(o->sni, "none") ? "" : o->sni,
		.alpn = o->http10 ? NULL : "http/1.1",
		.ca_file = o->cacert,
		.ca_folder = o->capath,
		.cert_file = o->cert,
		.key_file = o->key ? o->key : o->cert,
		.staple = true,
		.insecure = o->insecure};
}

struct journey_config options_journey(const struct options *o, const struct options_texts *t)
{
	return (struct journey_config){.request = make_request(o, t),
		.fetch = {.method = asks_head(o) ? HTTP_HEAD : HTTP_GET,
			.allow_09 = o->allow_09,
			.tls = make_tls(o),
			.limits = {.line_bytes = (uint64_t)o->max_line,
				.head_bytes = (uint64_t)o->max_head,
				.fields = (uint64_t)o->max_fields,
				.interim = (uint64_t)o->max_interim,
				.trailer_bytes = (uint64_t)o->max_trailer,
				.extension_bytes = (uint64_t)o->max_extension},
			.idle_ns = span(o->timeout_ns),
			.rate_bytes = o->rate_bytes,
			.slow_bytes = o->slow_bytes,
			.slow_ns = o->slow_ns,
			.link = {.family = o->ipv4   ? AF_INET
					   : o->ipv6 ? AF_INET6
						     : AF_UNSPEC,
				.interface = o->interface,
				.ttl = o->ttl ? (int)o->ttl : -1,
				.tos = o->tos}},
		.where = {.resolve = o->resolve.items,
			.n_resolve = o->resolve.n,
			.connect_to = o->connect_to.items,
			.n_connect_to = o->connect_to.n,
			.unix_path = o->unix_path,
			.proxy_user = o->proxy_user,
			.proxy = {.given = o->proxy,
				.no_proxy = o->no_proxy,
				.environment = from_environment}},
		.decode = {.stages = (unsigned)o->max_stages, .ratio = (uint64_t)o->max_ratio},
		.follow = o->location,
		.fail = o->fail,
		.include = o->include || o->head,
		.head_alone = o->head,
		.decoded = o->compressed,
		.fresh = o->fresh,
		.no_session = o->no_session,
		.max_redirects = o->max_redirects < 0 ? UINT_MAX : (unsigned)o->max_redirects,
		.connect_timeout_ns = span(o->connect_timeout_ns),
		.max_time_ns = span(o->max_time_ns),
		.deadline_ns = INT64_MAX};
}

int options_data(const struct options *o, struct strbuf *to, struct fail *why)
{
	int rc = 0;

	for (size_t i = 0; i < o->data.n && rc >= 0; i++) {
		if (i)
			strbuf_put_char(to, '&');
		if (o->data.items[i][0] == '@')
			rc = options_read_file(to, o->data.items[i] + 1, why);
		else
			strbuf_put_text(to, o->data.items[i]);
	}
	return rc < 0 || !to->bad ? rc : fail_set(why, ENOMEM, "no memory for the data");
}

void options_get(struct strbuf *to, const char *url, const struct strbuf *data)
{
	size_t end = strcspn(url, "#");
	const char *query = memchr(url, '?', end);

	strbuf_put(to, url, end);
	if (!query)
		strbuf_put_char(to, '?');
	else if (query + 1 < url + end)
		strbuf_put_char(to, '&');
	strbuf_put(to, data->p, data->used);
	strbuf_put_text(to, url + end);
	strbuf_put_char(to, 0);
}

/* The name behind the URL's last slash. */
static int name_of(struct slice *out, const char *url, size_t size, struct fail *why)
{
	struct slice name = slice_at(url, strcspn(url, "?#"));
	const char *authority = strstr(url, "://"), *slash = memrchr(name.p, '/', name.n);

	if (!slash || (authority && slash < authority + 3) || slash + 1 == name.p + name.n)
		return fail_set(why, EINVAL, "-O: the URL '%.100s' ends without a file name", url);
	name = slice_at(slash + 1, (size_t)(name.p + name.n - slash - 1));
	if (name.n >= size || slice_is(name, ".") || slice_is(name, "..") ||
		memchr(name.p, '\\', name.n))
		return fail_set(why, EINVAL, "-O: '%.*s' is no file name",
			(int)(name.n > 100 ? 100 : name.n), name.p);
	*out = name;
	return 0;
}

int options_target(const struct options *o, size_t n, char *to, size_t size, const char **path,
	struct fail *why)
{
	bool elsewhere = (o->out.json && !strcmp(o->out.json, "-")) || o->out.nagios ||
			 o->count > 1 || o->all_addresses || o->compare >= 0;
	struct slice name = {0};
	int rc;

	*path = n < o->outputs.n ? o->outputs.items[n] : elsewhere ? NULL : "-";
	if (!o->remote_name)
		return 0;
	rc = name_of(&name, o->urls[n], size, why);
	if (rc < 0)
		return rc;
	/* "-" alone would be standard output. */
	*path = slice_is(name, "-") ? "./-" : slice_copy(to, size, name);
	return 0;
}
