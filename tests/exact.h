/* exact: buffers of exactly the size asked for, and whether what a decoder hands out lies in one.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_EXACT_H
#define PROBEKIT_EXACT_H

#include <stdlib.h>
#include <string.h>

#include "packet.h"

/* A copy on the heap that ends where its block ends, so that a sanitizer sees any read behind it,
 * of no bytes too. The caller frees block. */
struct exact {
	void *block;
	uint8_t *p; /* the copy, to be changed */
	struct bytes view;
};

static inline struct exact exact(const void *from, size_t n_bytes)
{
	struct exact e = {.block = calloc(1, n_bytes + 1)};

	if (!e.block)
		abort();
	e.p = (uint8_t *)e.block + 1;
	if (n_bytes)
		memcpy(e.p, from, n_bytes);
	e.view = bytes_of(e.p, n_bytes);
	return e;
}

static inline bool inside(struct bytes view, struct bytes whole)
{
	if (!view.left)
		return true;
	return view.p >= whole.p && view.left <= whole.left &&
	       view.p - whole.p <= (ptrdiff_t)(whole.left - view.left);
}

static inline bool quote_inside(const struct packet_quote *q, struct bytes whole)
{
	return inside(q->transport, whole) && inside(q->echo_payload, q->transport) &&
	       inside(q->tcp.options, q->transport);
}

static inline bool packet_inside(const struct packet *p, struct bytes whole)
{
	return inside(p->ip4.options, whole) && inside(p->network, whole) &&
	       inside(p->transport, whole) && inside(p->ndp.options, p->icmp.payload) &&
	       inside(p->icmp.payload, p->transport) && inside(p->tcp.options, p->transport) &&
	       inside(p->tcp_payload, p->transport) && quote_inside(&p->quote, p->icmp.payload);
}

#endif
