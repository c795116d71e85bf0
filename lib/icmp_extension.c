/* icmp_extension: what an ICMP error says behind the packet it quotes (RFC 4884, RFC 4950). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "icmp_extension.h"

#include "cksum.h"

enum {
	UNREACHABLE4 = 3,
	EXCEEDED4 = 11,
	PARAMETER4 = 12,
	UNREACHABLE6 = 1,
	EXCEEDED6 = 3,
	VERSION = 2,
	HEADER_BYTES = 4, /* of the structure, and of an object */
	QUOTE_MIN_BYTES = 128
};

static bool may_have(const struct icmp *m)
{
	if (m->family == ADDR_V4)
		return m->type == UNREACHABLE4 || m->type == EXCEEDED4 || m->type == PARAMETER4;
	return m->family == ADDR_V6 && (m->type == UNREACHABLE6 || m->type == EXCEEDED6);
}

/* The quote's length as the message gives it, 0 where it does not. */
static size_t quote_bytes(const struct icmp *m)
{
	if (m->family == ADDR_V4)
		return (m->rest >> 16 & 0xff) * (size_t)4;
	return (m->rest >> 24) * (size_t)8;
}

bool icmp_extensions_valid(struct bytes b, bool strict)
{
	struct bytes header = b;
	uint8_t version = bytes_u8(&header) >> 4;
	uint16_t checksum;

	bytes_skip(&header, 1);
	checksum = bytes_u16(&header);
	if (header.bad || version != VERSION)
		return false;
	return checksum ? !cksum_of(b.p, b.left) : !strict;
}

struct bytes icmp_extensions(const struct icmp *m)
{
	size_t told = quote_bytes(m);
	struct bytes b = m->payload;

	/* Where no length is given, only a checksum tells an extension from a longer quote. */
	bytes_skip(&b, told ? told : QUOTE_MIN_BYTES);
	if (b.bad || !may_have(m) || !icmp_extensions_valid(b, !told))
		return bytes_head(m->payload, 0);
	return b;
}

bool icmp_object_next(struct bytes *structure, struct icmp_object *out)
{
	size_t size = bytes_u16(structure);

	*out = (struct icmp_object){.class_number = bytes_u8(structure)};
	out->c_type = bytes_u8(structure);
	if (structure->bad || size < HEADER_BYTES)
		return false;
	out->data = bytes_take(structure, size - HEADER_BYTES);
	return !out->data.bad;
}

unsigned icmp_mpls_labels(struct bytes structure, uint32_t *labels, unsigned n)
{
	struct icmp_object object;
	unsigned found = 0;

	bytes_skip(&structure, HEADER_BYTES);
	while (icmp_object_next(&structure, &object))
		if (object.class_number == ICMP_OBJECT_MPLS &&
			object.c_type == ICMP_OBJECT_MPLS_STACK)
			while (found < n && object.data.left >= sizeof(*labels))
				labels[found++] = bytes_u32(&object.data);
	return found;
}
