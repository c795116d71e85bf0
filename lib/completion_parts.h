/* completion_parts: what the shells' files share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_COMPLETION_PARTS_H
#define PROBEKIT_COMPLETION_PARTS_H

#include "completion.h"

/* The lines every file begins with. */
void completion_head(const struct completion *c, const char *shell, FILE *to);
/* Shown: it is in the usage. */
bool completion_shown(const struct cli_option *o);
/* A value is given only behind "=", not in a word of its own. */
bool completion_joined(const struct cli_option *o);
bool completion_repeatable(const struct cli_option *o);
/* More is to be typed behind the word: "open:", "http://". */
bool completion_open_word(const char *word);

/* Words put one behind the other, in lines of less than 100 columns. */
struct completion_words {
	FILE *to;
	const char *before;  /* of each but the first of a line */
	const char *newline; /* between two lines, with its indent */
	unsigned column, indent;
	bool begun;
};
void completion_word(struct completion_words *w, const char *dashes, const char *word);
/* "-c" and "--count". */
void completion_names(struct completion_words *w, const struct cli_option *o);

#endif
