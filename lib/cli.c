/* cli: an option table: parse and range-check. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"

enum { CLI_LONG = 256, CLI_SECOND_PLACES = 9 }; /* what getopt returns: a letter, or behind these */

const char *cli_name(char *const *argv)
{
	const char *slash;

	if (!argv || !argv[0] || !*argv[0])
		return "?";
	slash = strrchr(argv[0], '/');
	return slash && slash[1] ? slash + 1 : argv[0];
}

bool cli_is(const char *name, const char *personality)
{
	size_t name_size = strlen(name), size = strlen(personality);
	const char *tail;

	if (name_size < size)
		return false;
	tail = name + name_size - size;
	return !strcmp(tail, personality) && (tail == name || tail[-1] == '-' || tail[-1] == '/');
}

/* 0, -EINVAL for what is no number, -ERANGE for one that does not fit. */
static int cli_read_integer(const char *text, int64_t *out)
{
	const char *digits = text + (*text == '-' || *text == '+');
	bool hex = digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
	const char *set = hex ? "0123456789abcdefABCDEF" : "0123456789";
	size_t n = strspn(digits + (hex ? 2 : 0), set);
	long long value;

	if (!n || digits[(hex ? 2 : 0) + n])
		return -EINVAL;
	errno = 0;
	value = strtoll(text, NULL, hex ? 16 : 10);
	if (errno)
		return -ERANGE;
	*out = value;
	return 0;
}

bool cli_integer(const char *text, int64_t *out)
{
	return cli_read_integer(text, out) == 0;
}

/* As above. Past 292 years the digits are right but the number does not fit. */
static int cli_read_seconds(const char *text, int64_t *out_ns)
{
	unsigned span = decimal_span(text);

	if (!span || text[span])
		return -EINVAL;
	return decimal_parse_fixed(text, CLI_SECOND_PLACES, out_ns) ? 0 : -ERANGE;
}

bool cli_seconds(const char *text, int64_t *out_ns)
{
	return cli_read_seconds(text, out_ns) == 0;
}

bool cli_decimal(const char *text, double *out)
{
	return decimal_parse_real(text, out);
}

/* An option as it was given: "-c" or "--count". */
struct cli_given {
	const struct cli *cli;
	const struct cli_option *option;
	bool by_letter;
	const char *value;
};

static const struct cli_refusal *cli_refusal_of(const struct cli_given *g)
{
	for (size_t i = 0; i < g->cli->n_refusals; i++)
		if (g->option->letter && strchr(g->cli->refusals[i].letters, g->option->letter))
			return &g->cli->refusals[i];
	return NULL;
}

static int cli_refuse(const struct cli_given *g, const char *problem, struct fail *why)
{
	const struct cli_refusal *r = cli_refusal_of(g);

	if (r && r->number)
		return fail_set(why, ERANGE, "%s: '%s'", r->words, g->value);
	if (r)
		return fail_set(why, EINVAL, "%s: %s", r->words, g->value);
	if (g->by_letter)
		return fail_set(
			why, EINVAL, "option -%c: '%s' %s", g->option->letter, g->value, problem);
	return fail_set(why, EINVAL, "option --%s: '%s' %s", g->option->name, g->value, problem);
}

/* too_large: for any number, not for this option alone. */
static int cli_refuse_range(
	const struct cli_given *g, unsigned places, bool too_large, struct fail *why)
{
	char min[DECIMAL_TEXT], max[DECIMAL_TEXT], text[128];
	const struct cli_option *o = g->option;
	const struct cli_refusal *r = cli_refusal_of(g);

	decimal_fixed(min, o->min, places);
	decimal_fixed(max, o->max, places);
	if (r && r->number && too_large)
		return fail_set(why, ERANGE, "%s: '%s': %s", r->words, g->value, strerror(ERANGE));
	if (r && r->number)
		return fail_set(why, ERANGE, "%s: '%s': out of range: %s <= value <= %s", r->words,
			g->value, min, max);
	if (o->max == INT64_MAX)
		snprintf(text, sizeof text, "is out of range: at least %s", min);
	else if (o->min == INT64_MIN)
		snprintf(text, sizeof text, "is out of range: at most %s", max);
	else
		snprintf(text, sizeof text, "is out of range: %s to %s", min, max);
	return cli_refuse(g, text, why);
}

static int cli_take_number(const struct cli_given *g, int64_t *to, struct fail *why)
{
	bool seconds = g->option->kind == CLI_SECONDS;
	int64_t value = 0;
	int rc = seconds ? cli_read_seconds(g->value, &value) : cli_read_integer(g->value, &value);

	if (rc == -EINVAL)
		return cli_refuse(
			g, seconds ? "is not a number of seconds" : "is not a whole number", why);
	if (rc < 0 || value < g->option->min || value > g->option->max)
		return cli_refuse_range(g, seconds ? CLI_SECOND_PLACES : 0, rc < 0, why);
	*to = value;
	return 0;
}

static int cli_take_choice(const struct cli_given *g, int *to, struct fail *why)
{
	char text[192] = "is none of";

	for (int i = 0; g->option->choices[i]; i++) {
		size_t used = strlen(text);

		if (!strcmp(g->value, g->option->choices[i])) {
			*to = i;
			return 0;
		}
		snprintf(text + used, sizeof text - used, "%s %s", i ? "," : "",
			g->option->choices[i]);
	}
	return cli_refuse(g, text, why);
}

