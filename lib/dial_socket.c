/* dial_socket: an attempt's socket: options, connect, and how it ended. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <linux/errqueue.h>

#include "dial_parts.h"

static int set_int(int fd, int level, int name, int value)
{
	return setsockopt(fd, level, name, &value, sizeof value);
}

/* By the error queue, which the kernel empties when this is switched off. */
static void set_errors(int fd, bool six, int on)
{
	set_int(fd, six ? IPPROTO_IPV6 : IPPROTO_IP, six ? IPV6_RECVERR : IP_RECVERR, on);
}

static int set_device(int fd, const struct dial_config *c, struct fail *why)
{
	if (!c->device)
		return 0;
	if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, c->device, (socklen_t)strlen(c->device)) <
		0)
		return fail_errno(why, "cannot use interface %s", c->device);
	return 0;
}

static int set_header(int fd, const struct dial_config *c, bool six, struct fail *why)
{
	int level = six ? IPPROTO_IPV6 : IPPROTO_IP;

	if (c->ttl >= 0 && set_int(fd, level, six ? IPV6_UNICAST_HOPS : IP_TTL, c->ttl) < 0)
		return fail_errno(why, "cannot set a TTL of %d", c->ttl);
	if (c->tos >= 0 && set_int(fd, level, six ? IPV6_TCLASS : IP_TOS, c->tos) < 0)
		return fail_errno(why, "cannot set a traffic class of %d", c->tos);
	if (c->mark && set_int(fd, SOL_SOCKET, SO_MARK, (int)c->mark) < 0)
		return fail_errno(
			why, "cannot set mark %u (it needs CAP_NET_RAW or CAP_NET_ADMIN)", c->mark);
	return 0;
}

static int set_whole(int fd, const struct dial_config *c, bool six, struct fail *why)
{
	int rc = 0;

	if (c->dont_fragment && six)
		rc = set_int(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO);
	else if (c->dont_fragment)
		rc = set_int(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO);
	return rc < 0 ? fail_errno(why, "cannot forbid fragmentation") : 0;
}

static int set_keepalive(int fd, const struct dial_config *c, struct fail *why)
{
	if (!c->keepalive_s)
		return 0;
	if (set_int(fd, SOL_SOCKET, SO_KEEPALIVE, 1) < 0 ||
		set_int(fd, IPPROTO_TCP, TCP_KEEPIDLE, c->keepalive_s) < 0 ||
		set_int(fd, IPPROTO_TCP, TCP_KEEPINTVL, c->keepalive_s) < 0)
		return fail_errno(why, "cannot set keepalives every %d s", c->keepalive_s);
	return 0;
}

/* Bound before it connects, also without a wish: so that its port is known before its SYN leaves.
 */
