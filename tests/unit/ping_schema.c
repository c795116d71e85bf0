/* ping_schema: lib/json.md and lib/json.schema.json are what the field tables say. With an argument
 * it renews them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "records.h"
#include "tap.h"

typedef void writer(FILE *to, const struct report_type *const *types, size_t n);

static char *made_by(writer *write)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);

	write(to, records_types, records_types_n);
	fclose(to);
	return text;
}

static char *stored(const char *path)
{
	FILE *from = fopen(path, "r");
	char *text = calloc(1, 1 << 20);

	if (from && !fread(text, 1, (1 << 20) - 1, from))
		*text = 0;
	if (from)
		fclose(from);
	return text;
}

static void compare(const char *path, writer *write)
{
	char *made = made_by(write), *old = stored(path);

	ok(*made && !strcmp(made, old), "%s is up to date (if not: make schema)", path);
	free(made);
	free(old);
}

static int renew(const char *path, writer *write)
{
	FILE *to = fopen(path, "w");

	if (!to)
		return 1;
	write(to, records_types, records_types_n);
	return fclose(to) ? 1 : 0;
}

int main(int argc, char **argv __attribute__((unused)))
{
	if (argc > 1)
		return renew("lib/json.md", report_markdown) ||
		       renew("lib/json.schema.json", report_schema);
	compare("lib/json.md", report_markdown);
	compare("lib/json.schema.json", report_schema);
	return tap_done();
}
