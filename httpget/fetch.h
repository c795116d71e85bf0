/* fetch: drives one exchange over a connection; everything comes as events. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_FETCH_H
#define PROBEKIT_HTTPGET_FETCH_H

#include "exchange.h"

struct fetch_config {
	struct link_config link;
	bool secure;
	struct tls_config tls;
	struct bytes request; /* borrowed */
	enum http_method method;
	struct http_limits limits;
	bool allow_09;
	int64_t deadline_ns; /* of the whole exchange */
	int64_t idle_ns;     /* without a byte; INT64_MAX none */
	uint64_t rate_bytes; /* a second, of what is read; 0 none */
	uint64_t slow_bytes; /* less a second on average over slow_ns ends it; 0 none */
	int64_t slow_ns;
};

enum fetch_kind {
	FETCH_CONNECTED, /* or would be: see failed of the exchange */
	FETCH_SECURED,
	FETCH_SENT,
	FETCH_SPAN,    /* see event */
	FETCH_FINDING, /* see event; the exchange has it already */
	FETCH_END      /* the exchange is complete, or failed and why say what was not */
};

struct fetch_event {
	enum fetch_kind kind;
	struct http_event event;
	/* Its last byte, or the request's: the packet that had it, and when that passed. Where
	   packets are not watched: when it was read or written. */
	struct packets_place at;
};

struct fetch;

/* link: one that was kept from another exchange, or NULL; the fetch takes it. x is filled as it
 * goes on; both are borrowed until close. */
int fetch_open(struct fetch **out, const struct fetch_config *c, struct link *link,
	struct exchange *x, struct fail *why);
/* Blocks until there is something to tell. After FETCH_END only close is left. */
void fetch_next(struct fetch *f, struct fetch_event *out);
/* Something of the caller's failed (output, a limit): ends the exchange with that. */
void fetch_stop(struct fetch *f, enum link_phase failed, const struct fail *why);
/* Of the connection, while it is there: a TLS session to resume; empty for none. */
struct bytes fetch_session(const struct fetch *f);
/* Gives the connection back where it can carry another request, else closes it: NULL. */
struct link *fetch_close(struct fetch *f);

#endif
