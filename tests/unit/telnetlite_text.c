/* telnetlite_text: hex dumps, negotiation in words, and transcripts that read as they were written.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "telnet_text.h"

#include <errno.h>

#include "escape.h"
#include "hexdump.h"
#include "tap.h"
#include "transcript.h"

static void hexdump(void)
{
	char line[HEXDUMP_LINE];
	struct bytes b = bytes_of("HTTP/1.1 200 OK\r\n\xff", 18);

	is_text(hexdump_line(line, 26, &b),
		"0000001a  48 54 54 50 2f 31 2e 31  20 32 30 30 20 4f 4b 0d  HTTP/1.1 200 OK.",
		"a whole line");
	is_text(hexdump_line(line, 42, &b),
		"0000002a  0a ff                                             ..", "and the rest");
	is_int(b.left, 0, "is all");
}

static struct telnet engine;

/* What is said of the first event of these bytes. */
static const char *said(const char *p, size_t n)
{
	static char text[512];
	struct bytes in = bytes_of(p, n);
	struct telnet_event e;
	struct strbuf b = {0};

	telnet_next(&engine, &in, &e);
	telnet_say(&b, &e);
	snprintf(text, sizeof text, "%.*s", (int)b.used, b.p);
	strbuf_close(&b);
	return text;
}
#define SAID(text) said(text, sizeof(text) - 1)

/* The longest there may be, and more than an answer holds. */
static void many_variables(void)
{
	char longest[257];
	const char *const env[] = {longest, "SMALL=x", longest, longest, longest, "LAST=y"};
	struct telnet other;
	const char *said_it;

	memset(longest, 'v', sizeof longest - 1);
	memcpy(longest, "LONG=", 5);
	longest[sizeof longest - 1] = '\0';
	other = engine;
	telnet_init(&engine, &(struct telnet_config){.env = env, .n_env = 6});
	SAID("\xff\xfd\x27");
	ok(strstr(SAID("\xff\xfa\x27\1\3LONG\3SMALL\3LAST\xff\xf0"),
		   ": LONG sent, SMALL sent, LAST sent; "),
		"the longest variable is told");
	said_it = SAID("\xff\xfa\x27\1\xff\xf0");
	ok(strstr(said_it, ": 4 variables sent; "), "of many those that are: %s", said_it);
	engine = other;
}

static void negotiation(void)
{
	static const char *const env[] = {"USER=jo"};

	telnet_init(&engine, &(struct telnet_config){.terminal = "XTERM", .env = env, .n_env = 1});
	is_text(SAID("\xff\xfd\x18"), "DO TERMINAL-TYPE: agreed; answer WILL TERMINAL-TYPE", "DO");
	is_text(SAID("\xff\xfa\x18\1\xff\xf0"),
		"SB TERMINAL-TYPE SEND: answered; answer SB TERMINAL-TYPE IS XTERM", "SEND");
	is_text(SAID("\xff\xfb\x25"),
		"WILL AUTHENTICATION: refused, not spoken here; answer DONT AUTHENTICATION",
		"WILL of what is unknown");
	is_text(SAID("\xff\xfd\xc9"), "DO GMCP: refused, not spoken here; answer WONT GMCP",
		"a game's");
	is_text(SAID("\xff\xfd\x1f"),
		"DO WINDOW-SIZE: refused, there is no window; answer WONT WINDOW-SIZE",
		"no window");
	is_text(SAID("\xff\xfb\x1f"),
		"WILL WINDOW-SIZE: refused by policy; answer DONT WINDOW-SIZE", "policy");
	is_text(SAID("\xff\xfd\xfa"),
		"DO option 250: refused, not spoken here; answer WONT option 250", "no name");
	SAID("\xff\xfd\x27");
	is_text(SAID("\xff\xfa\x27\1\0USER\3SECRETVAR\xff\xf0"),
		"SB NEW-ENVIRON SEND USER SECRETVAR: USER sent, SECRETVAR not sent; "
		"answer SB NEW-ENVIRON IS \\x00USER\\x01jo\\x03SECRETVAR",
		"which variables are told");
	is_text(SAID("\xff\xf1"), "NOP", "a command");
	many_variables();
	engine.config.n_env = 0;
	engine.us[TELNET_NEW_ENVIRON] = TELNET_NO;
	is_text(SAID("\xff\xfd\x27"),
		"DO NEW-ENVIRON: refused, nothing may be told; answer WONT NEW-ENVIRON",
		"no variables");
	is_text(SAID("\xff\xfa\x45\1a\033\xff\xf0"),
		"SB MSDP \\x01a\\x1b: ignored, the option is not on", "what comes is printable");
}

static void sent(void)
{
	struct strbuf b = {0};
	static const char out[] = "\xff\xfb\x1f\xff\xfa\x1f\0\xff\xff\0\x18\xff\xf0\xff\xf4";

	telnet_say_sent(&b, bytes_of(out, sizeof out - 1));
	strbuf_put_char(&b, '\0');
	is_text(b.p, "WILL WINDOW-SIZE, SB WINDOW-SIZE 255 24, IP", "what is sent, one by one");
	strbuf_close(&b);
}

static void escapes(void)
{
	struct strbuf all = {0}, text = {0}, back = {0};
	struct fail why;

	for (int c = 0; c < 256; c++)
		strbuf_put_char(&all, (char)c);
	escape_write(&text, bytes_of(all.p, all.used));
	strbuf_put_char(&text, '\0');
	is_int(escape_read(&back, text.p, false, &why), 0, "256 bytes as text are read");
	ok(back.used == 256 && !memcmp(back.p, all.p, 256), "as they were");
	is_int(escape_read(&back, "a\\", false, &why), -EINVAL,
		"a backslash at the end is refused");
	strbuf_close(&all);
	strbuf_close(&text);
	strbuf_close(&back);
}

static void transcript(void)
{
	struct strbuf to = {0}, data = {0};
	struct transcript_line line = {0};
	enum transcript_mark mark;
	char *next;

	transcript_data(&to, &line, TRANSCRIPT_IN, bytes_of("login", 5), INT64_C(1500000000));
	transcript_data(&to, &line, TRANSCRIPT_IN, bytes_of(": \r\nx\033", 6), INT64_C(2000000000));
	transcript_flush(&to, &line, TRANSCRIPT_IN);
	transcript_put(&to, TRANSCRIPT_IN_RAW, bytes_of("\xff\xfd\x18", 3), 0);
	strbuf_put_char(&to, '\0');
	is_text(to.p,
		"1970-01-01T00:00:01.500000Z < login: \\r\\n\n"
		"1970-01-01T00:00:02.000000Z < x\\e\n"
		"1970-01-01T00:00:00.000000Z <! \\xff\\xfd\\x18\n",
		"a line of data, the rest of it, a command");
	next = strrchr(to.p, 'Z') - 26;
	next[strlen(next) - 1] = '\0';
	is_int(transcript_read(next, &mark, &data, NULL), 0, "a line is read");
	ok(mark == TRANSCRIPT_IN_RAW && data.used == 3 && !memcmp(data.p, "\xff\xfd\x18", 3),
		"as what it was");
	is_int(transcript_read("hello", &mark, &data, NULL), -EINVAL, "another is refused");
	is_int(transcript_read("x ? a", &mark, &data, NULL), -EINVAL, "an unknown mark too");
	strbuf_close(&to);
	strbuf_close(&data);
	strbuf_close(&line.text);
}

int main(void)
{
	hexdump();
	negotiation();
	sent();
	escapes();
	transcript();
	return tap_done();
}
