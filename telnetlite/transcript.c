/* transcript: a session as lines of text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "transcript.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "escape.h"

static const char *const marks[] = {"<", "<!", ">", ">!", "--"};
enum { MARKS = sizeof marks / sizeof *marks, NS_PER_US = 1000 };
#define SECOND INT64_C(1000000000)

static void put_time(struct strbuf *to, int64_t at_realtime_ns)
{
	time_t seconds = (time_t)(at_realtime_ns / SECOND);
	struct tm tm;
	char text[32];

	gmtime_r(&seconds, &tm);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
	strbuf_print(to, "%s.%06dZ ", text, (int)(at_realtime_ns % SECOND / NS_PER_US));
}

void transcript_put(
	struct strbuf *to, enum transcript_mark mark, struct bytes data, int64_t at_realtime_ns)
{
	put_time(to, at_realtime_ns);
	strbuf_put_text(to, marks[mark]);
	strbuf_put_char(to, ' ');
	escape_write(to, data);
	strbuf_put_char(to, '\n');
}

void transcript_flush(struct strbuf *to, struct transcript_line *line, enum transcript_mark mark)
{
	if (line->text.used)
		transcript_put(
			to, mark, bytes_of(line->text.p, line->text.used), line->since_realtime_ns);
	line->text.used = 0;
}

void transcript_data(struct strbuf *to, struct transcript_line *line, enum transcript_mark mark,
	struct bytes data, int64_t at_realtime_ns)
{
	while (data.left) {
		size_t room = TRANSCRIPT_LINE_BYTES - line->text.used;
		size_t look = data.left < room ? data.left : room;
		const uint8_t *end = memchr(data.p, '\n', look);
		size_t n = end ? (size_t)(end - data.p) + 1 : look;

		if (!line->text.used)
			line->since_realtime_ns = at_realtime_ns;
		strbuf_put(&line->text, data.p, n);
		bytes_skip(&data, n);
		if (end || line->text.used >= TRANSCRIPT_LINE_BYTES || line->text.bad)
			transcript_flush(to, line, mark);
	}
}

int transcript_read(
	const char *line, enum transcript_mark *mark, struct strbuf *data, struct fail *why)
{
	const char *at = strchr(line, ' ');

	for (int i = 0; at && i < MARKS; i++) {
		size_t n = strlen(marks[i]);

		if (strncmp(at + 1, marks[i], n) || at[1 + n] != ' ')
			continue;
		*mark = (enum transcript_mark)i;
		return escape_read(data, at + 2 + n, false, why);
	}
	return fail_set(why, EINVAL, "this is no line of a transcript");
}
