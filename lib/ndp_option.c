/* ndp_option: the options of neighbour discovery (RFC 4861 4.6, RFC 4191, RFC 8106, RFC 3971). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ndp.h"

#include <string.h>

enum {
	UNIT_BYTES = 8,
	HEAD_BYTES = 2, /* type and length */
	ADDRESS_BYTES = 16,
	PREFIX_BITS_MAX = 128,
	PREFIX_ON_LINK = 0x80,
	PREFIX_AUTONOMOUS = 0x40,
	MAC_OPTION_BYTES = 8,
	LABEL_MAX_BYTES = 63,
	NAME_MAX_BYTES = 253 /* as text (RFC 1035 3.1) */
};

bool ndp_option_next(struct bytes *b, struct ndp_option *out)
{
	size_t size;

	*out = (struct ndp_option){.type = 0};
	if (!b->left)
		return false;
	out->type = bytes_u8(b);
	size = bytes_u8(b) * (size_t)UNIT_BYTES;
	/* No length wraps to more than any message holds. */
	out->data = bytes_take(b, size - HEAD_BYTES);
	return !b->bad;
}

bool ndp_find(const struct ndp *m, enum ndp_option_type type, struct ndp_option *out)
{
	struct bytes b = m->options;

	while (ndp_option_next(&b, out))
		if (out->type == type)
			return true;
	return false;
}

bool ndp_mac(const struct ndp_option *o, struct mac *out)
{
	struct bytes b = o->data;

	bytes_copy(&b, out->bytes, sizeof out->bytes);
	return (o->type == NDP_SOURCE_MAC || o->type == NDP_TARGET_MAC) && !b.bad && !b.left;
}

/* An address that stands in have bytes, cut to its prefix. */
static bool prefix_of(struct bytes have, uint8_t bits, struct addr_prefix *out)
{
	uint8_t bytes[ADDRESS_BYTES] = {0};
	size_t whole = bits / 8, n = have.left < sizeof bytes ? have.left : sizeof bytes;

	if (bits > PREFIX_BITS_MAX || whole + (bits % 8 > 0) > n || have.bad)
		return false;
	bytes_copy(&have, bytes, n);
	memset(bytes + whole + (bits % 8 > 0), 0, sizeof bytes - whole - (bits % 8 > 0));
	if (bits % 8)
		bytes[whole] &= (uint8_t)(0xff00U >> bits % 8);
	*out = (struct addr_prefix){.addr = addr_v6(bytes), .bits = bits};
	return true;
}

bool ndp_prefix(const struct ndp_option *o, struct ndp_prefix *out)
{
	struct bytes b = o->data;
	uint8_t bits = bytes_u8(&b), flags = bytes_u8(&b);

	*out = (struct ndp_prefix){
		.on_link = flags & PREFIX_ON_LINK, .autonomous = flags & PREFIX_AUTONOMOUS};
	out->valid_s = bytes_u32(&b);
	out->preferred_s = bytes_u32(&b);
	bytes_skip(&b, 4);
	return o->type == NDP_PREFIX && b.left == ADDRESS_BYTES && prefix_of(b, bits, &out->prefix);
}

bool ndp_mtu(const struct ndp_option *o, uint32_t *out_bytes)
{
	struct bytes b = o->data;

	bytes_skip(&b, 2);
	*out_bytes = bytes_u32(&b);
	return o->type == NDP_MTU && !b.bad && !b.left;
}

bool ndp_route(const struct ndp_option *o, struct ndp_route *out)
{
	static const enum ndp_preference meanings[] = {NDP_MEDIUM, NDP_HIGH, NDP_MEDIUM, NDP_LOW};
	struct bytes b = o->data;
	uint8_t bits = bytes_u8(&b), flags = bytes_u8(&b);

	*out = (struct ndp_route){.preference = meanings[flags >> 3 & 3]};
	out->lifetime_s = bytes_u32(&b);
	/* RFC 4191 2.3: the reserved preference makes the receiver ignore the option. */
	if (o->type != NDP_ROUTE || (flags >> 3 & 3) == 2)
		return false;
	return prefix_of(b, bits, &out->prefix);
}

static bool list_get(const struct ndp_option *o, enum ndp_option_type type, struct ndp_list *out)
{
	out->left = o->data;
	bytes_skip(&out->left, 2);
	out->lifetime_s = bytes_u32(&out->left);
	return o->type == type && !out->left.bad;
}

bool ndp_rdnss(const struct ndp_option *o, struct ndp_list *out)
{
	return list_get(o, NDP_RDNSS, out) && out->left.left && out->left.left % ADDRESS_BYTES == 0;
}

bool ndp_dnssl(const struct ndp_option *o, struct ndp_list *out)
{
	return list_get(o, NDP_DNSSL, out) && out->left.left;
}

bool ndp_nonce(const struct ndp_option *o, struct bytes *out)
{
	*out = o->data;
	return o->type == NDP_NONCE && o->data.left >= NDP_NONCE_BYTES;
}

bool ndp_rdnss_next(struct ndp_list *l, struct addr *out)
{
	uint8_t bytes[ADDRESS_BYTES];

	*out = (struct addr){.family = ADDR_NONE};
	if (!l->left.left)
		return false;
	bytes_copy(&l->left, bytes, sizeof bytes);
	if (l->left.bad)
		return false;
	*out = addr_v6(bytes);
	return true;
}

/* Labels without compression (RFC 1035 3.1); padding is zeros, which read as an empty name. */
bool ndp_dnssl_next(struct ndp_list *l, char out[static NDP_NAME_TEXT])
{
	size_t at = 0, n;

	out[0] = '\0';
	if (!l->left.left)
		return false;
	while ((n = bytes_u8(&l->left)) > 0) {
		struct bytes label = bytes_take(&l->left, n);

		/* A byte 0 would end the text early. */
		if (n > LABEL_MAX_BYTES || at + (at > 0) + n > NAME_MAX_BYTES ||
			(!label.bad && memchr(label.p, 0, n)))
			l->left.bad = true;
		if (l->left.bad)
			break;
		if (at)
			out[at++] = '.';
		bytes_copy(&label, out + at, n);
		at += n;
	}
	if (l->left.bad) {
		l->left = (struct bytes){.bad = true};
		at = 0;
	}
	out[at] = '\0';
	return at > 0;
}

void ndp_put_mac(struct bytes_out *o, enum ndp_option_type type, const struct mac *m)
{
	bytes_put_u8(o, (uint8_t)type);
	bytes_put_u8(o, MAC_OPTION_BYTES / UNIT_BYTES);
	bytes_put(o, m->bytes, sizeof m->bytes);
}

void ndp_put_nonce(struct bytes_out *o, const uint8_t nonce[static NDP_NONCE_BYTES])
{
	bytes_put_u8(o, NDP_NONCE);
	bytes_put_u8(o, (HEAD_BYTES + NDP_NONCE_BYTES) / UNIT_BYTES);
	bytes_put(o, nonce, NDP_NONCE_BYTES);
}
