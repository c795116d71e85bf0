/* gather: a file of targets: its first byte says how many bytes of it are exclusions. Names are not
 * looked up. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for another socketpair. */
#undef _FORTIFY_SOURCE

#include "gather.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "given.h"

enum { FILE_BYTES = 1 << 13, LOOKED_AT = 64 };

/* In place of the C library's: without it there is no process that looks names up. */
/* NOLINTNEXTLINE(readability-*): libc's own are reserved */
int socketpair(int family, int type, int protocol, int ends[2])
{
	(void)family, (void)type, (void)protocol, (void)ends;
	errno = EMFILE;
	return -1;
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
	char paths[2][GIVEN_PATH];
	int fds[2];

	if (size > FILE_BYTES)
		return 0;
	excluded = given_piece(&in, bytes_u8(&in));
	fds[0] = given_file(in.p, in.left, paths[0]);
	fds[1] = given_file(excluded.p, excluded.left, paths[1]);
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
