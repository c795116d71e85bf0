/* gather: a file of targets: its first byte says how many bytes of it are exclusions. Names are not
 * looked up. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for another socketpair. */
#undef _FORTIFY_SOURCE

#include "gather.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "must.h"

enum { FILE_BYTES = 1 << 13, LOOKED_AT = 64 };

/* In place of the C library's: without it there is no process that looks names up. */
/* NOLINTNEXTLINE(readability-*): libc's own are reserved */
int socketpair(int family, int type, int protocol, int ends[2])
{
	(void)family, (void)type, (void)protocol, (void)ends;
	errno = EMFILE;
	return -1;
}

static int file_of(struct bytes b, char path[static 64])
{
	int fd = memfd_create("targets", MFD_CLOEXEC);

	snprintf(path, 64, "/proc/self/fd/%d", fd);
	must(fd >= 0 && (!b.left || write(fd, b.p, b.left) == (ssize_t)b.left));
	return fd;
}

static void must_find(const struct targets *t)
{
	struct target one;
	uint64_t at = 0;

	must(targets_count(t) && targets_count(t) <= UINT32_MAX);
	for (uint64_t i = 0; i < LOOKED_AT && targets_at(t, i, &one); i++)
		must(targets_find(t, &one.addr, &at) && at == i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes in = bytes_of(data, size), excluded;
	struct resolve *resolver = NULL;
	struct targets *t = NULL;
	struct fail why = {.error = 0};
	char paths[2][64];
	int fds[2];

	if (size > FILE_BYTES)
		return 0;
	excluded = bytes_head(in, bytes_u8(&in));
	bytes_skip(&in, excluded.left);
	fds[0] = file_of(in, paths[0]);
	fds[1] = file_of(excluded, paths[1]);
	must(!resolve_open(&resolver, NULL));
	if (gather_targets(&t, &(struct gather_want){.file = paths[0], .exclude = paths[1]},
		    resolver, &why) < 0)
		must(*why.text && !t);
	else
		must_find(t);
	targets_close(t);
	resolve_close(resolver);
	close(fds[0]);
	close(fds[1]);
	return 0;
}
