/* peer_answer: builds what the peer sends, a frame a function. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PEER_ANSWER_H
#define PROBEKIT_PEER_ANSWER_H

#include "peer_action.h"

enum { PEER_FRAME_BYTES = 65536 + 64 };

/* Everything an answer is made from. Each builder writes a frame into to (PEER_FRAME_BYTES) and
 * returns its length, 0 when there is nothing to say. */
struct peer_question {
	const struct lab_view *v; /* what was asked */
	const struct peer_action *a;
	const struct mac *mac;	 /* that the peer answers by */
	const struct addr *from; /* that it answers as */
};

size_t peer_echo(const struct peer_question *q, uint8_t *to);
size_t peer_injection(const struct peer_question *q, uint8_t *to);
size_t peer_error(const struct peer_question *q, uint8_t *to);
size_t peer_tcp(const struct peer_question *q, bool is_open, uint8_t *to);

/* peer_link.c */
size_t peer_arp(const struct peer_question *q, uint8_t *to);
size_t peer_advertisement(const struct peer_question *q, uint8_t *to);
/* A router's answer: prefix 2001:db8:1::/64, MTU 1400, a name server and a search list. */
size_t peer_router(const struct peer_question *q, uint8_t *to);
/* What whoever has the address, or wants it, says by itself. */
size_t peer_claim(const struct peer_question *q, uint8_t *to);
size_t peer_probe(const struct peer_question *q, uint8_t *to);
/* The Ethernet header, with the question's tag or the one the rule wants. */
void peer_ether(struct bytes_out *o, const struct peer_question *q, const struct mac *to);

#endif
