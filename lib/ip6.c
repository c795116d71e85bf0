/* ip6: the IPv6 header and the walk over its extension headers (RFC 8200). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ip6.h"

enum {
	NEXT_HOP_BY_HOP = 0,
	NEXT_ROUTING = 43,
	NEXT_FRAGMENT = 44,
	NEXT_AUTHENTICATION = 51,
	NEXT_DESTINATION = 60,
	HEADERS_MAX = 16,
};

static struct addr address_get(struct bytes *b)
{
	uint8_t sixteen[16];

	bytes_copy(b, sixteen, sizeof sixteen);
	return addr_v6(sixteen);
}

bool ip6_get(struct bytes *b, struct ip6 *out)
{
	struct bytes version = *b;
	uint32_t first;

	*out = (struct ip6){.next_header = 0};
	if (b->left && bytes_u8(&version) >> 4 != 6)
		return false;
	first = bytes_u32(b);
	out->traffic_class = (uint8_t)(first >> 20);
	out->flow_label = first & 0xfffff;
	out->payload_bytes = bytes_u16(b);
	out->next_header = bytes_u8(b);
	out->hop_limit = bytes_u8(b);
	out->source = address_get(b);
	out->destination = address_get(b);
	return !b->bad;
}

void ip6_put(struct bytes_out *o, const struct ip6 *in)
{
	uint32_t first = 0x60000000 | (uint32_t)in->traffic_class << 20;

	bytes_put_u32(o, first | (in->flow_label & 0xfffff));
	bytes_put_u16(o, in->payload_bytes);
	bytes_put_u8(o, in->next_header);
	bytes_put_u8(o, in->hop_limit);
	bytes_put(o, in->source.bytes, 16);
	bytes_put(o, in->destination.bytes, 16);
}

static bool is_extension(uint8_t next_header)
{
	switch (next_header) {
	case NEXT_HOP_BY_HOP:
	case NEXT_ROUTING:
	case NEXT_FRAGMENT:
	case NEXT_AUTHENTICATION:
	case NEXT_DESTINATION:
		return true;
	default:
		return false;
	}
}

/* The last six bytes of a fragment header (RFC 8200 4.5). */
static void fragment_get(struct bytes *b, struct ip6_upper *out)
{
	uint16_t field;

	bytes_skip(b, 1);
	field = bytes_u16(b);
	bytes_skip(b, 4);
	out->fragment = true;
	out->more_fragments = field & 1;
	out->fragment_offset_bytes = field & 0xfff8;
	out->first = out->fragment_offset_bytes == 0;
}

/* Eats one header of the kind out->protocol says and leaves there what follows it. */
static void extension_get(struct bytes *b, struct ip6_upper *out)
{
	uint8_t kind = out->protocol;
	struct bytes body;
	size_t units;

	out->protocol = bytes_u8(b);
	if (kind == NEXT_FRAGMENT) {
		fragment_get(b, out);
		return;
	}
	units = bytes_u8(b);
	body = bytes_take(b, kind == NEXT_AUTHENTICATION ? units * 4 + 6 : units * 8 + 6);
	if (kind == NEXT_ROUTING) {
		bytes_skip(&body, 1);
		out->routed = out->routed || bytes_u8(&body) > 0;
	}
}

bool ip6_upper(struct bytes *b, uint8_t next_header, struct ip6_upper *out)
{
	*out = (struct ip6_upper){.protocol = next_header, .first = true};
	for (int n = 0; is_extension(out->protocol) && out->first; n++) {
		if (n == HEADERS_MAX)
			return false;
		extension_get(b, out);
		if (b->bad)
			return false;
	}
	return !b->bad;
}
