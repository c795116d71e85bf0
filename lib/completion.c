/* completion: what options and their values are to a shell. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "completion_parts.h"

enum { COMPLETION_COLUMNS = 96 };

/* Names of arguments that say what they are; all others are texts. */
static const struct {
	const char *argument;
	enum completion_value value;
} values[] = {
	{"FILE", COMPLETION_FILE},
	{"STATE", COMPLETION_FILE},
	{"PATH", COMPLETION_FILE},
	{"DATE or FILE", COMPLETION_FILE},
	{"FOLDER", COMPLETION_FOLDER},
	{"NAME or ADDR", COMPLETION_INTERFACE},
	{"IFACE", COMPLETION_INTERFACE},
	{"HOP", COMPLETION_HOST},
	{"PORT", COMPLETION_SERVICE},
	{"PORTS", COMPLETION_SERVICE},
	{"URL", COMPLETION_URL},
	{"NAME[=VALUE]", COMPLETION_VARIABLE},
};

enum completion_value completion_value_of(const struct cli_option *o)
{
	if (o->kind == CLI_FLAG || o->kind == CLI_SET)
		return COMPLETION_NONE;
	if (o->choices)
		return COMPLETION_WORDS;
	if (o->kind == CLI_INTEGER || o->kind == CLI_SECONDS)
		return COMPLETION_ANY;
	for (size_t i = 0; o->argument && i < sizeof(values) / sizeof(*values); i++)
		if (!strcmp(values[i].argument, o->argument))
			return values[i].value;
	return COMPLETION_ANY;
}

void completion_head(const struct completion *c, const char *shell, FILE *to)
{
	fprintf(to,
		"# %s completion of %s, made from its option table by `make completions`.\n"
		"# SPDX-License-Identifier: BSD-2-Clause\n",
		shell, c->name);
}

bool completion_shown(const struct cli_option *o)
{
	return o->help;
}

bool completion_joined(const struct cli_option *o)
{
	return o->kind == CLI_OPTIONAL;
}

bool completion_repeatable(const struct cli_option *o)
{
	return o->kind == CLI_LIST || o->kind == CLI_ORDERED;
}

bool completion_open_word(const char *word)
{
	size_t n = strlen(word);

	return n && strchr("=:/", word[n - 1]);
}

void completion_word(struct completion_words *w, const char *dashes, const char *word)
{
	unsigned size = (unsigned)(strlen(dashes) + strlen(word));

	if (w->begun && w->column + size + strlen(w->before) > COMPLETION_COLUMNS) {
		fputs(w->newline, w->to);
		w->column = w->indent;
	} else if (w->begun) {
		fputs(w->before, w->to);
		w->column += (unsigned)strlen(w->before);
	}
	fprintf(w->to, "%s%s", dashes, word);
	w->column += size;
	w->begun = true;
}

void completion_names(struct completion_words *w, const struct cli_option *o)
{
	if (o->letter)
		completion_word(w, "-", (char[]){o->letter, '\0'});
	if (o->name)
		completion_word(w, "--", o->name);
}
