/* reach: whether the addresses of a sweep are on its link. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "reach.h"

#include <errno.h>
#include <stdio.h>

#include "route.h"

enum { NETWORKS = 32, LOOKED_AT = 1 << 17, ROUTES = 256 };

/* What is on link by the interface's own addresses needs no question to the kernel. */
struct near {
	struct addr_prefix list[NETWORKS];
	size_t n;
};

static int find_near(struct near *to, const struct link *l, struct fail *why)
{
	struct route_address all[NETWORKS];
	int n = route_addresses(all, NETWORKS, l->ifindex, ADDR_NONE, why);

	for (int i = 0; i < n && i < NETWORKS; i++)
		if (!all[i].point_to_point)
			to->list[to->n++] = addr_prefix_of(&all[i].addr, all[i].bits);
	return n < 0 ? n : 0;
}

static bool is_near(const struct near *near, const struct addr *a)
{
	for (size_t i = 0; i < near->n; i++)
		if (addr_prefix_holds(&near->list[i], a))
			return true;
	return false;
}

static int check_route(const struct addr *a, const struct link *l, struct fail *why)
{
	char text[ADDR_TEXT];
	struct route r;
	int rc = route_get(&r, a, NULL, why);

	addr_print(text, a);
	if (rc < 0)
		return rc;
	if (addr_is_multicast(a) || addr_is_unspecified(a))
		return fail_set(why, EADDRNOTAVAIL, "%s is no address that a host can have", text);
	if (r.next_hop.family)
		return fail_set(why, ENETUNREACH,
			"%s is not on a link of this host; with -I INTERFACE it is asked for all "
			"the same",
			text);
	if (!r.local && r.ifindex != l->ifindex)
		return fail_set(why, ENETUNREACH,
			"%s is on %s, others are on %s: one link at a time", text, r.ifname,
			l->name);
	return 0;
}

/* An address of a link is of the one it names. */
static int check_zones(const struct targets *t, const struct link *l, struct fail *why)
{
	struct target one;
	char text[ADDR_TEXT];

	for (uint64_t i = 0; i < LOOKED_AT && targets_at(t, i, &one); i++)
		if (one.addr.zone && one.addr.zone != l->ifindex)
			return fail_set(why, EINVAL,
				"%s is of another link than %s: one link at a time",
				addr_print(text, &one.addr), l->name);
	return 0;
}

int reach_check(const struct targets *t, const struct link *l, bool routed, struct fail *why)
{
	struct near near = {0};
	unsigned routes = 0;
	struct target one;
	int rc;

	if (targets_have(t, ADDR_V4) && targets_have(t, ADDR_V6))
		return fail_set(why, EINVAL, "either IPv4 or IPv6 addresses in one run");
	rc = check_zones(t, l, why);
	if (rc < 0 || !routed)
		return rc;
	rc = find_near(&near, l, why);
	for (uint64_t i = 0; rc >= 0 && i < LOOKED_AT && targets_at(t, i, &one); i++) {
		if (is_near(&near, &one.addr))
			continue;
		if (routes++ == ROUTES)
			break;
		rc = check_route(&one.addr, l, why);
	}
	return rc;
}
