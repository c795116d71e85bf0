/* completion_zsh: a file for zsh, one call of _arguments. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "completion_parts.h"

/* Text within '...' of which _arguments reads special characters as such behind a backslash. */
static void put_quoted(const char *text, const char *special, FILE *to)
{
	for (; *text; text++) {
		if (*text == '\'') {
			fputs("'\\''", to);
			continue;
		}
		if (strchr(special, *text))
			putc('\\', to);
		putc(*text, to);
	}
}

/* The functions are zsh's own. */
static const char *action_of(enum completion_value v)
{
	switch (v) {
	case COMPLETION_FILE:
		return "_files";
	case COMPLETION_FOLDER:
		return "_files -/";
	case COMPLETION_INTERFACE:
		return "_net_interfaces";
	case COMPLETION_HOST:
		return "_hosts";
	case COMPLETION_SERVICE:
		return "_ports";
	case COMPLETION_URL:
		return "_urls";
	case COMPLETION_VARIABLE:
		return "_parameters -g \"*export*\"";
	case COMPLETION_NONE:
	case COMPLETION_ANY:
	case COMPLETION_WORDS:
		break;
	}
	return " ";
}

static void put_words(const struct cli_option *o, FILE *to)
{
	bool open = false;

	for (size_t i = 0; o->choices[i]; i++)
		open = open || completion_open_word(o->choices[i]);
	fputs(open ? "{compadd -S \"\" -" : "(", to);
	for (size_t i = 0; o->choices[i]; i++) {
		if (i || open)
			putc(' ', to);
		put_quoted(o->choices[i], ":", to);
	}
	putc(open ? '}' : ')', to);
}

static void put_value(const struct cli_option *o, FILE *to)
{
	enum completion_value v = completion_value_of(o);

	if (v == COMPLETION_NONE)
		return;
	fputs(completion_joined(o) ? "::" : ":", to);
	put_quoted(o->argument ? o->argument : "VALUE", ":\\", to);
	putc(':', to);
	if (v == COMPLETION_WORDS)
		put_words(o, to);
	else
		put_quoted(action_of(v), ":\\", to);
}

/* What is not offered any more once the option stands there: itself; behind --help nothing is. */
static void put_exclusion(const struct cli_option *o, FILE *to)
{
	bool alone = o->name && (!strcmp(o->name, "help") || !strcmp(o->name, "version"));

	if (completion_repeatable(o))
		fputs("'*'", to);
	else if (alone)
		fputs("'(- *)'", to);
	else if (o->letter && o->name)
		fprintf(to, "'(-%c --%s)'", o->letter, o->name);
}

/* "{-c+,--count=}"; "--json=-" takes a value in the same word alone. */
static void put_names(const struct cli_option *o, FILE *to)
{
	bool takes = completion_value_of(o) != COMPLETION_NONE, joined = completion_joined(o);
	bool both = o->letter && o->name;

	if (both)
		putc('{', to);
	if (o->letter)
		fprintf(to, "-%c%s", o->letter, takes && !joined ? "+" : "");
	if (both)
		putc(',', to);
	if (o->name)
		fprintf(to, "--%s%s", o->name, joined ? "=-" : takes ? "=" : "");
	if (both)
		putc('}', to);
}

static void put_option(const struct cli_option *o, FILE *to)
{
	fputs(" \\\n\t", to);
	put_exclusion(o, to);
	put_names(o, to);
	fputs("'[", to);
	put_quoted(o->help, "[]\\", to);
	putc(']', to);
	put_value(o, to);
	putc('\'', to);
}

static void put_operands(enum completion_operands operands, FILE *to)
{
	switch (operands) {
	case COMPLETION_HOSTS:
		fputs(" \\\n\t'*:host:_hosts'\n", to);
		break;
	case COMPLETION_URLS:
		fputs(" \\\n\t'*:URL:_urls'\n", to);
		break;
	case COMPLETION_HOST_PORT:
		fputs(" \\\n\t'1:host:{ if (( $+opt_args[-U] + $+opt_args[--unix] )); then _files; "
		      "else _hosts; fi }' \\\n\t'2:port:_ports'\n",
			to);
		break;
	}
}

void completion_zsh(const struct completion *c, FILE *to)
{
	completion_head(c, "zsh", to);
	/* By a plain name's folder we are asked first: nobody is asked then. */
	fputs("_compskip=all\n_arguments -s -S", to);
	for (size_t i = 0; i < c->cli->n; i++)
		if (completion_shown(&c->cli->options[i]))
			put_option(&c->cli->options[i], to);
	put_operands(c->operands, to);
}
