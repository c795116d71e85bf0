/* plain: content on its way to a terminal. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plain.h"

/* How many bytes a character has that begins so; 0 for no beginning (RFC 3629). */
static size_t length_of(uint8_t first)
{
	return first < 0x80		       ? 1
	       : first >= 0xc2 && first < 0xe0 ? 2
	       : (first & 0xf0) == 0xe0	       ? 3
	       : first >= 0xf0 && first < 0xf5 ? 4
					       : 0;
}

static bool continues(const uint8_t *p, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return false;
	return true;
}

/* What a terminal shows as it is. Surrogates and overlong forms are no characters. */
static bool is_shown(const uint8_t *p, size_t n)
{
	uint32_t c = n == 1 ? p[0] : p[0] & (0x7fU >> n);

	for (size_t i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3f);
	if (n == 1)
		return c == '\n' || c == '\t' || c == '\r' || (c >= ' ' && c != 0x7f);
	if ((n == 3 && c < 0x800) || (n == 4 && (c < 0x10000 || c > 0x10ffff)) ||
		(c >= 0xd800 && c < 0xe000))
		return false;
	return c >= 0xa0 && !(c >= 0x200e && c <= 0x200f) && !(c >= 0x202a && c <= 0x202e) &&
	       !(c >= 0x2066 && c <= 0x2069) && c != 0x61c && c != 0xfeff;
}

void plain_put(struct strbuf *to, struct bytes *from, bool last)
{
	while (from->left) {
		size_t n = length_of(*from->p), have = n < from->left ? n : from->left;

		if (n > have && !last && continues(from->p, have))
			return;
		if (n && n == have && continues(from->p, n) && is_shown(from->p, n)) {
			strbuf_put(to, from->p, n);
			bytes_skip(from, n);
		} else {
			strbuf_print(to, "\\x%02x", bytes_u8(from));
		}
	}
}
