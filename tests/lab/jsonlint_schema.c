/* jsonlint: a record against the schema that lib/report_schema.c prints. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "jsonlint_schema.h"

#include <stdio.h>
#include <string.h>

/* The next alternative for this record's tool and type: there may be several. */
static const struct json *next_type(const struct json *one, const struct json *record)
{
	const struct json *tool = json_member(record, "tool"), *type = json_member(record, "type");

	if (!tool || !type || tool->kind != JSON_STRING || type->kind != JSON_STRING)
		return NULL;
	for (; one; one = one->next) {
		const struct json *keys = json_member(one, "properties");

		if (json_is(json_member(json_member(keys, "tool"), "const"), tool->text) &&
			json_is(json_member(json_member(keys, "type"), "const"), type->text))
			return one;
	}
	return NULL;
}

static bool is_named(const struct json *value, const char *type)
{
	switch (value->kind) {
	case JSON_NULL:
		return !strcmp(type, "null");
	case JSON_FALSE:
	case JSON_TRUE:
		return !strcmp(type, "boolean");
	case JSON_NUMBER:
		return !strcmp(type, "number") ||
		       (!strcmp(type, "integer") && !strpbrk(value->text, ".eE"));
	case JSON_STRING:
		return !strcmp(type, "string");
	case JSON_ARRAY:
		return !strcmp(type, "array");
	case JSON_OBJECT:
		return !strcmp(type, "object");
	}
	return false;
}

/* type is a word or a list of words; without one everything is allowed. */
static bool has_type(const struct json *value, const struct json *type)
{
	if (!type || type->kind == JSON_STRING)
		return !type || is_named(value, type->text);
	for (const struct json *one = type->first; one; one = one->next)
		if (one->kind == JSON_STRING && is_named(value, one->text))
			return true;
	return false;
}

static bool value_holds(const struct json *rule, const struct json *value)
{
	const struct json *constant = json_member(rule, "const");
	const struct json *items = json_member(rule, "items");

	if (constant && (constant->kind != value->kind || !constant->text || !value->text ||
				strcmp(constant->text, value->text)))
		return false;
	if (json_member(rule, "minimum") && value->kind == JSON_NUMBER && value->text[0] == '-')
		return false;
	for (const struct json *item = value->first; items && item; item = item->next)
		if (!has_type(item, json_member(items, "type")))
			return false;
	return has_type(value, json_member(rule, "type"));
}

static bool type_holds(
	const struct json *type, const struct json *record, char *problem, size_t problem_size)
{
	const struct json *keys = json_member(type, "properties");
	const struct json *required = json_member(type, "required");

	for (const struct json *j = record->first; j; j = j->next) {
		const struct json *rule = json_member(keys, j->key);
		bool label = !strncmp(j->key, "label_", 6) && j->kind == JSON_STRING;

		if (rule ? value_holds(rule, j) : label)
			continue;
		snprintf(problem, problem_size, "key %s %s", j->key,
			rule ? "has not the value the schema asks for" : "is not in the schema");
		return false;
	}
	for (const struct json *j = required ? required->first : NULL; j; j = j->next) {
		if (json_member(record, j->text))
			continue;
		snprintf(problem, problem_size, "key %s is missing", j->text);
		return false;
	}
	return true;
}

bool schema_holds(
	const struct json *schema, const struct json *record, char *problem, size_t problem_size)
{
	const struct json *all = json_member(schema, "oneOf");
	const struct json *type = next_type(all ? all->first : NULL, record);

	if (!type)
		snprintf(problem, problem_size, "its tool and type are not in the schema");
	for (; type; type = next_type(type->next, record))
		if (type_holds(type, record, problem, problem_size))
			return true;
	return false;
}
