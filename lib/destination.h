/* destination: where the probes go and how they leave: address, source, interface. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_DESTINATION_H
#define PROBEKIT_DESTINATION_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "fail.h"
#include "resolve.h"

struct destination_want {
	const char *name;	       /* the target as given */
	enum addr_family family;       /* ADDR_NONE either */
	const char *const *interfaces; /* -I: names and addresses, the last of each counts */
	size_t n_interfaces;
	uint32_t mark;
	uint8_t tos;
	bool broadcast_allowed;
	/* the sentence where it is not, and where IPv4 may not go; NULL: "connect: ..." */
	const char *refused;
};

struct destination {
	struct addr target;
	char host[RESOLVE_NAME * 4]; /* the canonical name or the literal as given; safe to print */
	bool literal;
	bool broadcast, group; /* group: broadcast or multicast */
	struct addr source;    /* the kernel's choice, or the wanted one */
	bool source_given;
	char device[IF_NAMESIZE]; /* wanted; empty none */
	struct addr next_hop;	  /* of the route; ADDR_NONE: on link */
	uint32_t ifindex;	  /* of the route */
	uint32_t bound_ifindex;	  /* the wanted device's, or the target's zone; 0 any */
	char leaves_by[IF_NAMESIZE];
};

/* Looks the name up and finds the first of its addresses that has a route. The sentences are those
 * of connect(): "NAME: Name or service not known", "connect: Network is unreachable". */
int destination_find(struct destination *out, const struct destination_want *want,
	struct resolve *resolver, struct fail *why);
/* Reads one -I: an address is the source where it is of the family (ADDR_NONE any) and is passed
 * over otherwise; a name sets device, ifindex and bound_ifindex. -ENODEV there is no such
 * interface. */
int destination_interface(
	struct destination *d, const char *text, enum addr_family family, struct fail *why);

#endif
