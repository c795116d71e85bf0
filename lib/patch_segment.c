/* patch_segment: changes fields of a TCP segment and its IP header, both checksums kept right. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "patch.h"

#include "bytes.h"
#include "cksum.h"

enum {
	PROTOCOL_TCP = 6,
	IP4_BYTES = 20,
	IP4_PROTOCOL_AT = 9,
	IP4_CHECKSUM_AT = 10,
	IP4_DESTINATION_AT = 16,
	IP6_BYTES = 40,
	IP6_NEXT_AT = 6,
	IP6_DESTINATION_AT = 24,
	TCP_BYTES = 20,
	TCP_SEQUENCE_AT = 4,
	TCP_OFFSET_AT = 12,
	TCP_CHECKSUM_AT = 16,
	OPTION_END = 0,
	OPTION_NOP = 1,
	OPTION_TIMESTAMPS = 8,
};

static bool is_v6(const struct patch_segment *s)
{
	return s->p[0] >> 4 == 6;
}

static uint16_t word_at(const uint8_t *p)
{
	struct bytes b = bytes_of(p, 2);

	return bytes_u16(&b);
}

static void set_word(uint8_t *p, uint16_t value)
{
	struct bytes_out o = bytes_to(p, 2);

	bytes_put_u16(&o, value);
}

static size_t tcp_offset(const uint8_t *p, size_t size_bytes)
{
	size_t header_bytes;

	if (size_bytes < IP4_BYTES)
		return 0;
	if (p[0] >> 4 == 6)
		return size_bytes >= IP6_BYTES && p[IP6_NEXT_AT] == PROTOCOL_TCP ? IP6_BYTES : 0;
	header_bytes = (p[0] & 15) * (size_t)4;
	return p[0] >> 4 == 4 && header_bytes >= IP4_BYTES && p[IP4_PROTOCOL_AT] == PROTOCOL_TCP
		       ? header_bytes
		       : 0;
}

bool patch_segment_of(struct patch_segment *out, void *p, size_t size_bytes)
{
	size_t at = tcp_offset(p, size_bytes), header_bytes;

	*out = (struct patch_segment){.p = p, .size_bytes = size_bytes, .tcp_at = at};
	if (!at || size_bytes < at + TCP_BYTES)
		return false;
	header_bytes = (out->p[at + TCP_OFFSET_AT] >> 4) * (size_t)4;
	return header_bytes >= TCP_BYTES && size_bytes >= at + header_bytes;
}

/* One word of the packet, in the checksums that cover it: TCP's does all. */
static void change(struct patch_segment *s, size_t at, uint16_t value, bool in_ip)
{
	uint16_t was = word_at(s->p + at);
	uint8_t *ip = s->p + IP4_CHECKSUM_AT, *tcp = s->p + s->tcp_at + TCP_CHECKSUM_AT;

	set_word(s->p + at, value);
	if (in_ip && !is_v6(s))
		set_word(ip, cksum_update(word_at(ip), was, value));
	set_word(tcp, cksum_update(word_at(tcp), was, value));
}

static void change_tcp32(struct patch_segment *s, size_t at, uint32_t value)
{
	change(s, s->tcp_at + at, (uint16_t)(value >> 16), false);
	change(s, s->tcp_at + at + 2, (uint16_t)value, false);
}

void patch_segment_ports(struct patch_segment *s, uint16_t source, uint16_t destination)
{
	change_tcp32(s, 0, (uint32_t)source << 16 | destination);
}

void patch_segment_sequence(struct patch_segment *s, uint32_t sequence)
{
	change_tcp32(s, TCP_SEQUENCE_AT, sequence);
}

static void change_address(struct patch_segment *s, size_t at, const uint8_t *address)
{
	size_t size = is_v6(s) ? 16 : 4;

	for (size_t i = 0; i < size; i += 2)
		change(s, at + i, word_at(address + i), true);
}

void patch_segment_destination(struct patch_segment *s, const uint8_t *address)
{
	change_address(s, is_v6(s) ? IP6_DESTINATION_AT : IP4_DESTINATION_AT, address);
}

/* Where the option of this kind has its data within the list, or the list's size. */
static size_t find_option(const uint8_t *list, size_t size, uint8_t kind)
{
	size_t at = 0;

	while (at + 1 < size && list[at] != OPTION_END) {
		if (list[at] == OPTION_NOP) {
			at++;
			continue;
		}
		if (list[at] == kind)
			return at + 2;
		if (list[at + 1] < 2)
			break;
		at += list[at + 1];
	}
	return size;
}

/* An option may start at an odd place, where its bytes lie in three words. */
bool patch_segment_timestamp(struct patch_segment *s, uint32_t timestamp)
{
	uint8_t *options = s->p + s->tcp_at + TCP_BYTES, space[6];
	size_t size = (s->p[s->tcp_at + TCP_OFFSET_AT] >> 4) * (size_t)4 - TCP_BYTES;
	size_t at = find_option(options, size, OPTION_TIMESTAMPS), even = at & ~(size_t)1;
	struct bytes b = bytes_of(options + even, sizeof space);
	struct bytes_out o = bytes_to(space + (at & 1), 4);

	if (at + 8 > size)
		return false;
	bytes_copy(&b, space, sizeof space);
	bytes_put_u32(&o, timestamp);
	for (size_t i = 0; i < sizeof space; i += 2)
		change(s, s->tcp_at + TCP_BYTES + even + i, word_at(space + i), false);
	return true;
}
