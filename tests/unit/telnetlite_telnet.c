/* telnetlite_telnet: the telnet engine: RFC 1143's table, answers and their limits, any split. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "tap.h"
#include "telnet_run.h"

static bool answers(const struct run *r, const void *wanted, size_t n)
{
	return r->n_answers == n && !memcmp(r->answers, wanted, n);
}

#define ANSWERS(r, wanted, ...) ok(answers(r, wanted, sizeof(wanted) - 1), __VA_ARGS__)
#define FEED(t, r, text) feed(t, r, text, sizeof(text) - 1, sizeof(text))

/* RFC 1143 section 7, receiving: the state before, what came, whether it is agreed to; the state
 * after, and what is answered (on, off, or nothing). */
static const struct row {
	enum telnet_q before;
	bool on, agree;
	enum telnet_q after;
	char answer; /* '+' on, '-' off, 0 nothing */
} table[] = {
	{TELNET_NO, true, true, TELNET_YES, '+'},
	{TELNET_NO, true, false, TELNET_NO, '-'},
	{TELNET_NO, false, true, TELNET_NO, 0},
	{TELNET_NO, false, false, TELNET_NO, 0},
	{TELNET_YES, true, true, TELNET_YES, 0},
	{TELNET_YES, true, false, TELNET_YES, 0},
	{TELNET_YES, false, true, TELNET_NO, '-'},
	{TELNET_YES, false, false, TELNET_NO, '-'},
	{TELNET_WANTNO, true, true, TELNET_NO, 0},
	{TELNET_WANTNO, true, false, TELNET_NO, 0},
	{TELNET_WANTNO, false, true, TELNET_NO, 0},
	{TELNET_WANTNO, false, false, TELNET_NO, 0},
	{TELNET_WANTNO_OPPOSITE, true, true, TELNET_YES, 0},
	{TELNET_WANTNO_OPPOSITE, true, false, TELNET_YES, 0},
	{TELNET_WANTNO_OPPOSITE, false, true, TELNET_WANTYES, '+'},
	{TELNET_WANTNO_OPPOSITE, false, false, TELNET_WANTYES, '+'},
	{TELNET_WANTYES, true, true, TELNET_YES, 0},
	{TELNET_WANTYES, true, false, TELNET_YES, 0},
	{TELNET_WANTYES, false, true, TELNET_NO, 0},
	{TELNET_WANTYES, false, false, TELNET_NO, 0},
	{TELNET_WANTYES_OPPOSITE, true, true, TELNET_WANTNO, '-'},
	{TELNET_WANTYES_OPPOSITE, true, false, TELNET_WANTNO, '-'},
	{TELNET_WANTYES_OPPOSITE, false, true, TELNET_NO, 0},
	{TELNET_WANTYES_OPPOSITE, false, false, TELNET_NO, 0},
};

static bool row_holds(const struct row *row, bool him, uint8_t option)
{
	uint8_t on = him ? TELNET_WILL : TELNET_DO, off = him ? TELNET_WONT : TELNET_DONT;
	uint8_t yes = him ? TELNET_DO : TELNET_WILL, no = him ? TELNET_DONT : TELNET_WONT;
	uint8_t in[] = {TELNET_IAC, row->on ? on : off, option};
	uint8_t out[] = {TELNET_IAC, row->answer == '+' ? yes : no, option};
	struct telnet t;
	struct run r = {0};
	uint8_t *q;

	telnet_init(&t, &run_full);
	q = him ? &t.him[option] : &t.us[option];
	*q = (uint8_t)row->before;
	feed(&t, &r, in, sizeof in, sizeof in);
	return r.commands == 1 && *q == row->after && answers(&r, out, row->answer ? 3 : 0);
}

static void rfc1143(void)
{
	/* Both sides: BINARY is agreed to by both, LINEMODE (34) by none. */
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const struct row *row = &table[i];
		uint8_t option = row->agree ? TELNET_BINARY : 34;

		ok(row_holds(row, true, option) && row_holds(row, false, option),
			"in state %d %s comes, %s: state %d, answer %c", (int)row->before,
			row->on ? "on" : "off", row->agree ? "agreed" : "not agreed",
			(int)row->after, row->answer ? row->answer : '0');
	}
}

