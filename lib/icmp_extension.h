/* icmp_extension: what an ICMP error says behind the packet it quotes (RFC 4884, RFC 4950). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ICMP_EXTENSION_H
#define PROBEKIT_ICMP_EXTENSION_H

#include "icmp.h"

enum { ICMP_OBJECT_MPLS = 1, ICMP_OBJECT_MPLS_STACK = 1 };

/* The extension structure of m, behind the quote as long as m gives it, or behind 128 bytes of it
 * as those put it who do not say (RFC 4884 5.5). An empty view where there is none, or its version
 * or checksum is wrong. */
struct bytes icmp_extensions(const struct icmp *m);
/* The same for a view that should start with one (RFC 4884 7). strict: a checksum must be given. */
bool icmp_extensions_valid(struct bytes b, bool strict);

struct icmp_object {
	uint8_t class_number, c_type;
	struct bytes data; /* borrowed as the structure is */
};
/* The next object of a structure, eaten from it; its header first. False at the end, and where an
 * object is not whole. */
bool icmp_object_next(struct bytes *structure, struct icmp_object *out);
/* The MPLS label stack of a structure, outermost first, in network terms: label << 12 | class << 9
 * | bottom << 8 | TTL (RFC 3032 2.1). How many, n at most; 0 when it has none. */
unsigned icmp_mpls_labels(struct bytes structure, uint32_t *labels, unsigned n);

#endif
