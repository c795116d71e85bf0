/* httpget_where: where a request goes by what a user said, a line each: the URL, a proxy, the hosts
 * that have none, --resolve and --connect-to. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "where.h"

#include <errno.h>
#include <string.h>

#include "must.h"
#include "words.h"

static const char *of_environment(const char *name)
{
	return strcmp(name, "http_proxy") ? NULL : "http://198.18.0.9:3128";
}

static void must_find(const struct where_want *w, const struct url *url)
{
	struct fail why = {.error = 0};
	struct where out;
	int rc = where_find(&out, w, url, &why);

	must(rc == 0 || (rc < 0 && *why.text));
	if (rc < 0)
		return;
	must(memchr(out.host, 0, sizeof out.host) && memchr(out.key, 0, sizeof out.key));
	must(memchr(out.target, 0, sizeof out.target));
	must(memchr(out.user, 0, sizeof out.user) && memchr(out.password, 0, sizeof out.password));
	must(out.n_addrs <= WHERE_ADDRS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *resolve, *connect_to;
	struct where_want want = {.proxy.environment = of_environment};
	struct words w;
	struct url url;

	words_split(&w, data, size, "\n");
	for (int i = w.argc; i < 5; i++)
		w.argv[i] = w.text + WORDS_BYTES + 1;
	w.text[WORDS_BYTES + 1] = '\0';
	if (url_parse(&url, w.argv[0], NULL) < 0)
		return 0;
	want.proxy.given = *w.argv[1] ? w.argv[1] : NULL;
	want.proxy.no_proxy = *w.argv[2] ? w.argv[2] : NULL;
	resolve = w.argv[3];
	connect_to = w.argv[4];
	want.resolve = &resolve;
	want.n_resolve = *resolve != '\0';
	want.connect_to = &connect_to;
	want.n_connect_to = *connect_to != '\0';
	proxy_excluded(w.argv[2], &url);
	must_find(&want, &url);
	want.proxy_user = w.argv[2];
	must_find(&want, &url);
	return 0;
}
