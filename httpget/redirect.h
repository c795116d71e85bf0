/* redirect: what is asked next when a response points elsewhere (RFC 9110 15.4). Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_REDIRECT_H
#define PROBEKIT_HTTPGET_REDIRECT_H

#include "request.h"

struct redirect {
	bool to_get; /* 303, and as everybody does 301 and 302: the content is left out, so that a
			POST becomes a GET */
	bool origin_changed; /* everything of the user's own is left out from now on */
	bool downgraded;     /* https to http */
};

/* next is the parsed new URL. Changes r to what is asked there: url, method, content and, on
 * another origin, headers and credentials. */
struct redirect redirect_apply(struct request *r, int status, const struct url *next);
/* What a change of origin drops from r, as "Authorization, X-Api-Key"; empty for nothing. */
const char *redirect_dropped(char *to, size_t size, const struct request *r);

#endif
