/* route: interface, source address, next hop and MTU for a destination (rtnetlink). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "route.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "route_netlink.h"

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

static uint32_t metric(const struct rtattr *metrics, uint16_t type)
{
	return metrics ? route_u32(route_nested(metrics, type, 4)) : 0;
}

static struct route_metrics metrics_of(const struct rtattr *a)
{
	return (struct route_metrics){.mtu_bytes = metric(a, RTAX_MTU),
		.mss_bytes = metric(a, RTAX_ADVMSS),
		.window_bytes = metric(a, RTAX_WINDOW),
		.initial_segments = metric(a, RTAX_INITRWND),
		.hop_limit = metric(a, RTAX_HOPLIMIT),
		.ecn = metric(a, RTAX_FEATURES) & RTAX_FEATURE_ECN};
}

static int take_route(void *to, const struct nlmsghdr *answer)
{
	struct route *out = to;
	size_t fixed = sizeof(struct rtmsg);
	const struct rtmsg *m = NLMSG_DATA(answer);

	out->ifindex = route_u32(route_attribute(answer, fixed, RTA_OIF, 4));
	out->source = addr_scoped(
		route_addr_of(m->rtm_family, route_attribute(answer, fixed, RTA_PREFSRC, 4)),
		out->ifindex);
	out->next_hop = route_gateway_of((const uint8_t *)answer + NLMSG_SPACE(fixed),
		answer->nlmsg_len - NLMSG_SPACE(fixed), m->rtm_family, out->ifindex);
	out->metrics = metrics_of(route_attribute(answer, fixed, RTA_METRICS, 0));
	out->mtu_bytes = out->metrics.mtu_bytes;
	out->local = m->rtm_type == RTN_LOCAL;
	out->broadcast = m->rtm_type == RTN_BROADCAST;
	out->multicast = m->rtm_type == RTN_MULTICAST;
	return refusal_of(m->rtm_type);
}

enum { INTERFACES_KNOWN = 16 };
struct routes {
	int fd;
	uint32_t asked; /* questions so far */
	unsigned n;	/* interfaces found so far; the newest INTERFACES_KNOWN are kept */
	struct route_interface known[INTERFACES_KNOWN];
};

void route_question_to(struct route_question *q, const struct addr *to,
	const struct route_want *want, uint32_t flags)
{
	struct rtmsg m = {.rtm_family = (uint8_t)addr_af(to),
		.rtm_dst_len = (uint8_t)(addr_size(to) * 8),
		.rtm_tos = want->tos,
		.rtm_flags = flags};
	uint32_t ifindex = want->ifindex ? want->ifindex : to->zone;

	if (want->source.family == to->family)
		m.rtm_src_len = m.rtm_dst_len;
	route_question_init(q, RTM_GETROUTE, 0, &m, sizeof m);
	route_question_add(q, RTA_DST, to->bytes, addr_size(to));
	if (m.rtm_src_len)
		route_question_add(q, RTA_SRC, want->source.bytes, addr_size(to));
	if (ifindex)
		route_question_add(q, RTA_OIF, &ifindex, sizeof ifindex);
	if (want->mark)
		route_question_add(q, RTA_MARK, &want->mark, sizeof want->mark);
}

static int look_up(
	struct routes *r, struct route *out, const struct addr *to, const struct route_want *want)
{
	struct route_question q;

	route_question_to(&q, to, want, 0);
	q.head.nlmsg_seq = ++r->asked;
	return route_ask_by(r->fd, &q, sizeof(struct rtmsg), take_route, out);
}

static void take_interface(
	struct route *out, const struct addr *to, const struct route_interface *i)
{
	bool v6 = to->family == ADDR_V6;

	snprintf(out->ifname, sizeof out->ifname, "%s", i->name);
	if (!out->mtu_bytes)
		out->mtu_bytes = v6 && i->mtu6_bytes ? i->mtu6_bytes : i->mtu_bytes;
	out->hop_limit = out->metrics.hop_limit;
	if (!out->hop_limit && v6)
		out->hop_limit = i->hop_limit6;
}