/* The same for our own wishes. */
static const struct row wishes[] = {
	{TELNET_NO, true, true, TELNET_WANTYES, '+'},
	{TELNET_NO, false, true, TELNET_NO, 0},
	{TELNET_YES, true, true, TELNET_YES, 0},
	{TELNET_YES, false, true, TELNET_WANTNO, '-'},
	{TELNET_WANTNO, true, true, TELNET_WANTNO_OPPOSITE, 0},
	{TELNET_WANTNO, false, true, TELNET_WANTNO, 0},
	{TELNET_WANTNO_OPPOSITE, true, true, TELNET_WANTNO_OPPOSITE, 0},
	{TELNET_WANTNO_OPPOSITE, false, true, TELNET_WANTNO, 0},
	{TELNET_WANTYES, true, true, TELNET_WANTYES, 0},
	{TELNET_WANTYES, false, true, TELNET_WANTYES_OPPOSITE, 0},
	{TELNET_WANTYES_OPPOSITE, true, true, TELNET_WANTYES, 0},
	{TELNET_WANTYES_OPPOSITE, false, true, TELNET_WANTYES_OPPOSITE, 0},
};

static void asking(void)
{
	for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
		const struct row *row = &wishes[i];
		struct telnet t;
		struct telnet_event e;
		uint8_t verb = row->on ? TELNET_DO : TELNET_DONT;

		telnet_init(&t, &run_full);
		t.him[0] = (uint8_t)row->before;
		telnet_ask(&t, verb, TELNET_BINARY, &e);
		ok(t.him[0] == row->after && e.answer.left == (row->answer ? 3U : 0U) &&
				(!e.answer.left || e.answer.p[1] == verb),
			"in state %d we want %s: state %d", (int)row->before,
			row->on ? "on" : "off", (int)row->after);
	}
}

static void refusals(void)
{
	struct telnet t;
	unsigned bad = 0;

	telnet_init(&t, &(struct telnet_config){0});
	for (unsigned option = 0; option < 256; option++) {
		bool him = option == TELNET_BINARY || option == TELNET_ECHO || option == TELNET_SGA;
		bool us = option == TELNET_BINARY || option == TELNET_SGA ||
			  option == TELNET_TIMING_MARK;
		uint8_t in[] = {TELNET_IAC, TELNET_WILL, (uint8_t)option, TELNET_IAC, TELNET_DO,
			(uint8_t)option};
		uint8_t out[] = {TELNET_IAC, him ? TELNET_DO : TELNET_DONT, (uint8_t)option,
			TELNET_IAC, us ? TELNET_WILL : TELNET_WONT, (uint8_t)option};
		struct run r = {0};

		feed(&t, &r, in, sizeof in, sizeof in);
		bad += !answers(&r, out, sizeof out);
	}
	is_int(bad, 0,
		"of 256 options each is answered, and without a configuration few are agreed to");
}

static void data(void)
{
	struct telnet t;
	struct run r = {0};

	telnet_init(&t, &run_full);
	FEED(&t, &r,
		"a\xff\xff"
		"b\r\0c\r\nd\0e\r\r\0\xff\xf1"
		"f");
	ok(r.n_data == 13 && !memcmp(r.data,
				     "a\xff"
				     "b\rc\r\nd\0e\r\rf",
				     13),
		"data: IAC IAC and CR NUL");
	is_int(r.commands, 1, "and one NOP");
	is_int(r.event.offset, 15, "whose place is known");
	r = (struct run){0};
	FEED(&t, &r, "\xff\xfb\0");
	ANSWERS(&r, "\xff\xfd\0", "BINARY is agreed to");
	r = (struct run){0};
	FEED(&t, &r, "\r\0x");
	is_int(r.n_data, 3, "where CR NUL stays what it is");
	telnet_init(&t, &run_full);
	r = (struct run){0};
	FEED(&t, &r, "\r\0\0x");
	ok(r.n_data == 3 && !memcmp(r.data, "\r\0x", 3), "of two NULs behind a CR one is padding");
}

static enum telnet_reason reason(struct telnet *t, const char *p)
{
	struct run r = {0};

	feed(t, &r, p, strlen(p), strlen(p));
	return r.last;
}

