/* hexdump: lines of sixteen bytes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "hexdump.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HALF = HEXDUMP_BYTES / 2, HEX_COLUMNS = 3 * HEXDUMP_BYTES + 1 };

const char *hexdump_line(char to[static HEXDUMP_LINE], uint64_t offset, struct bytes *from)
{
	char hex[HEX_COLUMNS + 2] = "", text[HEXDUMP_BYTES + 1];
	size_t n = from->left < HEXDUMP_BYTES ? from->left : HEXDUMP_BYTES, used = 0;

	for (size_t i = 0; i < n; i++) {
		uint8_t c = bytes_u8(from);

		used += (size_t)snprintf(
			hex + used, sizeof hex - used, "%s%02x ", i == HALF ? " " : "", c);
		text[i] = (char)(c >= 0x20 && c < 0x7f ? c : '.');
	}
	text[n] = '\0';
	snprintf(to, HEXDUMP_LINE, "%08" PRIx64 "  %-*s %s", offset, HEX_COLUMNS, hex, text);
	return to;
}
