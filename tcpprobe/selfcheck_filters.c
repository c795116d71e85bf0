/* selfcheck_filters: what of this host may drop an answer: the reverse path filter, old tables. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include "proc.h"
#include "selfcheck_parts.h"

/* Of both settings the larger counts (ip-sysctl: rp_filter, arp_ignore). */
static int64_t setting(const char *interface, const char *name)
{
	char path[128];
	int64_t all, own;

	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/conf/all/%s", name);
	all = proc_number(path, -1);
	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/conf/%s/%s", interface, name);
	own = proc_number(path, -1);
	return all > own ? all : own;
}

/* Whether the address's network has the next hop in it, though the route is by another interface.
 */
static bool is_beside(const struct route_address *a, const struct selfcheck_place *p)
{
	const struct addr *hop = p->route->next_hop.family ? &p->route->next_hop : &p->to->target;
	const struct addr_prefix network = addr_prefix_of(&a->addr, a->bits);

	return a->ifindex != p->route->ifindex && a->bits < 32 && addr_prefix_holds(&network, hop);
}

/* A host answers questions for all of its addresses by each of its interfaces: where two are in one
 * network, answers come by either. Its name goes to out where it drops them. */
static bool drops_beside(const struct selfcheck_place *p, struct route_interface *out)
{
	enum { MANY = 256 };
	struct route_address all[MANY];
	int n = route_addresses(all, MANY, 0, ADDR_V4, NULL);

	for (int i = 0; i < n && i < MANY; i++)
		if (is_beside(&all[i], p) &&
			route_interface(out, NULL, all[i].ifindex, NULL) >= 0 && out->up &&
			!out->noarp && setting(out->name, "rp_filter") == 1 &&
			setting(out->name, "arp_ignore") == 0)
			return true;
	return false;
}

/* An answer comes by the interface that the SYN left by; a strict filter wants the route to its
 * sender to be by that one. */
static void reverse_path(struct selfcheck *s, const struct selfcheck_place *p)
{
	int64_t mode = setting(p->route->ifname, "rp_filter");
	struct route_interface other;
	struct route back;
	struct fail why = {0};
	bool asked = mode > 0 && !p->route->local;

	if (mode < 0)
		selfcheck_add(s, "rp_filter", SELFCHECK_UNEXAMINED, "rp_filter cannot be read");
	else if (asked && route_get(&back, &p->to->target, NULL, &why) < 0)
		selfcheck_add(s, "rp_filter", SELFCHECK_FAULT,
			"on for %s, which drops answers: no route back without -I: %s",
			p->route->ifname, why.text);
	else if (asked && mode == 1 && back.ifindex != p->route->ifindex)
		selfcheck_add(s, "rp_filter", SELFCHECK_FAULT,
			"strict on %s, which drops answers: the route back is by %s",
			p->route->ifname, back.ifname);
	else if (!p->route->local && drops_beside(p, &other))
		selfcheck_add(s, "rp_filter", SELFCHECK_DOUBT,
			"strict on %s, which is in the same network as %s and answers questions "
			"for its address too (arp_ignore 0): answers that come by it are dropped",
			other.name, p->route->ifname);
	else if (!asked)
		selfcheck_add(s, "rp_filter", SELFCHECK_FINE, "%s on %s",
			mode ? "of no account" : "off", p->route->ifname);
	else
		selfcheck_add(s, "rp_filter", SELFCHECK_FINE, "%s on %s, which the route back %s",
			mode == 1 ? "strict" : "loose", p->route->ifname,
			mode == 1 ? "uses" : "need not use");
}

/* Rules of the older kind are in no list that is read here. */
static void old_tables(struct selfcheck *s, bool v6)
{
	const char *path = v6 ? "/proc/net/ip6_tables_names" : "/proc/net/ip_tables_names";
	FILE *from = fopen(path, "re");
	char name[64], all[128] = "";

	if (!from)
		return;
	while (fgets(name, sizeof(name), from)) {
		name[strcspn(name, "\n")] = '\0';
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", *all ? ", " : "",
			name);
	}
	fclose(from);
	if (*all)
		selfcheck_add(s, "iptables", SELFCHECK_UNEXAMINED,
			"there are tables of the older kind (%s): see %s -S", all,
			v6 ? "ip6tables-legacy" : "iptables-legacy");
}

void selfcheck_filters(struct selfcheck *s, const struct selfcheck_place *p)
{
	bool v6 = p->to->target.family == ADDR_V6;

	if (!v6)
		reverse_path(s, p);
	old_tables(s, v6);
}
