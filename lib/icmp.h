/* icmp: ICMP and ICMPv6 messages (RFC 792, RFC 4443; RFC 1191 for the MTU). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ICMP_H
#define PROBEKIT_ICMP_H

#include "addr.h"
#include "bytes.h"

enum { ICMP_HEADER_BYTES = 8 };

/* What a message is, whatever the family. */
enum icmp_class {
	ICMP_OTHER,
	ICMP_CLASS_ECHO_REQUEST,
	ICMP_CLASS_ECHO_REPLY,
	ICMP_CLASS_ERROR,    /* it quotes the packet it is about */
	ICMP_CLASS_REDIRECT, /* it quotes too, but the packet was forwarded */
};

struct icmp {
	enum addr_family family;
	uint8_t type, code;
	uint16_t checksum;
	uint16_t id, sequence; /* of an echo; otherwise the halves of the second word */
	uint32_t rest;	       /* the second word as one number */
	struct bytes payload;  /* behind the 8-byte header: echo data, or the quote */
};

/* Decodes the whole of b as one message. False when it has fewer than 8 bytes. */
bool icmp_get(struct bytes b, enum addr_family family, struct icmp *out);
/* Writes the message with checksum as given; its second word is id and sequence for an echo, rest
 * for any other. */
void icmp_put(struct bytes_out *o, const struct icmp *in);

enum icmp_class icmp_class(const struct icmp *m);
enum icmp_class icmp_class_of(enum addr_family family, uint8_t type);
/* The next-hop MTU of "fragmentation needed" and "packet too big", 0 for any other message. */
uint32_t icmp_mtu(const struct icmp *m);
/* Whether it says that nobody on the next link answered for an address ("host unreachable",
 * "address unreachable"), which a host tells itself too. */
bool icmp_is_nobody_there(enum addr_family family, uint8_t type, uint8_t code);
/* The registry's name in lower case, as "host-unreachable" or "time-exceeded-in-transit" (IANA ICMP
 * and ICMPv6 parameters); NULL for what has none. For records; static storage. */
const char *icmp_name(enum addr_family family, uint8_t type, uint8_t code);

#endif
