/* eth: Ethernet frames: Ethernet II, IEEE 802.1Q and 802.1ad tags, 802.3 with LLC and SNAP. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ETH_H
#define PROBEKIT_ETH_H

#include "addr.h"
#include "bytes.h"

enum {
	ETH_HEADER_BYTES = 14,
	ETH_TAG_BYTES = 4,
	ETH_LEAST_BYTES =
		60, /* without the FCS; a driver or a switch may send less, never get less */
	ETH_TAGS_MAX = 4
};
enum eth_type {
	ETH_TYPE_IP4 = 0x0800,
	ETH_TYPE_ARP = 0x0806,
	ETH_TYPE_VLAN = 0x8100,
	ETH_TYPE_IP6 = 0x86dd,
	ETH_TYPE_QINQ = 0x88a8,
	ETH_TYPE_QINQ_OLD = 0x9100
};
enum eth_framing {
	ETH_II,
	ETH_SNAP, /* 802.3 with an ethertype behind LLC and SNAP headers (RFC 1042) */
	ETH_LLC	  /* 802.3 with something else: type is 0 */
};

struct eth_tag {
	uint16_t tpid;
	uint16_t
		tci; /* priority (3 bits), drop eligible (1), VLAN (12); VLAN 0 is priority alone */
};
struct eth {
	struct mac destination, source;
	uint8_t tags_n; /* the outermost first */
	enum eth_framing framing;
	struct eth_tag tags[ETH_TAGS_MAX];
	uint16_t type;	       /* of what follows tags and SNAP header */
	uint16_t length_bytes; /* 802.3: what its length field says, not yet checked */
};

/* Eats the header, tags and LLC and SNAP headers; b is then the payload, in 802.3 without padding.
 * False when it is cut (then b->bad) or has more than ETH_TAGS_MAX tags. */
bool eth_get(struct bytes *b, struct eth *out);
/* The same for what follows an ethertype or length field, whoever had it; the MACs are left. */
bool eth_get_behind(struct bytes *b, uint16_t type, struct eth *out);
/* Writes an Ethernet II header with its tags; framing and length are ignored. */
void eth_put(struct bytes_out *o, const struct eth *in);

bool eth_is_tag(uint16_t type);
uint16_t eth_vlan(uint16_t tci);    /* 0 to 4095 */
uint8_t eth_priority(uint16_t tci); /* 0 to 7 */

extern const struct mac eth_broadcast;
bool eth_is_group(const struct mac *m); /* broadcast or multicast */
bool eth_is_local(const struct mac *m); /* locally administered, of no vendor */
bool eth_equal(const struct mac *a, const struct mac *b);
/* Where frames for an IP multicast group go (RFC 1112 6.4, RFC 2464 7). */
struct mac eth_group(const struct addr *group);

#endif
