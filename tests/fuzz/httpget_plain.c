/* httpget_plain: content on its way to a terminal, whole and in pieces of as many bytes as the
 * first byte says: the same, and nothing that a terminal would obey. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../httpget/plain.h"

#include "../../httpget/wirelog.h"
#include "must.h"

static void put(struct strbuf *to, struct bytes in, size_t piece)
{
	size_t at = 0, end = 0;

	while (at < in.left) {
		struct bytes part;

		end = in.left - end < piece ? in.left : end + piece;
		part = bytes_of(in.p + at, end - at);
		plain_put(to, &part, end == in.left);
		must(part.left <= 3 && (!part.left || end < in.left));
		at = end - part.left;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf whole = {.used = 0}, pieces = {.used = 0};
	struct exact input = exact(data, size);
	struct bytes in = input.view;
	size_t piece = 1 + bytes_u8(&in) % 16;
	char line[64];

	put(&whole, in, in.left);
	put(&pieces, in, piece);
	must(!whole.bad && whole.used == pieces.used);
	must(!whole.used || !memcmp(whole.p, pieces.p, whole.used));
	for (size_t i = 0; i < whole.used; i++)
		must((unsigned char)whole.p[i] >= ' ' || strchr("\t\r\n", whole.p[i]));
	wirelog_text(line, sizeof line, in);
	must(memchr(line, 0, sizeof line) && !strpbrk(line, "\r\n\033"));
	strbuf_close(&whole);
	strbuf_close(&pieces);
	free(input.block);
	return 0;
}
