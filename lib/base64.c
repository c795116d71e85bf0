/* base64: bytes as text of 64 letters. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "base64.h"

#include <stdint.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_put(char *to, const void *from, size_t n_bytes)
{
	const uint8_t *p = from;

	for (size_t i = 0; i < n_bytes; i += 3) {
		size_t have = n_bytes - i;
		uint32_t word = (uint32_t)p[i] << 16;

		word |= have > 1 ? (uint32_t)p[i + 1] << 8 : 0;
		word |= have > 2 ? p[i + 2] : 0;
		*to++ = letters[word >> 18];
		*to++ = letters[word >> 12 & 63];
		*to++ = have > 1 ? letters[word >> 6 & 63] : '=';
		*to++ = have > 2 ? letters[word & 63] : '=';
	}
	*to = '\0';
}
