/* shells: the completions for shells in a tool's folder are what its option table says. With
 * "bash", "zsh" or "fish" for an argument the program prints that file. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TESTS_SHELLS_H
#define PROBEKIT_TESTS_SHELLS_H

#include <stdlib.h>

#include "completion.h"
#include "stored.h"
#include "tap.h"

static const struct {
	const char *shell;
	void (*write)(const struct completion *c, FILE *to);
} completion_shells[] = {
	{"bash", completion_bash}, {"zsh", completion_zsh}, {"fish", completion_fish}};

static inline void completion_compare(const struct completion *c, const char *folder, size_t i)
{
	char path[64], *made = NULL, *stored;
	size_t size = 0;
	FILE *to = open_memstream(&made, &size);

	completion_shells[i].write(c, to);
	fclose(to);
	snprintf(path, sizeof path, "%s/%s.%s", folder, c->name, completion_shells[i].shell);
	stored = stored_text(path);
	ok(size > 500 && !strcmp(stored, made), "%s is up to date (if not: make completions)",
		path);
	free(made);
	free(stored);
}

static inline int completion_main(
	int argc, char *const *argv, const struct completion *c, const char *folder)
{
	for (size_t i = 0; i < sizeof completion_shells / sizeof *completion_shells; i++) {
		if (argc < 2)
			completion_compare(c, folder, i);
		else if (!strcmp(argv[1], completion_shells[i].shell))
			completion_shells[i].write(c, stdout);
	}
	return argc < 2 ? tap_done() : fflush(stdout) ? 1 : 0;
}

#endif
