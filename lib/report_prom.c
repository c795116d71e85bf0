/* report: samples in Prometheus' text format (exposition format 0.0.4). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "report_prom.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "report_escape.h"

enum {
	PROM_DIGITS = 9,
	PROM_SUM_DIGITS = 15,
	PROM_SECOND_PLACES = 9,
	PROM_FIRST = 64,
	PROM_LABEL = 256
};

void report_families_close(struct report_families *f)
{
	for (size_t i = 0; i < f->n; i++)
		strbuf_close(&f->items[i].samples);
	free(f->items);
	free(f->seen);
	strbuf_close(&f->labels);
	*f = (struct report_families){0};
}

/* A label's value: valid UTF-8 with backslash, quote and newline escaped. */
static void prom_put_value(struct strbuf *to, const char *text)
{
	const uint8_t *p = (const uint8_t *)text;
	size_t left = strlen(text), n;
	uint32_t code;

	for (; left; p += n, left -= n) {
		n = report_utf8(p, left, &code);
		if (!n) {
			strbuf_put_text(to, "\xef\xbf\xbd");
			n = 1;
		} else if (*p == '\\' || *p == '"') {
			strbuf_put_char(to, '\\');
			strbuf_put_char(to, (char)*p);
		} else if (*p == '\n') {
			strbuf_put_text(to, "\\n");
		} else {
			strbuf_put(to, p, n);
		}
	}
}

void report_families_label(struct report_families *f, const char *label, size_t key_size)
{
	strbuf_print(&f->labels, "label_%.*s=\"", (int)key_size, label);
	prom_put_value(&f->labels, label + key_size + 1);
	strbuf_put_text(&f->labels, "\",");
}

/* FNV-1a with 64 bits: of a million series two are taken for one with a chance of 1 in 10^7. */
static uint64_t prom_hash(const char *p, size_t n)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (uint8_t)p[i]) * 0x100000001b3;
	return hash ? hash : 1;
}

/* Puts hash into a table with room; false when it is there already. */
static bool prom_seen_put(uint64_t *seen, size_t size, uint64_t hash)
{
	size_t at = (size_t)hash & (size - 1);

	while (seen[at] && seen[at] != hash)
		at = (at + 1) & (size - 1);
	if (seen[at])
		return false;
	seen[at] = hash;
	return true;
}

static bool prom_seen_grow(struct report_families *f)
{
	size_t size = f->seen_size ? 2 * f->seen_size : PROM_FIRST;
	uint64_t *seen = calloc(size, sizeof *seen);

	if (!seen)
		return false;
	for (size_t i = 0; i < f->seen_size; i++)
		if (f->seen[i])
			prom_seen_put(seen, size, f->seen[i]);
	free(f->seen);
	f->seen = seen;
	f->seen_size = size;
	return true;
}

/* Whether a series is new, and remembers it: a name with its labels may have one sample only. */
static bool prom_is_new(struct report_families *f, const char *series, size_t size)
{
	if (2 * f->seen_n >= f->seen_size && !prom_seen_grow(f)) {
		f->bad = true;
		return false;
	}
	if (!prom_seen_put(f->seen, f->seen_size, prom_hash(series, size)))
		return false;
	f->seen_n++;
	return true;
}

/* The family of this name, made when it is new; NULL without memory. */
static struct report_family *prom_family(
	struct report_families *f, const char *name, const char *help, const char *type)
{
	size_t size = strcspn(name, "{");
	struct report_family *items;

	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].name_size == size && !memcmp(f->items[i].name, name, size))
			return &f->items[i];
	items = realloc(f->items, (f->n + 1) * sizeof *items);
	if (!items) {
		f->bad = true;
		return NULL;
	}
	f->items = items;
	f->items[f->n] =
		(struct report_family){.name = name, .name_size = size, .help = help, .type = type};
	return &f->items[f->n++];
}

static void prom_put_label(struct strbuf *to, const char *key, const char *value)
{
	strbuf_put_text(to, key);
	strbuf_put_text(to, "=\"");
	prom_put_value(to, value);
	strbuf_put_text(to, "\",");
}

/* name, suffix and the labels every sample has: `name{target="x",hop="3",label_a="b",`. */
static void prom_start(const struct report_families *f, struct report_family *family,
	const char *suffix, const struct strbuf *own)
{
	struct strbuf *to = &family->samples;

	strbuf_put(to, family->name, family->name_size);
	strbuf_put_text(to, suffix);
	strbuf_put_char(to, '{');
	if (own->used)
		strbuf_put(to, own->p, own->used);
	strbuf_put(to, f->labels.p, f->labels.used);
}

/* Ends what prom_start began; empty braces and a last comma go. */
static void prom_end(struct report_family *family, const char *more, size_t more_size)
{
	struct strbuf *to = &family->samples;

	strbuf_put(to, more, more_size);
	if (!to->bad && to->used && to->p[to->used - 1] == ',')
		to->used--;
	if (!to->bad && to->used && to->p[to->used - 1] == '{')
		to->used--;
	else
		strbuf_put_char(to, '}');
}

/* A field's value as Prometheus wants it; false when it is unknown or no number. */
static bool prom_value(
	const struct report_field *field, const void *record, char text[static DECIMAL_TEXT])
{
	const void *at = (const char *)record + field->offset;
	int64_t i64;

	switch (field->kind) {
	case REPORT_U64:
		snprintf(text, DECIMAL_TEXT, "%" PRIu64, *(const uint64_t *)at);
		return *(const uint64_t *)at != UINT64_MAX;
	case REPORT_REAL:
		decimal_real(text, *(const double *)at, PROM_DIGITS);
		return isfinite(*(const double *)at);
	case REPORT_BOOL:
		snprintf(text, DECIMAL_TEXT, "%d", *(const int8_t *)at);
		return *(const int8_t *)at >= 0;
	case REPORT_I64:
	case REPORT_MS:
	case REPORT_SECONDS:
	case REPORT_TIME:
		i64 = *(const int64_t *)at;
		decimal_fixed(text, i64, field->kind == REPORT_I64 ? 0 : PROM_SECOND_PLACES);
		return i64 != INT64_MIN;
	case REPORT_TEXT:
	case REPORT_ADDR:
	case REPORT_BYTES:
	case REPORT_MS_LIST:
		return false;
	}
	return false;
}

