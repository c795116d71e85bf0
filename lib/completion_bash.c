/* completion_bash: a file for bash; lib/completion.bash has the functions it calls. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "completion_parts.h"

/* How compgen finds the values of a kind; NULL where there is more or less to it. */
static const char *offer_of(enum completion_value v)
{
	switch (v) {
	case COMPLETION_FILE:
		return "-f";
	case COMPLETION_FOLDER:
		return "-d";
	case COMPLETION_INTERFACE:
		return "-W \"$(_probekit_interfaces)\"";
	case COMPLETION_HOST:
		return "-A hostname";
	case COMPLETION_SERVICE:
		return "-A service";
	case COMPLETION_URL:
		return "-A hostname -P http://";
	case COMPLETION_VARIABLE:
		return "-e";
	case COMPLETION_NONE:
	case COMPLETION_ANY:
	case COMPLETION_WORDS:
		break;
	}
	return NULL;
}

static void put_words(const struct cli_option *o, FILE *to)
{
	struct completion_words w = {
		.to = to, .before = " ", .newline = "\n\t\t\t", .column = 40, .indent = 24};
	bool open = false;

	for (size_t i = 0; o->choices[i]; i++)
		open = open || completion_open_word(o->choices[i]);
	fprintf(to, "\t\t_probekit_words%s '", open ? "_open" : "");
	for (size_t i = 0; o->choices[i]; i++)
		completion_word(&w, "", o->choices[i]);
	fputs("'\n\t\t;;\n", to);
}

static void put_choices(const struct cli *c, FILE *to)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct cli_option *o = &c->options[i];
		struct completion_words w = {.to = to, .before = " | "};

		if (!completion_shown(o) || completion_value_of(o) != COMPLETION_WORDS)
			continue;
		fputs("\t", to);
		completion_names(&w, o);
		fputs(")\n", to);
		put_words(o, to);
	}
}

/* One arm of the case for all options whose values are of a kind. */
static void put_kind(const struct cli *c, enum completion_value v, FILE *to)
{
	struct completion_words w = {
		.to = to, .before = " | ", .newline = " | \\\n\t\t", .column = 8, .indent = 16};

	for (size_t i = 0; i < c->n; i++) {
		const struct cli_option *o = &c->options[i];

		if (!completion_shown(o) || completion_value_of(o) != v)
			continue;
		if (!w.begun)
			fputs("\t", to);
		completion_names(&w, o);
	}
	if (w.begun && offer_of(v))
		fprintf(to, ")\n\t\t_probekit_offer %s\n\t\t;;\n", offer_of(v));
	else if (w.begun)
		fputs(") ;;\n", to);
}

/* The options of which all tells, as one text. */
static void put_list(const struct cli *c, bool (*in)(const struct cli_option *o), FILE *to)
{
	struct completion_words w = {
		.to = to, .before = " ", .newline = "\n\t\t", .column = 32, .indent = 16};

	putc('\'', to);
	for (size_t i = 0; i < c->n; i++)
		if (completion_shown(&c->options[i]) && in(&c->options[i]))
			completion_names(&w, &c->options[i]);
	putc('\'', to);
}

static bool takes_word(const struct cli_option *o)
{
	return completion_value_of(o) != COMPLETION_NONE && !completion_joined(o);
}

static void put_operands(const struct completion *c, FILE *to)
{
	switch (c->operands) {
	case COMPLETION_HOSTS:
		fputs("\t*) _probekit_operand \"$options\" hosts ;;\n", to);
		break;
	case COMPLETION_URLS:
		fputs("\t*) _probekit_operand \"$options\" urls ;;\n", to);
		break;
	case COMPLETION_HOST_PORT:
		fputs("\t*)\n\t\t_probekit_operand \"$options\" host_port ", to);
		put_list(c->cli, takes_word, to);
		fputs("\n\t\t;;\n", to);
		break;
	}
}

void completion_bash(const struct completion *c, FILE *to)
{
	completion_head(c, "bash", to);
	fprintf(to,
		"# shellcheck shell=bash source=lib/completion.bash\n\n"
		"# Installed, that file stands in front of this one.\n"
		"declare -F _probekit_begin >/dev/null || "
		". \"$(dirname \"${BASH_SOURCE[0]}\")/../lib/completion.bash\"\n\n"
		"_probekit_%s()\n{\n\tlocal current before\n\tlocal options=",
		c->name);
	put_list(c->cli, completion_shown, to);
	fputs("\n\n\t_probekit_begin ", to);
	put_list(c->cli, completion_joined, to);
	fputs("\n\tcase $before in\n", to);
	put_choices(c->cli, to);
	for (enum completion_value v = COMPLETION_FILE; v <= COMPLETION_VARIABLE; v++)
		put_kind(c->cli, v, to);
	put_kind(c->cli, COMPLETION_ANY, to);
	put_operands(c, to);
	fprintf(to, "\tesac\n}\n\n_probekit_register %s\n", c->name);
}
