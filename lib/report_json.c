/* report: one record as a line of JSON Lines. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "report_json.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "decimal.h"

enum { JSON_SECOND_NS = 1000000000, JSON_REAL_DIGITS = 9 };

static struct bytes json_text(const char *text)
{
	return (struct bytes){.p = (const uint8_t *)text, .left = strlen(text)};
}

void report_json_string(struct strbuf *to, struct bytes from)
{
	size_t room = 2 * from.left + 16, need;
	char *p;

	strbuf_put_char(to, '"');
	p = strbuf_room(to, room);
	if (!p)
		return;
	need = report_escape(p, room, from);
	if (need > room) {
		p = strbuf_room(to, need);
		if (!p)
			return;
		report_escape(p, need, from);
	}
	to->used += need;
	strbuf_put_char(to, '"');
}

void report_json_time(struct strbuf *to, int64_t realtime_ns, unsigned places)
{
	int64_t part = realtime_ns % JSON_SECOND_NS;
	time_t second = realtime_ns / JSON_SECOND_NS;
	struct tm tm;

	if (part < 0) {
		part += JSON_SECOND_NS;
		second--;
	}
	gmtime_r(&second, &tm);
	strbuf_print(to, "%04d-%02d-%02dT%02d:%02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1,
		tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	for (unsigned i = places; i < 9; i++)
		part /= 10;
	if (places)
		strbuf_print(to, ".%0*" PRId64, (int)places, part);
	strbuf_put_char(to, 'Z');
}

static void json_put_fixed(struct strbuf *to, int64_t value, unsigned places)
{
	char text[DECIMAL_TEXT];

	strbuf_put_text(to, value == INT64_MIN ? "null" : decimal_fixed(text, value, places));
}

static void json_put_real(struct strbuf *to, double value)
{
	char text[DECIMAL_TEXT];

	strbuf_put_text(to, isfinite(value) ? decimal_real(text, value, JSON_REAL_DIGITS) : "null");
}

static void json_put_u64(struct strbuf *to, uint64_t value)
{
	if (value == UINT64_MAX)
		strbuf_put_text(to, "null");
	else
		strbuf_print(to, "%" PRIu64, value);
}

static void json_put_optional(struct strbuf *to, const char *text)
{
	if (text)
		report_json_string(to, json_text(text));
	else
		strbuf_put_text(to, "null");
}

static void json_put_addr(struct strbuf *to, const struct addr *a)
{
	char text[ADDR_TEXT];

	json_put_optional(to, a->family == ADDR_NONE ? NULL : report_addr(text, a));
}

static void json_put_hex(struct strbuf *to, struct bytes from)
{
	static const char digits[] = "0123456789abcdef";
	char *p = from.p ? strbuf_room(to, 2 * from.left + 2) : NULL;

	if (!from.p)
		strbuf_put_text(to, "null");
	if (!p)
		return;
	*p++ = '"';
	for (size_t i = 0; i < from.left; i++) {
		*p++ = digits[from.p[i] >> 4];
		*p++ = digits[from.p[i] & 15];
	}
	*p = '"';
	to->used += 2 * from.left + 2;
}

static void json_put_moment(struct strbuf *to, int64_t realtime_ns)
{
	if (realtime_ns == INT64_MIN) {
		strbuf_put_text(to, "null");
		return;
	}
	strbuf_put_char(to, '"');
	report_json_time(to, realtime_ns, 9);
	strbuf_put_char(to, '"');
}

static void json_put_list(struct strbuf *to, const struct report_list *list)
{
	strbuf_put_char(to, '[');
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			strbuf_put_char(to, ',');
		json_put_fixed(to, list->items[i], 6);
	}
	strbuf_put_char(to, ']');
}

static void json_put_value(struct strbuf *to, const struct report_field *f, const void *record)
{
	const void *at = (const char *)record + f->offset;

	switch (f->kind) {
	case REPORT_U64:
		json_put_u64(to, *(const uint64_t *)at);
		return;
	case REPORT_I64:
		json_put_fixed(to, *(const int64_t *)at, 0);
		return;
	case REPORT_MS:
		json_put_fixed(to, *(const int64_t *)at, 6);
		return;
	case REPORT_SECONDS:
		json_put_fixed(to, *(const int64_t *)at, 9);
		return;
	case REPORT_REAL:
		json_put_real(to, *(const double *)at);
		return;
	case REPORT_TEXT:
		json_put_optional(to, *(const char *const *)at);
		return;
	case REPORT_ADDR:
		json_put_addr(to, at);
		return;
	case REPORT_BOOL:
		strbuf_put_text(to, *(const int8_t *)at < 0 ? "null"
				    : *(const int8_t *)at   ? "true"
							    : "false");
		return;
	case REPORT_TIME:
		json_put_moment(to, *(const int64_t *)at);
		return;
	case REPORT_BYTES:
		json_put_hex(to, *(const struct bytes *)at);
		return;
	case REPORT_MS_LIST:
		json_put_list(to, at);
		return;
	}
}

void report_json_record(struct strbuf *to, const struct report_type *t, const void *record,
	int64_t at_realtime_ns, const struct strbuf *labels)
{
	strbuf_print(to, "{\"v\":1,\"tool\":\"%s\",\"type\":\"%s\",\"ts\":", t->tool, t->name);
	json_put_moment(to, at_realtime_ns);
	if (labels->used) {
		strbuf_put_char(to, ',');
		strbuf_put(to, labels->p, labels->used - 1);
	}
	for (size_t i = 0; i < t->n; i++) {
		strbuf_put_text(to, ",\"");
		strbuf_put_text(to, t->fields[i].key);
		strbuf_put_text(to, "\":");
		json_put_value(to, &t->fields[i], record);
	}
	strbuf_put_text(to, "}\n");
}
