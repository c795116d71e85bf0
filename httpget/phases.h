/* phases: where the time of an exchange went. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_PHASES_H
#define PROBEKIT_HTTPGET_PHASES_H

#include "exchange.h"

enum phase {
	PHASE_NAME,	/* looking the name up */
	PHASE_CONNECT,	/* from the first SYN to a connection */
	PHASE_PROXY,	/* asking a proxy for the target (CONNECT, SOCKS) */
	PHASE_TLS,	/* the handshake */
	PHASE_SEND,	/* handing the request to the network */
	PHASE_NETWORK,	/* of the wait for the first byte: one round trip */
	PHASE_THINK,	/* the rest of that wait: the server's */
	PHASE_TRANSFER, /* from the first byte to the last */
	PHASES
};

struct phases {
	int64_t begin_ns[PHASES]; /* since the exchange began; INT64_MIN: it did not come to that */
	int64_t took_ns[PHASES];
	int64_t wait_ns; /* NETWORK and THINK together */
	int64_t total_ns;
};

struct phases phases_of(const struct exchange *x);
const char *phase_name(enum phase p); /* "name", "connect" ... as --slo and the records have it */
/* The longest; false where nothing took any time. */
bool phases_longest(const struct phases *p, enum phase *out);

#endif
