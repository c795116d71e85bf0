/* targets_pieces: a list of addresses and runs of them, kept small. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>

#include "targets_parts.h"

void *targets_room(void *old, uint32_t *size, uint64_t need, size_t each_bytes)
{
	uint64_t more = *size * UINT64_C(2);
	void *new;

	if (need <= *size)
		return old;
	if (need > UINT32_MAX)
		return NULL;
	more = more < 8 ? 8 : more;
	more = more < need ? need : more;
	more = more > UINT32_MAX ? UINT32_MAX : more;
	new = reallocarray(old, (size_t)more, each_bytes);
	if (new)
		*size = (uint32_t)more;
	return new;
}

int targets_full(int rc, struct fail *why)
{
	if (rc == -ENOMEM)
		return fail_set(why, ENOMEM, "not enough memory for the targets");
	return fail_set(why, E2BIG,
		"too many targets: at most 2^40 in all, and 2^30 addresses that stand alone");
}

static int push_run(struct pieces *p, uint64_t count)
{
	struct run *runs =
		targets_room(p->runs, &p->runs_size, p->n_runs + UINT64_C(1), sizeof *runs);

	if (!runs)
		return -ENOMEM;
	p->runs = runs;
	p->runs[p->n_runs++] = (struct run){.before = p->more, .piece = p->n};
	p->more += count - 1;
	return 0;
}

int pieces_push(struct pieces *p, struct u128 first, uint64_t count, uint32_t meta)
{
	struct piece *all;

	if (p->n > PIECE_LABEL || p->more > UINT64_MAX / 2)
		return -E2BIG;
	all = targets_room(p->all, &p->size, p->n + UINT64_C(1), sizeof *all);
	if (!all)
		return -ENOMEM;
	p->all = all;
	if (count > 1 && push_run(p, count) < 0)
		return -ENOMEM;
	p->all[p->n++] = (struct piece){
		.words = {(uint32_t)(first.hi >> 32), (uint32_t)first.hi,
			(uint32_t)(first.lo >> 32), (uint32_t)first.lo},
		.meta = meta,
	};
	return 0;
}

void pieces_free(struct pieces *p)
{
	free(p->all);
	free(p->runs);
	*p = (struct pieces){.n = 0};
}

static uint64_t run_count(const struct pieces *p, uint32_t run)
{
	uint64_t until = run + 1 < p->n_runs ? p->runs[run + 1].before : p->more;

	return until - p->runs[run].before + 1;
}

struct extent pieces_extent(const struct pieces *p, uint32_t piece)
{
	uint32_t low = 0, high = p->n_runs;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (p->runs[middle].piece < piece)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == p->n_runs)
		return (struct extent){piece + p->more, 1};
	return (struct extent){
		piece + p->runs[low].before, p->runs[low].piece == piece ? run_count(p, low) : 1};
}

uint32_t pieces_at(const struct pieces *p, uint64_t place, uint64_t *offset)
{
	uint32_t low = 0, high = p->n_runs;
	uint64_t count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (p->runs[middle].piece + p->runs[middle].before <= place)
			low = middle + 1;
		else
			high = middle;
	}
	*offset = 0;
	if (!low--)
		return (uint32_t)place;
	place -= p->runs[low].piece + p->runs[low].before;
	count = run_count(p, low);
	if (place >= count)
		return p->runs[low].piece + (uint32_t)(place - count + 1);
	*offset = place;
	return p->runs[low].piece;
}
