/* cksum: RFC 1071 and RFC 1624, against sums done the slow way. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "cksum.h"

#include "exact.h"
#include "splitmix.h"
#include "tap.h"

/* RFC 1071 4.1, word by word. */
static uint16_t slow(const uint8_t *p, size_t n_bytes)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < n_bytes; i++) {
		sum += (uint32_t)(i % 2 ? p[i] : p[i] << 8);
		sum = (sum & 0xffff) + (sum >> 16);
	}
	return (uint16_t)~sum;
}

static void test_vectors(void)
{
	static const uint8_t rfc1071[] = {0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
	static const uint8_t zeros[8], ones[4] = {0xff, 0xff, 0xff, 0xff};
	/* A UDP packet from 192.168.0.1 to 192.168.0.199; its field is 0. */
	static const uint8_t header[] = {0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11,
		0x00, 0x00, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8, 0x00, 0xc7};

	is_int(cksum_of(rfc1071, 8), (uint16_t)~0xddf2, "RFC 1071 section 3");
	is_int(cksum_of(header, sizeof header), 0xb861, "an IPv4 header");
	is_int(cksum_of(NULL, 0), 0xffff, "nothing sums to 0");
	is_int(cksum_of(zeros, 8), 0xffff, "zeros sum to 0");
	is_int(cksum_of(ones, 2), 0x0000, "0xffff sums to minus 0");
	is_int(cksum_of(ones, 4), 0x0000, "and so does twice of it");
	is_int(cksum_of(ones, 1), 0x00ff, "an odd byte counts as the high one");
}

static void test_sizes(void)
{
	uint8_t data[300];
	uint64_t state = 1;
	size_t wrong = 0;

	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (uint8_t)splitmix_next(&state);
	for (size_t n = 0; n <= sizeof data; n++) {
		struct exact e = exact(data, n);

		wrong += cksum_of(e.p, n) != slow(data, n);
		free(e.block);
	}
	is_int(wrong, 0, "every size agrees with the slow sum");
	wrong = 0;
	for (size_t n = 0; n < 8; n++)
		for (size_t cut = 0; cut <= 200; cut += 2) {
			uint32_t sum = cksum_add(0, data + n, cut);

			sum = cksum_add(sum, data + n + cut, 201 - cut);
			wrong += cksum_finish(sum) != slow(data + n, 201);
		}
	is_int(wrong, 0, "in parts and from any alignment too");
}

static void test_carries(void)
{
	static uint8_t ones[140000];

	memset(ones, 0xff, sizeof ones);
	is_int(cksum_of(ones, sizeof ones), 0, "140,000 bytes of ones lose no carry");
	is_int(cksum_finish(cksum_add_u32(0xffffffff, 0xffffffff)), 0, "nor does a full sum");
	is_int(cksum_finish(
		       cksum_add(0xffffffff, (uint8_t[]){0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1}, 8)),
		0xfffe, "nor does one that carries twice");
	is_int(cksum_finish(cksum_add_u16(0xffffffff, 1)), 0xfffe, "minus 0 and 1 is 1");
	is_int(cksum_finish(cksum_add_u32(0, 0x12345678)),
		cksum_of((uint8_t[]){0x12, 0x34, 0x56, 0x78}, 4), "u32 as its four bytes");
}

static void test_pseudo(void)
{
	/* UDP from 198.18.0.2:40000 to 198.18.1.2:33434 and the same in IPv6, both captured. */
	static const uint8_t udp4[] = {0x9c, 0x40, 0x82, 0x9a, 0x00, 0x12, 0x8d, 0x4c, 'p', 'i',
		'n', 'g', ' ', 'p', 'r', 'o', 'b', 'e'};
	static const uint8_t six[2][16] = {
		{0x20, 0x01, 0x0d, 0xb8, [15] = 2}, {0x20, 0x01, 0x0d, 0xb8, 0, 1, [15] = 2}};
	uint8_t message[128] = {0x80, 0x00, 0xe2, 0x61, 0x6a, 0x5d, 0x00, 0x01, 0x02, 0xc5, 0x02,
		0x6b, 0x00, 0x00, 0x00, 0x00, 0x81, 0xed, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10,
		0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17};
	uint32_t sum = cksum_pseudo4(
		(uint8_t[]){198, 18, 0, 2}, (uint8_t[]){198, 18, 1, 2}, sizeof udp4, 17);

	/* The capture took the packet before checksum offload: the field holds the pseudo-header's.
	 */
	is_int(cksum_finish(sum), (uint16_t)~0x8d4c, "IPv4 pseudo-header");
	sum = cksum_pseudo6(six[0], six[1], 32, 58);
	is_int(cksum_finish(cksum_add(sum, message, 32)), 0, "an ICMPv6 echo request is right");
	sum = cksum_pseudo6(six[0], six[1], 0x10020, 58);
	ok(cksum_finish(cksum_add(sum, message, 32)) != 0, "all 32 bits of the length count");
}

static void test_update_vectors(void)
{
	is_int(cksum_update(0xdd2f, 0x5555, 0x3285), 0x0000, "RFC 1624 section 4: 0, not 0xffff");
	is_int(cksum_update(0x1234, 0x5678, 0x5678), 0x1234, "no change changes nothing");
	is_int(cksum_update(0x0000, 0x5555, 0x5555), 0x0000, "not even of 0");
	is_int(cksum_update(0x0000, 0x3285, 0x5555), 0xdd2f, "and back");
	is_int(cksum_update(0x0000, 0xffff, 0x0000), 0x0000, "0xffff and 0 weigh the same");
	is_int(cksum_update(0x0000, 0x0000, 0xffff), 0x0000, "in both directions");
}

/* Every value of one word, from and to: the update must say what a new sum says. */
static void test_update_exhaustive(void)
{
	static const uint16_t froms[] = {0x0000, 0x0001, 0x7fff, 0x8000, 0xfffe, 0xffff};
	uint8_t data[8] = {8, 0, 0, 0, 0x12, 0x34, 0, 0};
	size_t wrong = 0;

	for (size_t f = 0; f < sizeof froms / sizeof froms[0]; f++) {
		uint16_t was = froms[f], field;

		data[6] = (uint8_t)(was >> 8);
		data[7] = (uint8_t)was;
		field = cksum_of(data, sizeof data);
		for (unsigned is = 0; is <= 0xffff; is++) {
			data[6] = (uint8_t)(is >> 8);
			data[7] = (uint8_t)is;
			wrong += cksum_update(field, was, (uint16_t)is) != cksum_of(data, 8);
		}
	}
	is_int(wrong, 0, "an update equals a new sum");
}

/* Every wanted value, by a word among others. */
static void test_balance(void)
{
	static const uint16_t others[] = {0x0001, 0x1234, 0x8000, 0xfffe, 0xffff};
	uint8_t data[6] = {8, 0};
	size_t wrong = 0;

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		for (unsigned wanted = 0; wanted <= 0xffff; wanted++) {
			uint16_t word;

			data[2] = data[3] = 0;
			data[4] = (uint8_t)(others[i] >> 8);
			data[5] = (uint8_t)others[i];
			word = cksum_balance(cksum_of(data, sizeof data), (uint16_t)wanted);
			data[2] = (uint8_t)(word >> 8);
			data[3] = (uint8_t)word;
			wrong += cksum_of(data, sizeof data) != (wanted == 0xffff ? 0 : wanted);
		}
	is_int(wrong, 0, "a word makes any checksum but 0xffff, which becomes 0");
}

int main(void)
{
	test_vectors();
	test_sizes();
	test_carries();
	test_pseudo();
	test_update_vectors();
	test_update_exhaustive();
	test_balance();
	return tap_done();
}
