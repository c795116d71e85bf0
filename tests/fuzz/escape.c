/* escape: text with C's escapes made bytes, and any bytes made such a text and read again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "escape.h"

#include <errno.h>
#include <string.h>

#include "given.h"

static void must_read_text(const char *text, bool keep_others)
{
	struct strbuf to = {0};
	struct fail why = {.error = 0};
	int rc = escape_read(&to, text, keep_others, &why);

	must(rc == 0 || (rc == -EINVAL && *why.text));
	must(rc < 0 || to.used <= strlen(text));
	strbuf_close(&to);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf text = {0}, again = {0};
	struct exact given = exact(data, size);
	char *line = given_text(data, size);

	must_read_text(line, false);
	must_read_text(line, true);
	escape_write(&text, given.view);
	strbuf_put_char(&text, '\0');
	must(!text.bad && strlen(text.p) == text.used - 1);
	for (const char *c = text.p; *c; c++)
		must(*c >= ' ' && *c < 0x7f);
	must(escape_read(&again, text.p, false, NULL) == 0);
	must(bytes_equal(bytes_of(again.p, again.used), bytes_of(data, size)));
	strbuf_close(&again);
	strbuf_close(&text);
	free(line);
	free(given.block);
	return 0;
}
