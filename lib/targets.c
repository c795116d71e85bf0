/* targets: a set of addresses: its life, and where each one stands. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "targets.h"

#include <stdlib.h>

#include "targets_parts.h"

struct targets *targets_open(unsigned flags)
{
	struct targets *t = calloc(1, sizeof *t);

	if (!t)
		return NULL;
	t->flags = flags;
	/* Label 0 and name 0 are none. */
	t->labels = targets_room(NULL, &t->labels_size, 1, sizeof *t->labels);
	t->names = targets_room(NULL, &t->names_size, 1, 1);
	if (!t->labels || !t->names) {
		targets_close(t);
		return NULL;
	}
	t->labels[t->n_labels++] = (struct label){0, 0};
	t->names[t->names_bytes++] = '\0';
	return t;
}

void targets_close(struct targets *t)
{
	if (!t)
		return;
	pieces_free(&t->pieces);
	free(t->excluded);
	free(t->labels);
	free(t->names);
	free(t->sorted);
	free(t);
}

uint64_t targets_count(const struct targets *t)
{
	return t->count;
}

bool targets_have(const struct targets *t, enum addr_family family)
{
	for (uint32_t i = 0; t->count && i < t->pieces.n; i++)
		if (family == (t->pieces.all[i].meta & PIECE_V6 ? ADDR_V6 : ADDR_V4))
			return true;
	return false;
}

bool targets_at(const struct targets *t, uint64_t index, struct target *out)
{
	uint64_t place = index * t->order.shards + t->order.shard, offset;
	const struct label *label;
	const struct piece *piece;

	if (index >= t->count)
		return false;
	if (t->order.permuted)
		place = permute_at(&t->permute, place);
	piece = &t->pieces.all[pieces_at(&t->pieces, place, &offset)];
	label = &t->labels[piece->meta & PIECE_LABEL];
	targets_addr(&out->addr, u128_plus(piece_first(piece), offset), piece->meta & PIECE_V6);
	out->addr.zone = label->zone;
	out->name = label->name ? t->names + label->name : NULL;
	return true;
}

/* How many of the sorted pieces begin at key or before. */
static uint32_t sorted_until(const struct targets *t, struct key key)
{
	uint32_t low = 0, high = t->n_sorted;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (key_compare(targets_key(t, t->sorted[middle]), key) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The first place of key among all, or UINT64_MAX. */
static uint64_t place_of(const struct targets *t, struct key key)
{
	uint32_t n = sorted_until(t, key);
	struct u128 offset;
	struct key first;
	struct extent e;

	if (!n)
		return UINT64_MAX;
	first = targets_key(t, t->sorted[n - 1]);
	if (first.space != key.space)
		return UINT64_MAX;
	e = pieces_extent(&t->pieces, t->sorted[n - 1]);
	offset = u128_minus(key.number, first.number);
	return offset.hi || offset.lo >= e.count ? UINT64_MAX : e.base + offset.lo;
}

/* The first place of an IPv6 address in any zone. */
static uint64_t place_in_zones(const struct targets *t, struct u128 number)
{
	struct key end = {0, {UINT64_MAX, UINT64_MAX}};
	uint64_t least = UINT64_MAX, place;
	uint32_t n;

	while ((n = sorted_until(t, end)) < t->n_sorted) {
		end.space = targets_space(t, &t->pieces.all[t->sorted[n]]);
		place = place_of(t, (struct key){end.space, number});
		least = place < least ? place : least;
	}
	return least;
}

bool targets_find(const struct targets *t, const struct addr *a, uint64_t *index)
{
	struct key key = {a->family == ADDR_V6 ? UINT64_C(1) + a->zone : 0, targets_number(a)};
	uint64_t place;

	if (!addr_size(a) || !t->count)
		return false;
	place = place_of(t, key);
	if (place == UINT64_MAX && key.space > 1)
		place = place_of(t, (struct key){1, key.number});
	else if (place == UINT64_MAX && key.space)
		place = place_in_zones(t, key.number);
	if (place == UINT64_MAX)
		return false;
	if (t->order.permuted)
		place = permute_index(&t->permute, place);
	*index = place / t->order.shards;
	return place % t->order.shards == t->order.shard;
}

size_t targets_memory_bytes(const struct targets *t)
{
	const struct pieces *p = &t->pieces;

	return sizeof *t + p->size * sizeof *p->all + p->runs_size * sizeof *p->runs +
	       t->n_sorted * sizeof *t->sorted + t->excluded_size * sizeof *t->excluded +
	       t->labels_size * sizeof *t->labels + t->names_size;
}
