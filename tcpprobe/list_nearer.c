/* list_nearer: closed ports whose RSTs have come over fewer hops than their host's SYN-ACKs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "clock.h"
#include "list_parts.h"
#include "list_report.h"

/* Beyond so many hosts nothing is compared. */
enum { HOSTS_MOST = 1 << 26 };

static int hops_of(const struct list *l, uint32_t index, unsigned state)
{
	const struct list_port *p = &l->ports[index];

	return p->state == state && p->ttl ? verdict_hops(p->ttl) : -1;
}

/* The fewest hops of a SYN-ACK, a byte a host; 0 none came. Returns the most of any, which none is
 * nearer than in most lists: then no question's host need be looked up. */
static int gather(const struct list *l, uint8_t *fewest)
{
	struct grid_cell cell;
	int most = 0;

	for (uint32_t i = 0; i < l->c->grid->count; i++) {
		int hops = hops_of(l, i, VERDICT_OPEN);

		if (hops > 0 && grid_at(l->c->grid, i, &cell) &&
			(!fewest[cell.host] || hops < fewest[cell.host]))
			fewest[cell.host] = (uint8_t)hops;
		most = hops > most ? hops : most;
	}
	return most;
}

static void mark(struct list *l, const uint8_t *fewest, int most)
{
	struct grid_cell cell;

	for (uint32_t i = 0; i < l->c->grid->count; i++) {
		int hops = hops_of(l, i, VERDICT_CLOSED);

		if (hops < 0 || hops >= most || !grid_at(l->c->grid, i, &cell) ||
			hops >= fewest[cell.host])
			continue;
		l->ports[i].type = VERDICT_SIGNAL_TTL;
		l->sum.nearer++;
		list_record(l, i, clock_wall());
	}
}

void list_find_nearer(struct list *l)
{
	uint64_t hosts = l->c->grid->total / l->c->grid->n_ports;
	uint8_t *fewest;

	if (!l->sum.found[VERDICT_OPEN] || !l->sum.found[VERDICT_CLOSED] || hosts > HOSTS_MOST)
		return;
	fewest = calloc((size_t)hosts, 1);
	if (!fewest)
		return;
	mark(l, fewest, gather(l, fewest));
	free(fewest);
}
