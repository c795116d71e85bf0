/* arp: address resolution for IPv4 over Ethernet (RFC 826, RFC 5227). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARP_H
#define PROBEKIT_ARP_H

#include "addr.h"
#include "bytes.h"

enum { ARP_BYTES = 28 };
enum arp_operation { ARP_REQUEST = 1, ARP_REPLY = 2 };

/* How a packet was wrong, or that it was not. */
enum arp_fault {
	ARP_GOOD,
	ARP_CUT,      /* it ends before its last field */
	ARP_HARDWARE, /* hardware type that is neither Ethernet (1) nor IEEE 802 (6) */
	ARP_PROTOCOL, /* protocol type that is not IPv4 */
	ARP_LENGTHS   /* addresses that are not 6 and 4 bytes long */
};

struct arp {
	uint16_t operation; /* enum arp_operation, or any other number */
	struct mac sender_mac, target_mac;
	struct addr sender, target;
	enum arp_fault fault;
	uint16_t hardware, protocol; /* the types and lengths as they stood there */
	uint8_t hardware_bytes, protocol_bytes;
};

/* Eats one packet; what follows is padding. False unless fault is ARP_GOOD; b->bad where it is cut.
 */
bool arp_get(struct bytes *b, struct arp *out);
/* Writes the packet for Ethernet and IPv4, whatever types and lengths in has. */
void arp_put(struct bytes_out *o, const struct arp *in);
/* As "hardware type"; for messages, static. */
const char *arp_fault_name(enum arp_fault fault);

/* RFC 5227 1.1: a request from 0.0.0.0 asks whether the target's address is in use. */
bool arp_is_probe(const struct arp *a);

#endif
