/* completion_fish: a file for fish, one `complete` an option. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "completion_parts.h"

static void put_quoted(const char *text, FILE *to)
{
	putc('\'', to);
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			putc('\\', to);
		putc(*text, to);
	}
	putc('\'', to);
}

/* Commands whose lines are the values; NULL for files and for what cannot be told. */
static const char *source_of(enum completion_value v)
{
	switch (v) {
	case COMPLETION_FOLDER:
		return "(__fish_complete_directories)";
	case COMPLETION_INTERFACE:
		return "(__fish_print_interfaces)";
	case COMPLETION_HOST:
	case COMPLETION_URL:
		return "(__fish_print_hostnames)";
	case COMPLETION_SERVICE:
		return "(getent services | string replace -r \" .*\" \"\")";
	case COMPLETION_VARIABLE:
		return "(set -nx)";
	case COMPLETION_NONE:
	case COMPLETION_ANY:
	case COMPLETION_WORDS:
	case COMPLETION_FILE:
		break;
	}
	return NULL;
}

static void put_words(const struct cli_option *o, FILE *to)
{
	fputs(" -a '", to);
	for (size_t i = 0; o->choices[i]; i++)
		fprintf(to, "%s%s", i ? " " : "", o->choices[i]);
	putc('\'', to);
}

/* -r: a value must follow, which else may stand behind "=" only; -f, -F: without, with files. */
static void put_value(const struct cli_option *o, FILE *to)
{
	enum completion_value v = completion_value_of(o);

	if (v == COMPLETION_NONE)
		return;
	if (!completion_joined(o))
		fputs(" -r", to);
	fputs(v == COMPLETION_FILE ? " -F" : " -f", to);
	if (v == COMPLETION_WORDS)
		put_words(o, to);
	else if (source_of(v))
		fprintf(to, " -a '%s'", source_of(v));
}

static void put_option(const struct cli_option *o, FILE *to)
{
	fputs("complete -c $command", to);
	if (o->letter)
		fprintf(to, " -s %c", o->letter);
	if (o->name)
		fprintf(to, " -l %s", o->name);
	put_value(o, to);
	fputs(" -d ", to);
	put_quoted(o->help, to);
	putc('\n', to);
}

/* The options that take a word, each with its dashes, for the regular expression. */
static void put_takers(const struct cli *c, FILE *to)
{
	bool begun = false;

	for (size_t i = 0; i < c->n; i++) {
		const struct cli_option *o = &c->options[i];

		if (!completion_shown(o) || completion_value_of(o) == COMPLETION_NONE ||
			completion_joined(o))
			continue;
		if (o->letter)
			fprintf(to, "%s%c", begun ? "|" : "", o->letter);
		if (o->name)
			fprintf(to, "%s-%s", begun || o->letter ? "|" : "", o->name);
		begun = true;
	}
}

/* Where the port is due: the word before is no option and none's value. */
static void put_host_port(const struct completion *c, FILE *to)
{
	fprintf(to,
		"function __probekit_%s_behind_host\n"
		"\tset -l words (commandline -opc)\n"
		"\ttest (count $words) -gt 1\n"
		"\tand not string match -qr -- '^-' $words[-1]\n"
		"\tand not string match -qr -- '^-(",
		c->name);
	put_takers(c->cli, to);
	fprintf(to,
		")$' $words[-2]\n"
		"end\n"
		"complete -c $command -n '__fish_contains_opt -s U unix' -F\n"
		"complete -c $command -n 'not __fish_contains_opt -s U unix; "
		"and not __probekit_%s_behind_host' -a '%s'\n"
		"complete -c $command -n 'not __fish_contains_opt -s U unix; "
		"and __probekit_%s_behind_host' -a '%s'\n",
		c->name, source_of(COMPLETION_HOST), c->name, source_of(COMPLETION_SERVICE));
}

static void put_operands(const struct completion *c, FILE *to)
{
	fputs("complete -c $command -f\n", to);
	switch (c->operands) {
	case COMPLETION_HOSTS:
		fprintf(to, "complete -c $command -a '%s'\n", source_of(COMPLETION_HOST));
		break;
	case COMPLETION_URLS:
		fputs("complete -c $command -a 'http:// https:// "
		      "http://(__fish_print_hostnames)'\n",
			to);
		break;
	case COMPLETION_HOST_PORT:
		put_host_port(c, to);
		break;
	}
}

void completion_fish(const struct completion *c, FILE *to)
{
	completion_head(c, "fish", to);
	fputs("\nset -l command (string replace -r '\\.fish$' '' -- (status basename))\n\n", to);
	put_operands(c, to);
	for (size_t i = 0; i < c->cli->n; i++)
		if (completion_shown(&c->cli->options[i]))
			put_option(&c->cli->options[i], to);
}
