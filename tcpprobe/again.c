/* again: the target's name looked up once more, and the way to its new address. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "again.h"

#include <errno.h>

#include "clock.h"

#define PATIENCE_NS (2 * (int64_t)CLOCK_SECOND)

static bool is_among(const struct resolve_result *found, const struct addr *a)
{
	for (unsigned i = 0; i < found->n; i++)
		if (addr_equal(&found->addrs[i], a))
			return true;
	return false;
}

static int find_way(
	const struct again *a, const struct addr *to, struct again_place *out, struct fail *why)
{
	const struct route_want by = {
		.source = a->source, .ifindex = a->ifindex, .mark = a->mark, .tos = a->tos};
	struct route route;
	int rc = route_get(&route, to, &by, why);

	if (rc < 0)
		return rc;
	out->target = *to;
	out->source = route.source;
	out->own = stack_syn(&a->settings, (enum addr_family)to->family, &route);
	if (a->ttl)
		out->own.ttl = a->ttl;
	return 1;
}

int again_look_up(
	const struct again *a, const struct addr *now, struct again_place *out, struct fail *why)
{
	struct resolve_result found;
	int rc = resolve_name(
		a->resolve, a->host, addr_af(now), clock_now() + PATIENCE_NS, &found, why);

	if (rc < 0 || is_among(&found, now))
		return rc < 0 ? rc : 0;
	rc = fail_set(why, ENOENT, "%s has no address", a->host);
	for (unsigned i = 0; i < found.n && rc < 0; i++)
		rc = find_way(a, &found.addrs[i], out, why);
	return rc;
}
