/* jsonlint: checks the JSON Lines on standard input: strict JSON, flat records, the common keys,
 * and the schema. Silent and 0 when all is well. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jsonlint_read.h"
#include "jsonlint_schema.h"

enum { PROBLEM = 256, LINE_MOST = 4096 };

struct settings {
	struct json *schema; /* NULL none */
	size_t most_bytes;
	bool summary; /* the last record must be one */
};

static bool is_time(const struct json *j)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd.dddddddddZ";

	if (!j || j->kind != JSON_STRING || strlen(j->text) != strlen(form))
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == 'd' ? j->text[i] < '0' || j->text[i] > '9' : j->text[i] != form[i])
			return false;
	return true;
}

static bool is_flat(const struct json *value)
{
	if (value->kind == JSON_OBJECT)
		return false;
	for (const struct json *j = value->first; j; j = j->next)
		if (j->kind != JSON_NUMBER && j->kind != JSON_NULL)
			return false;
	return true;
}

static const char *wrong_with(const struct json *record)
{
	const struct json *v = json_member(record, "v");
	const struct json *tool = json_member(record, "tool"), *type = json_member(record, "type");

	if (record->kind != JSON_OBJECT)
		return "it is no object";
	for (const struct json *j = record->first; j; j = j->next)
		if (!is_flat(j))
			return "it is not flat";
	if (!v || v->kind != JSON_NUMBER || strcmp(v->text, "1"))
		return "v is not 1";
	if (!tool || tool->kind != JSON_STRING || !*tool->text)
		return "tool is no text";
	if (!type || type->kind != JSON_STRING || !*type->text)
		return "type is no text";
	return is_time(json_member(record, "ts")) ? NULL : "ts is no time";
}

/* Whether a line is as it must be; last tells whether it is a summary. */
static bool check_line(
	const struct settings *s, const char *line, size_t n, char *problem, bool *summary)
{
	struct json *record;
	const char *wrong;

	if (n > s->most_bytes || !n || line[n - 1] != '\n') {
		snprintf(problem, PROBLEM, "%s",
			n > s->most_bytes ? "it is too long" : "it has no end");
		return false;
	}
	record = json_read(line, n - 1, problem, PROBLEM);
	if (!record)
		return false;
	wrong = wrong_with(record);
	if (wrong)
		snprintf(problem, PROBLEM, "%s", wrong);
	else if (s->schema && !schema_holds(s->schema, record, problem, PROBLEM))
		wrong = problem;
	*summary = json_is(json_member(record, "type"), "summary");
	json_free(record);
	return !wrong;
}

static int check_stream(const struct settings *s)
{
	char *line = NULL, problem[PROBLEM] = "";
	size_t size = 0, lines = 0, bad = 0;
	bool summary = false;
	ssize_t n;

	while ((n = getline(&line, &size, stdin)) > 0) {
		lines++;
		if (check_line(s, line, (size_t)n, problem, &summary))
			continue;
		bad++;
		fprintf(stderr, "line %zu: %s: %s%s", lines, problem, line,
			line[n - 1] == '\n' ? "" : "\n");
	}
	free(line);
	if (!lines)
		fprintf(stderr, "there is no record\n");
	else if (s->summary && !summary)
		fprintf(stderr, "the last record is no summary\n");
	return bad || !lines || (s->summary && !summary);
}

static struct json *read_schema(const char *path)
{
	char *text = NULL, problem[PROBLEM];
	FILE *from = fopen(path, "re");
	struct json *schema = NULL;
	size_t size = 0;
	ssize_t n;

	if (!from || (n = getdelim(&text, &size, EOF, from)) < 0)
		fprintf(stderr, "jsonlint: %s: %s\n", path, strerror(errno));
	else if (!(schema = json_read(text, (size_t)n, problem, sizeof problem)))
		fprintf(stderr, "jsonlint: %s: %s\n", path, problem);
	if (from)
		fclose(from);
	free(text);
	return schema;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {{"schema", required_argument, NULL, 's'},
		{"max", required_argument, NULL, 'm'}, {"summary", no_argument, NULL, 'l'}, {0}};
	struct settings s = {.most_bytes = LINE_MOST};
	int c, rc;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 's' && !(s.schema = read_schema(optarg)))
			return 2;
		if (c == 'm')
			s.most_bytes = strtoul(optarg, NULL, 10);
		if (c == 'l')
			s.summary = true;
		if (c == '?')
			return 2;
	}
	rc = check_stream(&s);
	json_free(s.schema);
	return rc;
}
