/* channel: the byte stream to the peer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "channel.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>

#include "clock.h"
#include "dial.h"
#include "watch.h"

enum { PIECE_BYTES = 16384 };

static ssize_t plain_read(const struct channel *c, void *to, size_t size)
{
	ssize_t n;

	do
		n = recv(c->fd, to, size, MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

static int plain_write(const struct channel *c, struct bytes *from)
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

/* What TLS has to send; 0 when all of it went. */
static int flush(struct channel *c)
{
	struct bytes out = tls_out(c->tls);
	size_t before = out.left;
	int rc = plain_write(c, &out);

	tls_sent(c->tls, before - out.left);
	return rc;
}

/* What the socket has, given to TLS. */
static int take(struct channel *c, struct fail *why)
{
	uint8_t piece[PIECE_BYTES];
	ssize_t n = plain_read(c, piece, sizeof piece);

	if (n < 0)
		return (int)n;
	if (n == 0)
		tls_put_end(c->tls);
	return n ? tls_put(c->tls, bytes_of(piece, (size_t)n), why) : 0;
}

static ssize_t secure_read(struct channel *c, void *to, size_t size)
{
	ssize_t n;

	while ((n = tls_read(c->tls, to, size, &c->why)) == -EAGAIN) {
		int rc = take(c, &c->why);

		if (rc < 0)
			return rc;
	}
	c->more = n > 0;
	if (n == 0 && tls_ending(c->tls) == TLS_CUT)
		return -ECONNABORTED;
	/* An answer of the protocol's own goes out with the next write at the latest. */
	flush(c);
	return n;
}

ssize_t channel_read(struct channel *c, void *to, size_t size)
{
	ssize_t n;

	if (!c->secure)
		return plain_read(c, to, size);
	n = secure_read(c, to, size);
	if (n <= 0)
		c->more = false;
	return n;
}

int channel_write(struct channel *c, struct bytes *from)
{
	int rc;

	if (!c->secure)
		return plain_write(c, from);
	rc = flush(c);
	while (rc >= 0 && from->left) {
		ssize_t n = tls_write(c->tls, bytes_head(*from, PIECE_BYTES), &c->why);

		if (n < 0)
			return (int)n;
		bytes_skip(from, (size_t)n);
		rc = flush(c);
	}
	return rc;
}

bool channel_has_out(const struct channel *c)
{
	return c->secure && tls_out(c->tls).left;
}

int channel_shutdown(struct channel *c)
{
	int rc = 0;

	if (c->secure && !c->said_bye)
		tls_bye(c->tls);
	c->said_bye = true;
	if (c->secure)
		rc = flush(c);
	if (rc < 0)
		return rc;
	return shutdown(c->fd, SHUT_WR) < 0 ? -errno : 0;
}

bool channel_is_urgent(const struct channel *c)
{
	struct pollfd p = {.fd = c->fd, .events = POLLPRI};

	return !c->secure && poll(&p, 1, 0) == 1 && p.revents & POLLPRI;
}

bool channel_at_mark(const struct channel *c)
{
	return sockatmark(c->fd) == 1;
}

bool channel_has_fin(const struct channel *c)
{
	struct dial_info i;

	return dial_info(c->fd, &i, NULL) >= 0 && i.state == TCP_CLOSE_WAIT;
}

static int wait_for_peer(
	struct channel *c, struct wait *w, int64_t deadline_ns, int *number, struct fail *why)
{
	struct wait_ready ready = {0};
	short events = (short)(POLLIN | (tls_out(c->tls).left ? POLLOUT : 0));
	int64_t from_ns, to_ns;
	int rc = wait_add(w, c->fd, events, why);

	if (rc >= 0)
		rc = wait_for(w, deadline_ns, &ready, why);
	wait_remove(w, c->fd);
	if (rc < 0)
		return rc;
	watch_turn(c->watch);
	if (ready.signal == SIGTSTP)
		wait_stop(w, &from_ns, &to_ns);
	else if (ready.signal && ready.signal != SIGWINCH && ready.signal != SIGCONT)
		*number = ready.signal;
	if (*number)
		return fail_set(why, EINTR, "interrupted");
	if (ready.timed_out)
		return fail_set(why, ETIMEDOUT, "the TLS handshake timed out");
	return 0;
}

int channel_secure(
	struct channel *c, struct wait *w, int64_t deadline_ns, int *number, struct fail *why)
{
	int rc;

	while ((rc = tls_turn(c->tls, why)) == 0) {
		rc = flush(c);
		if (rc < 0 && rc != -EAGAIN)
			return fail_set(why, -rc, "the connection was lost in the TLS handshake");
		rc = take(c, why);
		if (rc == -EAGAIN)
			rc = wait_for_peer(c, w, deadline_ns, number, why);
		else if (rc == -ECONNRESET)
			fail_set(why, ECONNRESET, "the connection was lost in the TLS handshake");
		if (rc < 0)
			return rc;
	}
	flush(c);
	c->secure = rc > 0;
	return rc < 0 ? rc : 0;
}