static void reasons(void)
{
	static const char known[] = {
		TELNET_TTYPE, TELNET_NAWS, TELNET_NEW_ENVIRON, TELNET_TIMING_MARK};
	struct telnet t;
	unsigned bad = 0;

	telnet_init(&t, &run_full);
	for (size_t i = 0; i < sizeof known; i++) {
		const char will[] = {'\xff', '\xfb', known[i], 0};

		bad += reason(&t, will) != TELNET_UNWANTED;
	}
	is_int(bad, 0, "what a client does is not wanted of a server");
	is_int(reason(&t, "\xff\xfd\1"), TELNET_UNWANTED, "nor its echo of a client");
	is_int(reason(&t, "\xff\xfd\x22"), TELNET_UNKNOWN, "LINEMODE is none of ours");
	is_int(reason(&t, "\xff\xf0"), TELNET_ODD, "SE alone is odd");
	is_int(reason(&t, "\xff\x64"), TELNET_ODD, "and so is command 100");
	is_int(reason(&t, "\xff\xec"), TELNET_PLAIN, "EOF is not");
	is_int(reason(&t, "\xff\xf1"), TELNET_PLAIN, "nor NOP");
}

static void suboptions(void)
{
	struct telnet t;
	struct run r = {0};

	telnet_init(&t, &run_full);
	FEED(&t, &r, "\xff\xfa\x18\x01\xff\xf0");
	is_int(r.last, TELNET_NOT_ON, "TTYPE SEND before DO TTYPE is not answered");
	FEED(&t, &r, "\xff\xfd\x18");
	r = (struct run){0};
	FEED(&t, &r, "\xff\xfa\x18\x01\xff\xf0");
	ANSWERS(&r, "\xff\xfa\x18\0XTERM\xff\xf0", "and after it it is");
	r = (struct run){0};
	FEED(&t, &r, "\xff\xfa\x18\x00VT100\xff\xf0");
	ok(r.last == TELNET_MALFORMED && !r.n_answers, "the IS of a server is not");
	FEED(&t, &r, "\xff\xfa\x18\1\1\xff\xf0");
	ok(r.last == TELNET_MALFORMED && !r.n_answers, "nor a SEND with more behind it");
	r = (struct run){0};
	FEED(&t, &r, "\xff\xfd\x1f");
	ANSWERS(&r, "\xff\xfb\x1f\xff\xfa\x1f\0\xff\xff\0\x18\xff\xf0",
		"DO NAWS: the window at once, 255 columns doubled");
	r = (struct run){0};
	FEED(&t, &r, "\xff\xfd\x27\xff\xfa\x27\x01\xff\xf0");
	ANSWERS(&r, "\xff\xfb\x27\xff\xfa\x27\0\0USER\1jo\xff\xff\2\3\3LANG\1C\3EMPTY\xff\xf0",
		"NEW-ENVIRON: all that may be told, escaped");
	r = (struct run){0};
	FEED(&t, &r, "\xff\xfa\x27\x01\3SECRETVAR\0LANG\xff\xf0");
	ANSWERS(&r, "\xff\xfa\x27\0\3SECRETVAR\3LANG\1C\xff\xf0",
		"one by name, and an unlisted name without a value");
	r = (struct run){0};
	FEED(&t, &r, "\xff\xfa\x27\x01\0\xff\xf0");
	ANSWERS(&r, "\xff\xfa\x27\0\0USER\1jo\xff\xff\2\3\xff\xf0", "all of one type");
}

static void hostile_suboptions(void)
{
	static uint8_t long_one[100000];
	struct telnet t;
	struct telnet_event e;
	struct run r = {0};

	memset(long_one, 'A', sizeof long_one);
	memcpy(long_one, "\xff\xfa\x18", 3);
	telnet_init(&t, &run_full);
	feed(&t, &r, long_one, sizeof long_one, 1000);
	ok(!r.n_data && !r.commands && telnet_in_sub(&t),
		"100,000 bytes of a suboption are no data");
	FEED(&t, &r, "\xff\xf0ok");
	is_int(r.n_data, 2, "behind its end data is data");
	is_int(r.event.all, sizeof long_one - 3, "its length is told");
	is_int(r.event.data.left, TELNET_SUB_BYTES, "512 bytes of it are kept");
	r = (struct run){0};
	FEED(&t, &r, "\xff\xfa\x18\x01\xff\xfd\x03x");
	is_int(r.commands, 2, "a command in a suboption ends it and is read");
	ANSWERS(&r, "\xff\xfb\x03", "and answered");
	ok(r.n_data == 1 && r.data[0] == 'x', "and data goes on");
	FEED(&t, &r, "\xff\xfa\x18zzz");
	telnet_leave_sub(&t, &e);
	ok(e.kind == TELNET_SUB && e.reason == TELNET_UNFINISHED && !telnet_in_sub(&t),
		"one that does not end is left");
	telnet_leave_sub(&t, &e);
	is_int(e.kind, TELNET_MORE, "once");
}

