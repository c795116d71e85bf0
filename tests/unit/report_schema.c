/* report: the schema and the Markdown of a table, and that records hold to the schema. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "report.h"
#include "tap.h"

#include "sample.h"
#include "scratch.h"

static const struct report_type summary_type = {"probe", "summary", "The end.", sample_fields, 2};
static const struct report_type *const types[] = {&sample_type, &summary_type};

static const uint8_t loopback[4] = {127, 0, 0, 1};
static const int64_t hops[] = {1000000, INT64_MIN, 2500000};

static const struct sample unknown = {.delta = INT64_MIN,
	.rtt_ns = INT64_MIN,
	.took_ns = INT64_MIN,
	.at_ns = INT64_MIN,
	.loss = NAN,
	.up = -1};

static void texts(void)
{
	FILE *to = fopen("schema.json", "w");

	report_schema(to, &types[1], 1);
	fclose(to);
#define TIME "\"^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT\\\\d\\\\d:\\\\d\\\\d:\\\\d\\\\d\\\\.\\\\d{9}Z$\""
	is_text(scratch_text("schema.json"),
		"{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
		"  \"title\": \"A line of probekit's JSON Lines\",\n  \"oneOf\": [\n    {\n"
		"      \"title\": \"probe summary\",\n      \"description\": \"The end.\",\n"
		"      \"type\": \"object\",\n      \"properties\": {\n"
		"        \"v\": {\"const\": 1},\n        \"tool\": {\"const\": \"probe\"},\n"
		"        \"type\": {\"const\": \"summary\"},\n"
		"        \"ts\": {\"type\": \"string\", \"pattern\": " TIME "},\n"
		"        \"sent\": {\"type\": \"integer\", \"minimum\": 0, "
		"\"description\": \"Probes \\\"sent\\\".\"},\n"
		"        \"delta\": {\"type\": [\"integer\", \"null\"], "
		"\"description\": \"A difference.\"}\n      },\n"
		"      \"patternProperties\": {\"^label_\": {\"type\": \"string\"}},\n"
		"      \"additionalProperties\": false,\n"
		"      \"required\": [\"v\", \"tool\", \"type\", \"ts\", \"sent\", \"delta\"]\n"
		"    }\n  ]\n}\n",
		"a schema");
	to = fopen("json.md", "w");
	report_markdown(to, types, 1);
	fclose(to);
	ok(strstr(scratch_text("json.md"),
		   "\n## probe: `sample`\n\nA sample.\n\n| key | value | meaning |\n|---|---|---|\n"
		   "| `sent` | whole number | Probes \"sent\". |\n"
		   "| `delta` | whole number, may be negative or null | A difference. |\n"
		   "| `rtt_ms` | milliseconds or null | A time \\| or none. |\n"),
		"a table in Markdown");
}

static void write_records(void)
{
	static const char *const labels[] = {"site=\xff\"x"};
	struct report_config c = {.json = "lines.json", .labels = labels, .n_labels = 1};
	struct sample full = {.sent = UINT64_MAX - 1,
		.delta = -3,
		.rtt_ns = 123456,
		.took_ns = -1,
		.at_ns = -1,
		.loss = 1e-30,
		.target = "\x01 \xc3\xa9 \\ \xed\xa0\x80",
		.addr = addr_v4(loopback),
		.data = {.p = loopback, .left = 4},
		.hops = {hops, 3}};
	struct report *r;
	struct fail why;

	if (report_open(&r, &c, &why) < 0)
		printf("Bail out! %s\n", why.text);
	report_put(r, &sample_type, &full, 1767225599123456789);
	report_put(r, &sample_type, &unknown, 0);
	report_put(r, &summary_type, &full, INT64_MAX);
	is_int(report_close(r, &why), 0, "three records");
}

/* In a shell, as the tools' tests do. */
static bool valid(const char *schema)
{
	setenv("SCHEMA", schema, 1);
	return system(". \"$ROOT/tests/json.sh\"; "
		      "json_lines_valid \"$SCHEMA\" lines.json --summary 2>problems") == 0;
}

static void records(const char *root)
{
	FILE *to = fopen("schema.json", "w");

	report_schema(to, types, 2);
	fclose(to);
	write_records();
	if (!getenv("BUILD")) {
		ok(true, "records hold to the schema # SKIP BUILD is not set");
		return;
	}
	setenv("ROOT", root, 1);
	if (!ok(valid("schema.json"), "records hold to the schema"))
		printf("# %s\n", scratch_text("problems"));
	to = fopen("other.json", "w");
	report_schema(to, types, 1);
	fclose(to);
	ok(!valid("other.json"), "and not to one that lacks a type");
	ok(strstr(scratch_text("problems"), "line 3: its tool and type are not in the schema"),
		"which is said");
}

int main(void)
{
	char root[PATH_MAX];

	if (!getcwd(root, sizeof root) || !scratch_open())
		return tap_skip_all("no folder for temporary files");
	texts();
	records(root);
	scratch_close();
	return tap_done();
}
