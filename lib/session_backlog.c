/* session_backlog: packets for a wire that is blocked, while the other wire goes on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "session_parts.h"

struct session_kept {
	struct session_kept *next;
	struct probe id;
	struct wire_to to;
	size_t size;
	uint8_t bytes[];
};

int session_keep(
	struct session_backlog *b, struct probe id, struct bytes packet, const struct wire_to *to)
{
	struct session_kept *k = malloc(sizeof(*k) + packet.left);

	if (!k)
		return -ENOMEM;
	*k = (struct session_kept){.id = id, .to = *to, .size = packet.left};
	memcpy(k->bytes, packet.p, packet.left);
	if (b->last)
		b->last->next = k;
	else
		b->first = k;
	b->last = k;
	b->n++;
	return 0;
}

static void drop_first(struct session_backlog *b)
{
	struct session_kept *k = b->first;

	b->first = k->next;
	if (!b->first)
		b->last = NULL;
	b->n--;
	free(k);
}

void session_refill(struct session_backlog *b, struct wire *w)
{
	while (b->first && wire_room(w)) {
		const struct session_kept *k = b->first;

		wire_put(w, k->id, bytes_of(k->bytes, k->size), &k->to);
		drop_first(b);
	}
}

/* What waits for a full send buffer has not left: no time-out runs. */
void session_hold(struct plan *plan, const struct session_backlog *b, const struct wire *w)
{
	int64_t now_ns = wire_clock(w)->sampled_ns;
	struct probe id;

	for (unsigned i = 0; wire_blocked(w) && wire_held(w, i, &id); i++)
		plan_held(plan, id, now_ns);
	for (const struct session_kept *k = b->first; k; k = k->next)
		plan_held(plan, k->id, now_ns);
}

void session_forget(struct session_backlog *b)
{
	while (b->first)
		drop_first(b);
}
