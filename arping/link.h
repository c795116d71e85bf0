/* link: where a run asks: interface, addresses at this end, and what is wrong with them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_LINK_H
#define PROBEKIT_ARPING_LINK_H

#include <net/if.h>

#include "fail.h"
#include "hear.h"
#include "report.h"
#include "resolve.h"

struct link_want {
	const char *target;	 /* a name or an address; NULL none (routers) */
	const char *interface;	 /* a name, or an address of it; NULL the route's */
	const char *source;	 /* -s; NULL none */
	enum addr_family family; /* ADDR_NONE either */
	bool dad;		 /* no source is needed */
	bool announce;		 /* the target is the source */
	bool foreign;		 /* the source need not be ours */
};

enum link_state {
	LINK_READY,
	LINK_DOWN,	  /* the interface is not up */
	LINK_NOT_ARPABLE, /* loopback, or without ARP */
	LINK_NO_MAC	  /* no Ethernet address */
};
struct link {
	struct addr target, source; /* source unspecified: none */
	char name[IF_NAMESIZE];
	uint32_t ifindex;
	enum link_state state;
	bool carrier;
	struct mac mac;
	struct mac own[HEAR_MACS]; /* of every interface */
	size_t own_n;
	bool local;	     /* the target is an address of this host */
	struct addr gateway; /* the route to the target goes by it; ADDR_NONE: on link */
};

/* -errno with the sentences of arping where it has one. With a state other than LINK_READY what
 * comes after it is not filled. */
int link_find(
	struct link *out, const struct link_want *want, struct resolve *resolver, struct fail *why);
/* Warns where nobody can be heard: a link without carrier. */
void link_warn(const struct link *l, struct report *r, const char *program);

#endif
