/* completion: what bash, zsh and fish offer behind a tool's name, made from its option table. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_COMPLETION_H
#define PROBEKIT_COMPLETION_H

#include <stdio.h>

#include "cli.h"

/* What stands behind the options. */
enum completion_operands {
	COMPLETION_HOSTS,
	COMPLETION_URLS,
	COMPLETION_HOST_PORT /* a host and its port; with -U or --unix the path of a socket */
};

struct completion {
	const char
		*name; /* of the tool, or of what it stands in for: names the shells' functions */
	const struct cli *cli;
	enum completion_operands operands;
};

/* What the value of an option is, by its kind and by the name its argument has in the usage. */
enum completion_value {
	COMPLETION_NONE,  /* it has none */
	COMPLETION_ANY,	  /* a number, a text: nothing to offer */
	COMPLETION_WORDS, /* the option's choices */
	COMPLETION_FILE,
	COMPLETION_FOLDER,
	COMPLETION_INTERFACE,
	COMPLETION_HOST,
	COMPLETION_SERVICE,
	COMPLETION_URL,
	COMPLETION_VARIABLE /* of the environment */
};
enum completion_value completion_value_of(const struct cli_option *o);

/* The text of a whole file. bash and fish take the command's name from the name of the file they
 * read it from; zsh wants a line with #compdef in front. bash also wants lib/completion.bash. */
void completion_bash(const struct completion *c, FILE *to);
void completion_zsh(const struct completion *c, FILE *to);
void completion_fish(const struct completion *c, FILE *to);

#endif
