/* secure: what is told of a TLS session: the card of its certificate. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_SECURE_H
#define PROBEKIT_TELNETLITE_SECURE_H

#include "notice.h"
#include "records.h"
#include "tls.h"

/* A record, and the card as text where it is to be shown; took_ns is the handshake's. */
void secure_tell(
	struct notice *n, const struct records *r, struct tls *t, bool shown, int64_t took_ns);

#endif
