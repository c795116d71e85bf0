/* route_hops: the next hops that one route shares its packets among (rtnetlink). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <string.h>

#include "route.h"
#include "route_netlink.h"

struct hops {
	struct route_hop *out;
	size_t size, n;
	int af;
};

static void take_hop(struct hops *all, const struct rtnexthop *h)
{
	uint32_t ifindex = (uint32_t)h->rtnh_ifindex;
	struct addr via = route_gateway_of(
		(const uint8_t *)h + sizeof *h, h->rtnh_len - sizeof *h, all->af, ifindex);

	if (all->n < all->size)
		all->out[all->n] = (struct route_hop){.via = via,
			.ifindex = ifindex,
			.unused = h->rtnh_flags & RTNH_F_DEAD,
			.no_carrier = (h->rtnh_flags & (RTNH_F_DEAD | RTNH_F_LINKDOWN)) ==
				      RTNH_F_LINKDOWN};
	all->n++;
}

static int take_hops(void *to, const struct nlmsghdr *answer)
{
	size_t fixed = sizeof(struct rtmsg), left = 0;
	const struct rtattr *list =
		route_attribute(answer, fixed, RTA_MULTIPATH, sizeof(struct rtnexthop));
	const uint8_t *p = list ? RTA_DATA(list) : NULL;

	if (list)
		left = RTA_PAYLOAD(list);
	while (left >= sizeof(struct rtnexthop)) {
		const struct rtnexthop *h = (const struct rtnexthop *)(const void *)p;
		size_t step = RTA_ALIGN((size_t)h->rtnh_len); /* RTNH_ALIGN is of int */

		if (h->rtnh_len < sizeof *h || h->rtnh_len > left)
			break;
		take_hop(to, h);
		if (step >= left)
			break;
		p += step;
		left -= step;
	}
	return 1;
}

int route_hops(struct route_hop *out, size_t size, const struct addr *to,
	const struct route_want *want, struct fail *why)
{
	struct hops all = {.out = out, .size = size, .af = addr_af(to)};
	const struct route_want any = {0};
	struct route_question q;
	char text[ADDR_TEXT];
	int rc;

	if (to->family == ADDR_NONE)
		return fail_set(why, EDESTADDRREQ, "no destination for a route");
	route_question_to(&q, to, want ? want : &any, RTM_F_FIB_MATCH);
	rc = route_ask(&q, sizeof(struct rtmsg), take_hops, &all);
	if (rc < 0)
		return fail_set(why, -rc, "%s: %s", addr_print(text, to), strerror(-rc));
	return (int)all.n;
}