static int cli_take_item(const struct cli_given *g, struct cli_list *to, struct fail *why)
{
	if (to->n == CLI_LIST_MAX)
		return cli_refuse(g, "is one too many: at most 64 can be given", why);
	to->items[to->n++] = g->value;
	return 0;
}

static int cli_take_ordered(const struct cli_given *g, struct cli_ordered *to, struct fail *why)
{
	if (to->n == CLI_LIST_MAX)
		return cli_refuse(g, "is one too many: at most 64 can be given", why);
	to->items[to->n].which = (int)g->option->min;
	to->items[to->n++].value = g->value;
	return 0;
}

static int cli_take(const struct cli_given *g, void *values, struct fail *why)
{
	void *at = (char *)values + g->option->offset;

	switch (g->option->kind) {
	case CLI_FLAG:
		*(bool *)at = true;
		return 0;
	case CLI_SET:
		*(int *)at = (int)g->option->min;
		return 0;
	case CLI_TEXT:
	case CLI_OPTIONAL:
		*(const char **)at = g->value;
		return 0;
	case CLI_LIST:
		return cli_take_item(g, at, why);
	case CLI_ORDERED:
		return cli_take_ordered(g, at, why);
	case CLI_INTEGER:
	case CLI_SECONDS:
		return cli_take_number(g, at, why);
	case CLI_CHOICE:
		return cli_take_choice(g, at, why);
	}
	return 0;
}

static int cli_value_of(enum cli_kind kind)
{
	if (kind == CLI_FLAG || kind == CLI_SET)
		return no_argument;
	return kind == CLI_OPTIONAL ? optional_argument : required_argument;
}

/* The table in getopt's own forms: letters holds 2 bytes an option and 2 more, names n + 1. */
static void cli_tables(const struct cli *c, char *letters, struct option *names)
{
	*letters++ = ':'; /* tells a missing value from an unknown option */
	for (size_t i = 0; i < c->n; i++) {
		const struct cli_option *o = &c->options[i];
		int value = cli_value_of(o->kind);

		if (o->letter)
			*letters++ = o->letter;
		if (o->letter && value == required_argument)
			*letters++ = ':';
		if (o->name)
			*names++ = (struct option){
				.name = o->name, .has_arg = value, .val = CLI_LONG + (int)i};
	}
	*letters = '\0';
	*names = (struct option){0};
}

/* "option '--co' is ambiguous; possibilities: '--count' '--color'"; 0 when at most one name starts
 * so. */
static int cli_ambiguous(const struct cli *c, const char *given, struct fail *why)
{
	size_t size = strcspn(given, "="), n = 0, used = 0;
	char names[192];

	for (size_t i = 0; i < c->n && used < sizeof names; i++) {
		const char *name = c->options[i].name;

		if (!name || strncmp(name, given, size))
			continue;
		n++;
		used += (size_t)snprintf(names + used, sizeof names - used, " '--%s'", name);
	}
	if (n < 2)
		return 0;
	return fail_set(why, EINVAL, "option '--%.*s' is ambiguous; possibilities:%s", (int)size,
		given, names);
}

/* What getopt would have printed. */
static int cli_complain(const struct cli *c, int result, char **argv, struct fail *why)
{
	const char *word = argv[optind - 1];
	int rc;

	if (optopt >= CLI_LONG) {
		const char *name = c->options[optopt - CLI_LONG].name;

		return fail_set(why, EINVAL,
			result == ':' ? "option '--%s' requires an argument"
				      : "option '--%s' doesn't allow an argument",
			name);
	}
	if (result == ':')
		return fail_set(why, EINVAL, "option requires an argument -- '%c'", optopt);
	if (optopt)
		return fail_set(why, EINVAL, "invalid option -- '%c'", optopt);
	rc = cli_ambiguous(c, word + strspn(word, "-"), why);
	return rc < 0 ? rc : fail_set(why, EINVAL, "unrecognized option '%s'", word);
}

static const struct cli_option *cli_by_letter(const struct cli *c, int letter)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->options[i].letter == letter)
			return &c->options[i];
	return NULL;
}

static int cli_loop(const struct cli *c, int argc, char **argv, const char *letters,
	const struct option *names, void *values, struct fail *why)
{
	int result, rc;

	optind = 0; /* starts anew, in glibc and musl alike */
	opterr = 0;
	while ((result = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		struct cli_given given = {
			.cli = c, .value = optarg ? optarg : "-", .by_letter = result < CLI_LONG};

		if (result == '?' || result == ':')
			return cli_complain(c, result, argv, why);
		given.option =
			given.by_letter ? cli_by_letter(c, result) : &c->options[result - CLI_LONG];
		if (!given.option)
			return fail_set(why, EINVAL, "invalid option -- '%c'", result);
		rc = cli_take(&given, values, why);
		if (rc < 0)
			return rc;
	}
	return optind;
}

int cli_parse(const struct cli *c, int argc, char **argv, void *values, struct fail *why)
{
	char *letters = malloc(2 * c->n + 2);
	struct option *names = calloc(c->n + 1, sizeof *names);
	int rc;

	if (letters && names) {
		cli_tables(c, letters, names);
		rc = cli_loop(c, argc, argv, letters, names, values, why);
	} else {
		rc = fail_set(why, ENOMEM, "out of memory");
	}
	free(letters);
	free(names);
	return rc;
}
