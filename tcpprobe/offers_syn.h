/* offers_syn: the SYNs that ask what a port offers, and the RST that ends what one of them began.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_OFFERS_SYN_H
#define PROBEKIT_TCPPROBE_OFFERS_SYN_H

#include "craft.h"
#include "offers.h"
#include "packet.h"
#include "stack.h"

struct offers_syn {
	struct craft *craft; /* borrowed */
	struct addr source, target;
	uint16_t port;	      /* of the target */
	struct stack_syn own; /* MSS, window, scale and TTL are this host's */
	uint8_t tos;
};
/* Whole packets, IP header first; borrowed until the next call. */
int offers_syn_build(const struct offers_syn *s, const struct offers_answer *a, uint32_t sequence,
	uint32_t timestamp, struct bytes *out, struct fail *why);
/* As the kernel refuses a SYN-ACK (RFC 9293 3.10.7.1): it ends a half-open connection. */
int offers_syn_reset(const struct offers_syn *s, uint16_t source_port, uint32_t sequence,
	struct bytes *out, struct fail *why);
/* The flags of such a SYN. */
uint16_t offers_syn_flags(enum offers_ask ask);
/* The segment of such a packet, as a raw socket takes it. */
struct bytes offers_syn_segment(const struct offers_syn *s, struct bytes whole);
/* Fills what a segment says; its fate is UNASKED where it is no answer to a SYN of this number. */
void offers_syn_read(struct offers_answer *out, const struct packet *p, uint32_t sequence);

#endif
