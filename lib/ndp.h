/* ndp: neighbour discovery for IPv6 (RFC 4861): solicitations, advertisements and their options. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_NDP_H
#define PROBEKIT_NDP_H

#include "addr.h"
#include "bytes.h"

enum { NDP_HOP_LIMIT = 255, NDP_HEADER_BYTES = 8, NDP_NAME_TEXT = 256, NDP_NONCE_BYTES = 6 };

/* ICMPv6 types; redirects are not read here. */
enum ndp_type { NDP_RS = 133, NDP_RA = 134, NDP_NS = 135, NDP_NA = 136 };

/* How a message was wrong, or that it was not: ndp_get tells the first four, ndp_check the rest. */
enum ndp_fault {
	NDP_GOOD,
	NDP_TYPE,	/* none of the four */
	NDP_CUT,	/* it ends before its last field */
	NDP_OPTION,	/* an option of no length, or one that is longer than what is left */
	NDP_CODE,	/* a code other than 0 */
	NDP_HOPS,	/* a hop limit other than 255: it was forwarded, or made to look so */
	NDP_TARGET,	/* a target that is a multicast or no address */
	NDP_SOURCE,	/* a sender that may not send this */
	NDP_DESTINATION /* a destination this may not be sent to */
};

/* Preference of a router or a route (RFC 4191 2.1). */
enum ndp_preference { NDP_LOW = -1, NDP_MEDIUM = 0, NDP_HIGH = 1 };
const char *ndp_preference_name(enum ndp_preference p); /* "low", "medium", "high"; static */

struct ndp {
	uint8_t type, code;
	enum ndp_fault fault;
	struct addr target;		      /* NS, NA */
	bool router, solicited, override;     /* NA: R, S, O */
	bool managed, other_config;	      /* RA: M, O */
	uint8_t hop_limit;		      /* RA: 0 unspecified */
	enum ndp_preference preference;	      /* RA; the reserved value is medium */
	uint16_t lifetime_s;		      /* RA: as a default router, 0 it is none */
	uint32_t reachable_ms, retransmit_ms; /* RA: 0 unspecified */
	struct bytes options;		      /* borrowed; all of them have a length that can be */
};

/* Decodes a whole ICMPv6 message, its type first. The checksum is not looked at. False unless fault
 * is NDP_GOOD. */
bool ndp_get(struct bytes message, struct ndp *out);
/* What RFC 4861 6.1 and 7.1 want of a message that ndp_get read, by the packet it came in. */
enum ndp_fault ndp_check(const struct ndp *m, const struct addr *source,
	const struct addr *destination, int hop_limit);
/* Writes the message, checksum 0, with options as they are. */
void ndp_put(struct bytes_out *o, const struct ndp *in);
/* As "hop limit"; for messages, static. */
const char *ndp_fault_name(enum ndp_fault fault);

enum ndp_option_type {
	NDP_SOURCE_MAC = 1,
	NDP_TARGET_MAC = 2,
	NDP_PREFIX = 3,
	NDP_MTU = 5,
	NDP_NONCE = 14, /* RFC 3971 5.3.2, RFC 7527 */
	NDP_ROUTE = 24, /* RFC 4191 2.3 */
	NDP_RDNSS = 25, /* RFC 8106 5.1 */
	NDP_DNSSL = 31	/* RFC 8106 5.2 */
};
struct ndp_option {
	uint8_t type;
	struct bytes data; /* what follows its length byte */
};
/* The next option of b, which is eaten; false at the end and where one is malformed (then b->bad).
 */
bool ndp_option_next(struct bytes *b, struct ndp_option *out);
/* The first of its type. */
bool ndp_find(const struct ndp *m, enum ndp_option_type type, struct ndp_option *out);

struct ndp_prefix {
	struct addr_prefix prefix;     /* bits beyond its length are zero */
	bool on_link, autonomous;      /* L, A */
	uint32_t valid_s, preferred_s; /* UINT32_MAX: for ever */
};
struct ndp_route {
	struct addr_prefix prefix;
	enum ndp_preference preference;
	uint32_t lifetime_s; /* UINT32_MAX: for ever */
};
/* An option of a list: how long it holds, and what is left of it. */
struct ndp_list {
	uint32_t lifetime_s;
	struct bytes left;
};
/* Each reads one option; false when it is of another type or its fields do not fit its length. */
bool ndp_mac(const struct ndp_option *o, struct mac *out); /* source or target */
bool ndp_prefix(const struct ndp_option *o, struct ndp_prefix *out);
bool ndp_mtu(const struct ndp_option *o, uint32_t *out_bytes);
bool ndp_route(const struct ndp_option *o, struct ndp_route *out);
bool ndp_rdnss(const struct ndp_option *o, struct ndp_list *out);
bool ndp_dnssl(const struct ndp_option *o, struct ndp_list *out);
bool ndp_nonce(const struct ndp_option *o, struct bytes *out);
/* The next server, or the next domain as dotted text (bytes as they came: not safe for a terminal).
 * False at the end, and where the rest is malformed (then left.bad). */
bool ndp_rdnss_next(struct ndp_list *l, struct addr *out);
bool ndp_dnssl_next(struct ndp_list *l, char out[static NDP_NAME_TEXT]);

/* Options for ndp.options. */
void ndp_put_mac(struct bytes_out *o, enum ndp_option_type type, const struct mac *m);
void ndp_put_nonce(struct bytes_out *o, const uint8_t nonce[static NDP_NONCE_BYTES]);

/* The group that solicitations for an address go to (RFC 4291 2.7.1), with the address's zone. */
struct addr ndp_solicited_node(const struct addr *target);

#endif
