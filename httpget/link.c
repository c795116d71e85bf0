/* link: a plain connection over IPv4, IPv6 or a Unix socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "link.h"

#include <errno.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "clock.h"
#include "stamp.h"

struct link {
	int fd;
	struct wait *wait; /* borrowed */
	struct stamp stamp;
};

/* Waits for events on fd. Signals that end a program end the wait; a stop is a stop. */
static int wait_on(struct wait *w, int fd, short events, int64_t deadline_ns, struct fail *why)
{
	struct wait_ready ready;
	int rc = wait_add(w, fd, events, why);

	while (rc >= 0) {
		int64_t from_ns, to_ns;

		rc = wait_for(w, deadline_ns, &ready, why);
		if (rc < 0 || ready.slots)
			break;
		if (ready.signal == SIGTSTP)
			wait_stop(w, &from_ns, &to_ns);
		else if (ready.signal == SIGINT || ready.signal == SIGTERM ||
			 ready.signal == SIGHUP)
			rc = fail_set(why, EINTR, "interrupted");
		else if (ready.timed_out)
			rc = fail_set(why, ETIMEDOUT, "timed out");
	}
	wait_remove(w, fd);
	return rc < 0 ? rc : 0;
}

/* Leaves by an interface, or from an address. */
static int bind_to(int fd, const struct link_config *c, const struct addr *to, struct fail *why)
{
	struct sockaddr_storage from = {0};
	struct addr a;

	if (!c->interface)
		return 0;
	if (addr_parse(&a, c->interface)) {
		if (a.family != to->family)
			return fail_set(
				why, EAFNOSUPPORT, "%s: not of the target's family", c->interface);
		if (bind(fd, (struct sockaddr *)&from, addr_to_sockaddr(&a, 0, &from)) < 0)
			return fail_errno(why, "%s", c->interface);
		return 0;
	}
	if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, c->interface,
		    (socklen_t)strlen(c->interface)) < 0)
		return fail_errno(why, "%s", c->interface);
	return 0;
}

static int try_connect(struct link *l, const struct sockaddr *to, socklen_t size,
	const struct link_config *c, struct fail *why)
{
	int error = 0;
	socklen_t n = sizeof error;
	int rc;

	if (!connect(l->fd, to, size))
		return 0;
	if (errno != EINPROGRESS && errno != EAGAIN)
		return fail_errno(why, "connect");
	rc = wait_on(*c->wait, l->fd, POLLOUT, c->deadline_ns, why);
	if (rc < 0)
		return rc;
	getsockopt(l->fd, SOL_SOCKET, SO_ERROR, &error, &n);
	return error ? fail_set(why, error, "connect: %s", strerror(error)) : 0;
}

static int open_socket(struct link *l, int family, struct fail *why)
{
	const int on = 1;

	l->fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (l->fd < 0)
		return fail_errno(why, "socket");
	if (family != AF_UNIX)
		setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return 0;
}

static int attempt(
	struct link *l, const struct link_config *c, struct link_attempt *a, struct fail *why)
{
	struct sockaddr_storage to = {0};
	socklen_t size = addr_to_sockaddr(&a->addr, c->port, &to);
	int rc;

	a->from_ns = clock_now();
	rc = open_socket(l, addr_af(&a->addr), why);
	if (rc >= 0)
		rc = bind_to(l->fd, c, &a->addr, why);
	if (rc >= 0)
		rc = try_connect(l, (struct sockaddr *)&to, size, c, why);
	a->to_ns = clock_now();
	a->error = rc < 0 ? -rc : 0;
	if (rc < 0 && l->fd >= 0) {
		close(l->fd);
		l->fd = -1;
	}
	return rc;
}

static int connect_unix(struct link *l, const struct link_config *c, struct fail *why)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t n = strlen(c->unix_path);
	int rc = open_socket(l, AF_UNIX, why);

	if (rc < 0)
		return rc;
	if (n >= sizeof to.sun_path)
		return fail_set(why, ENAMETOOLONG, "%s: too long for a socket", c->unix_path);
	memcpy(to.sun_path, c->unix_path, n);
	return try_connect(l, (struct sockaddr *)&to, sizeof to, c, why);
}

static int find_addrs(struct resolve_result *r, const struct link_config *c, struct fail *why)
{
	int rc = 0;

	if (c->n_addrs) {
		r->n = c->n_addrs < RESOLVE_ADDRS ? c->n_addrs : RESOLVE_ADDRS;
		memcpy(r->addrs, c->addrs, r->n * sizeof *r->addrs);
		r->literal = true;
		return 0;
	}
	wait_close(*c->wait);
	*c->wait = NULL;
	rc = resolve_name(c->resolve, c->host, c->family, c->deadline_ns, r, why);
	return rc;
}

