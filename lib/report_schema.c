/* report: what the records hold, as a JSON Schema (2020-12) and as Markdown. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdbool.h>

#include "report.h"

/* What a kind is in JSON, and what more the schema can say of it. */
struct schema_kind {
	const char *type; /* JSON Schema's word */
	const char *more; /* further keywords, each with a comma before it */
	const char *note; /* for readers */
};

#define SCHEMA_TIME                                                                                \
	"^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT\\\\d\\\\d:\\\\d\\\\d:\\\\d\\\\d\\\\.\\\\d{9}Z$"

static struct schema_kind schema_kind(enum report_kind kind)
{
	static const struct schema_kind kinds[] = {
		[REPORT_U64] = {"integer", ", \"minimum\": 0", "whole number"},
		[REPORT_I64] = {"integer", "", "whole number, may be negative"},
		[REPORT_MS] = {"number", "", "milliseconds"},
		[REPORT_SECONDS] = {"number", "", "seconds"},
		[REPORT_REAL] = {"number", "", "number"},
		[REPORT_TEXT] = {"string", "", "text"},
		[REPORT_ADDR] = {"string", "", "address"},
		[REPORT_BOOL] = {"boolean", "", "true or false"},
		[REPORT_TIME] = {"string", ", \"pattern\": \"" SCHEMA_TIME "\"", "RFC 3339, UTC"},
		[REPORT_BYTES] = {"string", ", \"pattern\": \"^([0-9a-f]{2})*$\"", "bytes in hex"},
		[REPORT_MS_LIST] = {"array", ", \"items\": {\"type\": [\"number\", \"null\"]}",
			"list of milliseconds"},
	};

	return kinds[kind];
}

/* A string in quotes; the tables are UTF-8. */
static void schema_string(const char *text, FILE *to)
{
	char piece[8] = "";

	putc('"', to);
	for (; *text; text++) {
		struct bytes one = {.p = (const uint8_t *)text, .left = 1};

		if ((unsigned char)*text >= 0x80)
			putc(*text, to);
		else
			fwrite(piece, 1, report_escape(piece, sizeof piece, one), to);
	}
	putc('"', to);
}

static void schema_field(const struct report_field *f, FILE *to)
{
	struct schema_kind kind = schema_kind(f->kind);

	fprintf(to, ",\n        \"%s\": {\"type\": ", f->key);
	/* A list is never null: it may be empty. */
	if ((f->flags & REPORT_REQUIRED) || f->kind == REPORT_MS_LIST)
		fprintf(to, "\"%s\"", kind.type);
	else
		fprintf(to, "[\"%s\", \"null\"]", kind.type);
	fprintf(to, "%s, \"description\": ", kind.more);
	schema_string(f->help, to);
	putc('}', to);
}

static void schema_type(const struct report_type *t, FILE *to)
{
	fprintf(to, "    {\n      \"title\": \"%s %s\",\n      \"description\": ", t->tool,
		t->name);
	schema_string(t->help, to);
	fprintf(to,
		",\n      \"type\": \"object\",\n      \"properties\": {\n"
		"        \"v\": {\"const\": 1},\n"
		"        \"tool\": {\"const\": \"%s\"},\n"
		"        \"type\": {\"const\": \"%s\"},\n"
		"        \"ts\": {\"type\": \"string\", \"pattern\": \"" SCHEMA_TIME "\"}",
		t->tool, t->name);
	for (size_t i = 0; i < t->n; i++)
		schema_field(&t->fields[i], to);
	fprintf(to,
		"\n      },\n      \"patternProperties\": {\"^label_\": {\"type\": \"string\"}},\n"
		"      \"additionalProperties\": false,\n"
		"      \"required\": [\"v\", \"tool\", \"type\", \"ts\"");
	for (size_t i = 0; i < t->n; i++)
		fprintf(to, ", \"%s\"", t->fields[i].key);
	fprintf(to, "]\n    }");
}

void report_schema(FILE *to, const struct report_type *const *types, size_t n)
{
	fprintf(to, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
		    "  \"title\": \"A line of probekit's JSON Lines\",\n  \"oneOf\": [\n");
	for (size_t i = 0; i < n; i++) {
		schema_type(types[i], to);
		fprintf(to, "%s\n", i + 1 < n ? "," : "");
	}
	fprintf(to, "  ]\n}\n");
}

/* A cell of a table: a bar would end it. */
static void markdown_cell(const char *text, FILE *to)
{
	for (; *text; text++) {
		if (*text == '|')
			putc('\\', to);
		putc(*text == '\n' ? ' ' : *text, to);
	}
}

static void markdown_type(const struct report_type *t, FILE *to)
{
	fprintf(to, "\n## %s: `%s`\n\n%s\n\n| key | value | meaning |\n|---|---|---|\n", t->tool,
		t->name, t->help);
	for (size_t i = 0; i < t->n; i++) {
		const struct report_field *f = &t->fields[i];
		bool never_null = (f->flags & REPORT_REQUIRED) || f->kind == REPORT_MS_LIST;

		fprintf(to, "| `%s` | %s%s | ", f->key, schema_kind(f->kind).note,
			never_null ? "" : " or null");
		markdown_cell(f->help, to);
		fprintf(to, " |\n");
	}
}

void report_markdown(FILE *to, const struct report_type *const *types, size_t n)
{
	fprintf(to,
		"# JSON Lines: the records and their keys\n\n"
		"Made from the tools' field tables. One flat object a line, UTF-8; unknown is "
		"`null`.\n"
		"Every record also has `v` (1), `tool`, `type`, `ts` (when, RFC 3339 in UTC with\n"
		"nanoseconds) and a `label_KEY` for every `--label KEY=VALUE`.\n");
	for (size_t i = 0; i < n; i++)
		markdown_type(types[i], to);
}
