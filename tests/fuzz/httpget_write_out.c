/* httpget_write_out: a format of -w, of a journey of one exchange and of none; the first byte says
 * how that went. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "write_out.h"

#include <string.h>

#include "given.h"

static void must_put(const char *format, const struct journey *j, int status)
{
	const struct write_out w = {
		.journey = j, .url = "http://www.example/", .path = "x", .status = status};
	struct strbuf to = {0}, err = {0};

	write_out_put(&to, &err, format, &w);
	must(!to.bad && !err.bad);
	/* No variable is long, and each takes a few bytes to ask for; but for "json", all of them.
	 */
	must(to.used + err.used <= 4096 * (strlen(format) + 1));
	strbuf_close(&to);
	strbuf_close(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exchange *x = calloc(1, sizeof *x);
	struct journey one = {.of = x, .n = 1}, none = {.of = NULL};
	char *format = given_text(data + !!size, size - !!size);
	int status = size ? data[0] & 7 : 0;

	must(x);
	x->method = "GET";
	must_put(format, &one, status);
	must_put(format, &none, status);
	free(format);
	free(x);
	return 0;
}
