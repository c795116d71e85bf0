/* ipopt: the IPv4 options ping sends, and those that come back, in words (RFC 791 3.1). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_IPOPT_H
#define PROBEKIT_PING_IPOPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "bytes.h"
#include "ip4.h"
#include "names.h"

enum ipopt_kind {
	IPOPT_NOTHING,
	IPOPT_RECORD_ROUTE,
	IPOPT_TS_ONLY,
	IPOPT_TS_ADDRESS,
	IPOPT_TS_PRESPECIFIED,
	IPOPT_SOURCE_ROUTE
};

/* Writes what IP_OPTIONS takes into to; returns its length. hops are the prespecified or routed-by
 * addresses; of a source route the last one is the target itself. */
size_t ipopt_build(uint8_t to[static IP4_OPTIONS_MAX_BYTES], enum ipopt_kind kind,
	const struct addr *hops, size_t n_hops);

/* The route shown last: an equal one is only called the same. */
struct ipopt_memory {
	uint8_t route[IP4_OPTIONS_MAX_BYTES];
	size_t route_bytes;
};
/* Adds the options of a reply to its line. */
void ipopt_add(struct ipopt_memory *m, const struct bytes *options, struct names_line *l);

#endif
