/* telnetlite_transcript: lines of a transcript, as --replay reads them; and any bytes made lines
 * that are read as the same again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "transcript.h"

#include <errno.h>
#include <string.h>

#include "given.h"

static void must_read_line(const char *line)
{
	enum transcript_mark mark = TRANSCRIPT_NOTE;
	struct strbuf data = {0};
	struct fail why = {.error = 0};
	int rc = transcript_read(line, &mark, &data, &why);

	must(rc == 0 || (rc == -EINVAL && *why.text));
	must(rc < 0 || (mark <= TRANSCRIPT_NOTE && data.used <= strlen(line)));
	strbuf_close(&data);
}

static void must_come_back(struct bytes in)
{
	struct transcript_line line = {.since_realtime_ns = 0};
	struct strbuf text = {0}, again = {0};
	enum transcript_mark mark;
	char *rest;

	transcript_data(&text, &line, TRANSCRIPT_IN, in, INT64_C(1795348800000000000));
	transcript_flush(&text, &line, TRANSCRIPT_IN);
	strbuf_put_char(&text, '\0');
	must(!text.bad);
	rest = text.p;
	for (char *one = strsep(&rest, "\n"); one && rest; one = strsep(&rest, "\n"))
		must(transcript_read(one, &mark, &again, NULL) == 0 && mark == TRANSCRIPT_IN);
	must(bytes_equal(bytes_of(again.p, again.used), in));
	strbuf_close(&line.text);
	strbuf_close(&text);
	strbuf_close(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	char *text = given_text(data, size), *rest = text;

	for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n"))
		must_read_line(line);
	must_come_back(input.view);
	free(text);
	free(input.block);
	return 0;
}
