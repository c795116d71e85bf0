/* route: what the kernel might answer to questions about routes, interfaces, addresses and
 * neighbours: the datagrams, two bytes of length before each. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for other functions. */
#undef _FORTIFY_SOURCE

#include "route.h"

#include <string.h>

#include "given.h"
#include "sockets.h"

static struct bytes answers;
static unsigned asked;

/* In place of the C library's, as all of route's questions go by them. */
/* NOLINTNEXTLINE(readability-*): libc's own are reserved */
ssize_t recvfrom(int fd, void *restrict to, size_t size, int flags, struct sockaddr *restrict from,
	socklen_t *restrict from_bytes)
{
	(void)fd, (void)flags, (void)from;
	*from_bytes = 0;
	asked++;
	return given_datagram(to, size, &answers);
}

static void must_be_interface(const struct route_interface *i)
{
	must(memchr(i->name, 0, sizeof i->name));
}

static void interfaces(struct bytes input)
{
	struct route_interface all[4];
	struct fail why = {.error = 0};
	int n;

	answers = input;
	n = route_interface(all, "eth0", 0, &why);
	must(n >= 0 || *why.text);
	must_be_interface(all);
	answers = input;
	n = route_interfaces(all, 4, &why);
	must(n >= 0 || *why.text);
	for (int i = 0; i < n && i < 4; i++)
		must_be_interface(&all[i]);
}

static void addresses(struct bytes input, const struct addr *a)
{
	struct route_address all[4];
	enum route_neighbour_state state;
	struct route_hop hops[4];
	uint32_t ifindex = 0;
	int n;

	answers = input;
	n = route_addresses(all, 4, 0, ADDR_NONE, NULL);
	for (int i = 0; i < n && i < 4; i++)
		must(all[i].addr.family != ADDR_NONE);
	answers = input;
	must(route_neighbour_state(&state, a, 2, NULL) < 0 || state <= ROUTE_NEIGHBOUR_PERMANENT);
	answers = input;
	must(route_owns(a, &ifindex, NULL) <= 1);
	answers = input;
	n = route_hops(hops, 4, a, NULL, NULL);
	for (int i = 0; i < n && i < 4; i++)
		must(hops[i].via.family == ADDR_NONE || hops[i].via.family == a->family ||
			hops[i].via.family == ADDR_V6);
}

/* Many by one socket: what was said of an interface is kept. */
static void many(struct bytes input, const struct addr to[static 2])
{
	struct routes *all = NULL;
	struct fail why = {.error = 0};
	struct route found;

	must(routes_open(&all, NULL) == 0);
	answers = input;
	for (unsigned i = 0; i < 4; i++) {
		must(routes_get(all, &found, &to[i % 2], NULL, &why) == 0 || *why.text);
		must(memchr(found.ifname, 0, sizeof found.ifname));
	}
	routes_close(all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct fail why = {.error = 0};
	struct addr to[2];
	struct route found;

	addr_parse(&to[0], "198.18.0.2");
	addr_parse(&to[1], "2001:db8::2");
	for (unsigned i = 0; i < 2; i++) {
		answers = input.view;
		must(route_get(&found, &to[i], NULL, &why) == 0 || *why.text);
		must(memchr(found.ifname, 0, sizeof found.ifname));
		addresses(input.view, &to[i]);
	}
	interfaces(input.view);
	many(input.view, to);
	must(asked);
	free(input.block);
	return 0;
}
