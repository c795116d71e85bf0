/* addr: MAC, IPv4, IPv6 and prefix values: parse, print, compare. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ADDR_H
#define PROBEKIT_ADDR_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum addr_family { ADDR_NONE = 0, ADDR_V4 = 4, ADDR_V6 = 6 };

/* An IPv4 address lies in the first four bytes, the others are 0. */
struct addr {
	uint8_t bytes[16]; /* network order */
	uint32_t zone;	   /* interface index of an IPv6 scope, 0 none */
	uint8_t family;	   /* enum addr_family */
};

struct mac {
	uint8_t bytes[6];
};

struct addr_prefix {
	struct addr addr; /* host bits are zero */
	uint8_t bits;
};

enum { ADDR_TEXT = 72, MAC_TEXT = 18 }; /* sizes for the printers, with zone and NUL */

struct addr addr_v4(const uint8_t bytes[static 4]);
struct addr addr_v6(const uint8_t bytes[static 16]);
/* Reads an IPv4 dotted quad or an IPv6 literal (RFC 4291 2.2), all of text, no zone, no brackets.
 */
bool addr_parse(struct addr *out, const char *text);
/* Prints without zone (RFC 5952); returns to. ADDR_NONE prints as "-". */
const char *addr_print(char to[static ADDR_TEXT], const struct addr *a);
bool addr_equal(const struct addr *a, const struct addr *b); /* zones differ only if both are set */
int addr_compare(const struct addr *a, const struct addr *b); /* by family, then bytes */
size_t addr_size(const struct addr *a);			      /* 4, 16 or 0 bytes */
bool addr_is_multicast(const struct addr *a);
bool addr_is_link_local(const struct addr *a);	/* fe80::/10, ffx2::/16; 169.254/16 */
bool addr_is_v4_mapped(const struct addr *a);	/* ::ffff:0:0/96: IPv4 in sockets, not on wires */
bool addr_is_unspecified(const struct addr *a); /* 0.0.0.0, ::, or ADDR_NONE */
/* The zone of a link-local IPv6 address is the interface it was seen on; others have none. */
struct addr addr_scoped(struct addr a, uint32_t ifindex);

/* Fills a sockaddr for a port in host order; returns its length, 0 for ADDR_NONE. */
socklen_t addr_to_sockaddr(const struct addr *a, uint16_t port, struct sockaddr_storage *out);
/* ADDR_NONE for another family. An IPv4-mapped IPv6 address is left as it is. */
struct addr addr_from_sockaddr(const struct sockaddr *from);
int addr_af(const struct addr *a); /* AF_INET, AF_INET6, AF_UNSPEC */
int addr_af_of(enum addr_family family);

bool mac_parse(struct mac *out, const char *text); /* six hex pairs with : or - between them */
const char *mac_print(char to[static MAC_TEXT], const struct mac *m);

/* "198.18.0.0/15"; false without bits or with bits out of range. Host bits are cleared. */
bool addr_prefix_parse(struct addr_prefix *out, const char *text);
/* The network of an address, without zone; no more bits than it has. */
struct addr_prefix addr_prefix_of(const struct addr *a, uint8_t bits);
bool addr_prefix_holds(const struct addr_prefix *p, const struct addr *a);

#endif