static void tell_ends(struct link *l, struct link_facts *facts)
{
	union {
		struct sockaddr any;
		struct sockaddr_in in4; /* the port lies at the same place in both */
		struct sockaddr_in6 in6;
	} name = {0};
	socklen_t size = sizeof name;

	if (!getsockname(l->fd, &name.any, &size)) {
		facts->local = addr_from_sockaddr(&name.any);
		facts->local_port = ntohs(name.in4.sin_port);
	}
}

static int connect_any(struct link *l, const struct link_config *c, struct link_facts *facts,
	const struct resolve_result *names, struct fail *why)
{
	int rc = fail_set(why, ENOENT, "%s: no address", c->host);

	for (unsigned i = 0; i < names->n && rc < 0 && rc != -EINTR; i++) {
		struct link_attempt *a = &facts->attempts[facts->n_attempts++];

		a->addr = names->addrs[i];
		rc = attempt(l, c, a, why);
		facts->remote = a->addr;
		if (rc == -ETIMEDOUT && clock_now() >= c->deadline_ns)
			break;
	}
	facts->remote_port = c->port;
	return rc;
}

static int open_any(
	struct link *l, const struct link_config *c, struct link_facts *facts, struct fail *why)
{
	struct resolve_result names = {0};
	int rc = 0;

	facts->failed = LINK_NAME;
	if (!c->unix_path)
		rc = find_addrs(&names, c, why);
	facts->literal = c->unix_path || names.literal;
	facts->named_ns = rc < 0 ? INT64_MIN : clock_now();
	if (rc >= 0 && !*c->wait)
		rc = wait_open(c->wait, why);
	if (rc >= 0) {
		facts->failed = LINK_CONNECT;
		facts->connecting_ns = clock_now();
		rc = c->unix_path ? connect_unix(l, c, why) : connect_any(l, c, facts, &names, why);
	}
	if (rc == -ETIMEDOUT)
		facts->failed = LINK_TIMEOUT;
	return rc;
}

int link_open(
	struct link **out, const struct link_config *c, struct link_facts *facts, struct fail *why)
{
	struct link *l = calloc(1, sizeof *l);
	int rc;

	*facts = (struct link_facts){.begun_ns = clock_now(),
		.named_ns = INT64_MIN,
		.connecting_ns = INT64_MIN,
		.connected_ns = INT64_MIN};
	if (!l)
		return fail_set(why, ENOMEM, "no memory for a connection");
	l->fd = -1;
	rc = open_any(l, c, facts, why);
	if (rc < 0) {
		link_close(l);
		return rc;
	}
	l->wait = *c->wait;
	facts->failed = LINK_FINE;
	facts->connected_ns = clock_now();
	if (!c->unix_path)
		tell_ends(l, facts);
	stamp_open(&l->stamp, l->fd);
	*out = l;
	return 0;
}

void link_close(struct link *l)
{
	if (!l)
		return;
	if (l->fd >= 0)
		close(l->fd);
	free(l);
}

int link_write(struct link *l, struct bytes what, int64_t deadline_ns, struct fail *why)
{
	stamp_writing(&l->stamp, what.left);
	while (what.left) {
		ssize_t n = send(l->fd, what.p, what.left, MSG_NOSIGNAL);
		int rc = 0;

		if (n >= 0)
			bytes_skip(&what, (size_t)n);
		else if (errno == EAGAIN)
			rc = wait_on(l->wait, l->fd, POLLOUT, deadline_ns, why);
		else if (errno != EINTR)
			rc = fail_errno(why, "sending the request");
		if (rc < 0)
			return rc;
	}
	return 0;
}

ssize_t link_read(struct link *l, void *to, size_t size, int64_t deadline_ns, struct fail *why)
{
	for (;;) {
		ssize_t n = recv(l->fd, to, size, 0);
		int rc = 0;

		if (n >= 0)
			return n;
		if (errno == EAGAIN) {
			rc = wait_on(l->wait, l->fd, POLLIN, deadline_ns, why);
			stamp_read(&l->stamp, l->fd);
		} else if (errno != EINTR) {
			rc = fail_errno(why, "reading the response");
		}
		if (rc < 0)
			return rc;
	}
}

bool link_pending(struct link *l)
{
	struct pollfd p = {.fd = l->fd, .events = POLLIN};

	return poll(&p, 1, 0) > 0;
}

int link_fd(const struct link *l)
{
	return l->fd;
}

void link_stamps(struct link *l, int64_t *sent_ns, int64_t *acked_ns)
{
	stamp_read(&l->stamp, l->fd);
	*sent_ns = l->stamp.sent_ns;
	*acked_ns = l->stamp.acked_ns;
}
