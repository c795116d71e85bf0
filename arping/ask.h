/* ask: the frames that arping sends: requests, probes, announcements, solicitations. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_ASK_H
#define PROBEKIT_ARPING_ASK_H

#include <stdbool.h>

#include "craft.h"
#include "fail.h"

enum ask_kind {
	ASK_REQUEST,  /* who has the target? ARP request, or NS to the solicited-node group */
	ASK_PROBE,    /* is it free? From nobody (RFC 5227 2.1.1; RFC 4862 5.4.2, RFC 7527) */
	ASK_ANNOUNCE, /* we have it: ARP request (RFC 5227 2.3), or unsolicited NA (RFC 4861 7.2.6)
		       */
	ASK_REPLY,    /* the same as an ARP reply */
	ASK_ROUTER    /* which router is there? (RFC 4861 4.1) */
};

struct ask_config {
	struct addr target;
	struct addr source; /* unspecified: none */
	struct mac mac;	    /* of this end, in the Ethernet header and in the message */
	bool tagged;
	uint16_t tci; /* of the tag */
	bool router;  /* this host forwards: the R flag of an NA says so */
	uint8_t nonce[NDP_NONCE_BYTES];
};

struct ask;
int ask_open(struct ask **out, const struct ask_config *c, struct fail *why);
void ask_close(struct ask *a);
/* From another address, as the family of the target needs it. */
void ask_source(struct ask *a, const struct addr *source);
void ask_target(struct ask *a, const struct addr *target); /* of the source's family */
/* A whole frame, borrowed until the next call. to: the MAC that is asked alone, NULL everybody. */
int ask_build(struct ask *a, enum ask_kind kind, const struct mac *to, struct bytes *out,
	struct fail *why);

#endif
