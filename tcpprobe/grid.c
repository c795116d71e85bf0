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
		g->places[g->ports[i]] = (uint16_t)i;
	g->range = g->n_ports && g->ports[g->n_ports - 1] - g->ports[0] == (int)g->n_ports - 1;
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

static uint16_t port_at(const struct grid *g, uint32_t place)
{
	return g->range ? (uint16_t)(g->ports[0] + place) : g->ports[place];
}

/* Out of all places for a port that is none. */
static uint32_t place_of(const struct grid *g, uint16_t port)
{
	uint32_t place = g->range ? (uint32_t)port - g->ports[0] : g->places[port];

	return place < g->n_ports && port_at(g, place) == port ? place : UINT32_MAX;
}

bool grid_at(const struct grid *g, uint64_t index, struct grid_cell *out)
{
	if (index >= g->count)
		return false;
	out->number = permute_at(&g->permute, index * g->shards + g->shard);
	/* Processors divide shorter numbers in a third of the time. */
	if (out->number <= UINT32_MAX)
		out->host = (uint32_t)out->number / g->n_ports;
	else
		out->host = out->number / g->n_ports;
	out->port = port_at(g, (uint32_t)(out->number - out->host * g->n_ports));
	if (!targets_at(g->hosts, out->host, &out->target))
		return false;
	if (!out->target.addr.zone && out->target.addr.family == ADDR_V6 &&
		addr_is_link_local(&out->target.addr))
		out->target.addr.zone = g->zone;
	return true;
}

bool grid_index(const struct grid *g, uint64_t number, uint64_t *index)
{
	uint64_t place = permute_index(&g->permute, number);

	*index = place;
	if (g->shards == 1)
		return true;
	*index = place / g->shards;
	return place % g->shards == g->shard;
}

bool grid_find(const struct grid *g, const struct addr *host, uint16_t port, uint64_t *index)
{
	uint32_t place = place_of(g, port);
	uint64_t h;

	if (place == UINT32_MAX || !targets_find(g->hosts, host, &h))
		return false;
	return grid_index(g, h * g->n_ports + place, index);
}
