/* cksum: the Internet checksum (RFC 1071) and its incremental update (RFC 1624). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "cksum.h"

#include <endian.h>
#include <string.h>

/* One's complement: what overflows at the top comes back at the bottom. */
static uint32_t fold32(uint64_t sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	return (uint32_t)(sum + (sum >> 32));
}

uint32_t cksum_add(uint32_t sum, const void *p, size_t n_bytes)
{
	const uint8_t *at = p;
	uint64_t wide = sum;
	uint32_t word;

	/* 2^16 is 1 modulo 2^16 - 1, so 32-bit words add up to the same. */
	for (; n_bytes >= sizeof word; at += sizeof word, n_bytes -= sizeof word) {
		memcpy(&word, at, sizeof word);
		wide += be32toh(word);
	}
	if (n_bytes) {
		word = 0; /* an odd byte is padded with zero at its end */
		memcpy(&word, at, n_bytes);
		wide += be32toh(word);
	}
	return fold32(wide);
}

uint32_t cksum_add_u16(uint32_t sum, uint16_t value)
{
	return fold32((uint64_t)sum + value);
}

uint32_t cksum_add_u32(uint32_t sum, uint32_t value)
{
	return fold32((uint64_t)sum + value);
}

uint16_t cksum_finish(uint32_t sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum += sum >> 16;
	return (uint16_t)~sum;
}

uint16_t cksum_of(const void *p, size_t n_bytes)
{
	return cksum_finish(cksum_add(0, p, n_bytes));
}

uint32_t cksum_pseudo6(const uint8_t source[static 16], const uint8_t destination[static 16],
	uint32_t length_bytes, uint8_t next_header)
{
	uint32_t sum = cksum_add(0, source, 16);

	sum = cksum_add(sum, destination, 16);
	sum = cksum_add_u32(sum, length_bytes);
	return cksum_add_u16(sum, next_header);
}

uint32_t cksum_pseudo4(const uint8_t source[static 4], const uint8_t destination[static 4],
	uint16_t length_bytes, uint8_t protocol)
{
	uint32_t sum = cksum_add(0, source, 4);

	sum = cksum_add(sum, destination, 4);
	sum = cksum_add_u16(sum, length_bytes);
	return cksum_add_u16(sum, protocol);
}

uint16_t cksum_update(uint16_t field, uint16_t was, uint16_t is)
{
	uint32_t sum = (uint16_t)~field;

	sum += (uint16_t)~was;
	sum += is;
	return cksum_finish(sum);
}

uint16_t cksum_balance(uint16_t is, uint16_t wanted)
{
	return (uint16_t)~cksum_finish((uint32_t)(uint16_t)~wanted + is);
}
