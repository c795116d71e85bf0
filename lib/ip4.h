/* ip4: the IPv4 header (RFC 791). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_IP4_H
#define PROBEKIT_IP4_H

#include "addr.h"
#include "bytes.h"

enum { IP4_HEADER_BYTES = 20, IP4_OPTIONS_MAX_BYTES = 40 };

struct ip4 {
	uint8_t header_bytes, tos, ttl, protocol;
	uint16_t total_bytes; /* as the header says, not yet checked against what is there */
	uint16_t id, checksum;
	uint16_t fragment_offset_bytes;
	bool dont_fragment, more_fragments;
	struct addr source, destination;
	struct bytes options;
};

/* Eats header and options from b. False when it is cut, not version 4 or its length field is under
 * 20 bytes; b->bad then tells the cut one. The checksum is not looked at. */
bool ip4_get(struct bytes *b, struct ip4 *out);

/* Writes the header and its options (borrowed from in->options, padded to 4 bytes with zeros). The
 * checksum is computed, header_bytes is ignored. Over 40 bytes of options make o bad. */
void ip4_put(struct bytes_out *o, const struct ip4 *in);

/* One option (RFC 791 3.1, record route and timestamp among them). data is what follows its length
 * byte. */
enum {
	IP4_OPTION_END = 0,
	IP4_OPTION_NOP = 1,
	IP4_OPTION_RR = 7,
	IP4_OPTION_TS = 68,
	IP4_OPTION_LSRR = 131,
	IP4_OPTION_SSRR = 137
};
struct ip4_option {
	uint8_t type;
	struct bytes data;
};
/* The next option of b; false at the end of the list and where one is malformed (then b->bad). */
bool ip4_option_next(struct bytes *b, struct ip4_option *out);

#endif
