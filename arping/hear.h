/* hear: what a frame on the link says of the address that is asked for. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_HEAR_H
#define PROBEKIT_ARPING_HEAR_H

#include "packet.h"

enum { HEAR_NO_VLAN = -1, HEAR_MACS = 64 };

/* Who listens, and for what. */
struct hear_config {
	struct addr target; /* with --router any router's: ADDR_NONE */
	struct addr source; /* that is asked from; unspecified for a duplicate address probe */
	struct mac mac;	    /* of what we send */
	const struct mac
		*own; /* of every interface of this host, none of which is a conflict; borrowed */
	size_t own_n;
	int vlan;			/* VLAN ID that alone counts, or HEAR_NO_VLAN */
	bool dad;			/* whether the address is free is the question */
	uint8_t nonce[NDP_NONCE_BYTES]; /* of our own probes (RFC 7527) */
};

enum heard_kind {
	HEARD_NOTHING, /* not about the address, or our own */
	HEARD_ANSWER,  /* to us, or in duplicate address detection: somebody has it */
	HEARD_CLAIM,   /* not to us: its sender says that it has the address */
	HEARD_PROBE,   /* somebody else asks whether it is free (RFC 5227 2.1.1, RFC 4862 5.4.3) */
	HEARD_ROUTER,  /* a router advertisement */
	HEARD_MALFORMED, /* about the address, but not as the protocol has it: fault */
	HEARD_ELSEWHERE	 /* fit to be one of the above, on another VLAN */
};
struct heard {
	enum heard_kind kind;
	bool unicast;	  /* sent to us alone */
	bool request;	  /* ARP: a request; NDP: a solicitation */
	struct mac mac;	  /* that the address is at, as the message says */
	struct mac ether; /* who sent the frame */
	struct addr sender;
	struct addr asked;    /* ARP: whom it is for */
	struct mac asked_mac; /* ARP: that it names beside that */
	bool from_us;	      /* its MAC is one of this host's */
	bool is_ndp;
	bool router, solicited, override; /* NA flags */
	int vlan;			  /* VLAN ID it came with, HEAR_NO_VLAN none */
	const char *fault;		  /* static */
	struct ndp ndp; /* of HEARD_ROUTER; its options are borrowed from the frame */
};

/* Whether a and b are the same. */
bool hear_same(const struct mac *a, const struct mac *b);
struct heard hear(const struct hear_config *c, const struct frame *f);
/* The same of a frame that was read already. */
struct heard hear_packet(const struct hear_config *c, const struct packet *p);

#endif
