/* report_text: text on standard output and the wall clock before it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "report_json.h"
#include "report_parts.h"

const char *report_addr(char to[static ADDR_TEXT], const struct addr *a)
{
	char zone[IF_NAMESIZE];
	size_t used;

	addr_print(to, a);
	if (a->family != ADDR_V6 || !a->zone || !addr_is_link_local(a) ||
		!if_indextoname(a->zone, zone))
		return to;
	used = strlen(to);
	snprintf(to + used, ADDR_TEXT - used, "%%%s", zone);
	return to;
}

int report_write(int fd, const struct strbuf *from)
{
	return from->bad ? ENOMEM : file_write(fd, from->p, from->used);
}

int report_flush(struct report *r)
{
	if (!r->out_error)
		r->out_error = report_write(STDOUT_FILENO, &r->text);
	r->text.used = 0;
	return -r->out_error;
}

/* What was added since before goes out where a line ended in it. */
static int report_added(struct report *r, size_t before)
{
	if (!r->text.bad && r->text.used == before)
		return 0;
	if (r->text.bad || memchr(r->text.p + before, '\n', r->text.used - before))
		return report_flush(r);
	return 0;
}

int report_text(struct report *r, const char *format, ...)
{
	size_t before = r->text.used;
	locale_t caller;
	va_list ap;

	if (!r->has_text || r->out_error)
		return -r->out_error;
	caller = uselocale(r->plain);
	va_start(ap, format);
	strbuf_vprint(&r->text, format, ap);
	va_end(ap);
	uselocale(caller);
	return report_added(r, before);
}

int report_put_text(struct report *r, const char *text)
{
	size_t before = r->text.used;

	if (!r->has_text || r->out_error)
		return -r->out_error;
	strbuf_put_text(&r->text, text);
	return report_added(r, before);
}

int report_put_strbuf(struct report *r, struct strbuf *text)
{
	size_t before = r->text.used;
	bool wanted = r->has_text && !r->out_error;

	if (wanted && text->bad)
		report_no_memory(r);
	else if (wanted)
		strbuf_put(&r->text, text->p, text->used);
	strbuf_close(text);
	return wanted && !r->out_error ? report_added(r, before) : -r->out_error;
}

void report_no_memory(struct report *r)
{
	if (!r->out_error)
		r->out_error = ENOMEM;
}

void report_warn(struct report *r, const char *format, ...)
{
	char line[512];
	size_t n;
	va_list ap;

	report_flush(r);
	va_start(ap, format);
	vsnprintf(line, sizeof line - 1, format, ap);
	va_end(ap);
	n = strlen(line);
	line[n] = '\n';
	file_write(STDERR_FILENO, line, n + 1);
}

/* "2026-01-31 23:59:59.123456 " */
static int report_stamp_local(struct report *r, time_t second, int us)
{
	char text[32];
	struct tm tm;

	localtime_r(&second, &tm);
	strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
	return report_text(r, "%s.%06d ", text, us);
}

int report_stamp(struct report *r, int64_t at_realtime_ns)
{
	int64_t us = at_realtime_ns / 1000;

	switch (r->clock) {
	case REPORT_CLOCK_NONE:
		return 0;
	case REPORT_CLOCK_UNIX:
		return report_text(r, "[%jd.%06d] ", (intmax_t)(us / 1000000), (int)(us % 1000000));
	case REPORT_CLOCK_ISO:
		if (!r->has_text)
			return 0;
		report_json_time(&r->text, at_realtime_ns, 6);
		return report_text(r, " ");
	case REPORT_CLOCK_LOCAL:
		return report_stamp_local(r, us / 1000000, (int)(us % 1000000));
	}
	return 0;
}
