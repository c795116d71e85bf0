/* priv_memory: what is left of dropping everything when memory runs out in the middle of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sanitized.h"
#include "tap.h"

enum { BLOCK_BYTES = 1 << 10, BLOCKS = 1 << 12, MOST_BLOCKS = 1 << 8 };
enum { DROPPED, REFUSED, SILENT, UNLIMITED }; /* how a child ends */

/* From now on there is no memory but so many blocks. */
static bool leave(size_t blocks)
{
	static void *block[BLOCKS];
	const struct rlimit none = {0};
	size_t n = 0;

	while (n < MOST_BLOCKS)
		block[n++] = malloc(BLOCK_BYTES);
	if (setrlimit(RLIMIT_AS, &none))
		return false;
	while (n < BLOCKS && (block[n] = malloc(BLOCK_BYTES)))
		n++;
	for (size_t i = 0; i < n && i < blocks; i++)
		free(block[i]);
	return n < BLOCKS;
}

/* How a process ends that drops all with so little memory. */
static int drop_with(size_t blocks)
{
	const struct priv_limits limits = {0};
	struct fail why = {0};
	int status = -1;
	pid_t pid = fork();

	if (!pid) {
		if (!leave(blocks))
			_exit(UNLIMITED);
		if (priv_drop(&limits, NULL, &why) < 0)
			_exit(why.text[0] ? REFUSED : SILENT);
		_exit(DROPPED);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

int main(void)
{
	size_t dropped = 0, bad = 0;

	if (SANITIZED)
		return tap_skip_all("the sanitizer ends a process that is refused memory");
	if (drop_with(0) == UNLIMITED)
		return tap_skip_all("an emulator does not limit memory");
	for (size_t blocks = 0; blocks <= MOST_BLOCKS; blocks += blocks < 8 ? 1 : 4) {
		int how = drop_with(blocks);

		dropped += how == DROPPED;
		if (how == DROPPED || how == REFUSED)
			continue;
		bad++;
		fprintf(stderr, "# with %zu blocks of %d bytes: %d\n", blocks, BLOCK_BYTES, how);
	}
	is_int(bad, 0, "without memory for the sandbox all is dropped, or an error says why not");
	ok(dropped > 0, "and it is dropped where there is little");
	return tap_done();
}
