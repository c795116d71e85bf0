/* port: a TCP port of this host kept from every other program. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "port.h"

#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

int port_reserve(int *fd, const struct addr *source, uint16_t *port, struct fail *why)
{
	struct sockaddr_storage name;
	union {
		struct sockaddr any;
		struct sockaddr_in ip4;
		struct sockaddr_in6 ip6;
	} bound = {0};
	socklen_t size = addr_to_sockaddr(source, *port, &name), bound_size = sizeof(bound);
	int s = socket(addr_af(source), SOCK_STREAM | SOCK_CLOEXEC, 0), rc;

	if (s < 0)
		return fail_errno(why, "a socket to reserve a port");
	if (bind(s, (struct sockaddr *)&name, size) || getsockname(s, &bound.any, &bound_size)) {
		rc = fail_errno(why, "reserving source port %u", *port);
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
