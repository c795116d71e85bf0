/* strbuf: text that grows, is cut, and stays as it was when memory ran out. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "strbuf.h"

#include <stdint.h>
#include <stdlib.h>

#include "tap.h"

static bool has(const struct strbuf *b, const char *text)
{
	return b->used == strlen(text) && !memcmp(b->p, text, b->used);
}

static void try_growth(void)
{
	struct strbuf b = {0};
	size_t wanted = 0;

	strbuf_put(&b, NULL, 0);
	ok(!b.p && !b.used, "nothing needs no memory");
	for (int i = 0; i < 1000; i++) {
		strbuf_put_text(&b, "abc");
		strbuf_put_char(&b, '.');
		wanted += 4;
	}
	ok(b.used == wanted && b.size >= wanted && !b.bad, "a thousand pieces");
	ok(!memcmp(b.p + wanted - 8, "abc.abc.", 8), "... in order");
	strbuf_cut_front(&b, wanted - 4);
	ok(has(&b, "abc."), "cut to its end");
	strbuf_cut_front(&b, 4);
	ok(has(&b, ""), "cut to nothing");
	strbuf_close(&b);
	ok(!b.p && !b.size, "closed, it is an empty one");
}

static void try_print(void)
{
	enum { LONG = 3000 };
	struct strbuf b = {0};
	bool same = true;

	strbuf_print(&b, "%d %s", 7, "of");
	ok(has(&b, "7 of"), "printed");
	strbuf_print(&b, "%*d", LONG, 5);
	is_int(b.used, 4 + LONG, "what is longer than the room that was there");
	for (size_t i = 4; i < b.used - 1; i++)
		same = same && b.p[i] == ' ';
	ok(same && b.p[b.used - 1] == '5', "... whole");
	strbuf_close(&b);
}

static void try_end_of_memory(void)
{
	struct strbuf b = {0};

	strbuf_put_text(&b, "kept");
	ok(!strbuf_room(&b, SIZE_MAX - 16) && b.bad, "more than there can be");
	strbuf_put_text(&b, "more");
	strbuf_put_char(&b, 'x');
	strbuf_print(&b, "%d", 1);
	ok(has(&b, "kept") && b.bad, "... leaves the text as it was, for good");
	strbuf_close(&b);
	strbuf_put_text(&b, "new");
	ok(has(&b, "new") && !b.bad, "a closed one begins anew");
	strbuf_close(&b);
}

int main(void)
{
	try_growth();
	try_print();
	try_end_of_memory();
	return tap_done();
}
