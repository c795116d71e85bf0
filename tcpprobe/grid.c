/* grid: every port of every host, in an order that a seed decides, or a shard of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "grid.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

int grid_init(struct grid *g, const struct targets *hosts, const struct portset *ports,
	const struct targets_order *order, struct fail *why)
{
	uint64_t n = targets_count(hosts);

	memset(g, 0, sizeof(*g));
	g->hosts = hosts;
	g->n_ports = portset_list(ports, g->ports);
	for (uint32_t i = 0; i < g->n_ports; i++)
		g->places[g->ports[i]] = i + 1;
	g->shards = order->shards ? order->shards : 1;
	g->shard = order->shards ? order->shard - 1 : 0;
	if (!g->n_ports || n > TARGETS_MAX / g->n_ports)
		return fail_set(why, E2BIG, "%" PRIu64 " hosts with %u ports each are too many", n,
			g->n_ports);
	g->total = n * g->n_ports;
	g->count = g->total / g->shards + (g->shard < g->total % g->shards);
	permute_init(&g->permute, g->total, order->seed);
	return 0;
}

bool grid_at(const struct grid *g, uint64_t index, struct grid_cell *out)
{
	if (index >= g->count)
		return false;
	out->number = permute_at(&g->permute, index * g->shards + g->shard);
	out->host = out->number / g->n_ports;
	out->port = g->ports[out->number % g->n_ports];
	return targets_at(g->hosts, out->host, &out->target);
}

bool grid_index(const struct grid *g, uint64_t number, uint64_t *index)
{
	uint64_t place = permute_index(&g->permute, number);

	*index = place / g->shards;
	return place % g->shards == g->shard;
}

bool grid_find(const struct grid *g, const struct addr *host, uint16_t port, uint64_t *index)
{
	uint64_t h;

	if (!g->places[port] || !targets_find(g->hosts, host, &h))
		return false;
	return grid_index(g, h * g->n_ports + g->places[port] - 1, index);
}
