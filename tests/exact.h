/* exact: buffers of exactly the size asked for, and whether what a decoder hands out lies in one.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_EXACT_H
#define PROBEKIT_EXACT_H

#include <stdlib.h>
#include <string.h>

#include "packet.h"

/* A copy on the heap, so that a sanitizer sees a read one byte past it. Ended by exact_free. */
static inline struct bytes exact(const void *p, size_t n_bytes)
{
	uint8_t *copy = malloc(n_bytes ? n_bytes : 1);

	if (!copy)
		abort();
	if (n_bytes)
		memcpy(copy, p, n_bytes);
	return bytes_of(n_bytes ? copy : copy + 1, n_bytes);
}

static inline void exact_free(struct bytes b)
{
	free((void *)(uintptr_t)(b.left ? b.p : b.p - 1));
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
	return inside(q->transport, whole) && inside(q->echo_payload, q->transport);
}

static inline bool packet_inside(const struct packet *p, struct bytes whole)
{
	return inside(p->ip4.options, whole) && inside(p->network, whole) &&
	       inside(p->transport, whole) && inside(p->icmp.payload, p->transport) &&
	       quote_inside(&p->quote, p->icmp.payload);
}

#endif
