/* syn_packet: one SYN as bytes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_SYN_PACKET_H
#define PROBEKIT_TCPPROBE_SYN_PACKET_H

#include "addr.h"
#include "bytes.h"
#include "craft.h"
#include "fail.h"
#include "stack.h"

struct syn_packet {
	struct bytes whole;   /* IP header first, whose identification is not the kernel's */
	struct bytes segment; /* what the raw socket takes */
};

/* What tells one SYN from another. */
struct syn_fields {
	struct addr target, source;
	uint16_t source_port, port;
	uint32_t sequence, timestamp;
	uint8_t ttl, tos; /* of whole: the socket's own count on the wire */
};
/* As own has the rest; borrowed from c until its next packet. */
int syn_packet_build(struct syn_packet *out, struct craft *c, const struct stack_syn *own,
	const struct syn_fields *f, struct fail *why);
/* The whole packet of a segment, by the addresses, the TTL and the TOS of f; borrowed as well. */
int syn_packet_wrap(struct craft *c, const struct syn_fields *f, const struct tcp *t,
	struct bytes *out, struct fail *why);

#endif