/* The same as a label's text, which addresses and words have too. */
static bool prom_label(
	const struct report_field *field, const void *record, char text[static PROM_LABEL])
{
	const void *at = (const char *)record + field->offset;

	if (field->kind == REPORT_ADDR) {
		if (((const struct addr *)at)->family == ADDR_NONE)
			return false;
		report_addr(text, at);
		return true;
	}
	if (field->kind == REPORT_TEXT) {
		const char *const *words = at;

		snprintf(text, PROM_LABEL, "%s", *words ? *words : "");
		return *words;
	}
	return prom_value(field, record, text);
}

static void prom_put_field(struct report_families *f, const struct report_field *field,
	const char *value, const struct strbuf *own)
{
	struct report_family *family = prom_family(f, field->prom, field->help, field->prom_type);
	const char *brace = strchr(field->prom, '{');
	size_t start;

	if (!family)
		return;
	start = family->samples.used;
	prom_start(f, family, "", own);
	prom_end(family, brace ? brace + 1 : "", brace ? strcspn(brace + 1, "}") : 0);
	if (family->samples.bad)
		f->bad = true;
	else if (!prom_is_new(f, family->samples.p + start, family->samples.used - start))
		family->samples.used = start;
	else
		strbuf_print(&family->samples, " %s\n", value);
}

/* What tells the samples of this record from those of another. */
static struct strbuf prom_own(const struct report_type *t, const void *record, const char *target)
{
	struct strbuf own = {0};
	char text[PROM_LABEL];

	if (target)
		prom_put_label(&own, "target", target);
	for (size_t i = 0; i < t->n; i++)
		if (t->fields[i].flags & REPORT_LABEL && prom_label(&t->fields[i], record, text))
			prom_put_label(&own, t->fields[i].key, text);
	return own;
}

void report_families_record(struct report_families *f, const struct report_type *t,
	const void *record, const char *target)
{
	struct strbuf own = prom_own(t, record, target);
	char value[DECIMAL_TEXT];

	if (own.bad)
		f->bad = true;
	for (size_t i = 0; i < t->n && !own.bad; i++)
		if (t->fields[i].prom && prom_value(&t->fields[i], record, value))
			prom_put_field(f, &t->fields[i], value, &own);
	strbuf_close(&own);
}

static void prom_put_bucket(struct report_families *f, struct report_family *family,
	const struct strbuf *own, double bound, uint64_t count)
{
	char text[DECIMAL_TEXT], label[DECIMAL_TEXT + 8];
	int n = snprintf(label, sizeof label, "le=\"%s\"",
		isinf(bound) ? "+Inf" : decimal_real(text, bound, PROM_DIGITS));

	prom_start(f, family, "_bucket", own);
	prom_end(family, label, (size_t)n);
	strbuf_print(&family->samples, " %" PRIu64 "\n", count);
}

static void prom_put_histogram(struct report_families *f, struct report_family *family,
	const struct strbuf *own, const struct report_buckets *b)
{
	char sum[DECIMAL_TEXT];
	size_t start;

	start = family->samples.used;
	prom_start(f, family, "_count", own);
	if (family->samples.bad ||
		!prom_is_new(f, family->samples.p + start, family->samples.used - start)) {
		family->samples.used = start;
		return;
	}
	family->samples.used = start;
	for (size_t i = 0; i < b->n; i++)
		prom_put_bucket(f, family, own, b->bounds[i], b->counts[i]);
	prom_put_bucket(f, family, own, INFINITY, b->count);
	prom_start(f, family, "_sum", own);
	prom_end(family, "", 0);
	strbuf_print(&family->samples, " %s\n", decimal_real(sum, b->sum, PROM_SUM_DIGITS));
	prom_start(f, family, "_count", own);
	prom_end(family, "", 0);
	strbuf_print(&family->samples, " %" PRIu64 "\n", b->count);
}

void report_families_histogram(struct report_families *f, const char *name, const char *help,
	const char *target, const struct report_buckets *b)
{
	struct report_family *family = prom_family(f, name, help, "histogram");
	struct strbuf own = {0};

	if (!family)
		return;
	if (target)
		prom_put_label(&own, "target", target);
	if (own.bad)
		f->bad = true;
	else
		prom_put_histogram(f, family, &own, b);
	strbuf_close(&own);
}

/* HELP knows two escapes only. */
static void prom_print_help(const char *help, FILE *to)
{
	for (; *help; help++) {
		if (*help == '\\')
			fputs("\\\\", to);
		else if (*help == '\n')
			fputs("\\n", to);
		else
			putc(*help, to);
	}
}

bool report_families_print(const struct report_families *f, FILE *to)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].samples.bad)
			return false;
	if (f->bad)
		return false;
	for (size_t i = 0; i < f->n; i++) {
		const struct report_family *family = &f->items[i];

		fprintf(to, "# HELP %.*s ", (int)family->name_size, family->name);
		prom_print_help(family->help, to);
		fprintf(to, "\n# TYPE %.*s %s\n", (int)family->name_size, family->name,
			family->type ? family->type : "untyped");
		fwrite(family->samples.p, 1, family->samples.used, to);
	}
	return true;
}
