/* leave: from which address, and by which SYN, each host of a list is asked. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "leave.h"

#include <errno.h>
#include <stdlib.h>

struct leaves {
	struct leaves_config c;
	struct routes *routes;
	unsigned n;
	struct leave all[LEAVES];
	uint8_t *of_host; /* plus 1; 0 not asked yet */
};

int leaves_open(struct leaves **out, const struct leaves_config *c, struct fail *why)
{
	struct leaves *l = calloc(1, sizeof(*l));
	int rc;

	if (l)
		l->of_host = calloc((size_t)(c->hosts ? c->hosts : 1), 1);
	if (!l || !l->of_host) {
		free(l);
		return fail_set(why, ENOMEM, "no memory for the hosts");
	}
	l->c = *c;
	rc = routes_open(&l->routes, why);
	if (rc < 0)
		leaves_close(l);
	else
		*out = l;
	return rc;
}

void leaves_close(struct leaves *l)
{
	if (!l)
		return;
	routes_close(l->routes);
	free(l->of_host);
	free(l);
}

static int ask(const struct leaves *l, const struct addr *to, struct leave *out)
{
	bool v6 = to->family == ADDR_V6;
	const struct route_want by = {.source = l->c.source[v6],
		.ifindex = l->c.ifindex[v6],
		.mark = l->c.mark,
		.tos = l->c.tos};
	struct route way;
	int rc = routes_get(l->routes, &way, to, &by, NULL);

	if (rc < 0)
		return rc;
	*out = (struct leave){
		way.source, stack_syn(&l->c.settings[v6], (enum addr_family)to->family, &way)};
	return 0;
}

static int place_of(struct leaves *l, const struct leave *wanted)
{
	for (unsigned i = 0; i < l->n; i++)
		if (stack_syn_equal(&l->all[i].own, &wanted->own) &&
			addr_equal(&l->all[i].source, &wanted->source) &&
			l->all[i].source.zone == wanted->source.zone)
			return (int)i;
	if (l->n == LEAVES)
		return -ENOSPC;
	l->all[l->n] = *wanted;
	return (int)l->n++;
}

int leaves_find(struct leaves *l, uint64_t i, const struct addr *to)
{
	struct leave found;
	int rc;

	if (l->of_host[i])
		return l->of_host[i] - 1;
	rc = ask(l, to, &found);
	if (rc >= 0)
		rc = place_of(l, &found);
	if (rc >= 0)
		l->of_host[i] = (uint8_t)(rc + 1);
	return rc;
}

const struct leave *leaves_at(const struct leaves *l, unsigned number)
{
	return &l->all[number];
}
