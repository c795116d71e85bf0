/* channel: the byte stream to the peer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "channel.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

ssize_t channel_read(struct channel *c, void *to, size_t size)
{
	ssize_t n;

	do
		n = recv(c->fd, to, size, MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

int channel_write(struct channel *c, struct bytes *from)
{
	while (from->left) {
		ssize_t n = send(c->fd, from->p, from->left, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		bytes_skip(from, (size_t)n);
	}
	return 0;
}

int channel_shutdown(struct channel *c)
{
	return shutdown(c->fd, SHUT_WR) < 0 ? -errno : 0;
}

bool channel_is_urgent(const struct channel *c)
{
	struct pollfd p = {.fd = c->fd, .events = POLLPRI};

	return poll(&p, 1, 0) == 1 && p.revents & POLLPRI;
}

bool channel_at_mark(const struct channel *c)
{
	return sockatmark(c->fd) == 1;
}
