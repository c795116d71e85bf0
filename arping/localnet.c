/* localnet: the IPv4 networks of a link, as they would be given on the command line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "localnet.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>

#include "route.h"

enum { INTERFACES = 64 };

static bool is_fit(const struct route_interface *i)
{
	return i->up && i->running && i->has_mac && !i->loopback && !i->noarp;
}

/* The one link there is to ask on; where there are several the user must say which. */
static int only_interface(char to[static IF_NAMESIZE], struct fail *why)
{
	struct route_interface all[INTERFACES];
	struct route_address one;
	int n = route_interfaces(all, INTERFACES, why), found = 0;
	const char *deaf = NULL;

	for (int i = 0; i < n && i < INTERFACES; i++) {
		if (all[i].loopback || route_addresses(&one, 1, all[i].ifindex, ADDR_V4, NULL) < 1)
			continue;
		if (!is_fit(&all[i])) {
			deaf = all[i].name;
			continue;
		}
		if (found++)
			return fail_set(why, EINVAL,
				"which link's networks, %s's or %s's? -I INTERFACE says so", to,
				all[i].name);
		snprintf(to, IF_NAMESIZE, "%s", all[i].name);
	}
	if (n < 0)
		return n;
	if (!found && deaf)
		return fail_set(why, ENETDOWN, "%s is down, has no carrier or no ARP", deaf);
	return found ? 0 : fail_set(why, ENODEV, "no interface has an IPv4 address to ask from");
}

static int find_networks(struct localnet *l, const char *interface, struct fail *why)
{
	struct route_address list[LOCALNET_MAX];
	struct route_interface i;
	char text[ADDR_TEXT];
	int rc = route_interface(&i, interface, 0, why), n;

	if (rc < 0)
		return rc;
	n = route_addresses(list, LOCALNET_MAX, i.ifindex, ADDR_V4, why);
	for (int k = 0; k < n && k < LOCALNET_MAX; k++) {
		if (list[k].point_to_point || list[k].bits > 30)
			continue;
		snprintf(l->networks[l->n], LOCALNET_TEXT, "%s/%u", addr_print(text, &list[k].addr),
			list[k].bits);
		l->texts[l->n] = l->networks[l->n];
		l->n++;
	}
	if (n >= 0 && !l->n)
		return fail_set(why, ENODEV, "%s has no IPv4 network", i.name);
	return n < 0 ? n : 0;
}

int localnet_find(struct localnet *l, const char *interface, struct fail *why)
{
	char name[IF_NAMESIZE] = "";
	int rc = interface ? 0 : only_interface(name, why);

	return rc < 0 ? rc : find_networks(l, interface ? interface : name, why);
}
