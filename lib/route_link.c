/* route_link: interfaces, their addresses and the neighbour table (rtnetlink). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "route.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_arp.h>
#include <linux/ipv6.h>
#include <linux/neighbour.h>
#include <stdio.h>
#include <string.h>

#include "route_netlink.h"

/* The numbers of conf/INTERFACE, in the order of linux/ipv6.h. */
static void take_link6(struct route_interface *out, const struct rtattr *families)
{
	const struct rtattr *v6 = families ? route_nested(families, AF_INET6, 0) : NULL;
	const struct rtattr *conf =
		v6 ? route_nested(v6, IFLA_INET6_CONF, (DEVCONF_MTU6 + 1) * sizeof(uint32_t))
		   : NULL;
	uint32_t set[DEVCONF_MTU6 + 1];

	if (!conf)
		return;
	memcpy(set, RTA_DATA(conf), sizeof set);
	out->mtu6_bytes = set[DEVCONF_MTU6];
	out->hop_limit6 = set[DEVCONF_HOPLIMIT];
}

static int take_link(void *to, const struct nlmsghdr *answer)
{
	struct route_interface *out = to;
	size_t fixed = sizeof(struct ifinfomsg);
	const struct ifinfomsg *m = NLMSG_DATA(answer);
	const struct rtattr *name = route_attribute(answer, fixed, IFLA_IFNAME, 1);
	const struct rtattr *mac = route_attribute(answer, fixed, IFLA_ADDRESS, sizeof out->mac);
	const struct rtattr *info = route_attribute(answer, fixed, IFLA_LINKINFO, 0);
	const struct rtattr *kind = info ? route_nested(info, IFLA_INFO_KIND, 4) : NULL;

	out->ifindex = (uint32_t)m->ifi_index;
	if (name)
		snprintf(out->name, sizeof out->name, "%.*s", (int)RTA_PAYLOAD(name),
			(const char *)RTA_DATA(name));
	out->mtu_bytes = route_u32(route_attribute(answer, fixed, IFLA_MTU, 4));
	take_link6(out, route_attribute(answer, fixed, IFLA_AF_SPEC, 0));
	out->up = m->ifi_flags & IFF_UP;
	out->running = m->ifi_flags & IFF_RUNNING;
	out->loopback = m->ifi_flags & IFF_LOOPBACK;
	out->noarp = m->ifi_flags & IFF_NOARP;
	out->point_to_point = m->ifi_flags & IFF_POINTOPOINT;
	out->vrf = kind && !strncmp(RTA_DATA(kind), "vrf", RTA_PAYLOAD(kind));
	out->has_mac = mac && m->ifi_type == ARPHRD_ETHER;
	if (out->has_mac)
		memcpy(&out->mac, RTA_DATA(mac), sizeof out->mac);
	return 1;
}

int route_interface(
	struct route_interface *out, const char *name, uint32_t ifindex, struct fail *why)
{
	struct ifinfomsg m = {.ifi_index = name ? 0 : (int)ifindex};
	const uint32_t short_answer = RTEXT_FILTER_SKIP_STATS;
	struct route_question q;
	int rc = -ENODEV;

	*out = (struct route_interface){0};
	route_question_init(&q, RTM_GETLINK, 0, &m, sizeof m);
	route_question_add(&q, IFLA_EXT_MASK, &short_answer, sizeof short_answer);
	if (name && *name && strlen(name) < IF_NAMESIZE)
		route_question_add(&q, IFLA_IFNAME, name, strlen(name) + 1);
	else if (name && *name && strlen(name) < ALTIFNAMSIZ)
		route_question_add(&q, IFLA_ALT_IFNAME, name, strlen(name) + 1);
	if (name ? q.head.nlmsg_len > NLMSG_SPACE(sizeof m) + RTA_SPACE(4) : ifindex > 0)
		rc = route_ask(&q, sizeof m, take_link, out);
	if (rc < 0 && rc != -ENODEV)
		return fail_set(why, -rc, "asking for interfaces: %s", strerror(-rc));
	if (!out->ifindex && name)
		return fail_set(why, ENODEV, "%s: no interface has that name", name);
	if (!out->ifindex)
		return fail_set(why, ENODEV, "no interface has the number %u", ifindex);
	return 0;
}

struct interfaces {
	struct route_interface *out;
	size_t size, n;
};

static int take_each_link(void *to, const struct nlmsghdr *answer)
{
	struct interfaces *all = to;
	struct route_interface one = {0};

	take_link(&one, answer);
	if (all->n < all->size)
		all->out[all->n] = one;
	all->n++;
	return 0;
}

