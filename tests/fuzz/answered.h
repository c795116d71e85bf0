/* answered: what may come back for a SYN: a segment, or an ICMP error that quotes it, each with
 * some bytes changed, out of a fuzzer's bytes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ANSWERED_H
#define PROBEKIT_ANSWERED_H

#include "../../tcpprobe/stack.h"
#include "must.h"

enum { ANSWERED_V6 = 1, ANSWERED_ERROR = 2, ANSWERED_BYTES = 256, ANSWERED_HEADER = 20 };

struct answered {
	uint8_t space[ANSWERED_BYTES];
	struct bytes_out out;
};

static inline struct addr answered_addr(uint8_t how, unsigned host)
{
	struct addr a;
	char text[32];

	snprintf(text, sizeof text, how & ANSWERED_V6 ? "2001:db8::%u" : "198.18.0.%u", host);
	must(addr_parse(&a, text));
	return a;
}

static inline struct stack_syn answered_syn(void)
{
	return (struct stack_syn){.mss = 1460,
		.window = 64240,
		.window_scaling = true,
		.sack = true,
		.timestamps = true,
		.ttl = 64,
		.flags = TCP_SYN};
}

/* A segment that acknowledges the SYN whose segment that is, as far as it is not changed. */
static inline void answered_segment(struct bytes_out *o, struct bytes syn, uint8_t flags)
{
	struct tcp t;

	tcp_get(&syn, &t);
	bytes_put_u16(o, t.destination_port);
	bytes_put_u16(o, t.source_port);
	bytes_put_u32(o, 1);
	bytes_put_u32(o, t.sequence + 1);
	bytes_put_u8(o, 0xa0);
	bytes_put_u8(o, flags);
	bytes_put_u16(o, 1000);
	bytes_put_u32(o, 0);
}

/* Two bytes: of a segment its flags and the number of changes, of an error type and code; then two
 * bytes a change: where, and what is turned over there; the rest is put behind. */
static inline struct frame answered(
	struct answered *a, uint8_t how, struct bytes whole, struct bytes segment, struct bytes *in)
{
	struct addr from = answered_addr(how, 2), to = answered_addr(how, 1);
	uint8_t first = bytes_u8(in), second = bytes_u8(in);
	unsigned changes;

	a->out = bytes_to(a->space, sizeof a->space);
	if (how & ANSWERED_ERROR) {
		bytes_put_u8(&a->out, first);
		bytes_put_u8(&a->out, second);
		bytes_put_u16(&a->out, 0);
		bytes_put_u32(&a->out, 0);
		bytes_put(&a->out, whole.p, whole.left);
		changes = bytes_u8(in) % 8;
	} else {
		answered_segment(&a->out, segment, first);
		changes = second % 8;
	}
	for (; changes; changes--) {
		size_t at = bytes_u8(in) % bytes_written(&a->out).left;

		a->space[at] ^= bytes_u8(in);
	}
	while (in->left && bytes_written(&a->out).left < sizeof a->space)
		bytes_put_u8(&a->out, bytes_u8(in));
	return (struct frame){.layer = FRAME_TRANSPORT,
		.bytes = bytes_written(&a->out),
		.whole_bytes = (uint32_t)bytes_written(&a->out).left,
		.protocol = !(how & ANSWERED_ERROR) ? 6
			    : how & ANSWERED_V6	    ? 58
						    : 1,
		.from = from,
		.to = to,
		.ttl = 60,
		.tos = -1};
}

#endif
