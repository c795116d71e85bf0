/* ping_fping_file: a file of targets as fping takes it. Names are not looked up. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for another socketpair. */
#undef _FORTIFY_SOURCE

#include "../../ping/fping_targets.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "given.h"

enum { FILE_BYTES = 1 << 13 };

/* In place of the C library's: without it there is no process that looks names up. */
/* NOLINTNEXTLINE(readability-*): libc's own are reserved */
int socketpair(int family, int type, int protocol, int ends[2])
{
	(void)family, (void)type, (void)protocol, (void)ends;
	errno = EPERM;
	return -1;
}

static void check(const char *path, FILE *err)
{
	struct fping_want w = {.program = "fping", .file = path, .all_addresses = true, .err = err};
	struct resolve *resolver = NULL;
	struct fping_targets t;
	struct fail why = {.error = 0};

	must(!resolve_open(&resolver, NULL));
	if (fping_targets_open(&t, &w, resolver, &why) < 0)
		must(*why.text);
	else
		must(targets_count(t.set) <= FILE_BYTES && t.unknown <= FILE_BYTES);
	fping_targets_close(&t);
	resolve_close(resolver);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *err = fopen("/dev/null", "w");
	char path[GIVEN_PATH];
	int fd;

	must(err);
	if (size <= FILE_BYTES) {
		fd = given_file(data, size, path);
		check(path, err);
		close(fd);
	}
	fclose(err);
	return 0;
}
