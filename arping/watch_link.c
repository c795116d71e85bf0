/* watch_link: what a watch has to know of this host's side of its link. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "watch_link.h"

#include <errno.h>

#include "route.h"

enum { OWN = sizeof(((struct watch_config *)0)->own) / sizeof(struct addr) };

int watch_link_find(
	struct link *out, const char *interface, struct resolve *resolver, struct fail *why)
{
	const struct link_want want = {.interface = interface};
	struct route_address first;
	int rc;

	if (!interface)
		return fail_set(why, EINVAL, "which link? -I INTERFACE says so");
	if ((rc = link_find(out, &want, resolver, why)) < 0)
		return rc;
	if (out->state != LINK_READY)
		return fail_set(why, out->state == LINK_DOWN ? ENETDOWN : EOPNOTSUPP,
			"Interface \"%s\" is %s", out->name,
			out->state == LINK_DOWN ? "down" : "not ARPable");
	out->source = (struct addr){.family = ADDR_V4};
	if (route_addresses(&first, 1, out->ifindex, ADDR_V4, NULL) > 0)
		out->source = first.addr;
	return 0;
}

struct addr watch_link_source(const struct link *l, enum addr_family family)
{
	struct route_address own[OWN];
	struct addr found = {.family = (uint8_t)family};
	int n;

	if (family == ADDR_V4)
		return l->source;
	n = route_addresses(own, OWN, l->ifindex, family, NULL);
	for (int i = 0; i < n && i < OWN; i++)
		if (addr_is_link_local(&own[i].addr)) {
			found = own[i].addr;
			found.zone = 0;
		}
	return found;
}

static struct addr gateway(const struct link *l, const char *far)
{
	const struct route_want want = {.ifindex = l->ifindex};
	struct route r = {0};
	struct addr to;

	if (!addr_parse(&to, far) || route_get(&r, &to, &want, NULL) < 0)
		return (struct addr){0};
	r.next_hop.zone = 0;
	return r.next_hop;
}

void watch_link_facts(const struct link *l, struct watch_config *c)
{
	struct route_address own[OWN];
	int n = route_addresses(own, OWN, l->ifindex, ADDR_NONE, NULL);

	c->gateways[0] = gateway(l, "192.0.2.1");
	c->gateways[1] = gateway(l, "2001:db8:ffff::1");
	for (int i = 0; i < n && i < OWN; i++) {
		c->own[i] = own[i].addr;
		c->own[i].zone = 0;
	}
	c->mac = l->mac;
	c->macs = l->own;
	c->macs_n = l->own_n;
}
