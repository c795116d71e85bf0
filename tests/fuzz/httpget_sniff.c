/* httpget_sniff: a Content-Type, a line end, and content whose first bytes are looked at; and both
 * as text of JSON. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "must.h"
#include "quote.h"
#include "sniff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	const uint8_t *end = size ? memchr(input.p, '\n', size) : NULL;
	size_t n = end ? (size_t)(end - input.p) : size;
	struct slice type = slice_at((const char *)input.p, n);
	struct bytes first = bytes_of(input.p + n + !!end, size - n - !!end);
	struct strbuf text = {0};
	char parameter[32];

	for (unsigned whole = 0; whole < 2; whole++) {
		const char *charset = sniff_charset(first, whole);

		must(!charset || *charset);
		sniff_charset_differs(type, first, whole);
	}
	if (sniff_type(first))
		must(*sniff_type(first));
	sniff_type_differs(type, first);
	must(strlen(sniff_parameter(parameter, sizeof parameter, type, "charset")) <
		sizeof parameter);
	quote_put(&text, slice_at((const char *)input.p, size));
	must(!text.bad && text.used >= 2 && text.p[0] == '"' && text.p[text.used - 1] == '"');
	for (size_t i = 0; i < text.used; i++)
		must((unsigned char)text.p[i] >= ' ');
	strbuf_close(&text);
	free(input.block);
	return 0;
}
