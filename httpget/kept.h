/* kept: what a request leaves for the next one: a connection, and a TLS session to resume. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_KEPT_H
#define PROBEKIT_HTTPGET_KEPT_H

#include "link.h"
#include "strbuf.h"
#include "url.h"

enum { KEPT_KEY = 3 * URL_HOST_TEXT + 300 };

/* The keys are those of struct where. */
struct kept {
	struct link *link; /* NULL none */
	char key[KEPT_KEY];
	struct strbuf session;
	char session_key[URL_HOST_TEXT + KEPT_KEY];
};

void kept_close(struct kept *k);
/* The connection, where it is for the same place and still there and none is to be fresh; else it
 * is closed: NULL. */
struct link *kept_take(struct kept *k, const char *key, bool fresh);
/* A session of that server, by that name: TLS does not check the names of a session again. Empty
 * for none, borrowed. */
struct bytes kept_session(const struct kept *k, const char *host, const char *key);
void kept_put_session(
	struct kept *k, const char *host, const char *key, struct bytes session); /* copied */

#endif
