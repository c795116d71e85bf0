/* words: a command line in one text, as main gets it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_WORDS_H
#define PROBEKIT_WORDS_H

#include <stdint.h>
#include <string.h>

enum { WORDS_MAX = 40, WORDS_BYTES = 4096 };
struct words {
	char text[WORDS_BYTES + 2];
	char *argv[WORDS_MAX + 1]; /* into text; NULL behind the last */
	int argc;
};

/* What is beyond WORDS_BYTES and WORDS_MAX is cut off. */
static inline void words_split(
	struct words *w, const void *text, size_t size, const char *separator)
{
	char *rest = w->text;

	if (size > WORDS_BYTES)
		size = WORDS_BYTES;
	memcpy(w->text, text, size);
	w->text[size] = '\0';
	w->argc = 0;
	while (w->argc < WORDS_MAX && (w->argv[w->argc] = strsep(&rest, separator)))
		w->argc++;
	w->argv[w->argc] = NULL;
}

#endif
