/* telnetlite_keys: what is typed: data, the escape key, ~. and commands. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "keys.h"

#include "tap.h"
#include "telnet.h"

/* What keys make of text in pieces: data as it is, { for the escape key, } for ~. */
static const char *made(struct keys k, const char *text, size_t piece)
{
	static char out[256];
	size_t n = 0;
	struct bytes all = bytes_of(text, strlen(text));

	while (all.left) {
		struct bytes in = bytes_head(all, piece), data = {0};
		enum keys_what what;

		bytes_skip(&all, in.left);
		while ((what = keys_next(&k, &in, &data)) != KEYS_MORE) {
			if (what == KEYS_DATA) {
				memcpy(out + n, data.p, data.left);
				n += data.left;
			} else {
				out[n++] = what == KEYS_ESCAPE ? '{' : '}';
			}
		}
	}
	out[n] = '\0';
	return out;
}

static void check(int escape, const char *text, const char *wanted, const char *what)
{
	unsigned bad = 0;

	for (size_t piece = 1; piece <= strlen(text); piece++)
		bad += strcmp(made((struct keys){.escape = escape}, text, piece), wanted) != 0;
	is_int(bad, 0, "%s, however it is cut", what);
}

static void typed(void)
{
	check(0x1d, "abc\n", "abc\n", "text");
	check(0x1d,
		"a\x1d"
		"b",
		"a{b", "the escape key within a line");
	check(0x1d, "~.", "}", "~. at the start");
	check(0x1d, "a\n~.b", "a\n}b", "behind a line");
	check(0x1d, "a\r~.", "a\r}", "behind Enter in key mode");
	check(0x1d, "a~.\n", "a~.\n", "not within a line");
	check(0x1d, "~~.\n~x", "~.\n~x", "~~ is one, ~x is both");
	check(0x1d, "~~~.", "~~.", "behind ~~ the line has begun");
	check(0x1d, "x\x1d~.", "x{}", "behind the escape key a line begins");
	check(-1, "~.\x1d", "~.\x1d", "without a key all of it is data");
}

static void command(const char *text, enum command what, int code, const char *argument)
{
	char line[64];
	struct command_line c;

	snprintf(line, sizeof line, "%s", text);
	c = command_read(line);
	ok(c.what == what && (what != COMMAND_SEND || c.code == code), "'%s'", text);
	if (argument)
		is_text(c.argument, argument, "... and what it is about");
}

static void commands(void)
{
	command("", COMMAND_NONE, 0, NULL);
	command("  \r", COMMAND_NONE, 0, NULL);
	command("status", COMMAND_STATUS, 0, NULL);
	command("stat", COMMAND_STATUS, 0, NULL);
	command("st", COMMAND_UNKNOWN, 0, NULL);
	command("s", COMMAND_UNKNOWN, 0, NULL);
	command("q", COMMAND_QUIT, 0, NULL);
	command("SEND IP", COMMAND_SEND, TELNET_IP, NULL);
	command("send ay", COMMAND_SEND, TELNET_AYT, NULL);
	command("send", COMMAND_UNKNOWN, 0, NULL);
	command("send e", COMMAND_UNKNOWN, 0, NULL);
	command("mode char", COMMAND_CHAR, 0, NULL);
	command("mode l", COMMAND_LINE, 0, NULL);
	command("mode", COMMAND_UNKNOWN, 0, NULL);
	command("log  file.txt ", COMMAND_LOG, 0, "file.txt");
	command("!sh", COMMAND_UNKNOWN, 0, NULL);
	command("?", COMMAND_HELP, 0, NULL);
}

int main(void)
{
	typed();
	commands();
	return tap_done();
}
