/* auth: a keyed 64-bit authenticator for probes (SipHash-2-4, Aumasson and Bernstein 2012). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth.h"

#include <endian.h>
#include <string.h>

struct sip {
	uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t v, int bits)
{
	return v << bits | v >> (64 - bits);
}

/* Up to eight bytes as a little-endian number. */
static uint64_t load(const void *p, size_t n_bytes)
{
	uint64_t v = 0;

	if (n_bytes)
		memcpy(&v, p, n_bytes);
	return le64toh(v);
}

static void rounds(struct sip *s, int n)
{
	for (; n > 0; n--) {
		s->v0 += s->v1;
		s->v2 += s->v3;
		s->v1 = rotate(s->v1, 13) ^ s->v0;
		s->v3 = rotate(s->v3, 16) ^ s->v2;
		s->v0 = rotate(s->v0, 32);
		s->v2 += s->v1;
		s->v0 += s->v3;
		s->v1 = rotate(s->v1, 17) ^ s->v2;
		s->v3 = rotate(s->v3, 21) ^ s->v0;
		s->v2 = rotate(s->v2, 32);
	}
}

static void absorb(struct sip *s, uint64_t word)
{
	s->v3 ^= word;
	rounds(s, 2);
	s->v0 ^= word;
}

uint64_t auth_tag(const struct auth_key *key, const void *p, size_t n_bytes)
{
	uint64_t k0 = load(key->bytes, 8), k1 = load(key->bytes + 8, 8);
	struct sip s = {
		.v0 = k0 ^ 0x736f6d6570736575,
		.v1 = k1 ^ 0x646f72616e646f6d,
		.v2 = k0 ^ 0x6c7967656e657261,
		.v3 = k1 ^ 0x7465646279746573,
	};
	const uint8_t *at = p;
	uint64_t length = (uint64_t)n_bytes << 56;

	for (; n_bytes >= 8; at += 8, n_bytes -= 8)
		absorb(&s, load(at, 8));
	absorb(&s, length | load(at, n_bytes));
	s.v2 ^= 0xff;
	rounds(&s, 4);
	return htole64(s.v0 ^ s.v1 ^ s.v2 ^ s.v3);
}
