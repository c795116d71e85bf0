/* reserved: sockets that reserve ports, in place of the kernel's, for targets that need ports. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_RESERVED_H
#define PROBEKIT_RESERVED_H

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RESERVED_FD = 900, RESERVED_PORT = 40000 };

/* NOLINTBEGIN(readability-*): libc's own are reserved */
int socket(int family, int type, int protocol)
{
	(void)family, (void)type, (void)protocol;
	return RESERVED_FD;
}

int bind(int fd, const struct sockaddr *to, socklen_t size)
{
	(void)fd, (void)to, (void)size;
	return 0;
}

int getsockname(int fd, struct sockaddr *restrict to, socklen_t *restrict size)
{
	struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(RESERVED_PORT)};

	(void)fd;
	memcpy(to, &name, *size < sizeof name ? *size : sizeof name);
	return 0;
}

int close(int fd)
{
	(void)fd;
	return 0;
}
/* NOLINTEND(readability-*) */

#endif