static int refuse_socket(int rc, struct fail *why)
{
	return fail_set(why, -rc, "a socket for routes: %s", strerror(-rc));
}

int routes_open(struct routes **out, struct fail *why)
{
	struct routes *r = calloc(1, sizeof *r);

	if (!r)
		return fail_set(why, ENOMEM, "no memory for routes");
	r->fd = route_socket();
	if (r->fd < 0) {
		int rc = r->fd;

		free(r);
		return refuse_socket(rc, why);
	}
	*out = r;
	return 0;
}

void routes_close(struct routes *r)
{
	if (!r)
		return;
	close(r->fd);
	free(r);
}

static int interface_of(
	const struct route_interface **out, struct routes *r, uint32_t ifindex, struct fail *why)
{
	struct route_interface *room = &r->known[r->n % INTERFACES_KNOWN];
	int rc;

	for (unsigned i = 0; i < INTERFACES_KNOWN && i < r->n; i++)
		if (r->known[i].ifindex == ifindex) {
			*out = &r->known[i];
			return 0;
		}
	rc = route_interface(room, NULL, ifindex, why);
	r->n += rc >= 0;
	*out = room;
	return rc;
}

int routes_get(struct routes *r, struct route *out, const struct addr *to,
	const struct route_want *want, struct fail *why)
{
	const struct route_want any = {0};
	const struct route_interface *interface;
	char text[ADDR_TEXT];
	int rc;

	*out = (struct route){0};
	if (!want)
		want = &any;
	if (to->family == ADDR_NONE)
		return fail_set(why, EDESTADDRREQ, "no destination for a route");
	rc = look_up(r, out, to, want);
	if (rc < 0)
		return fail_set(why, -rc, "%s: %s", addr_print(text, to), strerror(-rc));
	if (want->source.family == to->family)
		out->source = want->source;
	out->multicast = out->multicast || addr_is_multicast(to);
	rc = interface_of(&interface, r, out->ifindex, why);
	if (rc >= 0)
		take_interface(out, to, interface);
	return rc;
}

int route_get(
	struct route *out, const struct addr *to, const struct route_want *want, struct fail *why)
{
	struct routes once = {.fd = route_socket()};
	int rc;

	*out = (struct route){0};
	if (once.fd < 0)
		return refuse_socket(once.fd, why);
	rc = routes_get(&once, out, to, want, why);
	close(once.fd);
	return rc;
}

struct owner {
	const struct addr *addr;
	uint32_t ifindex;
};

static bool is_local(const struct addr *a, uint32_t *ifindex)
{
	const struct route_want any = {0};
	struct route found = {0};
	struct routes once = {.fd = route_socket()};
	bool local = once.fd >= 0 && !look_up(&once, &found, a, &any) && found.local;

	if (once.fd >= 0)
		close(once.fd);
	*ifindex = found.ifindex;
	return local;
}

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
	found = addr_scoped(route_addr_of(m->ifa_family, a), m->ifa_index);
	if (!addr_equal(&found, o->addr))
		return 0;
	o->ifindex = m->ifa_index;
	return 1;
}

int route_owns(const struct addr *a, uint32_t *ifindex, struct fail *why)
{
	struct ifaddrmsg m = {.ifa_family = (uint8_t)addr_af(a)};
	struct owner o = {.addr = a};
	struct route_question q;
	int rc;

	if (a->family == ADDR_NONE)
		return 0;
	route_question_init(&q, RTM_GETADDR, NLM_F_DUMP, &m, sizeof m);
	rc = route_ask(&q, sizeof m, take_address, &o);
	if (rc < 0)
		return fail_set(why, -rc, "asking for addresses: %s", strerror(-rc));
	/* Whole networks may be local without being anybody's address: 127.0.0.0/8 is. */
	if (!rc && is_local(a, &o.ifindex))
		rc = 1;
	if (rc && ifindex)
		*ifindex = o.ifindex;
	return rc;
}
