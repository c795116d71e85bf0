/* schema: a tool's part of lib/json.md and lib/json.schema.json is what its field tables say. With
 * "md" or "json" for an argument the program prints the document of that tool alone, out of which
 * tests/schema.sh makes the whole ones. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TESTS_SCHEMA_H
#define PROBEKIT_TESTS_SCHEMA_H

#include <stdlib.h>

#include "report.h"
#include "stored.h"
#include "tap.h"

typedef void schema_writer(FILE *to, const struct report_type *const *types, size_t n);

static char *schema_made(schema_writer *write, const struct report_type *const *types, size_t n)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);

	write(to, types, n);
	fclose(to);
	return text;
}

/* The made document without its head and tail stands in the stored one. */
static void schema_compare(const char *path, char *made, const char *first, const char *behind)
{
	char *stored = stored_text(path), *from = strstr(made, first);
	size_t length = strlen(made), tail = strlen(behind);

	if (length >= tail && !strcmp(made + length - tail, behind))
		made[length - tail] = 0;
	ok(from && strlen(from) > 100 && strstr(stored, from),
		"%s is up to date (if not: make schema)", path);
	free(made);
	free(stored);
}

static int schema_main(
	int argc, char *const *argv, const struct report_type *const *types, size_t n)
{
	if (argc > 1) {
		(!strcmp(argv[1], "md") ? report_markdown : report_schema)(stdout, types, n);
		return fflush(stdout) ? 1 : 0;
	}
	schema_compare("lib/json.md", schema_made(report_markdown, types, n), "\n## ", "");
	schema_compare("lib/json.schema.json", schema_made(report_schema, types, n), "    {\n",
		"\n  ]\n}\n");
	return tap_done();
}

#endif
