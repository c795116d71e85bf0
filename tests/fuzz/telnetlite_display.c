/* telnetlite_display: hostile bytes for a terminal. The first byte says in which pieces and how. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "display.h"

#include "must.h"
#include "report_escape.h"

static size_t show(
	uint8_t *to, size_t room, const uint8_t *data, size_t n, size_t piece, uint8_t how)
{
	struct display d = {.kind = how & 1 ? DISPLAY_TERMINAL : DISPLAY_VISIBLE, .utf8 = how & 2};
	struct bytes_out out = bytes_to(to, room);

	for (size_t at = 0; at < n; at += piece) {
		struct bytes in = bytes_of(data + at, n - at < piece ? n - at : piece);

		display_put(&d, &in, &out);
		must(!in.left);
	}
	display_end(&d, &out);
	must(!out.bad);
	return out.used;
}

/* Shown once more, nothing of it needs to be changed: what passes is harmless by itself. */
static void must_be_harmless(const uint8_t *p, size_t n, uint8_t how)
{
	size_t size = 4 * n + DISPLAY_LEAST, again;
	uint8_t *to = malloc(size);
	uint32_t code;

	must(to);
	again = show(to, size, p, n, n ? n : 1, how);
	must(again == n && !memcmp(to, p, n));
	free(to);
	for (size_t at = 0, used; !(how & 1) && at < n; at += used) {
		used = report_utf8(p + at, n - at, &code);
		must(used && (!report_hidden(code) || strchr("\r\n\t", (int)code)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t room = 4 * size + 2 * DISPLAY_LEAST, whole, pieces;
	uint8_t *a = malloc(room), *b = malloc(room);
	uint8_t how = size ? data[0] : 0;

	must(a && b);
	if (size) {
		whole = show(a, room, data + 1, size - 1, room, how);
		pieces = show(b, room, data + 1, size - 1, 1 + (how >> 4), how);
		must(whole == pieces && !memcmp(a, b, whole));
		must_be_harmless(a, whole, how);
	}
	free(a);
	free(b);
	return 0;
}
