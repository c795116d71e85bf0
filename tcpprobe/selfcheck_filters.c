/* selfcheck_filters: what of this host may drop an answer: the reverse path filter, old tables. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include "proc.h"
#include "selfcheck_parts.h"

/* Of both settings the larger counts (ip-sysctl: rp_filter). */
static int64_t reverse_filter(const char *interface)
{
	char path[128];
	int64_t all = proc_number("/proc/sys/net/ipv4/conf/all/rp_filter", -1), own;

	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/conf/%s/rp_filter", interface);
	own = proc_number(path, -1);
	return all > own ? all : own;
}

/* An answer comes by the interface that the SYN left by; a strict filter wants the route to its
 * sender to be by that one. */
static void reverse_path(struct selfcheck *s, const struct selfcheck_place *p)
{
	int64_t mode = reverse_filter(p->route->ifname);
	struct route back;
	struct fail why = {0};

	if (mode < 0)
		selfcheck_add(s, "rp_filter", SELFCHECK_UNEXAMINED, "rp_filter cannot be read");
	else if (mode == 0 || p->route->local)
		selfcheck_add(s, "rp_filter", SELFCHECK_FINE, "%s on %s",
			mode ? "of no account" : "off", p->route->ifname);
	else if (route_get(&back, &p->to->target, NULL, &why) < 0)
		selfcheck_add(s, "rp_filter", SELFCHECK_FAULT,
			"on for %s, which drops answers: no route back without -I: %s",
			p->route->ifname, why.text);
	else if (mode == 1 && back.ifindex != p->route->ifindex)
		selfcheck_add(s, "rp_filter", SELFCHECK_FAULT,
			"strict on %s, which drops answers: the route back is by %s",
			p->route->ifname, back.ifname);
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
