/* path: where the probes go and how they leave: address, source, interface. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "path.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "report.h"
#include "route.h"

static int take_interface(
	struct path *p, const char *text, enum addr_family family, struct fail *why)
{
	struct route_interface found;
	struct addr a;
	int rc = resolve_literal(text, AF_UNSPEC, &a, why);

	if (rc < 0)
		return rc;
	if (rc == 1 && (family == ADDR_NONE || a.family == family)) {
		p->source = a;
		p->source_given = true;
		return 0;
	}
	if (rc == 1)
		return 0;
	if (strlen(text) >= sizeof(p->device))
		return fail_set(why, ENODEV, "unknown iface: %s", text);
	rc = route_interface(&found, text, 0, why);
	if (rc == -ENODEV)
		return fail_set(why, ENODEV, "unknown iface: %s", text);
	if (rc < 0)
		return rc;
	snprintf(p->device, sizeof(p->device), "%s", found.name);
	p->ifindex = p->bound_ifindex = found.ifindex;
	return 0;
}

/* The words are those of connect(), which ping used to ask for the route. */
static int no_route(int error, const struct addr *to, struct fail *why)
{
	if (error == EACCES && to->family == ADDR_V4)
		return fail_set(why, error,
			"Do you want to ping broadcast? Then -b. If not, check your local firewall "
			"rules");
	return fail_set(why, error, "connect: %s", strerror(error));
}

static bool lacks_zone(const struct addr *a)
{
	return a->family == ADDR_V6 && addr_is_link_local(a) && !a->zone;
}

/* An address of a link needs that link: the one wanted, the other end's, or the route's. */
static void settle_ends(struct path *p, const struct addr *to, const struct route *r)
{
	p->target = *to;
	if (lacks_zone(&p->target))
		p->target.zone = r->ifindex;
	if (p->target.zone)
		p->bound_ifindex = p->target.zone;
	if (!p->source_given)
		p->source = r->source;
	if (lacks_zone(&p->source))
		p->source.zone = r->ifindex;
	/* 0.0.0.0 is this host, which answers from an address. */
	if (to->family == ADDR_V4 && addr_is_unspecified(to))
		p->target = p->source;
}

static int try_address(
	struct path *p, const struct path_want *w, const struct addr *a, struct fail *why)
{
	struct route_want want = {.ifindex = p->ifindex, .mark = w->mark, .tos = w->tos};
	struct addr to = *a;
	struct route r;
	int rc;

	/* There is no route from an address that is not ours; whether one may send from it, bind()
	 * says. */
	if (p->source_given && route_owns(&p->source, NULL, NULL) == 1)
		want.source = p->source;
	if (lacks_zone(&to))
		to.zone = p->ifindex ? p->ifindex : p->source.zone;
	if (!want.ifindex)
		want.ifindex = to.zone;
	rc = route_get(&r, &to, &want, why);
	if (rc < 0)
		return no_route(-rc, &to, why);
	settle_ends(p, &to, &r);
	p->broadcast = r.broadcast;
	/* Of :: too one cannot say who answers. */
	p->group = r.broadcast || addr_is_multicast(&to) || addr_is_unspecified(&p->target);
	p->ifindex = r.ifindex;
	snprintf(p->leaves_by, sizeof(p->leaves_by), "%s", r.ifname);
	if (r.broadcast && !w->broadcast_allowed)
		return no_route(EACCES, &to, why);
	return 0;
}

static int af_of(enum addr_family family)
{
	return family == ADDR_V4 ? AF_INET : family == ADDR_V6 ? AF_INET6 : AF_UNSPEC;
}

/* A name with addresses of the other family only says so. */
static int look_up(const struct path_want *want, struct resolve *resolver,
	struct resolve_result *found, struct fail *why)
{
	struct fail ignored;
	int rc = resolve_name(resolver, want->name, af_of(want->family), INT64_MAX, found, why);

	if (rc != -ENOENT || want->family == ADDR_NONE ||
		resolve_name(resolver, want->name, AF_UNSPEC, INT64_MAX, found, &ignored) < 0)
		return rc;
	return fail_set(
		why, EAFNOSUPPORT, "%s: Address family for hostname not supported", want->name);
}

int path_find(
	struct path *out, const struct path_want *want, struct resolve *resolver, struct fail *why)
{
	struct resolve_result found;
	bool as_given;
	int rc = look_up(want, resolver, &found, why);

	*out = (struct path){0};
	if (rc < 0)
		return rc;
	out->literal = found.literal;
	for (size_t i = 0; i < want->n_interfaces; i++) {
		rc = take_interface(
			out, want->interfaces[i], (enum addr_family)found.addrs[0].family, why);
		if (rc < 0)
			return rc;
	}
	for (unsigned i = 0; i < found.n; i++) {
		rc = try_address(out, want, &found.addrs[i], why);
		if (rc != -ENETUNREACH && rc != -EHOSTUNREACH)
			break;
	}
	/* ping has always called an IPv4 host by its canonical name and an IPv6 one as asked. */
	as_given = found.literal || out->target.family == ADDR_V6;
	report_safe(out->host, sizeof(out->host), as_given ? want->name : found.canonical);
	return rc;
}
