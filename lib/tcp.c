/* tcp: the TCP header (RFC 9293). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tcp.h"

#include <string.h>

#include "cksum.h"

enum { PROTOCOL_TCP = 6, FLAGS_MASK = 0x1ff, SEGMENT_MAX4_BYTES = 0xffff };

static enum tcp_depth depth_of(size_t n_bytes)
{
	if (n_bytes >= TCP_HEADER_BYTES)
		return TCP_FIXED;
	if (n_bytes >= 8)
		return TCP_SEQUENCE;
	return n_bytes >= 4 ? TCP_PORTS : TCP_NOTHING;
}

static void fixed_get(struct bytes *b, struct tcp *out)
{
	uint16_t word;

	out->acknowledgment = bytes_u32(b);
	word = bytes_u16(b);
	out->header_bytes = (uint8_t)((word >> 12) * 4);
	out->reserved = word >> 9 & 7;
	out->flags = word & FLAGS_MASK;
	out->window = bytes_u16(b);
	out->checksum = bytes_u16(b);
	out->urgent = bytes_u16(b);
}

bool tcp_get(struct bytes *b, struct tcp *out)
{
	size_t promised;

	*out = (struct tcp){.depth = depth_of(b->left)};
	if (out->depth >= TCP_PORTS) {
		out->source_port = bytes_u16(b);
		out->destination_port = bytes_u16(b);
	}
	if (out->depth >= TCP_SEQUENCE)
		out->sequence = bytes_u32(b);
	if (out->depth < TCP_FIXED) {
		bytes_skip(b, TCP_HEADER_BYTES); /* more than there is: b is bad now */
		return false;
	}
	fixed_get(b, out);
	if (out->header_bytes < TCP_HEADER_BYTES)
		return false;
	promised = out->header_bytes - (size_t)TCP_HEADER_BYTES;
	out->options = bytes_head(*b, promised);
	bytes_skip(b, promised);
	if (b->bad)
		return false;
	out->depth = TCP_WHOLE;
	return true;
}

void tcp_put(struct bytes_out *o, const struct tcp *in)
{
	size_t padding = -in->options.left & 3;
	size_t words = (TCP_HEADER_BYTES + in->options.left + padding) / 4;

	if (in->options.bad || in->options.left > TCP_OPTIONS_MAX_BYTES) {
		o->bad = true;
		return;
	}
	bytes_put_u16(o, in->source_port);
	bytes_put_u16(o, in->destination_port);
	bytes_put_u32(o, in->sequence);
	bytes_put_u32(o, in->acknowledgment);
	bytes_put_u16(
		o, (uint16_t)(words << 12 | (in->reserved & 7U) << 9 | (in->flags & FLAGS_MASK)));
	bytes_put_u16(o, in->window);
	bytes_put_u16(o, in->checksum);
	bytes_put_u16(o, in->urgent);
	bytes_put(o, in->options.p, in->options.left);
	bytes_put_zeros(o, padding);
}

uint16_t tcp_checksum(
	const struct addr *source, const struct addr *destination, struct bytes segment)
{
	uint32_t sum;

	if (segment.bad || source->family != destination->family)
		return 0;
	if (source->family == ADDR_V4 && segment.left <= SEGMENT_MAX4_BYTES)
		sum = cksum_pseudo4(
			source->bytes, destination->bytes, (uint16_t)segment.left, PROTOCOL_TCP);
	else if (source->family == ADDR_V6)
		sum = cksum_pseudo6(
			source->bytes, destination->bytes, (uint32_t)segment.left, PROTOCOL_TCP);
	else
		return 0;
	return cksum_finish(cksum_add(sum, segment.p, segment.left));
}

const char *tcp_flags_print(char to[static TCP_FLAGS_TEXT], uint16_t flags)
{
	static const char names[][4] = {
		"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"};
	size_t used = 0;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t n = strlen(names[i]);

		if (!(flags >> i & 1))
			continue;
		if (used)
			to[used++] = ',';
		memcpy(to + used, names[i], n);
		used += n;
	}
	to[used] = '\0';
	if (!used)
		memcpy(to, "none", sizeof "none");
	return to;
}

static unsigned ecn_bits(uint16_t flags)
{
	return (flags & TCP_AE ? 4U : 0) | (flags & TCP_CWR ? 2U : 0) | (flags & TCP_ECE ? 1U : 0);
}

enum tcp_ecn tcp_ecn_offered(uint16_t syn_flags)
{
	switch (ecn_bits(syn_flags)) {
	case 3:
		return TCP_ECN_CLASSIC;
	case 7:
		return TCP_ECN_ACCURATE;
	default:
		return TCP_ECN_NONE;
	}
}

/* RFC 9768 table 2, read from the client's side. */
enum tcp_ecn tcp_ecn_answered(uint16_t syn_flags, uint16_t syn_ack_flags)
{
	unsigned offered = ecn_bits(syn_flags), answered = ecn_bits(syn_ack_flags);

	if (!answered || tcp_ecn_offered(syn_flags) == TCP_ECN_NONE)
		return TCP_ECN_NONE;
	if (answered == 1)
		return TCP_ECN_CLASSIC;
	if (answered == offered)
		return TCP_ECN_REFLECTED;
	if (answered == 5)
		return TCP_ECN_NONCE;
	return tcp_ecn_offered(syn_flags) == TCP_ECN_ACCURATE ? TCP_ECN_ACCURATE : TCP_ECN_NONE;
}
