/* craft: values to packet bytes; the only file that includes libnet.h (a LIBNET_NONE handle, no
 * privilege). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_CRAFT_H
#define PROBEKIT_CRAFT_H

#include "arp.h"
#include "bytes.h"
#include "eth.h"
#include "fail.h"
#include "icmp.h"
#include "ip4.h"
#include "ip6.h"
#include "ndp.h"
#include "tcp.h"

struct craft;
int craft_open(struct craft **out, struct fail *why);
void craft_close(struct craft *c);
const char *craft_version(void); /* "libnet version 1.1.6" or alike, static */

/* One ICMP message alone, checksum right; its second word as icmp_put takes it. For ICMPv6 the
 * checksum needs both addresses; with ADDR_NONE it stays 0, as kernel sockets fill it in. The bytes
 * are borrowed until the next call on c. -EMSGSIZE when no packet can hold it. A 56-byte payload
 * costs about 0.3 us (six allocations in libnet), the largest 18 us. */
int craft_icmp(struct craft *c, const struct icmp *message, const struct addr *source,
	const struct addr *destination, struct bytes *out, struct fail *why);
/* The same within its IP header, every length, protocol and checksum filled; those in header are
 * ignored. Options are padded with zeros. */
int craft_icmp4(struct craft *c, const struct ip4 *header, const struct icmp *message,
	struct bytes *out, struct fail *why);
int craft_icmp6(struct craft *c, const struct ip6 *header, const struct icmp *message,
	struct bytes *out, struct fail *why);

/* Whole Ethernet II frames with at most one tag, padded with zeros to 60 bytes; the ethertype is
 * filled in. An ARP packet is built for Ethernet and IPv4, its six fields as they are. */
int craft_arp(struct craft *c, const struct eth *link, const struct arp *packet, struct bytes *out,
	struct fail *why);
/* An ND message with its options, under 1,400 bytes of them: -EMSGSIZE. */
int craft_ndp(struct craft *c, const struct eth *link, const struct ip6 *header,
	const struct ndp *message, struct bytes *out, struct fail *why);
/* Any other IPv6 message. */
int craft_frame6(struct craft *c, const struct eth *link, const struct ip6 *header,
	const struct icmp *message, struct bytes *out, struct fail *why);

/* One TCP segment within its IP header, every length, offset, protocol and checksum filled; those
 * in header and segment are ignored. Options as tcp_options_put writes them; they are padded with
 * zeros. The bytes are borrowed until the next call on c. -EMSGSIZE when no packet can hold it,
 * -EINVAL for over 40 bytes of options. */
int craft_tcp4(struct craft *c, const struct ip4 *header, const struct tcp *segment,
	struct bytes payload, struct bytes *out, struct fail *why);
int craft_tcp6(struct craft *c, const struct ip6 *header, const struct tcp *segment,
	struct bytes payload, struct bytes *out, struct fail *why);

#endif
