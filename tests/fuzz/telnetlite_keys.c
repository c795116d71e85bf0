/* telnetlite_keys: what is typed: a byte of choices, then keys, as commands and as what goes out.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "keys.h"

#include <string.h>

#include "eol.h"
#include "must.h"
#include "strbuf.h"

enum { TELNET = 1, ESCAPE = 2, OUT = 16 };

static uint64_t add(uint64_t sum, unsigned value)
{
	return (sum ^ value) * UINT64_C(1099511628211);
}

static uint64_t typed(const struct keys *begin, struct bytes in, size_t piece)
{
	struct keys k = *begin;
	uint64_t sum = 1;

	while (in.left) {
		struct bytes part = bytes_take(&in, in.left < piece ? in.left : piece), data = {0};
		enum keys_what what;

		while ((what = keys_next(&k, &part, &data)) != KEYS_MORE) {
			if (what != KEYS_DATA)
				sum = add(sum, 256 + what);
			for (size_t i = 0; what == KEYS_DATA && i < data.left; i++)
				sum = add(sum, data.p[i]);
		}
		must(!part.left);
	}
	return sum;
}

/* What goes out for it: the same however it is cut. */
static void put_out(struct strbuf *to, uint8_t how, struct bytes in, size_t piece)
{
	struct eol_state e = {
		.kind = (enum eol)(how >> 2 & 7) % (EOL_CRNUL + 1), .telnet = how & TELNET};
	uint8_t space[OUT];

	while (in.left) {
		struct bytes part = bytes_take(&in, in.left < piece ? in.left : piece);

		while (part.left) {
			struct bytes_out o = bytes_to(space, sizeof space);
			size_t before = part.left;

			eol_put(&e, &part, &o);
			must(!o.bad && part.left < before);
			strbuf_put(to, space, o.used);
		}
	}
	struct bytes_out o = bytes_to(space, EOL_LEAST);

	eol_end(&e, &o);
	must(!o.bad);
	strbuf_put(to, space, o.used);
}

static void command(struct bytes in)
{
	char *line = calloc(1, in.left + 1);
	struct command_line c;

	must(line);
	if (in.left)
		memcpy(line, in.p, in.left);
	c = command_read(line);
	must(c.what <= COMMAND_UNKNOWN);
	must(c.what != COMMAND_SEND || (c.code >= 0 && c.code <= 255));
	must(!c.argument || (c.argument >= line && c.argument <= line + in.left));
	free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct bytes in = input.view;
	uint8_t how = bytes_u8(&in);
	const struct keys k = {.escape = how & ESCAPE ? 0x1d : -1};
	struct strbuf whole = {0}, pieces = {0};

	if (!in.bad) {
		must(typed(&k, in, 1) == typed(&k, in, 3));
		put_out(&whole, how, in, in.left + 1);
		put_out(&pieces, how, in, 1 + (how >> 5));
		must(bytes_equal(bytes_of(whole.p, whole.used), bytes_of(pieces.p, pieces.used)));
		command(in);
	}
	strbuf_close(&whole);
	strbuf_close(&pieces);
	free(input.block);
	return 0;
}
