/* replay: gives a fuzz target every file of its corpus; a main for any compiler. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <dirent.h>
#include <limits.h>

#include "must.h"
#include "tap.h"

enum { INPUT_MAX_BYTES = 1 << 20 };

static void replay(const char *path)
{
	static uint8_t space[INPUT_MAX_BYTES];
	struct exact input;
	FILE *in = fopen(path, "rb");
	size_t size;

	if (!in) {
		ok(false, "%s can be read", path);
		return;
	}
	size = fread(space, 1, sizeof space, in);
	fclose(in);
	printf("# %s\n", path); /* a crash leaves its name behind */
	fflush(stdout);
	input = exact(space, size);
	ok(LLVMFuzzerTestOneInput(input.p, size) == 0, "%s", path);
	free(input.block);
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void replay_folder(const char *folder)
{
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, visible, alphasort);
	char path[PATH_MAX];

	ok(n > 0, "%s has a corpus", folder);
	for (int i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
		replay(path);
		free(entries[i]);
	}
	free((void *)entries);
}

/* Folders of inputs; without any, the target's own in the source folder. */
int main(int argc, char **argv)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(argv[0], '/');

	for (int i = 1; i < argc; i++)
		replay_folder(argv[i]);
	if (argc < 2) {
		snprintf(
			folder, sizeof folder, "tests/fuzz/corpus/%s", slash ? slash + 1 : argv[0]);
		replay_folder(folder);
	}
	return tap_done();
}
