/* notice: lines on standard error. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "notice.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "file.h"
#include "report.h"
#include "strbuf.h"

enum { NS_PER_US = 1000 };

static void put_time(struct notice *n, struct strbuf *to)
{
	int64_t wall_ns = clock_wall(), now_ns = clock_now();
	time_t seconds = (time_t)(wall_ns / CLOCK_SECOND);
	int us = (int)(wall_ns % CLOCK_SECOND / NS_PER_US);
	int64_t delta_us = n->last_ns ? (now_ns - n->last_ns) / NS_PER_US : 0;
	char text[40];
	struct tm tm;

	switch (n->clock) {
	case NOTICE_ISO:
		gmtime_r(&seconds, &tm);
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
		strbuf_print(to, "%s.%06dZ ", text, us);
		break;
	case NOTICE_LOCAL:
		localtime_r(&seconds, &tm);
		strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
		strbuf_print(to, "%s.%06d ", text, us);
		break;
	case NOTICE_UNIX:
		strbuf_print(to, "%lld.%06d ", (long long)seconds, us);
		break;
	case NOTICE_DELTA:
		strbuf_print(to, "+%lld.%06d ", (long long)(delta_us / 1000000),
			(int)(delta_us % 1000000));
		break;
	case NOTICE_NONE:
		break;
	}
	n->last_ns = now_ns;
}

/* What standard error does not take is lost: there is nowhere to say so. */
static void write_out(const char *text, size_t n_bytes)
{
	file_write(STDERR_FILENO, text, n_bytes);
}

/* Without memory for the line, its text alone, as far as there is room for it. */
static void put_out(struct notice *n, struct strbuf *line, const char *format, va_list ap)
{
	const char *end = n->raw ? "\r\n" : "\n";
	char text[512];

	if (n->mid_line && isatty(STDERR_FILENO))
		write_out(end, strlen(end));
	n->mid_line = false;
	strbuf_put_text(line, end);
	if (line->bad) {
		vsnprintf(text, sizeof text, format, ap);
		write_out(text, strlen(text));
		write_out(end, strlen(end));
	} else {
		write_out(line->p, line->used);
	}
	strbuf_close(line);
}

void notice_line(struct notice *n, enum notice_color color, const char *format, ...)
{
	static const char *const colors[] = {"", "\033[36m", "\033[33m"};
	struct strbuf line = {0};
	va_list ap;

	if (n->colored)
		strbuf_put_text(&line, colors[color]);
	put_time(n, &line);
	va_start(ap, format);
	strbuf_vprint(&line, format, ap);
	va_end(ap);
	if (n->colored && color != NOTICE_PLAIN)
		strbuf_put_text(&line, "\033[0m");
	va_start(ap, format);
	put_out(n, &line, format, ap);
	va_end(ap);
}

void notice_say(struct notice *n, const char *format, ...)
{
	struct strbuf line = {0};
	va_list ap;

	va_start(ap, format);
	vsnprintf(n->said, sizeof n->said, format, ap);
	va_end(ap);
	if (n->silent)
		return;
	strbuf_print(&line, "%s: ", n->program);
	va_start(ap, format);
	strbuf_vprint(&line, format, ap);
	va_end(ap);
	va_start(ap, format);
	put_out(n, &line, format, ap);
	va_end(ap);
}

void notice_why(struct notice *n, const struct fail *why)
{
	char safe[4 * sizeof why->text];

	notice_say(n, "%s", report_safe(safe, sizeof safe, why->text));
}
