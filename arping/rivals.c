/* rivals: who else was told to have an address of this host, and when. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "rivals.h"

#include <stddef.h>

#include "eth.h"

static struct rival *find(struct rivals *r, const struct addr *a, const struct mac *m)
{
	for (unsigned i = 0; i < r->n; i++)
		if (addr_equal(&r->list[i].addr, a) && eth_equal(&r->list[i].mac, m))
			return &r->list[i];
	return NULL;
}

static struct rival *make_room(struct rivals *r)
{
	struct rival *oldest = r->list;

	if (r->n < RIVALS_MAX)
		return &r->list[r->n++];
	for (unsigned i = 1; i < r->n; i++)
		if (r->list[i].told_ns < oldest->told_ns)
			oldest = &r->list[i];
	return oldest;
}

bool rivals_news(struct rivals *r, const struct addr *a, const struct mac *m, int64_t at_ns,
	int64_t every_ns)
{
	struct rival *known = find(r, a, m);

	if (known && at_ns - known->told_ns < every_ns)
		return false;
	if (!known)
		known = make_room(r);
	*known = (struct rival){*a, *m, at_ns};
	return true;
}
