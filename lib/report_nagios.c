/* report: a monitoring plugin's one line with performance data (Monitoring Plugins Development
 * Guidelines, 2.6). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "report_nagios.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "decimal.h"

enum { NAGIOS_TEXT = 1024, NAGIOS_LABEL = 256, NAGIOS_DIGITS = 9 };

/* What a key ends in, and the unit that means. */
static const struct nagios_unit {
	const char *suffix, *unit;
} nagios_units[] = {
	{"_ms", "ms"}, {"_s", "s"}, {"_seconds", "s"}, {"_percent", "%"}, {"_bytes", "B"}};

/* The key's size without its unit; unit is "" for a bare number. */
static size_t nagios_split(const char *key, const char **unit)
{
	size_t size = strlen(key);

	*unit = "";
	for (size_t i = 0; i < sizeof nagios_units / sizeof *nagios_units; i++) {
		size_t n = strlen(nagios_units[i].suffix);

		if (size > n && !strcmp(key + size - n, nagios_units[i].suffix)) {
			*unit = nagios_units[i].unit;
			return size - n;
		}
	}
	return size;
}

/* A field's value, "U" for unknown; false for what is no number. */
static bool nagios_value(
	const struct report_field *f, const void *record, char text[static DECIMAL_TEXT])
{
	const void *at = (const char *)record + f->offset;
	bool known = false;

	switch (f->kind) {
	case REPORT_U64:
		known = *(const uint64_t *)at != UINT64_MAX;
		snprintf(text, DECIMAL_TEXT, "%" PRIu64, *(const uint64_t *)at);
		break;
	case REPORT_I64:
	case REPORT_MS:
	case REPORT_SECONDS:
		known = *(const int64_t *)at != INT64_MIN;
		decimal_fixed(text, *(const int64_t *)at,
			f->kind == REPORT_I64  ? 0
			: f->kind == REPORT_MS ? 6
					       : 9);
		break;
	case REPORT_REAL:
		known = isfinite(*(const double *)at);
		decimal_real(text, *(const double *)at, NAGIOS_DIGITS);
		break;
	case REPORT_BOOL:
		known = *(const int8_t *)at >= 0;
		snprintf(text, DECIMAL_TEXT, "%d", *(const int8_t *)at);
		break;
	case REPORT_TEXT:
	case REPORT_ADDR:
	case REPORT_TIME:
	case REPORT_BYTES:
	case REPORT_MS_LIST:
		return false;
	}
	if (!known)
		snprintf(text, DECIMAL_TEXT, "U");
	return true;
}

/* A label: quoted where it has a blank, without the characters no quotes can hold. */
static void nagios_put_label(
	struct strbuf *to, const char *target, const char *label, size_t label_size)
{
	char text[NAGIOS_LABEL], safe[2 * NAGIOS_LABEL];
	const char *quote;

	snprintf(text, sizeof text, "%s%s%.*s", target ? target : "", target ? "_" : "",
		(int)label_size, label);
	report_safe(safe, sizeof safe, text);
	for (char *p = safe; *p; p++)
		if (*p == '=' || *p == '\'' || *p == '|')
			*p = '_';
	quote = strchr(safe, ' ') ? "'" : "";
	strbuf_print(to, "%s%s%s=", quote, safe, quote);
}

static const struct report_perf *nagios_find(
	const struct report_perf *perf, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(perf[i].key, key))
			return &perf[i];
	return NULL;
}

void report_nagios_perf(struct strbuf *to, const struct report_type *t, const void *record,
	const char *target, const struct report_perf *perf, size_t n)
{
	char value[DECIMAL_TEXT];
	const char *unit;

	for (size_t i = 0; i < t->n; i++) {
		const struct report_field *f = &t->fields[i];
		const struct report_perf *p = nagios_find(perf, n, f->key);
		size_t size = nagios_split(f->key, &unit);

		if (!(f->flags & REPORT_PERFDATA) || !nagios_value(f, record, value))
			continue;
		if (to->used)
			strbuf_put_char(to, ' ');
		if (p && p->label)
			nagios_put_label(to, target, p->label, strlen(p->label));
		else
			nagios_put_label(to, target, f->key, size);
		strbuf_print(to, "%s%s;%s;%s;%s", value, *value == 'U' ? "" : unit,
			p && p->warning ? p->warning : "", p && p->critical ? p->critical : "",
			f->kind == REPORT_I64 ? "" : "0");
	}
}

void report_nagios_line(struct strbuf *to, const char *service, enum report_state state,
	const char *text, const struct strbuf *perf)
{
	static const char *const words[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
	char safe[NAGIOS_TEXT];

	report_safe(safe, sizeof safe, text);
	for (char *p = safe; *p; p++)
		if (*p == '|')
			*p = '/';
	strbuf_print(to, "%s %s - %s", service, words[state], safe);
	to->bad |= perf->bad;
	if (perf->used) {
		strbuf_put_char(to, '|');
		strbuf_put(to, perf->p, perf->used);
	}
	strbuf_put_char(to, '\n');
}
