/* eth: Ethernet frames: Ethernet II, IEEE 802.1Q and 802.1ad tags, 802.3 with LLC and SNAP. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "eth.h"

#include <string.h>

enum {
	TYPE_LEAST = 0x0600, /* smaller ones are a length (IEEE 802.3 3.2.6) */
	LLC_SNAP = 0xaaaa,
	LLC_UNNUMBERED = 0x03,
	SNAP_BYTES = 8,
	OUI_ETHERNET = 0 /* RFC 1042; others number protocols of their own */
};

const struct mac eth_broadcast = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};

bool eth_is_tag(uint16_t type)
{
	return type == ETH_TYPE_VLAN || type == ETH_TYPE_QINQ || type == ETH_TYPE_QINQ_OLD;
}

static bool tags_get(struct bytes *b, struct eth *out)
{
	while (eth_is_tag(out->type)) {
		if (out->tags_n == ETH_TAGS_MAX)
			return false;
		out->tags[out->tags_n].tpid = out->type;
		out->tags[out->tags_n].tci = bytes_u16(b);
		out->type = bytes_u16(b);
		if (b->bad)
			return false;
		out->tags_n++;
	}
	return true;
}

/* b is an 802.3 payload: eats LLC and SNAP headers that an ethertype ends. */
static void snap_get(struct bytes *b, struct eth *out)
{
	struct bytes ahead = bytes_head(*b, SNAP_BYTES);
	bool snap = bytes_u16(&ahead) == LLC_SNAP && bytes_u8(&ahead) == LLC_UNNUMBERED;
	uint32_t oui_and_first = bytes_u32(&ahead);
	uint16_t type = (uint16_t)((oui_and_first & 0xff) << 8 | bytes_u8(&ahead));

	out->framing = ETH_LLC;
	out->type = 0;
	if (!snap || ahead.bad || oui_and_first >> 8 != OUI_ETHERNET)
		return;
	out->framing = ETH_SNAP;
	out->type = type;
	bytes_skip(b, SNAP_BYTES);
}

bool eth_get_behind(struct bytes *b, uint16_t type, struct eth *out)
{
	out->framing = ETH_II;
	out->tags_n = 0;
	out->length_bytes = 0;
	out->type = type;
	if (!tags_get(b, out))
		return false;
	if (out->type < TYPE_LEAST) {
		out->length_bytes = out->type;
		*b = bytes_head(*b, out->length_bytes);
		snap_get(b, out);
	}
	return !b->bad;
}

bool eth_get(struct bytes *b, struct eth *out)
{
	uint16_t type;

	*out = (struct eth){.framing = ETH_II};
	bytes_copy(b, out->destination.bytes, sizeof out->destination.bytes);
	bytes_copy(b, out->source.bytes, sizeof out->source.bytes);
	type = bytes_u16(b);
	return !b->bad && eth_get_behind(b, type, out);
}

void eth_put(struct bytes_out *o, const struct eth *in)
{
	bytes_put(o, in->destination.bytes, sizeof in->destination.bytes);
	bytes_put(o, in->source.bytes, sizeof in->source.bytes);
	for (unsigned i = 0; i < in->tags_n && i < ETH_TAGS_MAX; i++) {
		bytes_put_u16(o, in->tags[i].tpid);
		bytes_put_u16(o, in->tags[i].tci);
	}
	bytes_put_u16(o, in->type);
}

uint16_t eth_vlan(uint16_t tci)
{
	return tci & 0x0fff;
}

uint8_t eth_priority(uint16_t tci)
{
	return (uint8_t)(tci >> 13);
}

bool eth_is_group(const struct mac *m)
{
	return m->bytes[0] & 1;
}

bool eth_is_local(const struct mac *m)
{
	return m->bytes[0] & 2;
}

bool eth_equal(const struct mac *a, const struct mac *b)
{
	return !memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

struct mac eth_group(const struct addr *group)
{
	struct mac m = {{0x33, 0x33}};

	if (group->family == ADDR_V6) {
		memcpy(m.bytes + 2, group->bytes + 12, 4);
		return m;
	}
	m = (struct mac){{0x01, 0x00, 0x5e}};
	memcpy(m.bytes + 3, group->bytes + 1, 3);
	m.bytes[3] &= 0x7f;
	return m;
}
