/* link: the connection a request goes over: reading and writing, through TLS where it is on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "link_parts.h"
#include "when.h"

int link_heed(struct wait *w, int signal, struct fail *why)
{
	int64_t from_ns, to_ns;

	if (signal == SIGTSTP)
		wait_stop(w, &from_ns, &to_ns);
	else if (wait_ends(signal))
		return fail_set(why, EINTR, "interrupted");
	return 0;
}

/* The capture's ring is emptied meanwhile. */
static int wait_on(struct link *l, short events, int64_t deadline_ns, struct fail *why)
{
	int slot = wait_add(l->wait, l->fd, events, why), watched = packets_fd(l->packets), rc;
	struct wait_ready ready;

	deadline_ns = when_first(deadline_ns, when_after(clock_now(), l->idle_ns));
	if (slot >= 0 && watched >= 0)
		wait_add(l->wait, watched, POLLIN, NULL);
	for (rc = slot; rc >= 0;) {
		rc = wait_for(l->wait, deadline_ns, &ready, why);
		if (rc < 0)
			break;
		packets_turn(l->packets);
		/* A signal is told once, though bytes came with it. */
		rc = link_heed(l->wait, ready.signal, why);
		if (rc < 0 || ready.slots & UINT32_C(1) << slot)
			break;
		if (ready.timed_out)
			rc = fail_set(why, ETIMEDOUT, "timed out");
	}
	wait_remove(l->wait, l->fd);
	if (watched >= 0)
		wait_remove(l->wait, watched);
	return rc < 0 ? rc : 0;
}

