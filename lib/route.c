/* route: interface, source address, next hop and MTU for a destination (rtnetlink). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "route.h"

#include <errno.h>
#include <linux/if_arp.h>
#include <stdio.h>
#include <string.h>

#include "route_netlink.h"

static struct addr addr_of(int af, const struct rtattr *a)
{
	struct addr out = {0};

	if (a && af == AF_INET && RTA_PAYLOAD(a) >= 4)
		out = addr_v4(RTA_DATA(a));
	else if (a && af == AF_INET6 && RTA_PAYLOAD(a) >= 16)
		out = addr_v6(RTA_DATA(a));
	return out;
}

/* The scope of a link-local address is the interface it was seen on. */
static struct addr scoped(struct addr a, uint32_t ifindex)
{
	if (a.family == ADDR_V6 && addr_is_link_local(&a))
		a.zone = ifindex;
	return a;
}

static struct addr gateway_of(const struct nlmsghdr *answer, int af)
{
	size_t fixed = sizeof(struct rtmsg);
	const struct rtattr *a = route_attribute(answer, fixed, RTA_GATEWAY, 4);
	struct rtvia via;

	if (a)
		return addr_of(af, a);
	a = route_attribute(answer, fixed, RTA_VIA, sizeof via + 4);
	if (!a)
		return (struct addr){0};
	/* An IPv4 route by an IPv6 neighbour: the family, then the address. */
	memcpy(&via, RTA_DATA(a), sizeof via);
	if (via.rtvia_family == AF_INET6 && RTA_PAYLOAD(a) >= sizeof via + 16)
		return addr_v6((const uint8_t *)RTA_DATA(a) + sizeof via);
	return (struct addr){0};
}

/* What a packet on such a route would be refused with; an IPv6 lookup finds them as routes. */
static int refusal_of(unsigned char type)
{
	switch (type) {
	case RTN_UNREACHABLE:
		return -EHOSTUNREACH;
	case RTN_PROHIBIT:
		return -EACCES;
	case RTN_BLACKHOLE:
		return -EINVAL;
	case RTN_THROW:
		return -ENETUNREACH;
	default: /* the kernel's numbers, not ours */
		return 0;
	}
}

static int take_route(void *to, const struct nlmsghdr *answer)
{
	struct route *out = to;
	size_t fixed = sizeof(struct rtmsg);
	const struct rtmsg *m = NLMSG_DATA(answer);
	const struct rtattr *metrics = route_attribute(answer, fixed, RTA_METRICS, 0);

	out->ifindex = route_u32(route_attribute(answer, fixed, RTA_OIF, 4));
	out->source = scoped(addr_of(m->rtm_family, route_attribute(answer, fixed, RTA_PREFSRC, 4)),
		out->ifindex);
	out->next_hop = scoped(gateway_of(answer, m->rtm_family), out->ifindex);
	out->mtu_bytes = metrics ? route_u32(route_nested(metrics, RTAX_MTU, 4)) : 0;
	out->local = m->rtm_type == RTN_LOCAL;
	out->broadcast = m->rtm_type == RTN_BROADCAST;
	out->multicast = m->rtm_type == RTN_MULTICAST;
	return refusal_of(m->rtm_type);
}

static int look_up(struct route *out, const struct addr *to, const struct route_want *want)
{
	struct rtmsg m = {.rtm_family = (uint8_t)addr_af(to),
		.rtm_dst_len = (uint8_t)(addr_size(to) * 8),
		.rtm_tos = want->tos};
	uint32_t ifindex = want->ifindex ? want->ifindex : to->zone;
	struct route_question q;

	if (want->source.family == to->family)
		m.rtm_src_len = m.rtm_dst_len;
	route_question_init(&q, RTM_GETROUTE, 0, &m, sizeof m);
	route_question_add(&q, RTA_DST, to->bytes, addr_size(to));
	if (m.rtm_src_len)
		route_question_add(&q, RTA_SRC, want->source.bytes, addr_size(to));
	if (ifindex)
		route_question_add(&q, RTA_OIF, &ifindex, sizeof ifindex);
	if (want->mark)
		route_question_add(&q, RTA_MARK, &want->mark, sizeof want->mark);
	return route_ask(&q, sizeof m, take_route, out);
}

int route_get(
	struct route *out, const struct addr *to, const struct route_want *want, struct fail *why)
{
	const struct route_want any = {0};
	struct route_interface interface;
	char text[ADDR_TEXT];
	int rc;

	*out = (struct route){0};
	if (!want)
		want = &any;
	if (to->family == ADDR_NONE)
		return fail_set(why, EDESTADDRREQ, "no destination for a route");
	rc = look_up(out, to, want);
	if (rc < 0)
		return fail_set(why, -rc, "%s: %s", addr_print(text, to), strerror(-rc));
	if (want->source.family == to->family)
		out->source = want->source;
	out->multicast = out->multicast || addr_is_multicast(to);
	rc = route_interface(&interface, NULL, out->ifindex, why);
	if (rc < 0)
		return rc;
	snprintf(out->ifname, sizeof out->ifname, "%s", interface.name);
	if (!out->mtu_bytes)
		out->mtu_bytes = interface.mtu_bytes;
	return 0;
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

struct owner {
	const struct addr *addr;
	uint32_t ifindex;
};

static int take_address(void *to, const struct nlmsghdr *answer)
{
	struct owner *o = to;
	size_t fixed = sizeof(struct ifaddrmsg);
	const struct ifaddrmsg *m = NLMSG_DATA(answer);
	const struct rtattr *a = route_attribute(answer, fixed, IFA_LOCAL, 4);
	struct addr found;

	/* IFA_ADDRESS is the peer's on a point-to-point link, where IFA_LOCAL is there as well. */
	if (!a)
		a = route_attribute(answer, fixed, IFA_ADDRESS, 4);
	found = scoped(addr_of(m->ifa_family, a), m->ifa_index);
	if (!addr_equal(&found, o->addr))
		return 0;
	o->ifindex = m->ifa_index;
	return 1;
}

int route_owns(const struct addr *a, uint32_t *ifindex, struct fail *why)
{
	struct ifaddrmsg m = {.ifa_family = (uint8_t)addr_af(a)};
	struct owner o = {.addr = a};
	const struct route_want any = {0};
	struct route found = {0};
	struct route_question q;
	int rc;

	if (a->family == ADDR_NONE)
		return 0;
	route_question_init(&q, RTM_GETADDR, NLM_F_DUMP, &m, sizeof m);
	rc = route_ask(&q, sizeof m, take_address, &o);
	if (rc < 0)
		return fail_set(why, -rc, "asking for addresses: %s", strerror(-rc));
	/* Whole networks may be local without being anybody's address: 127.0.0.0/8 is. */
	if (!rc && !look_up(&found, a, &any) && found.local) {
		o.ifindex = found.ifindex;
		rc = 1;
	}
	if (rc && ifindex)
		*ifindex = o.ifindex;
	return rc;
}
