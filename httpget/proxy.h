/* proxy: which proxy a URL is fetched by, if any: from -x or the environment, as curl reads it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_PROXY_H
#define PROBEKIT_HTTPGET_PROXY_H

#include "fail.h"
#include "url.h"

enum proxy_kind { PROXY_NONE, PROXY_HTTP, PROXY_SOCKS5, PROXY_SOCKS5H };

struct proxy {
	enum proxy_kind kind;
	struct url url; /* its host and port; borrows from text */
	char text[512];
	const char *source; /* "-x", or the variable's name */
};

/* What decides; texts are borrowed, NULL is none. environment asks for a variable (getenv). */
struct proxy_want {
	const char *given;    /* -x; empty for none */
	const char *no_proxy; /* --noproxy; NULL: no_proxy of the environment */
	const char *(*environment)(const char *name);
};

/* 0 with out filled, PROXY_NONE where the URL is fetched directly; -EINVAL for one that is no URL.
 */
int proxy_choose(
	struct proxy *out, const struct proxy_want *w, const struct url *url, struct fail *why);
/* Whether a list like "localhost,.example.org,198.18.0.0/15,*" has this host. */
bool proxy_excluded(const char *list, const struct url *url);

#endif