static int bind_local(int fd, const struct dial_config *c, struct dial_attempt *a, struct fail *why)
{
	struct addr local = c->source;
	struct sockaddr_storage name = {0};
	socklen_t size;
	char text[ADDR_TEXT];

	if (local.family == ADDR_NONE)
		local = (struct addr){.family = a->addr.family};
	/* An address of a link is of the one that leads to the other end. */
	if (addr_is_link_local(&local) && !local.zone)
		local.zone = a->addr.zone;
	size = addr_to_sockaddr(&local, c->source_port, &name);
	if (c->source_port)
		set_int(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (bind(fd, (struct sockaddr *)&name, size) < 0)
		return fail_errno(
			why, "cannot bind to %s port %u", addr_print(text, &local), c->source_port);
	return 0;
}

static void read_local(int fd, struct dial_attempt *a)
{
	struct sockaddr_storage name = {0};
	socklen_t size = sizeof name;

	if (getsockname(fd, (struct sockaddr *)&name, &size) < 0)
		return;
	a->local = addr_from_sockaddr((struct sockaddr *)&name);
	if (name.ss_family == AF_INET)
		a->local_port = ntohs(((struct sockaddr_in *)&name)->sin_port);
	else if (name.ss_family == AF_INET6)
		a->local_port = ntohs(((struct sockaddr_in6 *)&name)->sin6_port);
}

static int prepare(int fd, const struct dial_config *c, struct dial_attempt *a, struct fail *why)
{
	bool six = a->addr.family == ADDR_V6;
	int rc = set_device(fd, c, why);

	if (rc < 0)
		return rc;
	set_errors(fd, six, 1);
	set_int(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	rc = set_header(fd, c, six, why);
	if (rc < 0)
		return rc;
	rc = set_keepalive(fd, c, why);
	if (rc >= 0)
		rc = set_whole(fd, c, six, why);
	if (rc < 0)
		return rc;
	rc = bind_local(fd, c, a, why);
	if (rc < 0)
		return rc;
	read_local(fd, a);
	return 0;
}

int dial_socket(const struct dial_config *c, struct dial_attempt *a, struct fail *why)
{
	int family = c->unix_path ? AF_UNIX : addr_af(&a->addr), rc;
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return fail_errno(why, "cannot open a socket");
	if (family == AF_UNIX)
		return fd;
	rc = prepare(fd, c, a, why);
	if (rc >= 0)
		return fd;
	close(fd);
	return rc;
}

static int connect_unix(const struct dial *d, int fd)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	size_t n = strlen(d->unix_path);

	memcpy(name.sun_path, d->unix_path, n);
	if (name.sun_path[0] == '@')
		name.sun_path[0] = '\0'; /* abstract: all the bytes count, and no NUL after them */
	else
		n++;
	return connect(fd, (struct sockaddr *)&name,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
}

int dial_connect(struct dial *d, unsigned i)
{
	struct dial_attempt *a = &d->attempt[i];
	struct sockaddr_storage name = {0};
	socklen_t size;
	int rc;

	if (d->unix_path[0]) {
		rc = connect_unix(d, d->fd[i]);
	} else {
		size = addr_to_sockaddr(&a->addr, a->port, &name);
		rc = connect(d->fd[i], (struct sockaddr *)&name, size);
	}
	if (rc < 0)
		rc = -errno;
	if (!rc || rc == -EINPROGRESS)
		read_local(d->fd[i], a);
	return rc;
}

static void read_report(const struct cmsghdr *c, struct dial_icmp *out, struct bytes quote)
{
	struct sock_extended_err e;
	struct sockaddr_in6 from = {0};
	size_t left;

	if (c->cmsg_len < CMSG_LEN(sizeof e))
		return;
	memcpy(&e, CMSG_DATA(c), sizeof e);
	if (e.ee_origin != SO_EE_ORIGIN_ICMP && e.ee_origin != SO_EE_ORIGIN_ICMP6)
		return;
	*out = (struct dial_icmp){
		.present = true, .type = e.ee_type, .code = e.ee_code, .mtu = e.ee_info};
	memcpy(out->quote, quote.p, quote.left);
	out->quote_bytes = quote.left;
	/* The offender stands behind it (SO_EE_OFFENDER). */
	left = c->cmsg_len - CMSG_LEN(sizeof e);
	memcpy(&from, CMSG_DATA(c) + sizeof e, left < sizeof from ? left : sizeof from);
	out->offender = addr_from_sockaddr((const struct sockaddr *)&from);
}

static void read_errors(int fd, struct dial_icmp *out)
{
	union {
		struct cmsghdr align;
		char space[256];
	} control;
	uint8_t quote[DIAL_QUOTE_BYTES];
	struct iovec v = {quote, sizeof quote};

	for (unsigned turns = 0; turns < 8; turns++) {
		struct msghdr m = {.msg_iov = &v,
			.msg_iovlen = 1,
			.msg_control = control.space,
			.msg_controllen = sizeof control.space};

		ssize_t n = recvmsg(fd, &m, MSG_ERRQUEUE | MSG_DONTWAIT);

		if (n < 0)
			return;
		for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c))
			if ((c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR) ||
				(c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR))
				read_report(c, out, bytes_of(quote, (size_t)n));
	}
}

int dial_outcome_of(struct dial *d, unsigned i)
{
	struct dial_attempt *a = &d->attempt[i];
	struct dial_info info;
	socklen_t size = sizeof a->error;

	if (getsockopt(d->fd[i], SOL_SOCKET, SO_ERROR, &a->error, &size) < 0)
		a->error = errno;
	if (d->unix_path[0])
		return a->error;
	if (!dial_info(d->fd[i], &info, NULL))
		a->retransmits = info.total_retransmits;
	read_errors(d->fd[i], &a->icmp);
	return a->error;
}

void dial_settle(struct dial *d, unsigned i)
{
	if (!d->unix_path[0])
		set_errors(d->fd[i], d->attempt[i].addr.family == ADDR_V6, 0);
}

void dial_reset(int fd)
{
	const struct linger now = {.l_onoff = 1};

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(fd);
}
