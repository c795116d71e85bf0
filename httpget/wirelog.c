/* wirelog: bytes as they crossed the wire. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "wirelog.h"

#include <stdio.h>
#include <string.h>

#include "decimal.h"

enum { ROW = 16, LINE_ROW = 1024 };

/* Plain ASCII stays; what is not text shows its value. */
static size_t put_byte(char to[static 5], uint8_t c)
{
	static const char hex[] = "0123456789abcdef";

	to[0] = '\\';
	to[2] = '\0';
	if (c == '\r' || c == '\n' || c == '\t' || c == '\\') {
		to[1] = c == '\r' ? 'r' : c == '\n' ? 'n' : c == '\t' ? 't' : '\\';
		return 2;
	}
	if (c >= ' ' && c < 0x7f) {
		to[0] = (char)c;
		return 1;
	}
	to[1] = 'x';
	to[2] = hex[c >> 4];
	to[3] = hex[c & 15];
	return 4;
}

const char *wirelog_text(char *to, size_t size, struct bytes b)
{
	char one[5] = {0};
	size_t used = 0, n;

	while (b.left) {
		n = put_byte(one, bytes_u8(&b));
		if (used + n + 4 > size) {
			memcpy(to + used, "...", 3);
			used += 3;
			break;
		}
		memcpy(to + used, one, n);
		used += n;
	}
	to[used] = '\0';
	return to;
}

static void dump(const struct wirelog *w, char mark, struct bytes b, uint64_t offset)
{
	char hex[3 * ROW + 1], text[4 * ROW + 4];

	while (b.left) {
		struct bytes row = bytes_take(&b, b.left < ROW ? b.left : ROW);

		for (size_t i = 0; i < row.left; i++)
			snprintf(hex + 3 * i, 4, " %02x", row.p[i]);
		for (size_t i = 0; i < row.left; i++)
			text[i] = row.p[i] >= ' ' && row.p[i] < 0x7f ? (char)row.p[i] : '.';
		text[row.left] = '\0';
		report_warn(w->report, "%c %08llx %-48s  %s", mark, (unsigned long long)offset, hex,
			text);
		offset += row.left;
	}
}

/* "> 0.310 ms #4 ", what a row begins with. */
enum { WHEN = DECIMAL_TEXT + 48 };
static const char *when(
	char to[static WHEN], const struct wirelog *w, char mark, struct packets_place at)
{
	char ms[DECIMAL_TEXT], packet[32] = "";

	if (at.number)
		snprintf(packet, sizeof packet, " #%-6llu", (unsigned long long)at.number);
	snprintf(to, WHEN, "%c %8s ms%s", mark, decimal_ms(ms, at.at_ns - w->begun_ns), packet);
	return to;
}

static void show_row(const struct wirelog *w, char mark, const char *kind, struct bytes b,
	uint64_t offset, struct packets_place at)
{
	char text[4 * LINE_ROW + 8], begin[WHEN];

	report_warn(w->report, "%s %8llu %7zu %-8s %s", when(begin, w, mark, at),
		(unsigned long long)offset, b.left, kind, wirelog_text(text, sizeof text, b));
}

void wirelog_message(const struct wirelog *w, const struct secure_message *m)
{
	const struct packets_place at = {.at_ns = m->at_ns, .number = m->packet};
	char begin[WHEN];

	if (w->text || w->hex)
		report_warn(w->report, "%s %8s %7u %-8s %s%s",
			when(begin, w, m->sent ? '>' : '<', at), "TLS", m->bytes, "message",
			m->alert ? "alert: " : "", m->name);
}

/* A row ends where a line does, or is full: each has its own offset. */
static void show(const struct wirelog *w, char mark, const char *kind, struct bytes b,
	uint64_t offset, struct packets_place at)
{
	if (w->hex) {
		if (w->text)
			show_row(w, mark, kind, bytes_head(b, LINE_ROW), offset, at);
		dump(w, mark, b, offset);
		return;
	}
	while (w->text && b.left) {
		size_t most = b.left < LINE_ROW ? b.left : LINE_ROW;
		const uint8_t *lf = memchr(b.p, '\n', most);
		struct bytes row = bytes_take(&b, lf ? (size_t)(lf - b.p) + 1 : most);

		show_row(w, mark, kind, row, offset, at);
		offset += row.left;
	}
}

void wirelog_sent(const struct wirelog *w, struct bytes request, struct packets_place at)
{
	uint64_t offset = 0;
	bool head = true;

	while ((w->text || w->hex) && request.left) {
		const uint8_t *lf = head ? memchr(request.p, '\n', request.left) : NULL;
		size_t n = lf ? (size_t)(lf - request.p) + 1 : request.left;
		struct bytes line = bytes_take(&request, n);

		show(w, '>',
			!head	  ? "content"
			: !offset ? "request"
			: n == 2  ? "blank"
				  : "field",
			line, offset, at);
		head = head && (!offset || n != 2);
		offset += n;
	}
}

void wirelog_span(const struct wirelog *w, const struct http_event *e, struct packets_place at)
{
	static const char *const kinds[] = {[HTTP_STATUS] = "status",
		[HTTP_FIELD] = "field",
		[HTTP_BLANK] = "blank",
		[HTTP_BODY] = "content",
		[HTTP_CHUNK] = "chunk",
		[HTTP_DATA] = "content",
		[HTTP_DATA_END] = "end",
		[HTTP_TRAILER] = "trailer",
		[HTTP_STRAY] = "stray"};

	show(w, '<', kinds[e->span], e->data, e->offset, at);
}

void wirelog_finding(const struct wirelog *w, const struct http_event *e)
{
	const struct anomaly_row *row = anomaly_row(e->finding);

	if (w->text || w->hex)
		report_warn(w->report, "! byte %llu: %s: %s", (unsigned long long)e->offset,
			anomaly_severity_name(row->severity), row->what);
}
