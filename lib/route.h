/* route: interface, source address, next hop and MTU for a destination (rtnetlink). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ROUTE_H
#define PROBEKIT_ROUTE_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "fail.h"

/* What a route itself says (ip-route(8)); 0: nothing. */
struct route_metrics {
	uint32_t mtu_bytes, mss_bytes /* advmss */, window_bytes, initial_segments /* initrwnd */;
	uint32_t hop_limit;
	bool ecn; /* features ecn */
};
struct route {
	uint32_t ifindex;
	char ifname[IF_NAMESIZE];
	struct addr source;   /* the one the kernel would choose */
	struct addr next_hop; /* ADDR_NONE: on link */
	uint32_t mtu_bytes;   /* of the route if it has one, else of the interface (its IPv6's) */
	uint32_t hop_limit;   /* the same; 0: the system's */
	bool local, broadcast, multicast;
	struct route_metrics metrics;
};
struct route_want {
	struct addr source; /* ADDR_NONE any */
	uint32_t ifindex;   /* 0 any */
	uint32_t mark;
	uint8_t tos;
};
/* want may be NULL. -ENETUNREACH and the like as the kernel says it. */
int route_get(
	struct route *out, const struct addr *to, const struct route_want *want, struct fail *why);
/* The same for many, one after the other: by one socket, and an interface is asked about once. */
struct routes;
int routes_open(struct routes **out, struct fail *why);
void routes_close(struct routes *r);
int routes_get(struct routes *r, struct route *out, const struct addr *to,
	const struct route_want *want, struct fail *why);

/* One of the next hops that a route shares its packets among (multipath). */
struct route_hop {
	struct addr via; /* ADDR_NONE: on link */
	uint32_t ifindex;
	bool unused;	 /* its link is down, and the others have its share */
	bool no_carrier; /* and it has its share all the same */
};
/* Those of the route to an address, at most size of them; returns how many there are, 0 where it
 * has one alone. What share each packet gets is the kernel's, by its flow. -errno as route_get. */
int route_hops(struct route_hop *out, size_t size, const struct addr *to,
	const struct route_want *want, struct fail *why);

struct route_interface {
	uint32_t ifindex;
	char name[IF_NAMESIZE];
	uint32_t mtu_bytes;
	uint32_t mtu6_bytes, hop_limit6; /* as its IPv6 is set, or told by a router; 0 without */
	bool up, running, loopback, noarp, point_to_point, vrf;
	bool has_mac;
	struct mac mac;
};
/* By name, or by index where name is NULL. -ENODEV. running is the carrier. */
int route_interface(
	struct route_interface *out, const char *name, uint32_t ifindex, struct fail *why);
/* Whether an address is one of this host's own; its interface goes to ifindex (may be NULL). 1, 0,
 * or -errno. */
int route_owns(const struct addr *a, uint32_t *ifindex, struct fail *why);

/* The interfaces of this network namespace, at most size of them; returns how many there are. */
int route_interfaces(struct route_interface *out, size_t size, struct fail *why);

struct route_address {
	struct addr addr; /* link-local ones with their zone */
	uint8_t bits;	  /* of its on-link prefix */
	uint32_t ifindex;
	bool secondary, tentative, deprecated, point_to_point;
	bool duplicate; /* tentative for good: another host has it (RFC 4862 5.4) */
};
/* The addresses of an interface (0: of all) and a family (ADDR_NONE: both), at most size of them;
 * returns how many there are. */
int route_addresses(struct route_address *out, size_t size, uint32_t ifindex,
	enum addr_family family, struct fail *why);

/* How far it is with a neighbour on an interface; KNOWN as well where one was never asked for
 * (ip-neighbour(8): noarp), PERMANENT where somebody has set it. -errno. */
enum route_neighbour_state {
	ROUTE_NEIGHBOUR_UNASKED,
	ROUTE_NEIGHBOUR_RESOLVING,
	ROUTE_NEIGHBOUR_FAILED,
	ROUTE_NEIGHBOUR_KNOWN,
	ROUTE_NEIGHBOUR_PERMANENT
};
int route_neighbour_state(
	enum route_neighbour_state *out, const struct addr *a, uint32_t ifindex, struct fail *why);

#endif
