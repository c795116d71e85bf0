/* link: where a run asks: interface, addresses at this end, and what is wrong with them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "link.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "route.h"

/* A name is an IPv4 host's, as ever, where it has such an address. */
static int find_target(
	struct link *out, const struct link_want *w, struct resolve *resolver, struct fail *why)
{
	struct resolve_result found;
	struct fail ignored;
	int rc = resolve_literal(w->target, addr_af_of(w->family), &out->target, why);

	if (rc)
		return rc < 0 ? rc : 0;
	if (w->family == ADDR_NONE &&
		resolve_name(resolver, w->target, AF_INET, INT64_MAX, &found, &ignored) >= 0) {
		out->target = found.addrs[0];
		return 0;
	}
	rc = resolve_name(resolver, w->target, addr_af_of(w->family), INT64_MAX, &found, why);
	if (rc >= 0)
		out->target = found.addrs[0];
	return rc < 0 ? rc : 0;
}

/* Groups and nobody answer for no address. */
static int check_target(const struct link *out, bool broadcast, struct fail *why)
{
	char text[ADDR_TEXT];

	if (!broadcast && !addr_is_unspecified(&out->target) && !addr_is_multicast(&out->target) &&
		strcmp(addr_print(text, &out->target), "255.255.255.255"))
		return 0;
	return fail_set(why, EADDRNOTAVAIL, "%s is no address that a host can have",
		addr_print(text, &out->target));
}

/* A link-local address is of the link it names. */
static int check_zone(const struct link *out, const struct link_want *w, struct fail *why)
{
	if (!out->target.zone || !out->ifindex || out->target.zone == out->ifindex)
		return 0;
	return fail_set(why, EINVAL, "%s is of another link than -I %s", w->target, w->interface);
}

/* The interface by its name, or by an address that it has. */
static int take_interface(
	struct link *out, const struct link_want *w, struct addr *source, struct fail *why)
{
	struct route_interface found;
	int rc = resolve_literal(w->interface, AF_UNSPEC, source, NULL);

	if (rc == 1) {
		rc = route_owns(source, &out->ifindex, why);
		return rc ? rc : fail_set(why, EADDRNOTAVAIL, "bind: %s", strerror(EADDRNOTAVAIL));
	}
	*source = (struct addr){0};
	rc = route_interface(&found, w->interface, 0, why);
	if (rc == -ENODEV)
		return fail_set(why, ENODEV, "Device %s not available.", w->interface);
	out->ifindex = found.ifindex;
	return rc;
}

/* The source is the interface's link-local address: 1, or 0 where it has none yet. */
static int link_local(struct link *out, struct fail *why)
{
	struct route_address list[64];
	int n = route_addresses(list, 64, out->ifindex, ADDR_V6, why);

	for (int i = 0; i < n && i < 64; i++) {
		if (!addr_is_link_local(&list[i].addr) || list[i].tentative)
			continue;
		out->source = list[i].addr;
		return 1;
	}
	return n < 0 ? n : 0;
}

/* Without a route an IPv6 address is taken for one of the link that was named, as IPv4's are by the
 * kernel. */
static bool taken_for_on_link(struct link *out, int error)
{
	return out->target.family == ADDR_V6 && out->ifindex &&
	       (error == ENETUNREACH || error == EHOSTUNREACH) && link_local(out, NULL) == 1;
}

/* An address of our own is asked for where it is, not on loopback. */
static int route_to(struct link *out, const struct addr *source, struct fail *why)
{
	const struct route_want want = {.ifindex = out->ifindex};
	struct route r;
	int rc;

	if (out->target.family == ADDR_V6 && addr_is_link_local(&out->target) && !out->ifindex &&
		!out->target.zone)
		return fail_set(why, EINVAL,
			"a link-local address needs its link: ADDRESS%%INTERFACE or -I INTERFACE");
	rc = route_get(&r, &out->target, &want, why);
	if (rc < 0 && taken_for_on_link(out, -rc))
		return 0;
	if (rc < 0)
		return fail_set(why, -rc, "connect: %s", strerror(-rc));
	if (!out->ifindex)
		out->ifindex = r.ifindex;
	if (r.local)
		route_owns(&out->target, &out->ifindex, NULL);
	out->gateway = r.next_hop;
	/* One of the other family names the interface alone. */
	out->source = source->family == out->target.family ? *source : r.source;
	return check_target(out, r.broadcast, why);
}

