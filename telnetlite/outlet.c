/* outlet: standard output without waiting. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "outlet.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIPE_BYTES = 1 << 18 };
enum { SURE_BYTES = 512 }; /* POLLOUT promises at least this much (PIPE_BUF's least, POSIX) */

void outlet_open(struct outlet *o, int fd)
{
	char path[32];
	struct stat st;

	*o = (struct outlet){.fd = fd, .given = fd};
	if (fstat(fd, &st) < 0 || S_ISREG(st.st_mode))
		return;
	/* A larger pipe keeps reader and writer from waking each other for each piece. */
	if (S_ISFIFO(st.st_mode) && fcntl(fd, F_GETPIPE_SZ) < PIPE_BYTES)
		fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES);
	o->is_socket = S_ISSOCK(st.st_mode);
	if (o->is_socket)
		return;
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	o->fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (o->fd < 0) {
		o->fd = fd;
		o->most = SURE_BYTES;
	}
}

void outlet_close(struct outlet *o)
{
	if (o->fd != o->given)
		close(o->fd);
	o->fd = o->given;
}

int outlet_put(struct outlet *o, struct bytes *from)
{
	while (from->left) {
		size_t n = o->most && from->left > o->most ? o->most : from->left;
		struct pollfd p = {.fd = o->fd, .events = POLLOUT};
		ssize_t rc;

		if (o->most && poll(&p, 1, 0) == 0)
			return -EAGAIN;
		rc = o->is_socket ? send(o->fd, from->p, n, MSG_DONTWAIT | MSG_NOSIGNAL)
				  : write(o->fd, from->p, n);
		if (rc < 0 && errno == EINTR)
			continue;
		if (rc < 0)
			return -errno;
		bytes_skip(from, (size_t)rc);
	}
	return 0;
}
