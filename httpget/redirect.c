/* redirect: what is asked next when a response points elsewhere. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "redirect.h"

#include <stdio.h>
#include <string.h>

static void add_name(char *to, size_t size, const char *name, size_t n)
{
	size_t used = strlen(to);

	if (used < size)
		snprintf(to + used, size - used, "%s%.*s", used ? ", " : "", (int)n, name);
}

const char *redirect_dropped(char *to, size_t size, const struct request *r)
{
	*to = '\0';
	if (r->user.p || r->bearer)
		add_name(to, size, "Authorization", strlen("Authorization"));
	if (r->cookie && *r->cookie)
		add_name(to, size, "Cookie", strlen("Cookie"));
	if (r->referer && *r->referer)
		add_name(to, size, "Referer", strlen("Referer"));
	for (size_t i = 0; i < r->n_headers && strlen(to) + 2 < size; i++)
		add_name(to, size, r->headers[i], strcspn(r->headers[i], ":;"));
	return to;
}

struct redirect redirect_apply(struct request *r, int status, const struct url *next)
{
	/* As curl has it: a method of the user's own stays, its content does not. */
	struct redirect what = {.to_get = r->body.p && status != 307 && status != 308,
		.origin_changed = !url_same_origin(r->url, next),
		.downgraded = r->url->https && !next->https};

	if (what.to_get)
		r->body = (struct bytes){0};
	if (what.origin_changed) {
		r->n_headers = 0;
		r->user = r->password = (struct slice){0};
		r->bearer = r->cookie = r->referer = NULL;
	}
	r->url = next;
	return what;
}
