/* grid: every port of every host, in an order that a seed decides, or a shard of it. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_GRID_H
#define PROBEKIT_TCPPROBE_GRID_H

#include "permute.h"
#include "portset.h"
#include "targets.h"

struct grid {
	const struct targets *hosts; /* borrowed; all of them, in the order given */
	struct permute permute;
	uint64_t total, count;	/* of all shards, of this one */
	uint32_t shard, shards; /* this one from 0 */
	uint32_t zone;		/* of link-local IPv6 hosts without one; 0 none */
	uint32_t n_ports;
	bool range; /* from ports[0] on without a gap: no table is looked into, all over it */
	uint16_t ports[PORTSET_PORTS];
	uint16_t places[PORTSET_PORTS]; /* of a port in ports, if it is one of them */
};

/* One question. Its number counts them host by host, and a host's ports upwards. */
struct grid_cell {
	uint64_t number, host;
	struct target target;
	uint16_t port;
};

/* ports and hosts not empty. The order's seed counts whether or not it says permuted. -E2BIG over
 * 2^40 questions in all. */
int grid_init(struct grid *g, const struct targets *hosts, const struct portset *ports,
	const struct targets_order *order, struct fail *why);
/* False from count on. */
bool grid_at(const struct grid *g, uint64_t index, struct grid_cell *out);
/* The inverse; false for what is no question of this shard. */
bool grid_find(const struct grid *g, const struct addr *host, uint16_t port, uint64_t *index);
/* Where the question of a number stands; false when that is in another shard. */
bool grid_index(const struct grid *g, uint64_t number, uint64_t *index);

#endif
