/* escape: C's escapes in a text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "escape.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char letters[] = "rnte0\\";
static const char meant[] = {'\r', '\n', '\t', '\033', '\0', '\\'};

/* One escape behind its backslash: how many bytes of p it has, 0 for none that is known. */
static size_t read_one(struct strbuf *to, const char *p)
{
	const char *letter = *p ? strchr(letters, *p) : NULL;

	if (letter) {
		strbuf_put_char(to, meant[letter - letters]);
		return 1;
	}
	if (*p == 'x' && isxdigit((unsigned char)p[1]) && isxdigit((unsigned char)p[2])) {
		char digits[3] = {p[1], p[2], 0};

		strbuf_put_char(to, (char)strtoul(digits, NULL, 16));
		return 3;
	}
	return 0;
}

int escape_read(struct strbuf *to, const char *text, bool keep_others, struct fail *why)
{
	for (const char *p = text; *p; p++) {
		size_t n;

		if (*p != '\\') {
			strbuf_put_char(to, *p);
			continue;
		}
		n = keep_others && p[1] == '\\' ? 0 : read_one(to, p + 1);
		if (!n && !keep_others)
			return fail_set(why, EINVAL,
				"'\\%.1s' is no escape: \\r \\n \\t \\e \\0 \\\\ \\xNN", p + 1);
		if (!n) {
			strbuf_put_char(to, *p);
			if (p[1])
				strbuf_put_char(to, *++p);
		}
		p += n;
	}
	return to->bad ? fail_set(why, ENOMEM, "out of memory") : 0;
}

void escape_write(struct strbuf *to, struct bytes from)
{
	while (from.left) {
		uint8_t c = bytes_u8(&from);
		const char *at = memchr(meant, c, sizeof meant);

		if (at && c) {
			strbuf_put_char(to, '\\');
			strbuf_put_char(to, letters[at - meant]);
		} else if (c >= 0x20 && c < 0x7f) {
			strbuf_put_char(to, (char)c);
		} else {
			strbuf_print(to, "\\x%02x", c);
		}
	}
}
