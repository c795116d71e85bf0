/* load: shared libraries that are loaded when they are needed first. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "load.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

/* The loader tells by words alone; errno is as it was before. */
static int error_in(const char *words)
{
	static const int known[] = {ENOENT, EMFILE, ENFILE, ENOMEM};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strstr(words, strerror(known[i])))
			return known[i];
	if (strstr(words, "out of memory") || strstr(words, "failed to map segment"))
		return ENOMEM;
	return ELIBACC;
}

int load_library(void **out, const char *name, const char *missing, struct fail *why)
{
	const char *words;
	int error;

	*out = dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (*out)
		return 0;
	words = dlerror();
	words = words ? words : "the loader does not say why";
	error = error_in(words);
	if (error == ENOENT)
		return fail_set(why, error, "%s", missing);
	/* Mostly the words begin with the name. */
	if (strstr(words, name))
		return fail_set(why, error, "cannot load %s", words);
	return fail_set(why, error, "cannot load %s: %s", name, words);
}
