/* port: a TCP port of this host kept from every other program. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "port.h"

#include <errno.h>
#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

#include "priv.h"

static int bind_it(int s, const struct addr *source, uint16_t port, struct fail *why)
{
	struct sockaddr_storage name;
	socklen_t size = addr_to_sockaddr(source, port, &name);
	int rc = port ? priv_raise(why) : 0; /* one below 1024 takes it */

	if (rc >= 0 && bind(s, (struct sockaddr *)&name, size))
		rc = fail_errno(why, "reserving source port %u", port);
	if (port && priv_lower(rc < 0 ? NULL : why) < 0 && rc >= 0)
		rc = -EPERM;
	return rc < 0 ? rc : 0;
}

int port_reserve(int *fd, const struct addr *source, uint16_t *port, struct fail *why)
{
	union {
		struct sockaddr any;
		struct sockaddr_in ip4;
		struct sockaddr_in6 ip6;
	} bound = {0};
	socklen_t size = sizeof(bound);
	int s = socket(addr_af(source), SOCK_STREAM | SOCK_CLOEXEC, 0), rc;

	if (s < 0)
		return fail_errno(why, "a socket to reserve a port");
	rc = bind_it(s, source, *port, why);
	if (rc >= 0 && getsockname(s, &bound.any, &size))
		rc = fail_errno(why, "reserving source port %u", *port);
	if (rc < 0) {
		close(s);
		return rc;
	}
	/* The port stands at the same place in both families. */
	*port = ntohs(bound.ip4.sin_port);
	*fd = s;
	return 0;
}

int port_hold(int *fd, const struct addr *source, uint16_t *port, struct fail *why)
{
	struct sock_filter nothing[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
	const struct sock_fprog filter = {.len = 1, .filter = nothing};
	int rc = port_reserve(fd, source, port, why);

	if (rc < 0)
		return rc;
	if (!setsockopt(*fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) &&
		!listen(*fd, 1))
		return 0;
	rc = fail_errno(why, "holding source port %u", *port);
	port_release(*fd);
	*fd = -1;
	return rc;
}

void port_release(int fd)
{
	if (fd >= 0)
		close(fd);
}
