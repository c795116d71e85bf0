/* options_parts: what the options' own files share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_OPTIONS_PARTS_H
#define PROBEKIT_PING_OPTIONS_PARTS_H

#include "options.h"

extern const struct cli options_cli;
/* options_many.c: the options that only a sweep has. */
int options_read_many(struct options *o, int n, char **operands, struct fail *why);
/* options_path.c: what goes with --path. */
int options_check_path(const struct options *o, struct fail *why);
/* options_flows.c: what goes with --flows. */
int options_check_flows(const struct options *o, struct fail *why);

/* options_words.c: the first of these that is given, NULL none. */
struct options_word {
	bool given;
	const char *name;
};
#define OPTIONS_FIRST(words) options_first(words, sizeof(words) / sizeof(*(words)))
const char *options_first(const struct options_word *words, size_t n);
/* The first of the options for which only the plain run of one target has a place. */
const char *options_of_plain_runs(const struct options *o);

#endif