static void limits(void)
{
	struct telnet t;
	struct run r = {0};

	telnet_init(&t, &run_full);
	for (int i = 0; i < 1000; i++)
		FEED(&t, &r, "\xff\xfd\xfa");
	is_int(r.n_answers / 3, TELNET_ANSWERS, "1,000 times DO 250: 64 answers");
	is_int(r.last, TELNET_CAPPED, "and it says why there are no more");
	r = (struct run){0};
	for (int i = 0; i < 200; i++)
		FEED(&t, &r, "\xff\xfb\x01\xff\xfc\x01");
	is_int(r.n_answers / 3, TELNET_ANSWERS, "flips are capped together");
	ok(!telnet_hears(&t, TELNET_ECHO), "and WONT is obeyed behind the limit");
	r = (struct run){0};
	for (int i = 0; i < 200; i++)
		FEED(&t, &r, "\xff\xfb\x03");
	FEED(&t, &r, "\xff\xfc\x03");
	is_int(r.n_answers / 3, 2, "what needs no answer is not counted");
	r = (struct run){0};
	FEED(&t, &r, "\xff\xfd\x06\xff\xfd\x06");
	ANSWERS(&r, "\xff\xfb\x06\xff\xfb\x06", "each timing mark is answered");
}

static void window(void)
{
	struct telnet t;
	struct telnet_event e;
	struct run r = {0};

	telnet_init(&t, &run_full);
	telnet_window(&t, 80, 25, &e);
	is_int(e.answer.left, 0, "no window is told before NAWS is on");
	FEED(&t, &r, "\xff\xfd\x1f");
	r = (struct run){0};
	FEED(&t, &r, "\xff\xfd\x1f");
	is_int(r.n_answers, 0, "DO NAWS again is not answered");
	telnet_window(&t, 100, 30, &e);
	ok(e.answer.left == 9 && !memcmp(e.answer.p, "\xff\xfa\x1f\0d\0\x1e\xff\xf0", 9),
		"a new size");
	telnet_window(&t, 100, 30, &e);
	is_int(e.answer.left, 0, "the same again is not told");
	telnet_window(&t, 100, 31, &e);
	is_int(e.answer.left, 9, "one more row is");
	telnet_window(&t, 101, 31, &e);
	is_int(e.answer.left, 9, "and a column");
	telnet_window(&t, 0, 0, &e);
	is_int(e.answer.left, 0, "0x0 neither");
	telnet_window(&t, 0, 24, &e);
	is_int(e.answer.left, 0, "nor a part of it");
	telnet_window(&t, 70000, 24, &e);
	is_int(e.answer.left, 0, "nor what 16 bits cannot tell");
	telnet_init(&t, &(struct telnet_config){.columns = 80});
	r = (struct run){0};
	FEED(&t, &r, "\xff\xfd\x1f");
	ANSWERS(&r, "\xff\xfc\x1f", "without a window NAWS is refused");
}

static void synch(void)
{
	struct telnet t;
	struct run r = {0};

	telnet_init(&t, &run_full);
	telnet_synch(&t, true);
	FEED(&t, &r, "gone\xff\xfd\x03gone\xff\xf2kept");
	is_int(r.n_skipped, 8, "data before the mark is thrown away");
	ok(r.n_data == 4 && !memcmp(r.data, "kept", 4), "behind it it is kept");
	ANSWERS(&r, "\xff\xfb\x03", "commands are read all the same");
}

int main(void)
{
	rfc1143();
	asking();
	refusals();
	data();
	reasons();
	suboptions();
	hostile_suboptions();
	limits();
	window();
	synch();
	return tap_done();
}
