/* selfcheck_neighbours: whether the next hop, and each of several, is there on its link. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "proc.h"
#include "report.h"
#include "selfcheck_parts.h"
#include "strbuf.h"

/* An Ethernet of which somebody has said that nobody is to be asked: the frames have the address of
 * the interface itself, which no other host takes. */
static bool asks_nobody(const struct route_interface *i)
{
	return i->noarp && i->has_mac && !i->loopback && !i->point_to_point && !i->vrf;
}

static void unasked(struct selfcheck *s, const struct route_interface *i, const char *hop,
	enum route_neighbour_state state)
{
	if (asks_nobody(i) && state != ROUTE_NEIGHBOUR_PERMANENT)
		selfcheck_add(s, "neighbour", SELFCHECK_DOUBT,
			"%s is set not to ask for link addresses (arp off), and nobody has set "
			"that of %s: is anybody there for its frames?",
			i->name, hop);
	else
		selfcheck_add(s, "neighbour", SELFCHECK_FINE, "%s needs none", i->name);
}

static void neighbour(struct selfcheck *s, const char *interface, const char *hop,
	enum route_neighbour_state state)
{
	switch (state) {
	case ROUTE_NEIGHBOUR_KNOWN:
	case ROUTE_NEIGHBOUR_PERMANENT:
		selfcheck_add(s, "neighbour", SELFCHECK_FINE, "%s is known on %s", hop, interface);
		break;
	case ROUTE_NEIGHBOUR_FAILED:
		selfcheck_add(s, "neighbour", SELFCHECK_FAULT,
			"%s did not answer for its link address on %s", hop, interface);
		break;
	case ROUTE_NEIGHBOUR_RESOLVING:
		selfcheck_add(s, "neighbour", SELFCHECK_DOUBT,
			"%s is being asked for its link address on %s, without an answer yet", hop,
			interface);
		break;
	case ROUTE_NEIGHBOUR_UNASKED:
		selfcheck_add(s, "neighbour", SELFCHECK_UNEXAMINED,
			"nothing was sent to %s on %s lately: a probe would tell", hop, interface);
		break;
	}
}

static void next_hop(struct selfcheck *s, const struct selfcheck_place *p)
{
	const struct addr *hop = p->route->next_hop.family ? &p->route->next_hop : &p->to->target;
	enum route_neighbour_state state;
	struct route_interface i;
	struct fail why = {0};
	char text[ADDR_TEXT];
	bool known = route_interface(&i, NULL, p->route->ifindex, &why) >= 0;

	report_addr(text, hop);
	if (route_neighbour_state(&state, hop, p->route->ifindex, &why) < 0)
		selfcheck_add(s, "neighbour", SELFCHECK_UNEXAMINED, "%s", why.text);
	else if (known && (i.loopback || i.noarp || i.point_to_point))
		unasked(s, &i, text, state);
	else
		neighbour(s, p->route->ifname, text, state);
}

/* Whether the kernel leaves out who did not answer. */
static bool passes_over(const struct addr *to)
{
	return to->family == ADDR_V4 &&
	       proc_number("/proc/sys/net/ipv4/fib_multipath_use_neigh", 0) > 0;
}

/* What is wrong with one of several, NULL nothing that is known. */
static const char *fault_of(
	const struct route_hop *h, const struct addr *to, enum selfcheck_result *result)
{
	enum route_neighbour_state state = ROUTE_NEIGHBOUR_UNASKED;

	*result = SELFCHECK_FAULT;
	if (h->no_carrier)
		return "without carrier";
	if (!h->unused)
		route_neighbour_state(&state, h->via.family ? &h->via : to, h->ifindex, NULL);
	if (state == ROUTE_NEIGHBOUR_FAILED && !passes_over(to))
		return "which does not answer for its link address";
	*result = SELFCHECK_DOUBT;
	if (state == ROUTE_NEIGHBOUR_FAILED)
		return "which does not answer for its link address, so that the others have its "
		       "share";
	if (h->unused)
		return "down, so that the others have its share";
	return state == ROUTE_NEIGHBOUR_RESOLVING
		       ? "which has not yet answered for its link address"
		       : NULL;
}

static void name_hop(struct strbuf *to, const struct route_hop *h)
{
	struct route_interface i;
	char text[ADDR_TEXT];

	if (h->via.family)
		strbuf_print(to, "%s by ", report_addr(text, &h->via));
	strbuf_put_text(to, route_interface(&i, NULL, h->ifindex, NULL) < 0 ? "?" : i.name);
}

/* Which of them a connection gets goes by its ports: some fail, and others do not. */
static void several(
	struct selfcheck *s, const struct selfcheck_place *p, const struct route_hop *hops, int n)
{
	enum selfcheck_result worst = SELFCHECK_FINE, result;
	struct strbuf to = {0};

	for (int i = 0; i < n; i++) {
		const char *fault = fault_of(&hops[i], &p->to->target, &result);

		if (i)
			strbuf_put_text(&to, ", ");
		name_hop(&to, &hops[i]);
		if (!fault)
			continue;
		strbuf_print(&to, " (%s)", fault);
		worst = result == SELFCHECK_FAULT || worst == SELFCHECK_FINE ? result : worst;
	}
	selfcheck_add(s, "next hops", worst, "the route shares connections among %d: %.*s", n,
		(int)to.used, to.used ? to.p : "");
	strbuf_close(&to);
}

void selfcheck_neighbours(struct selfcheck *s, const struct selfcheck_place *p)
{
	enum { MANY = 8 };
	struct route_hop hops[MANY];
	int n = route_hops(hops, MANY, &p->to->target, &p->by, NULL);

	next_hop(s, p);
	if (n > 1)
		several(s, p, hops, n < MANY ? n : MANY);
}
