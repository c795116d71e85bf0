/* report: escaping for JSON and for the terminal. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "report_escape.h"
#include "report.h"
#include "tap.h"

static const char *json(const char *text, size_t n)
{
	static char to[256];
	size_t need = report_escape(
		to, sizeof to - 1, (struct bytes){.p = (const uint8_t *)text, .left = n});

	to[need] = '\0';
	return to;
}

#define is_json(text, wanted, ...) is_text(json(text, sizeof text - 1), wanted, __VA_ARGS__)

static void json_strings(void)
{
	char small[5];
	struct bytes quotes = {.p = (const uint8_t *)"\"\"\"\"", .left = 4};

	is_json("plain", "plain", "plain text");
	is_json("a\"b\\c", "a\\\"b\\\\c", "quote and backslash");
	is_json("\b\f\n\r\t", "\\b\\f\\n\\r\\t", "short escapes");
	is_json("\0\x01\x1f\x7f", "\\u0000\\u0001\\u001f\\u007f", "other controls");
	is_json("\xc2\x9b"
		"2J",
		"\\u009b2J", "C1 controls, which a terminal obeys");
	is_json("\xe2\x80\xae", "\\u202e", "changes of direction");
	is_json("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
		"valid UTF-8 stays");
	is_json("\xff", "\xef\xbf\xbd", "an invalid byte");
	is_json("\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd", "an overlong form");
	is_json("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", "a surrogate");
	is_json("\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",
		"past U+10FFFF");
	is_json("a\xe2\x82", "a\xef\xbf\xbd\xef\xbf\xbd", "a cut character");
	is_json("\xc3(", "\xef\xbf\xbd(", "what follows a bad byte is kept");
	memset(small, '#', sizeof small);
	is_int(report_escape(small, 5, quotes), 8, "the need is told");
	ok(!memcmp(small, "\\\"\\\"#", 5), "and the cut is at a whole escape");
}

static void for_terminals(void)
{
	char to[64], tiny[6];

	is_text(report_safe(to, sizeof to, "caf\xc3\xa9 \xe2\x82\xac"), "caf\xc3\xa9 \xe2\x82\xac",
		"printable UTF-8 stays");
	is_text(report_safe(to, sizeof to, "\x1b[2J\n"), "\\x1b[2J\\x0a", "controls");
	is_text(report_safe(to, sizeof to, "\xc2\x9b"), "\\xc2\\x9b", "C1 controls");
	is_text(report_safe(to, sizeof to, "a\xff\x7f"), "a\\xff\\x7f", "an invalid byte, DEL");
	is_text(report_safe(to, sizeof to, "\xe2\x80\xae"), "\\xe2\\x80\\xae", "direction");
	is_text(report_safe(tiny, sizeof tiny, "abc\xe2\x82\xac"), "abc", "no character is halved");
	is_text(report_safe(tiny, sizeof tiny, "ab\x01"), "ab", "and no escape");
	is_text(report_safe(tiny, sizeof tiny, "a\x01"), "a\\x01", "what fits is kept");
	is_text(report_safe(tiny, sizeof tiny, ""), "", "nothing is nothing");
	is_text(report_safe(tiny, 1, "abc"), "", "room for the end alone");
	tiny[0] = '#';
	report_safe(tiny, 0, "abc");
	is_int(tiny[0], '#', "no room: nothing is written");
}

/* Every sequence of two bytes and some of three: what is valid is what a plain decoder says. */
static void every_pair(void)
{
	unsigned wrong = 0;
	uint32_t code;

	for (unsigned i = 0; i < 0x10000; i++) {
		uint8_t p[2] = {(uint8_t)(i >> 8), (uint8_t)i};
		size_t wanted = p[0] < 0x80						     ? 1
				: p[0] >= 0xc2 && p[0] < 0xe0 && p[1] >= 0x80 && p[1] < 0xc0 ? 2
											     : 0;

		code = 0;
		wrong += report_utf8(p, 2, &code) != wanted;
		wrong += wanted == 2 && code != (uint32_t)((p[0] & 31) << 6 | (p[1] & 63));
	}
	is_int(wrong, 0, "every pair of bytes");
	ok(report_utf8((const uint8_t *)"\xe0\x9f\xbf", 3, &code) == 0, "overlong in three");
	ok(report_utf8((const uint8_t *)"\xe0\xa0\x80", 3, &code) == 3 && code == 0x800,
		"first of three");
	ok(report_utf8((const uint8_t *)"\xf0\x8f\xbf\xbf", 4, &code) == 0, "overlong in four");
	ok(report_utf8((const uint8_t *)"\xf4\x8f\xbf\xbf", 4, &code) == 4 && code == 0x10ffff,
		"the last");
}

int main(void)
{
	json_strings();
	for_terminals();
	every_pair();
	return tap_done();
}
