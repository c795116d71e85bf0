/* report: text from outside made fit for a terminal and for JSON. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "report_escape.h"

#include <stdio.h>
#include <string.h>

#include "report.h"

enum { ESCAPE_MOST = 8 }; /* the longest piece one character becomes, with NUL */

size_t report_utf8(const uint8_t *p, size_t left, uint32_t *code)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t c = p[0];
	size_t n = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;

	if (!n || n > left)
		return 0;
	if (n > 1)
		c &= 0x7fU >> n;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	*code = c;
	return n;
}

bool report_hidden(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x200e && code <= 0x200f) ||
	       (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
	       code == 0x061c;
}

/* One character as JSON wants it inside a string. Returns the bytes eaten. */
static size_t escape_json_one(
	const uint8_t *p, size_t left, char piece[static ESCAPE_MOST], size_t *piece_n)
{
	static const char letters[] = "\"\\\b\f\n\r\t";
	static const char names[] = "\"\\bfnrt";
	static const char replacement[] = {'\xef', '\xbf', '\xbd'};
	const char *letter = *p ? strchr(letters, *p) : NULL;
	uint32_t code = 0;
	size_t n;

	if (*p >= 0x20 && *p < 0x7f && !letter) {
		*piece = (char)*p;
		return *piece_n = 1;
	}
	n = report_utf8(p, left, &code);
	if (!n) {
		*piece_n = sizeof replacement;
		memcpy(piece, replacement, sizeof replacement);
		return 1;
	}
	*piece_n = n;
	if (letter)
		*piece_n = (size_t)snprintf(piece, ESCAPE_MOST, "\\%c", names[letter - letters]);
	else if (report_hidden(code))
		*piece_n = (size_t)snprintf(piece, ESCAPE_MOST, "\\u%04x", code);
	else
		memcpy(piece, p, n);
	return n;
}

size_t report_escape(char *to, size_t size, struct bytes from)
{
	char piece[ESCAPE_MOST];
	size_t need = 0, eaten, n;

	for (bool fits = true; from.left; from.p += eaten, from.left -= eaten) {
		eaten = escape_json_one(from.p, from.left, piece, &n);
		fits = fits && need + n <= size;
		if (fits)
			memcpy(to + need, piece, n);
		need += n;
	}
	return need;
}

const char *report_safe(char *to, size_t size, const char *from)
{
	const uint8_t *p = (const uint8_t *)from;
	size_t left = strlen(from), used = 0;
	uint32_t code;

	if (!size)
		return to;
	while (left) {
		size_t n = report_utf8(p, left, &code), eaten = n ? n : 1;
		bool hidden = !n || report_hidden(code);
		size_t need = hidden ? 4 * eaten : n;

		if (need >= size - used)
			break;
		for (size_t i = 0; hidden && i < eaten; i++)
			snprintf(to + used + 4 * i, 5, "\\x%02x", p[i]);
		if (!hidden)
			memcpy(to + used, p, n);
		used += need;
		p += eaten;
		left -= eaten;
	}
	to[used] = '\0';
	return to;
}
