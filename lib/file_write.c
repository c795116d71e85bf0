/* file_write: bytes to where a reader may be slow or gone. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "file.h"

enum { LOOK_EVERY_MS = 100 }; /* for signals, while output is stuck */

/* A signal that is to end the program may be blocked, to be read as data: while output is stuck
 * nobody reads it. */
static bool is_ended(void)
{
	sigset_t pending;

	return !sigpending(&pending) &&
	       (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1 ||
		       sigismember(&pending, SIGHUP) == 1);
}

/* Waits until fd takes PIPE_BUF bytes without blocking. False when the program is to end before: a
 * reader that does not read must not keep it. */
static bool wait_room(int fd)
{
	struct pollfd room = {.fd = fd, .events = POLLOUT};
	int n;

	do
		n = poll(&room, 1, LOOK_EVERY_MS);
	while ((n == 0 || (n < 0 && errno == EINTR)) && !is_ended());
	return n > 0 || (n < 0 && errno != EINTR);
}

int file_write(int fd, const void *from, size_t n_bytes)
{
	const char *p = from;

	while (n_bytes) {
		ssize_t n;

		if (!wait_room(fd))
			return EPIPE;
		n = write(fd, p, n_bytes < PIPE_BUF ? n_bytes : PIPE_BUF);
		if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
			return errno;
		p += n < 0 ? 0 : n;
		n_bytes -= n < 0 ? 0 : (size_t)n;
	}
	return 0;
}