int route_interfaces(struct route_interface *out, size_t size, struct fail *why)
{
	struct ifinfomsg m = {0};
	struct interfaces all = {.out = out, .size = size};
	const uint32_t short_answer = RTEXT_FILTER_SKIP_STATS;
	struct route_question q;
	int rc;

	route_question_init(&q, RTM_GETLINK, NLM_F_DUMP, &m, sizeof m);
	route_question_add(&q, IFLA_EXT_MASK, &short_answer, sizeof short_answer);
	rc = route_ask(&q, sizeof m, take_each_link, &all);
	if (rc < 0)
		return fail_set(why, -rc, "asking for interfaces: %s", strerror(-rc));
	return (int)all.n;
}

struct addresses {
	struct route_address *out;
	size_t size, n;
	uint32_t ifindex;
};

static int take_address(void *to, const struct nlmsghdr *answer)
{
	struct addresses *all = to;
	size_t fixed = sizeof(struct ifaddrmsg);
	const struct ifaddrmsg *m = NLMSG_DATA(answer);
	const struct rtattr *local = route_attribute(answer, fixed, IFA_LOCAL, 4);
	const struct rtattr *peer = route_attribute(answer, fixed, IFA_ADDRESS, 4);
	const struct rtattr *wide = route_attribute(answer, fixed, IFA_FLAGS, 4);
	uint32_t flags = wide ? route_u32(wide) : m->ifa_flags;
	struct addr a = route_addr_of(m->ifa_family, local ? local : peer);
	struct addr other = route_addr_of(m->ifa_family, peer);

	if (a.family == ADDR_NONE || (all->ifindex && all->ifindex != m->ifa_index))
		return 0;
	if (all->n < all->size)
		all->out[all->n] = (struct route_address){
			.addr = addr_scoped(a, m->ifa_index),
			.bits = m->ifa_prefixlen,
			.ifindex = m->ifa_index,
			.secondary = flags & IFA_F_SECONDARY,
			.tentative = flags & IFA_F_TENTATIVE,
			.deprecated = flags & IFA_F_DEPRECATED,
			.duplicate = flags & IFA_F_DADFAILED,
			.point_to_point = local && !addr_equal(&a, &other),
		};
	all->n++;
	return 0;
}

int route_addresses(struct route_address *out, size_t size, uint32_t ifindex,
	enum addr_family family, struct fail *why)
{
	const struct addr any = {.family = (uint8_t)family};
	struct ifaddrmsg m = {.ifa_family = (uint8_t)addr_af(&any)};
	struct addresses all = {.out = out, .size = size, .ifindex = ifindex};
	struct route_question q;
	int rc;

	route_question_init(&q, RTM_GETADDR, NLM_F_DUMP, &m, sizeof m);
	rc = route_ask(&q, sizeof m, take_address, &all);
	if (rc < 0)
		return fail_set(why, -rc, "asking for addresses: %s", strerror(-rc));
	return (int)all.n;
}

/* Asks for the entry; its absence is no error. */
static int ask_neighbour(
	const struct addr *a, uint32_t ifindex, route_take *take, void *to, struct fail *why)
{
	struct ndmsg m = {.ndm_family = (uint8_t)addr_af(a), .ndm_ifindex = (int)ifindex};
	struct route_question q;
	int rc;

	if (a->family == ADDR_NONE || !ifindex)
		return 0;
	route_question_init(&q, RTM_GETNEIGH, 0, &m, sizeof m);
	route_question_add(&q, NDA_DST, a->bytes, addr_size(a));
	rc = route_ask(&q, sizeof m, take, to);
	if (rc < 0 && rc != -ENOENT)
		return fail_set(why, -rc, "asking for a neighbour: %s", strerror(-rc));
	return rc > 0;
}

static int take_state(void *to, const struct nlmsghdr *answer)
{
	enum route_neighbour_state *out = to;
	const struct ndmsg *m = NLMSG_DATA(answer);

	*out = m->ndm_state & NUD_FAILED       ? ROUTE_NEIGHBOUR_FAILED
	       : m->ndm_state & NUD_INCOMPLETE ? ROUTE_NEIGHBOUR_RESOLVING
	       : m->ndm_state & NUD_PERMANENT  ? ROUTE_NEIGHBOUR_PERMANENT
	       : m->ndm_state		       ? ROUTE_NEIGHBOUR_KNOWN
					       : ROUTE_NEIGHBOUR_UNASKED;
	return 1;
}

int route_neighbour_state(
	enum route_neighbour_state *out, const struct addr *a, uint32_t ifindex, struct fail *why)
{
	int rc;

	*out = ROUTE_NEIGHBOUR_UNASKED;
	rc = ask_neighbour(a, ifindex, take_state, out, why);
	return rc < 0 ? rc : 0;
}
