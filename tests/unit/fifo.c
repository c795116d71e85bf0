/* fifo: order, and removal from any place, against a plain array. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "fifo.h"

#include "seeded.h"
#include "tap.h"

enum { SIZE = 32, QUEUES = 3 };

static uint32_t random_next(uint64_t *state)
{
	return (uint32_t)(seeded_next(state) >> 33);
}

struct model {
	uint32_t members[QUEUES][SIZE], used[QUEUES];
	int where[SIZE];
};

static void model_push(struct model *m, int queue, uint32_t i)
{
	m->members[queue][m->used[queue]++] = i;
	m->where[i] = queue;
}

static void model_remove(struct model *m, uint32_t i)
{
	int queue = m->where[i];
	uint32_t at = 0;

	while (m->members[queue][at] != i)
		at++;
	m->used[queue]--;
	for (; at < m->used[queue]; at++)
		m->members[queue][at] = m->members[queue][at + 1];
	m->where[i] = -1;
}

static bool is_same(
	const struct fifo *f, const struct fifo_link *links, const uint32_t *members, uint32_t used)
{
	uint32_t i = f->first, before = FIFO_NONE;

	for (uint32_t at = 0; at < used; at++) {
		if (i != members[at] || links[i].before != before)
			return false;
		before = i;
		i = links[i].after;
	}
	return i == FIFO_NONE && f->last == before;
}

int main(void)
{
	struct fifo queues[QUEUES];
	struct fifo_link links[SIZE];
	struct model m = {0};
	uint64_t seed = 3;
	unsigned wrong = 0;

	memset(links, 0xa5, sizeof links);
	for (int q = 0; q < QUEUES; q++)
		fifo_init(&queues[q]);
	for (uint32_t i = 0; i < SIZE; i++)
		m.where[i] = -1;
	for (unsigned round = 0; round < 20000; round++) {
		uint32_t i = random_next(&seed) % SIZE;
		int queue = (int)(random_next(&seed) % QUEUES);

		if (m.where[i] >= 0) {
			fifo_remove(&queues[m.where[i]], links, i);
			model_remove(&m, i);
		} else {
			fifo_push(&queues[queue], links, i);
			model_push(&m, queue, i);
		}
		for (int q = 0; q < QUEUES; q++)
			wrong += !is_same(&queues[q], links, m.members[q], m.used[q]);
	}
	is_int(wrong, 0, "20,000 changes of three queues over one array of links");
	return tap_done();
}
