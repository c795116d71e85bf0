/* dialling: drives a dial to its end, and listens for it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_DIALLING_H
#define PROBEKIT_DIALLING_H

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "dial.h"

enum { DIALLING_MS = 1000000, DIALLING_MOST_MS = 20000 };

/* What every test starts from: one address. */
static inline struct dial_config dialling_config(const struct addr *to, unsigned n, uint16_t port)
{
	return (struct dial_config){.addrs = to,
		.n = n,
		.port = port,
		.ttl = -1,
		.tos = -1,
		.deadline_ns = clock_now() + (int64_t)DIALLING_MOST_MS * DIALLING_MS};
}

static inline struct addr dialling_addr(const char *text)
{
	struct addr a = {0};

	if (!addr_parse(&a, text))
		abort();
	return a;
}

/* Turns as a tool's loop would; the result. */
static inline int dialling_run(struct dial *d, struct fail *why)
{
	struct pollfd p[DIAL_ADDRS];
	int rc;

	while (!(rc = dial_turn(d, clock_now(), why))) {
		unsigned n = dial_fds(d, p);
		int64_t due = dial_due_ns(d), ms = INT64_C(30000);

		if (due != INT64_MAX)
			ms = (due - clock_now()) / DIALLING_MS + 1;
		poll(p, n, ms < 0 ? 0 : (int)ms);
	}
	return rc;
}

/* A listening socket on an address and a port of the kernel's choice, with room for backlog. */
static inline int dialling_listen(const char *at, uint16_t *port, int backlog)
{
	struct addr a = dialling_addr(at);
	struct sockaddr_storage name;
	socklen_t size = addr_to_sockaddr(&a, *port, &name);
	int fd = socket(addr_af(&a), SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&name, size) < 0 || listen(fd, backlog) < 0 ||
		getsockname(fd, (struct sockaddr *)&name, &size) < 0)
		abort();
	*port = ntohs(a.family == ADDR_V4 ? ((struct sockaddr_in *)&name)->sin_port
					  : ((struct sockaddr_in6 *)&name)->sin6_port);
	return fd;
}

#endif