/* As much as goes without waiting: the other side may be gone. */
static void send_out(struct link *l)
{
	struct bytes out = tls_out(l->tls);

	if (out.left)
		(void)!send(l->fd, out.p, out.left, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void link_close(struct link *l)
{
	if (!l)
		return;
	if (l->tls && l->fd >= 0) {
		tls_bye(l->tls);
		send_out(l);
	}
	tls_close(l->tls);
	free(l->net);
	if (l->fd >= 0)
		close(l->fd);
	packets_linger(l->packets);
	free(l);
}

/* What came while a request is sent: 0 nothing, 1 something, -EPIPE a response that says it is not
 * wanted (RFC 9112 9.5). An interim one, or one of success, may want the rest. */
static int overheard(const struct link *l)
{
	char line[12];
	ssize_t n = recv(l->fd, line, sizeof line, MSG_PEEK | MSG_DONTWAIT);

	if (n == sizeof line && !memcmp(line, "HTTP/1.", 7) && line[9] >= '3' && line[9] <= '9')
		return -EPIPE;
	return n >= 0;
}

static int write_plain(struct link *l, struct bytes what, int64_t deadline_ns, struct fail *why)
{
	short events = (short)(l->tls ? POLLOUT : POLLOUT | POLLIN);

	stamp_writing(&l->stamp, what.left);
	while (what.left) {
		ssize_t n = send(l->fd, what.p, what.left, MSG_NOSIGNAL);
		int rc = 0;

		if (n >= 0) {
			bytes_skip(&what, (size_t)n);
			l->sent += (uint64_t)n;
		} else if (errno == EAGAIN) {
			rc = wait_on(l, events, deadline_ns, why);
			if (rc >= 0 && events & POLLIN && (rc = overheard(l)) > 0)
				events = POLLOUT;
		} else if (errno != EINTR) {
			rc = fail_errno(why, "sending the request");
		}
		if (rc < 0)
			return rc;
	}
	return 0;
}

static ssize_t read_plain(
	struct link *l, void *to, size_t size, int64_t deadline_ns, struct fail *why)
{
	for (;;) {
		ssize_t n = stamp_receive(&l->stamp, l->fd, to, size);
		int rc = 0;

		if (n >= 0) {
			l->received += (uint64_t)n;
			return n;
		}
		if (errno == EAGAIN) {
			rc = wait_on(l, POLLIN, deadline_ns, why);
			stamp_read(&l->stamp, l->fd);
		} else if (errno != EINTR) {
			rc = fail_errno(why, "reading the response");
		}
		if (rc < 0)
			return rc;
	}
}

/* What TLS has to send, all of it. */
static int flush_tls(struct link *l, int64_t deadline_ns, struct fail *why)
{
	struct bytes out = tls_out(l->tls);
	int rc = 0;

	while (rc >= 0 && out.left) {
		rc = write_plain(l, out, deadline_ns, why);
		tls_sent(l->tls, out.left);
		out = tls_out(l->tls);
	}
	return rc;
}

/* One read from the network into TLS: its bytes, 0 at the end of the stream. */
static int feed_tls(struct link *l, int64_t deadline_ns, struct fail *why)
{
	ssize_t n = read_plain(l, l->net, NET_BYTES, deadline_ns, why);
	int rc;

	if (n < 0)
		return (int)n;
	if (!n) {
		tls_put_end(l->tls);
		return 0;
	}
	rc = tls_put(l->tls, bytes_of(l->net, (size_t)n), why);
	return rc < 0 ? rc : (int)n;
}

static int shake_hands(
	struct link *l, struct secure_facts *facts, int64_t deadline_ns, struct fail *why)
{
	int rc, done;

	for (;;) {
		done = tls_turn(l->tls, why);
		rc = flush_tls(l, deadline_ns, done < 0 ? NULL : why);
		secure_take_events(facts, l->tls, clock_now());
		if (done || rc < 0)
			return done < 0 ? done : rc;
		rc = feed_tls(l, deadline_ns, why);
		if (rc < 0)
			return rc;
		for (; facts->n_first < SECURE_FIRST && (int)facts->n_first < rc; facts->n_first++)
			facts->first[facts->n_first] = l->net[facts->n_first];
	}
}

int link_prepare(struct link *l, const struct tls_config *c, struct fail *why)
{
	l->net = malloc(NET_BYTES);
	if (!l->net)
		return fail_set(why, ENOMEM, "no memory for TLS");
	return tls_open(&l->tls, c, why);
}

int link_secure(struct link *l, struct secure_facts *facts, int64_t deadline_ns, struct fail *why)
{
	int rc;

	l->secure_from = l->received;
	facts->from[FLOW_OUT] = l->sent;
	facts->from[FLOW_IN] = l->received;
	l->facts = facts;
	rc = shake_hands(l, facts, deadline_ns, why);
	secure_take_facts(facts, l->tls);
	return rc;
}

void link_forget(struct link *l)
{
	l->facts = NULL;
}

struct bytes link_session(const struct link *l)
{
	return l->tls ? tls_session(l->tls) : bytes_of(NULL, 0);
}

enum tls_ending link_ending(const struct link *l)
{
	return l->tls ? tls_ending(l->tls) : TLS_OPEN;
}

int link_write(struct link *l, struct bytes what, int64_t deadline_ns, struct fail *why)
{
	if (!l->tls)
		return write_plain(l, what, deadline_ns, why);
	while (what.left) {
		ssize_t n = tls_write(l->tls, what, why);
		int rc = flush_tls(l, deadline_ns, why);

		if (n == -EAGAIN && rc >= 0)
			rc = feed_tls(l, deadline_ns, why);
		else if (!n &&
			 rc >= 0) /* in the middle of a handshake, which a server may begin anew */
			rc = fail_set(why, ECONNRESET, "the server ended TLS before the request");
		else if (n < 0)
			rc = (int)n;
		else
			bytes_skip(&what, (size_t)n);
		if (rc < 0)
			return rc;
	}
	return 0;
}

ssize_t link_read(struct link *l, void *to, size_t size, int64_t deadline_ns, struct fail *why)
{
	if (!l->tls)
		return read_plain(l, to, size, deadline_ns, why);
	for (;;) {
		ssize_t n = tls_read(l->tls, to, size, why);
		int rc = flush_tls(l, deadline_ns, why);

		if (l->facts)
			secure_take_events(l->facts, l->tls, clock_now());
		if (n != -EAGAIN)
			return n;
		if (rc >= 0)
			rc = feed_tls(l, deadline_ns, why);
		if (rc < 0)
			return rc;
	}
}

int link_rest(struct link *l, int64_t until_ns, struct fail *why)
{
	struct wait_ready ready;
	int rc;

	do {
		rc = wait_for(l->wait, until_ns, &ready, why);
		clock_map_update(&l->stamp.clock);
		if (rc >= 0)
			rc = link_heed(l->wait, ready.signal, why);
	} while (rc >= 0 && !ready.timed_out);
	return rc < 0 ? rc : 0;
}

ssize_t link_read_rest(struct link *l, void *to, size_t size)
{
	return l->tls ? tls_read(l->tls, to, size, NULL) : -EAGAIN;
}

bool link_pending(struct link *l)
{
	struct pollfd p = {.fd = l->fd, .events = POLLIN};
	uint8_t one;

	return poll(&p, 1, 0) > 0 || link_read_rest(l, &one, 1) != -EAGAIN;
}

uint64_t link_sent(const struct link *l)
{
	return l->sent;
}

uint64_t link_received(const struct link *l)
{
	return l->tls ? l->secure_from + tls_position(l->tls) : l->received;
}

int64_t link_came_ns(const struct link *l)
{
	return l->stamp.came_ns;
}

int link_fd(const struct link *l)
{
	return l->fd;
}

void link_ends(const struct link *l, struct link_facts *facts)
{
	facts->local = l->local;
	facts->local_port = l->local_port;
	facts->remote = l->remote;
	facts->remote_port = l->remote_port;
}

void link_stamps(struct link *l, int64_t *sent_ns, int64_t *acked_ns)
{
	stamp_read(&l->stamp, l->fd);
	*sent_ns = l->stamp.sent_ns;
	*acked_ns = l->stamp.acked_ns;
}
