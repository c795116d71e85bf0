/* seeds: one file of a corpus. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SEEDS_H
#define PROBEKIT_SEEDS_H

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#include "must.h"

/* A file named after name in a target's folder: head, then body. */
static inline void seed(const char *target, const char *name, struct bytes head, struct bytes body)
{
	char path[PATH_MAX];
	size_t at = (size_t)snprintf(path, sizeof path, "tests/fuzz/corpus/%s", target);
	FILE *out;

	must(mkdir("tests/fuzz/corpus", 0777) == 0 || errno == EEXIST);
	must(mkdir(path, 0777) == 0 || errno == EEXIST);
	path[at++] = '/';
	for (; *name && at < sizeof path - 1; name++)
		path[at++] = isalnum((unsigned char)*name) ? *name : '-';
	path[at] = '\0';
	out = fopen(path, "wb");
	must(out);
	fwrite(head.p, 1, head.left, out);
	fwrite(body.p, 1, body.left, out);
	must(fclose(out) == 0);
}

static const struct bytes nothing = {.left = 0};

#endif
