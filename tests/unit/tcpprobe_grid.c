/* tcpprobe_grid: every port of every host is asked by exactly one shard, and an answer finds its
 * question. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/grid.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

static struct targets *hosts_of(const char *const *texts)
{
	struct targets *t = targets_open(0);
	struct fail why;

	for (; *texts; texts++)
		if (targets_add(t, *texts, &why) < 0)
			return NULL;
	return targets_seal(t, NULL, &why) < 0 ? NULL : t;
}

struct trial {
	const char *const *hosts;
	const char *ports;
	uint32_t shards;
	uint64_t seed;
};

/* Walks one shard, marks what it asks; false where something is asked twice, or is not found again.
 */
static bool walk(const struct grid *g, uint8_t *asked)
{
	struct grid_cell cell;
	uint64_t back;

	for (uint64_t i = 0; i < g->count; i++) {
		if (!grid_at(g, i, &cell) || asked[cell.number]++)
			return false;
		if (!grid_find(g, &cell.target.addr, cell.port, &back) || back != i)
			return false;
		if (!grid_index(g, cell.number, &back) || back != i)
			return false;
	}
	return !grid_at(g, g->count, &cell);
}

/* Disjoint, complete, and of the same size but for one. */
static void try_shards(const struct trial *t)
{
	struct targets *hosts = hosts_of(t->hosts);
	struct grid *g = malloc(sizeof *g);
	struct targets_order order = {.seed = t->seed, .shards = t->shards};
	struct portset ports = {0};
	uint64_t total = 0, all = 0, most = 0, least = UINT64_MAX;
	uint8_t *asked = NULL;
	bool good = portset_add(&ports, t->ports, NULL) >= 0;

	for (order.shard = 1; good && order.shard <= t->shards; order.shard++) {
		good = grid_init(g, hosts, &ports, &order, NULL) >= 0;
		total = g->total;
		asked = asked ? asked : calloc((size_t)total, 1);
		good = good && walk(g, asked);
		all += g->count;
		most = g->count > most ? g->count : most;
		least = g->count < least ? g->count : least;
	}
	ok(good, "%s of %s... in %u shards, seed %llu: none twice, each found again", t->ports,
		t->hosts[0], t->shards, (unsigned long long)t->seed);
	is_int(all, total, "... and none is missing");
	ok(total == targets_count(hosts) * portset_count(&ports) && most - least <= 1,
		"... in parts of one size");
	free(asked);
	free(g);
	targets_close(hosts);
}

static void test_shards(void)
{
	static const char *const one[] = {"198.18.0.1", NULL};
	static const char *const some[] = {"198.18.0.0/28", "2001:db8::/124", "198.18.7.7", NULL};
	static const char *const many[] = {"198.18.0.0/22", NULL};
	static const struct trial trials[] = {{one, "80", 1, 0}, {one, "80", 3, 1},
		{one, "-", 1, 7}, {one, "-", 5, 7}, {some, "22,80,443,8000-8016", 1, 1},
		{some, "22,80,443,8000-8016", 4, 2}, {some, "1-7", 13, 3}, {some, "9", 40, 4},
		{many, "443", 6, 5}, {many, "1-33", 7, 6}};

	for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
		try_shards(&trials[i]);
}

/* A host is not asked port after port, nor a port of host after host. */
static void test_order(void)
{
	static const char *const many[] = {"198.18.0.0/24", NULL};
	struct targets *hosts = hosts_of(many);
	struct grid *g = malloc(sizeof *g), *other = malloc(sizeof *other);
	struct targets_order order = {.seed = 1};
	struct portset ports = {0};
	struct grid_cell a, b;
	unsigned same_host = 0, same_port = 0, same = 0;

	portset_add(&ports, "1-100", NULL);
	grid_init(g, hosts, &ports, &order, NULL);
	order.seed = 2;
	grid_init(other, hosts, &ports, &order, NULL);
	for (uint64_t i = 0; i + 1 < g->count; i++) {
		grid_at(g, i, &a);
		grid_at(other, i, &b);
		same += a.number == b.number;
		grid_at(g, i + 1, &b);
		same_host += a.host == b.host;
		same_port += a.port == b.port;
	}
	ok(same_host > 25 && same_host < 300,
		"a host is asked twice in a row about as often as by chance");
	ok(same_port > 100 && same_port < 600, "... and a port");
	ok(same < 20, "another seed is another order");
	free(g);
	free(other);
	targets_close(hosts);
}

static void test_strangers(void)
{
	static const char *const few[] = {"198.18.0.1-3", NULL};
	struct targets *hosts = hosts_of(few);
	struct grid *g = malloc(sizeof *g);
	const struct targets_order order = {.seed = 1, .shard = 1, .shards = 2};
	struct portset ports = {0};
	struct addr a;
	uint64_t index;
	unsigned found = 0;

	portset_add(&ports, "22,80", NULL);
	grid_init(g, hosts, &ports, &order, NULL);
	addr_parse(&a, "198.18.0.4");
	ok(!grid_find(g, &a, 80, &index), "a host that is not in it is not found");
	addr_parse(&a, "198.18.0.2");
	ok(!grid_find(g, &a, 81, &index), "nor a port");
	for (unsigned i = 1; i <= 3; i++) {
		a.bytes[3] = (uint8_t)i;
		found += grid_find(g, &a, 22, &index) + grid_find(g, &a, 80, &index);
	}
	is_int(found, g->count, "nor what another shard asks");
	free(g);
	targets_close(hosts);
}

int main(void)
{
	test_shards();
	test_order();
	test_strangers();
	return tap_done();
}
