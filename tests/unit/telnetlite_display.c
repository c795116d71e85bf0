/* telnetlite_display: what of hostile bytes reaches a terminal, and how. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "display.h"

#include "report_escape.h"
#include "tap.h"

struct shown {
	uint8_t p[8192];
	size_t n;
};

static struct shown show(enum display_kind kind, bool utf8, struct bytes in, size_t piece)
{
	struct display d = {.kind = kind, .utf8 = utf8};
	struct shown s = {.n = 0};
	struct bytes_out to = bytes_to(s.p, sizeof s.p);

	while (in.left) {
		struct bytes part = bytes_head(in, piece);

		bytes_skip(&in, part.left);
		display_put(&d, &part, &to);
	}
	display_end(&d, &to);
	s.n = to.used;
	return s;
}

static void check(enum display_kind kind, const char *in, size_t n, const char *wanted,
	size_t n_wanted, const char *what)
{
	unsigned bad = 0;

	for (size_t piece = 1; piece <= n; piece++) {
		struct shown s = show(kind, true, bytes_of(in, n), piece);

		if (s.n != n_wanted || memcmp(s.p, wanted, n_wanted) != 0) {
			printf("# in pieces of %zu: %.*s\n", piece, (int)s.n, (const char *)s.p);
			bad++;
		}
	}
	is_int(bad, 0, "%s", what);
}

#define CHECK(kind, in, wanted, what)                                                              \
	check(kind, in, sizeof(in) - 1, wanted, sizeof(wanted) - 1, what)
#define SAME(kind, in, what) CHECK(kind, in, in, what)

static void visible(void)
{
	SAME(DISPLAY_EXACT,
		"\033]52;c;x\a\x9b"
		"5n\0\xff",
		"exact is exact");
	SAME(DISPLAY_VISIBLE,
		"Gr\xc3\xbc\xc3\x9f"
		"e \xf0\x9f\x98\x80\r\n\tx\n",
		"text stays");
	CHECK(DISPLAY_VISIBLE, "a\033[31mb", "a^[[31mb", "ESC is shown");
	CHECK(DISPLAY_VISIBLE, "\x05\a\b\x7f\0", "^E^G^H^?^@", "so are other controls");
	CHECK(DISPLAY_VISIBLE, "ab\rcd\r\r\n", "ab^Mcd^M\r\n",
		"and a CR that would write over a line");
	CHECK(DISPLAY_VISIBLE,
		"\x9b"
		"5n \xc2\x9b"
		"5n",
		"\\x9b5n \\xc2\\x9b5n", "C1, alone and in UTF-8");
	CHECK(DISPLAY_VISIBLE, "\xe2\x80\xae!", "\\xe2\\x80\\xae!", "a turn of direction");
	CHECK(DISPLAY_VISIBLE, "\xc3(\xe2\x82", "\\xc3(\\xe2\\x82", "what is no UTF-8");
	CHECK(DISPLAY_VISIBLE, "\xf0\x9f\033c", "\\xf0\\x9f^[c", "an ESC behind half a character");
}

static void terminal(void)
{
	SAME(DISPLAY_TERMINAL, "\033[1;31mred\033[0m\033[2J\033[H\033(B\r\n\a\b",
		"colours and the cursor pass");
	SAME(DISPLAY_TERMINAL, "\033[?1049h\033[?25l\033[>4;2m\033[2 q\033[22;0t",
		"modes and cursors too");
	CHECK(DISPLAY_TERMINAL, "\033]0;title\ax\033]2;t\033\\", "\033]0;title\ax\033]2;t\a\033\\",
		"a window's name too");
	CHECK(DISPLAY_TERMINAL, "\x05", "^E", "ENQ is shown");
	SAME(DISPLAY_TERMINAL, "a b\0337\033M\0338\033=\0330", "the short ones too");
	CHECK(DISPLAY_TERMINAL, "\033\x7fx\033(\x7f\033\1", "^[\x7fx^[(\x7f^[\1",
		"and none that is no sequence");
	CHECK(DISPLAY_TERMINAL, "\033[3~\033]2;\x80\a", "\033[3~\033]2;?\a",
		"nor a byte of C1 in a name");
	CHECK(DISPLAY_TERMINAL, "\033[6n\033[c\033[>c\033[?1;2c", "^[[6n^[[c^[[>c^[[?1;2c",
		"what a terminal answers is shown");
	CHECK(DISPLAY_TERMINAL, "\033[21t\033[?2004$p\033[>q\033Z\033[?u\033[5i",
		"^[[21t^[[?2004$p^[[>q^[Z^[[?u^[[5i", "all of it");
	CHECK(DISPLAY_TERMINAL, "\033]52;c;ZXZpbA==\a", "^[]52;c;ZXZpbA==\a", "the clipboard too");
	CHECK(DISPLAY_TERMINAL, "\033]11;?\033\\\033]4;1;?\a", "^[]11;?\033\\^[]4;1;?\a",
		"colours that are asked for");
	CHECK(DISPLAY_TERMINAL, "\033P$qm\033\\", "^[P$qm\033\\", "DCS");
	CHECK(DISPLAY_TERMINAL, "\033[6\n\033[6\033[6n", "^[[6\n^[[6^[[6n",
		"a control within hides nothing");
	CHECK(DISPLAY_TERMINAL, "\033]0;a\033[6nb", "\033]0;a\a^[[6nb", "nor does a window's name");
	CHECK(DISPLAY_TERMINAL,
		"\033]2;\xc2\x9b"
		"6n\a",
		"\033]2;??6n\a", "of ASCII alone");
	CHECK(DISPLAY_TERMINAL,
		"\x9b"
		"6n\xc2\x9b"
		"6n",
		"\\x9b6n\\xc2\\x9b6n", "C1 is shown");
	CHECK(DISPLAY_TERMINAL,
		"\033[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;16n",
		"^[[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;16n",
		"a long one");
}

/* Of anything at all, what VISIBLE gives is printable, and it is the same in pieces. */
static void random_bytes(void)
{
	uint32_t seed = 17, code;
	unsigned hidden = 0, different = 0;

	for (int round = 0; round < 300; round++) {
		uint8_t in[200];
		struct shown whole, pieces;
		bool utf8 = round & 1;

		for (size_t i = 0; i < sizeof in; i++) {
			seed = seed * 1664525 + 1013904223;
			in[i] = (uint8_t)((seed >> 30) ? seed >> 12 : 0x1b);
		}
		whole = show(DISPLAY_VISIBLE, utf8, bytes_of(in, sizeof in), sizeof in);
		pieces = show(DISPLAY_VISIBLE, utf8, bytes_of(in, sizeof in), 1);
		different += whole.n != pieces.n || memcmp(whole.p, pieces.p, whole.n) != 0;
		for (size_t at = 0, n; at < whole.n; at += n) {
			n = report_utf8(whole.p + at, whole.n - at, &code);
			if (!n || (report_hidden(code) && !strchr("\r\n\t", (int)code)) ||
				(!utf8 && code > 0x7e)) {
				hidden++;
				break;
			}
		}
	}
	is_int(hidden, 0, "300 random streams: all that is shown is printable");
	is_int(different, 0, "and does not depend on how they are cut");
}

int main(void)
{
	visible();
	terminal();
	random_bytes();
	return tap_done();
}