static int own_macs(struct link *out, struct fail *why)
{
	struct route_interface all[HEAR_MACS];
	int n = route_interfaces(all, HEAR_MACS, why);

	for (int i = 0; i < n && i < HEAR_MACS; i++)
		if (all[i].has_mac)
			out->own[out->own_n++] = all[i].mac;
	return n < 0 ? n : 0;
}

static int take_link(struct link *out, struct fail *why)
{
	struct route_interface found;
	int rc = route_interface(&found, NULL, out->ifindex, why);

	if (rc < 0)
		return rc;
	snprintf(out->name, sizeof(out->name), "%s", found.name);
	out->state = !found.up			     ? LINK_DOWN
		     : found.loopback || found.noarp ? LINK_NOT_ARPABLE
		     : !found.has_mac		     ? LINK_NO_MAC
						     : LINK_READY;
	out->carrier = found.running;
	out->mac = found.mac;
	return own_macs(out, why);
}

static int check_ours(const struct link *out, const struct link_want *w, struct fail *why)
{
	int rc = w->foreign ? 1 : route_owns(&out->source, NULL, why);

	return rc ? rc : fail_set(why, EADDRNOTAVAIL, "bind: %s", strerror(EADDRNOTAVAIL));
}

static int take_source(struct link *out, const struct link_want *w, struct fail *why)
{
	const char *text = w->source;
	int rc;

	if (text && (resolve_literal(text, AF_UNSPEC, &out->source, NULL) != 1 ||
			    out->source.family != out->target.family))
		return fail_set(why, EINVAL, "invalid source %s", text);
	if (!text && w->announce)
		out->source = out->target;
	else if (!text && w->dad)
		out->source = (struct addr){.family = out->target.family};
	if ((text || w->announce) && (rc = check_ours(out, w, why)) < 0)
		return rc;
	if (!w->dad && addr_is_unspecified(&out->source))
		return fail_set(why, EADDRNOTAVAIL,
			"%s has no address to ask from: give one with -s, or ask with -D",
			out->name);
	return 0;
}

/* Routers are asked from the interface's link-local address, if it has one already. */
static int find_router_source(struct link *out, struct fail *why)
{
	int rc;

	out->target = out->source = (struct addr){.family = ADDR_V6};
	rc = link_local(out, why);
	return rc < 0 ? rc : 0;
}

static bool must_route(const struct link *out, const struct link_want *w)
{
	return !out->ifindex || !(w->dad || w->announce || w->source);
}

int link_find(
	struct link *out, const struct link_want *want, struct resolve *resolver, struct fail *why)
{
	struct addr source = {0};
	int rc = 0;

	*out = (struct link){0};
	if (want->target && ((rc = find_target(out, want, resolver, why)) < 0 ||
				    (rc = check_target(out, false, why)) < 0))
		return rc;
	if (want->interface && ((rc = take_interface(out, want, &source, why)) < 0 ||
				       (rc = check_zone(out, want, why)) < 0))
		return rc;
	if (!out->ifindex)
		out->ifindex = out->target.zone;
	if (!want->target && !out->ifindex)
		return fail_set(why, EINVAL, "which link? -I INTERFACE says so");
	/* What is wrong with the interface is said before what is wrong with the route. */
	if (out->ifindex && ((rc = take_link(out, why)) < 0 || out->state != LINK_READY))
		return rc;
	if (!want->target)
		return find_router_source(out, why);
	if (must_route(out, want) && (rc = route_to(out, &source, why)) < 0)
		return rc;
	if (!*out->name && ((rc = take_link(out, why)) < 0 || out->state != LINK_READY))
		return rc;
	if (out->target.family == ADDR_V6 && addr_is_link_local(&out->target))
		out->target.zone = out->ifindex;
	/* By an interface that was given the kernel routes to our own addresses, too. */
	out->local = route_owns(&out->target, NULL, NULL) > 0;
	return take_source(out, want, why);
}

void link_warn(const struct link *l, struct report *r, const char *program)
{
	if (!l->carrier)
		report_warn(r, "%s: %s has no carrier: nobody is heard", program, l->name);
}
