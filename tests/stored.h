/* stored: the text of a file of the source folder. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TESTS_STORED_H
#define PROBEKIT_TESTS_STORED_H

#include <stdio.h>
#include <stdlib.h>

/* The caller frees it; empty for a file that is not there. */
static inline char *stored_text(const char *path)
{
	enum { ROOM = 1 << 20 };
	FILE *from = fopen(path, "r");
	char *text = calloc(1, ROOM);

	if (from && !fread(text, 1, ROOM - 1, from))
		*text = 0;
	if (from)
		fclose(from);
	return text;
}

#endif
