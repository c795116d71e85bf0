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
size_t peer_arp(const struct peer_question *q, uint8_t *to);
size_t peer_advertisement(const struct peer_question *q, uint8_t *to);

#endif
