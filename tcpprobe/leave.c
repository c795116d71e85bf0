/* leave: from which address, and over what MTU, each host of a list is asked. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "leave.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct leaves {
	int fds[2]; /* -1: this host lacks the family */
	unsigned n;
	struct leave all[LEAVES];
	uint8_t *of_host; /* plus 1; 0 not asked yet */
};

/* What is no use here is no use for the probes either, and said of those. */
static void choose_route(int fd, const struct leaves_config *c, unsigned v6)
{
	int tos = c->tos;

	if (c->mark)
		setsockopt(fd, SOL_SOCKET, SO_MARK, &c->mark, sizeof(c->mark));
	if (tos)
		setsockopt(
			fd, v6 ? SOL_IPV6 : SOL_IP, v6 ? IPV6_TCLASS : IP_TOS, &tos, sizeof(tos));
}

static int open_socket(const struct leaves_config *c, unsigned v6)
{
	struct sockaddr_storage name;
	int fd = socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t size = addr_to_sockaddr(&c->source[v6], 0, &name);

	if (fd < 0)
		return -1;
	if ((c->device && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, c->device,
				  (socklen_t)strlen(c->device))) ||
		(size && bind(fd, (struct sockaddr *)&name, size))) {
		close(fd);
		return -1;
	}
	choose_route(fd, c, v6);
	return fd;
}

int leaves_open(struct leaves **out, const struct leaves_config *c, struct fail *why)
{
	struct leaves *l = calloc(1, sizeof(*l));

	if (l)
		l->of_host = calloc((size_t)(c->hosts ? c->hosts : 1), 1);
	if (!l || !l->of_host) {
		free(l);
		return fail_set(why, ENOMEM, "no memory for the hosts");
	}
	for (unsigned v6 = 0; v6 < 2; v6++)
		l->fds[v6] = open_socket(c, v6);
	*out = l;
	return 0;
}

void leaves_close(struct leaves *l)
{
	if (!l)
		return;
	for (unsigned v6 = 0; v6 < 2; v6++)
		if (l->fds[v6] >= 0)
			close(l->fds[v6]);
	free(l->of_host);
	free(l);
}

/* A connected UDP socket keeps its address until it is disconnected. */
static int ask(int fd, const struct addr *to, struct leave *out)
{
	const struct sockaddr none = {.sa_family = AF_UNSPEC};
	bool v6 = to->family == ADDR_V6;
	union {
		struct sockaddr any;
		struct sockaddr_storage room;
	} name = {0};
	socklen_t size = addr_to_sockaddr(to, 9, &name.room), mtu_size = sizeof(int);
	int mtu = 0;

	if (connect(fd, &none, sizeof(none)) || connect(fd, &name.any, size))
		return -errno;
	size = sizeof(name);
	if (getsockname(fd, &name.any, &size) ||
		getsockopt(fd, v6 ? SOL_IPV6 : SOL_IP, v6 ? IPV6_MTU : IP_MTU, &mtu, &mtu_size))
		return -errno;
	*out = (struct leave){addr_from_sockaddr(&name.any), (uint32_t)mtu};
	return 0;
}

static int place_of(struct leaves *l, const struct leave *wanted)
{
	for (unsigned i = 0; i < l->n; i++)
		if (l->all[i].mtu_bytes == wanted->mtu_bytes &&
			addr_equal(&l->all[i].source, &wanted->source) &&
			l->all[i].source.zone == wanted->source.zone)
			return (int)i;
	if (l->n == LEAVES)
		return -ENOSPC;
	l->all[l->n] = *wanted;
	return (int)l->n++;
}

int leaves_find(struct leaves *l, uint64_t i, const struct addr *to)
{
	int fd = l->fds[to->family == ADDR_V6], rc;
	struct leave found;

	if (l->of_host[i])
		return l->of_host[i] - 1;
	if (fd < 0)
		return -EAFNOSUPPORT;
	rc = ask(fd, to, &found);
	if (rc >= 0)
		rc = place_of(l, &found);
	if (rc >= 0)
		l->of_host[i] = (uint8_t)(rc + 1);
	return rc;
}

const struct leave *leaves_at(const struct leaves *l, unsigned number)
{
	return &l->all[number];
}
