/* targets_cover: which piece an address belongs to where several hold it: the one given first. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>

#include "targets_parts.h"

/* What a piece keeps for itself: some addresses from offset on. */
struct owned {
	uint64_t offset, count;
	uint32_t piece;
};

/* Walks the sorted pieces from the lowest address to the highest. heap: those that began and may
 * not have ended, the one given first on top. */
struct sweep {
	const struct targets *t;
	struct owned *owned; /* below two for each piece: one where it begins, one where it ends */
	uint32_t *heap;
	uint32_t n_owned, n_heap, next;
};

static void heap_push(struct sweep *s, uint32_t piece)
{
	uint32_t at = s->n_heap++;

	for (; at && s->heap[(at - 1) / 2] > piece; at = (at - 1) / 2)
		s->heap[at] = s->heap[(at - 1) / 2];
	s->heap[at] = piece;
}

static void heap_pop(struct sweep *s)
{
	uint32_t piece = s->heap[--s->n_heap], at = 0, child;

	while ((child = 2 * at + 1) < s->n_heap) {
		if (child + 1 < s->n_heap && s->heap[child + 1] < s->heap[child])
			child++;
		if (piece <= s->heap[child])
			break;
		s->heap[at] = s->heap[child];
		at = child;
	}
	s->heap[at] = piece;
}

static struct key first_of(const struct sweep *s, uint32_t piece)
{
	return targets_key(s->t, piece);
}

static struct key last_of(const struct sweep *s, uint32_t piece)
{
	struct key k = first_of(s, piece);

	k.number = u128_plus(k.number, pieces_extent(&s->t->pieces, piece).count - 1);
	return k;
}

static void own(struct sweep *s, uint32_t piece, struct u128 from, struct u128 to)
{
	s->owned[s->n_owned++] = (struct owned){
		.offset = u128_minus(from, first_of(s, piece).number).lo,
		.count = u128_minus(to, from).lo + 1,
		.piece = piece,
	};
}

/* The top owns from at on, until it ends or one given before it begins. Returns that end. */
static struct key end_of_top(const struct sweep *s)
{
	struct key end = last_of(s, s->heap[0]);

	for (uint32_t i = s->next; i < s->t->n_sorted; i++) {
		struct key first = first_of(s, s->t->sorted[i]);

		if (key_compare(first, end) > 0)
			break;
		if (s->t->sorted[i] < s->heap[0]) {
			end.number = u128_minus(first.number, (struct u128){0, 1});
			break;
		}
	}
	return end;
}

/* Those that begin at key or before go on the heap. */
static void begin(struct sweep *s, struct key key)
{
	const struct targets *t = s->t;

	for (; s->next < t->n_sorted; s->next++) {
		if (key_compare(first_of(s, t->sorted[s->next]), key) > 0)
			break;
		heap_push(s, t->sorted[s->next]);
	}
}

static void sweep(struct sweep *s)
{
	struct key at, end = {0};

	while (s->n_heap || s->next < s->t->n_sorted) {
		if (s->n_heap)
			at = (struct key){end.space, u128_plus(end.number, 1)};
		else
			at = first_of(s, s->t->sorted[s->next]);
		begin(s, at);
		end = end_of_top(s);
		own(s, s->heap[0], at.number, end.number);
		begin(s, end);
		while (s->n_heap && key_compare(last_of(s, s->heap[0]), end) <= 0)
			heap_pop(s);
	}
}

static int compare_owned(const void *a, const void *b)
{
	const struct owned *x = a, *y = b;

	if (x->piece != y->piece)
		return x->piece < y->piece ? -1 : 1;
	return (x->offset > y->offset) - (x->offset < y->offset);
}

/* One piece again, cut into what it owns, from *o on, and between that what it repeats. */
static int cut(const struct targets *t, struct pieces *out, uint32_t piece, const struct owned **o,
	const struct owned *end)
{
	const struct piece *p = &t->pieces.all[piece];
	bool repeats = t->flags & TARGETS_REPEATS;
	uint64_t count = pieces_extent(&t->pieces, piece).count, done = 0;
	int rc = 0;

	for (; !rc && *o < end && (*o)->piece == piece; (*o)++) {
		struct u128 first = u128_plus(piece_first(p), (*o)->offset);

		if (repeats && (*o)->offset > done)
			rc = pieces_push(out, u128_plus(piece_first(p), done), (*o)->offset - done,
				p->meta | PIECE_REPEAT);
		if (!rc)
			rc = pieces_push(out, first, (*o)->count, p->meta);
		done = (*o)->offset + (*o)->count;
	}
	if (!rc && repeats && done < count)
		rc = pieces_push(
			out, u128_plus(piece_first(p), done), count - done, p->meta | PIECE_REPEAT);
	return rc;
}

int targets_untangle(struct targets *t)
{
	struct sweep s = {.t = t,
		.heap = reallocarray(NULL, t->n_sorted, sizeof *s.heap),
		.owned = reallocarray(NULL, t->n_sorted, 2 * sizeof *s.owned)};
	struct pieces out = {.n = 0};
	const struct owned *o = s.owned;
	int rc = s.heap && s.owned ? 0 : -ENOMEM;

	if (!rc) {
		sweep(&s);
		qsort(s.owned, s.n_owned, sizeof *s.owned, compare_owned);
		for (uint32_t i = 0; !rc && i < t->pieces.n; i++)
			rc = cut(t, &out, i, &o, s.owned + s.n_owned);
		pieces_free(&t->pieces);
		t->pieces = out;
	}
	free(s.owned);
	free(s.heap);
	return rc;
}
