/* destination: where the probes go and how they leave: address, source, interface. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "destination.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "report.h"
#include "route.h"

int destination_interface(
	struct destination *d, const char *text, enum addr_family family, struct fail *why)
{
	struct route_interface found;
	struct addr a;
	int rc = resolve_literal(text, AF_UNSPEC, &a, why);

	if (rc < 0)
		return rc;
	if (rc == 1 && (family == ADDR_NONE || a.family == family)) {
		d->source = a;
		d->source_given = true;
		return 0;
	}
	if (rc == 1)
		return 0;
	if (strlen(text) >= sizeof(d->device))
		return fail_set(why, ENODEV, "unknown iface: %s", text);
	rc = route_interface(&found, text, 0, why);
	if (rc == -ENODEV)
		return fail_set(why, ENODEV, "unknown iface: %s", text);
	if (rc < 0)
		return rc;
	snprintf(d->device, sizeof(d->device), "%s", found.name);
	d->ifindex = d->bound_ifindex = found.ifindex;
	return 0;
}

/* The words are those of connect(), which tools of the field ask for the route. */
static int no_route(
	int error, const struct addr *to, const struct destination_want *w, struct fail *why)
{
	if (error == EACCES && to->family == ADDR_V4 && w->refused)
		return fail_set(why, error, "%s", w->refused);
	/* The same words for other mistakes do not come from a lookup by address. */
	if (error == EINVAL && !w->refused)
		return fail_set(
			why, error, "connect: %s: a blackhole route (ip route)", strerror(error));
	return fail_set(why, error, "connect: %s", strerror(error));
}

static bool lacks_zone(const struct addr *a)
{
	return a->family == ADDR_V6 && addr_is_link_local(a) && !a->zone;
}

/* An address of a link needs that link: the one wanted, the other end's, or the route's. */
static void settle_ends(struct destination *d, const struct addr *to, const struct route *r)
{
	d->target = *to;
	d->next_hop = r->next_hop;
	if (lacks_zone(&d->target))
		d->target.zone = r->ifindex;
	if (d->target.zone)
		d->bound_ifindex = d->target.zone;
	if (!d->source_given)
		d->source = r->source;
	if (lacks_zone(&d->source))
		d->source.zone = r->ifindex;
	/* 0.0.0.0 is this host, which answers from an address. */
	if (to->family == ADDR_V4 && addr_is_unspecified(to))
		d->target = d->source;
}

static int try_address(struct destination *d, const struct destination_want *w,
	const struct addr *a, struct fail *why)
{
	struct route_want want = {.ifindex = d->ifindex, .mark = w->mark, .tos = w->tos};
	struct addr to = *a;
	struct route r;
	int rc;

	if (to.zone && d->bound_ifindex && to.zone != d->bound_ifindex)
		return fail_set(
			why, ENODEV, "%s is of another link than -I %s", w->name, d->device);
	/* There is no route from an address that is not ours; whether one may send from it, bind()
	 * says. */
	if (d->source_given && route_owns(&d->source, NULL, NULL) == 1)
		want.source = d->source;
	if (lacks_zone(&to))
		to.zone = d->ifindex ? d->ifindex : d->source.zone;
	if (!want.ifindex)
		want.ifindex = to.zone;
	rc = route_get(&r, &to, &want, why);
	if (rc < 0)
		return no_route(-rc, &to, w, why);
	settle_ends(d, &to, &r);
	d->broadcast = r.broadcast;
	/* Of :: too one cannot say who answers. */
	d->group = r.broadcast || addr_is_multicast(&to) || addr_is_unspecified(&d->target);
	d->ifindex = r.ifindex;
	snprintf(d->leaves_by, sizeof(d->leaves_by), "%s", r.ifname);
	if (r.broadcast && !w->broadcast_allowed)
		return no_route(EACCES, &to, w, why);
	return 0;
}

/* A name with addresses of the other family only says so. */
static int look_up(const struct destination_want *want, struct resolve *resolver,
	struct resolve_result *found, struct fail *why)
{
	struct fail ignored;
	int rc =
		resolve_name(resolver, want->name, addr_af_of(want->family), INT64_MAX, found, why);

	if (rc != -ENOENT || want->family == ADDR_NONE ||
		resolve_name(resolver, want->name, AF_UNSPEC, INT64_MAX, found, &ignored) < 0)
		return rc;
	return fail_set(
		why, EAFNOSUPPORT, "%s: Address family for hostname not supported", want->name);
}

int destination_find(struct destination *out, const struct destination_want *want,
	struct resolve *resolver, struct fail *why)
{
	struct resolve_result found;
	bool as_given;
	int rc = look_up(want, resolver, &found, why);

	*out = (struct destination){0};
	if (rc < 0)
		return rc;
	out->literal = found.literal;
	for (size_t i = 0; i < want->n_interfaces; i++) {
		rc = destination_interface(
			out, want->interfaces[i], (enum addr_family)found.addrs[0].family, why);
		if (rc < 0)
			return rc;
	}
	for (unsigned i = 0; i < found.n; i++) {
		rc = try_address(out, want, &found.addrs[i], why);
		if (rc != -ENETUNREACH && rc != -EHOSTUNREACH)
			break;
	}
	/* The field has always called an IPv4 host by its canonical name and an IPv6 one as asked.
	 */
	as_given = found.literal || out->target.family == ADDR_V6;
	report_safe(out->host, sizeof(out->host), as_given ? want->name : found.canonical);
	return rc;
}
