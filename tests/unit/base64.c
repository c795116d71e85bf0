/* base64: the examples of RFC 4648 10, every letter, and no byte written behind the text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "base64.h"

#include <stdint.h>

#include "tap.h"

static void is_coded(const void *from, size_t n_bytes, const char *want, const char *name)
{
	char got[80];

	memset(got, '~', sizeof got);
	base64_put(got, from, n_bytes);
	is_text(got, want, "'%s'", name);
	is_int(base64_chars(n_bytes), strlen(want), "'%s': length", name);
	ok(got[strlen(want) + 1] == '~', "'%s': nothing behind it", name);
}

static void rfc(void)
{
	static const char *const pairs[][2] = {
		{"", ""},
		{"f", "Zg=="},
		{"fo", "Zm8="},
		{"foo", "Zm9v"},
		{"foob", "Zm9vYg=="},
		{"fooba", "Zm9vYmE="},
		{"foobar", "Zm9vYmFy"},
	};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		is_coded(pairs[i][0], strlen(pairs[i][0]), pairs[i][1], pairs[i][0]);
}

/* Six bits a letter, counting up: 0x00 0x10 0x83 are 0, 1, 2, 3. */
static void letters(void)
{
	uint8_t all[48] = {0};

	for (unsigned i = 0; i < 64; i++)
		for (unsigned bit = 0; bit < 6; bit++)
			if (i & 32 >> bit)
				all[(i * 6 + bit) / 8] |= (uint8_t)(128 >> (i * 6 + bit) % 8);
	is_coded(all, sizeof all,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "every letter");
	is_coded("\xff\x80", 2, "/4A=", "bytes above 127");
}

int main(void)
{
	rfc();
	letters();
	return tap_done();
}
