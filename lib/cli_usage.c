/* cli: the usage text and the words completions are made from. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <string.h>

#include "cli.h"

enum { CLI_COLUMNS = 80, CLI_HELP_AT = 28, CLI_LEFT = 96 };

static bool cli_takes_value(enum cli_kind kind)
{
	return kind != CLI_FLAG && kind != CLI_SET;
}

/* Prints text from column at on, going on in lines that start in column indent. */
static void cli_wrap(const char *text, size_t at, size_t indent, FILE *to)
{
	bool first = true;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (!first && at + 1 + n > CLI_COLUMNS) {
			fprintf(to, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!first) {
			putc(' ', to);
			at++;
		}
		fprintf(to, "%.*s", (int)n, text);
		at += n;
		text += n + (text[n] == ' ');
		first = false;
	}
	putc('\n', to);
}

/* "  -c, --count N" */
static size_t cli_left(const struct cli_option *o, char text[static CLI_LEFT])
{
	const char *argument = o->argument ? o->argument : "VALUE";
	char letter[] = {'-', o->letter, o->name ? ',' : '\0', '\0'};
	size_t n;

	n = (size_t)snprintf(text, CLI_LEFT, "  %s%s%s%s", o->letter ? letter : "   ",
		o->name ? " " : "", o->name ? "--" : "", o->name ? o->name : "");
	if (n < CLI_LEFT && cli_takes_value(o->kind))
		snprintf(text + n, CLI_LEFT - n, o->kind == CLI_OPTIONAL ? "[=%s]" : " %s",
			argument);
	return strlen(text);
}

static void cli_usage_option(const struct cli_option *o, FILE *to)
{
	char left[CLI_LEFT];
	size_t n = cli_left(o, left);

	fputs(left, to);
	if (n + 2 > CLI_HELP_AT) {
		putc('\n', to);
		n = 0;
	}
	fprintf(to, "%*s", (int)(CLI_HELP_AT - n), "");
	cli_wrap(o->help, CLI_HELP_AT, CLI_HELP_AT, to);
}

void cli_usage(const struct cli *c, const char *name, FILE *to)
{
	size_t indent = strlen("Usage: ") + strlen(name) + 1;

	fprintf(to, "Usage: %s ", name);
	cli_wrap(c->synopsis, indent, indent, to);
	for (size_t i = 0; i < c->n; i++) {
		const struct cli_option *o = &c->options[i];

		if (o->group)
			fprintf(to, "\n%s:\n", o->group);
		else if (i == 0)
			putc('\n', to);
		if (o->help)
			cli_usage_option(o, to);
	}
	if (c->footer)
		fprintf(to, "\n%s\n", c->footer);
}

int cli_printed(const char *name, FILE *to)
{
	errno = 0;
	if ((!fflush(to) && !ferror(to)) || errno == EPIPE)
		return 0;
	fprintf(stderr, "%s: cannot write to standard output: %s\n", name,
		strerror(errno ? errno : EIO));
	return 2;
}

void cli_words(const struct cli *c, FILE *to)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct cli_option *o = &c->options[i];
		const char *takes = o->kind == CLI_OPTIONAL    ? "optional"
				    : cli_takes_value(o->kind) ? "value"
							       : "none";

		if (!o->help)
			continue;
		fprintf(to, "%c %s %s", o->letter ? o->letter : '-', o->name ? o->name : "-",
			takes);
		for (size_t j = 0; o->choices && o->choices[j]; j++)
			fprintf(to, " %s", o->choices[j]);
		putc('\n', to);
	}
}
