/* ip6: the IPv6 header and the walk over its extension headers (RFC 8200). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_IP6_H
#define PROBEKIT_IP6_H

#include "addr.h"
#include "bytes.h"

enum { IP6_HEADER_BYTES = 40 };

struct ip6 {
	uint8_t traffic_class, next_header, hop_limit;
	uint32_t flow_label;
	uint16_t payload_bytes; /* as the header says */
	struct addr source, destination;
};

/* Where the walk ended. */
struct ip6_upper {
	uint8_t protocol;    /* of the upper layer, 59 for none */
	bool fragment;	     /* a fragment header was there */
	bool first;	     /* and this is its first part (also true without one) */
	bool more_fragments; /* false with first: a whole packet in one fragment (RFC 6946) */
	uint16_t fragment_offset_bytes;
	bool routed; /* a routing header has segments left: the destination is not the last one */
};

/* Eats the 40-byte header. False when it is cut (then b->bad) or not version 6. */
bool ip6_get(struct bytes *b, struct ip6 *out);
void ip6_put(struct bytes_out *o, const struct ip6 *in);

/* Eats hop-by-hop, routing, destination options, fragment and AH headers, at most 16 of them; ESP
 * and unknown headers end the walk as the upper protocol, and so does a fragment that is not the
 * first. False when one is cut (then b->bad) or there are more. */
bool ip6_upper(struct bytes *b, uint8_t next_header, struct ip6_upper *out);

#endif
