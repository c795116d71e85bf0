/* ip4: the IPv4 header (RFC 791). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ip4.h"

#include "cksum.h"

enum { FLAG_DF = 0x4000, FLAG_MF = 0x2000, OFFSET_MASK = 0x1fff };

static struct addr address_get(struct bytes *b)
{
	uint8_t four[4];

	bytes_copy(b, four, sizeof four);
	return addr_v4(four);
}

bool ip4_get(struct bytes *b, struct ip4 *out)
{
	uint8_t first = bytes_u8(b);
	uint16_t fragment;

	*out = (struct ip4){.header_bytes = (uint8_t)((first & 0x0f) * 4)};
	if (first >> 4 != 4 || out->header_bytes < IP4_HEADER_BYTES)
		return false;
	out->tos = bytes_u8(b);
	out->total_bytes = bytes_u16(b);
	out->id = bytes_u16(b);
	fragment = bytes_u16(b);
	out->dont_fragment = fragment & FLAG_DF;
	out->more_fragments = fragment & FLAG_MF;
	out->fragment_offset_bytes = (uint16_t)((fragment & OFFSET_MASK) * 8);
	out->ttl = bytes_u8(b);
	out->protocol = bytes_u8(b);
	out->checksum = bytes_u16(b);
	out->source = address_get(b);
	out->destination = address_get(b);
	out->options = bytes_take(b, out->header_bytes - (size_t)IP4_HEADER_BYTES);
	return !b->bad;
}

static void header_put(struct bytes_out *o, const struct ip4 *in, uint16_t checksum)
{
	size_t padding = -in->options.left & 3;
	size_t words = (IP4_HEADER_BYTES + in->options.left + padding) / 4;
	unsigned flags = (in->dont_fragment ? FLAG_DF : 0) | (in->more_fragments ? FLAG_MF : 0);

	bytes_put_u8(o, (uint8_t)(0x40 | words));
	bytes_put_u8(o, in->tos);
	bytes_put_u16(o, in->total_bytes);
	bytes_put_u16(o, in->id);
	bytes_put_u16(o, (uint16_t)(flags | in->fragment_offset_bytes / 8));
	bytes_put_u8(o, in->ttl);
	bytes_put_u8(o, in->protocol);
	bytes_put_u16(o, checksum);
	bytes_put(o, in->source.bytes, 4);
	bytes_put(o, in->destination.bytes, 4);
	bytes_put(o, in->options.p, in->options.left);
	bytes_put_zeros(o, padding);
}

void ip4_put(struct bytes_out *o, const struct ip4 *in)
{
	uint8_t space[IP4_HEADER_BYTES + IP4_OPTIONS_MAX_BYTES];
	struct bytes_out draft = bytes_to(space, sizeof space);

	header_put(&draft, in, 0);
	if (draft.bad || in->options.bad) {
		o->bad = true;
		return;
	}
	header_put(o, in, cksum_of(draft.p, draft.used));
}

bool ip4_option_next(struct bytes *b, struct ip4_option *out)
{
	uint8_t length;

	*out = (struct ip4_option){.type = IP4_OPTION_END};
	if (!b->left)
		return false;
	out->type = bytes_u8(b);
	if (out->type == IP4_OPTION_END) {
		bytes_skip(b, b->left);
		return false;
	}
	out->data = bytes_head(*b, 0);
	if (out->type == IP4_OPTION_NOP)
		return true;
	length = bytes_u8(b);
	/* Under 2 wraps to more than any list holds. */
	out->data = bytes_take(b, (size_t)length - 2);
	return !b->bad;
}
