/* kept: what a request leaves for the next one. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "kept.h"

#include <stdio.h>
#include <string.h>

static void forget_session(struct kept *k)
{
	if (k->session.p)
		explicit_bzero(k->session.p, k->session.used);
	strbuf_close(&k->session);
	k->session = (struct strbuf){0};
}

void kept_close(struct kept *k)
{
	link_close(k->link);
	k->link = NULL;
	forget_session(k);
}

struct link *kept_take(struct kept *k, const char *key, bool fresh)
{
	struct link *l = k->link;

	k->link = NULL;
	if (l && !fresh && !strcmp(k->key, key) && !link_pending(l))
		return l;
	link_close(l);
	return NULL;
}

struct bytes kept_session(const struct kept *k, const char *host, const char *key)
{
	char wanted[sizeof k->session_key];

	snprintf(wanted, sizeof wanted, "%s %s", host, key);
	if (k->session.bad || !k->session.used || strcmp(wanted, k->session_key))
		return bytes_of(NULL, 0);
	return bytes_of(k->session.p, k->session.used);
}

void kept_put_session(struct kept *k, const char *host, const char *key, struct bytes session)
{
	if (!session.left)
		return;
	forget_session(k);
	strbuf_put(&k->session, session.p, session.left);
	snprintf(k->session_key, sizeof k->session_key, "%s %s", host, key);
}
