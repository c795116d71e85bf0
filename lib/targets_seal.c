/* targets_seal: from what was added to a set that answers at and find. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>

#include "targets_parts.h"

static int compare_spans(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	if (x->v6 != y->v6)
		return x->v6 ? 1 : -1;
	return u128_compare(x->first, y->first);
}

/* Sorts what is excluded and joins what overlaps. */
static void join_excluded(struct targets *t)
{
	struct span *all = t->excluded;
	uint32_t kept = 0;

	qsort(all, t->n_excluded, sizeof *all, compare_spans);
	for (uint32_t i = 1; i < t->n_excluded; i++) {
		struct span *last = &all[kept];

		if (all[i].v6 != last->v6 || u128_compare(all[i].first, last->last) > 0)
			all[++kept] = all[i];
		else if (u128_compare(all[i].last, last->last) > 0)
			last->last = all[i].last;
	}
	t->n_excluded = kept + 1;
}

/* The first of what is excluded that ends at number or later. */
static uint32_t excluded_from(const struct targets *t, struct u128 number, bool v6)
{
	uint32_t low = 0, high = t->n_excluded;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct span *x = &t->excluded[middle];
		bool before = x->v6 != v6 ? v6 : u128_compare(x->last, number) < 0;

		if (before)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int subtract_from(const struct targets *t, struct pieces *out, uint32_t piece)
{
	const struct piece *p = &t->pieces.all[piece];
	bool v6 = p->meta & PIECE_V6;
	struct u128 first = piece_first(p);
	struct u128 last = u128_plus(first, pieces_extent(&t->pieces, piece).count - 1);
	uint32_t i = excluded_from(t, first, v6);
	int rc = 0;

	for (; !rc && i < t->n_excluded; i++) {
		const struct span *x = &t->excluded[i];

		if (x->v6 != v6 || u128_compare(x->first, last) > 0)
			break;
		if (u128_compare(x->first, first) > 0)
			rc = pieces_push(out, first, u128_minus(x->first, first).lo, p->meta);
		if (u128_compare(x->last, last) >= 0)
			return rc;
		first = u128_plus(x->last, 1);
	}
	if (rc)
		return rc;
	return pieces_push(out, first, u128_minus(last, first).lo + 1, p->meta);
}

int targets_subtract(struct targets *t)
{
	struct pieces out = {.n = 0};
	int rc = 0;

	if (!t->n_excluded)
		return 0;
	join_excluded(t);
	for (uint32_t i = 0; !rc && i < t->pieces.n; i++)
		rc = subtract_from(t, &out, i);
	pieces_free(&t->pieces);
	t->pieces = out;
	free(t->excluded);
	t->excluded = NULL;
	t->n_excluded = t->excluded_size = 0;
	return rc;
}

static int compare_pieces(const void *a, const void *b, void *of)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return key_compare(targets_key(of, x), targets_key(of, y));
}

static int sort(struct targets *t)
{
	const struct pieces *p = &t->pieces;
	uint32_t n = 0;

	free(t->sorted);
	t->n_sorted = 0;
	t->sorted = reallocarray(NULL, p->n ? p->n : 1, sizeof *t->sorted);
	if (!t->sorted)
		return -ENOMEM;
	for (uint32_t i = 0; i < p->n; i++)
		if (!(p->all[i].meta & PIECE_REPEAT))
			t->sorted[n++] = i;
	t->n_sorted = n;
	qsort_r(t->sorted, n, sizeof *t->sorted, compare_pieces, t);
	return 0;
}

static bool overlap(const struct targets *t)
{
	for (uint32_t i = 1; i < t->n_sorted; i++) {
		struct key a = targets_key(t, t->sorted[i - 1]), b = targets_key(t, t->sorted[i]);
		uint64_t count = pieces_extent(&t->pieces, t->sorted[i - 1]).count;

		a.number = u128_plus(a.number, count - 1);
		if (key_compare(a, b) >= 0)
			return true;
	}
	return false;
}

/* Gives back what growing took too much; that it cannot get smaller is no failure. */
static void *trimmed(void *p, uint32_t n, size_t each_bytes)
{
	void *smaller = reallocarray(p, n ? n : 1, each_bytes);

	if (!smaller)
		return p;
	return smaller;
}

static void trim(struct targets *t)
{
	struct pieces *p = &t->pieces;

	p->all = trimmed(p->all, p->n, sizeof *p->all);
	p->runs = trimmed(p->runs, p->n_runs, sizeof *p->runs);
	t->sorted = trimmed(t->sorted, t->n_sorted, sizeof *t->sorted);
	t->labels = trimmed(t->labels, t->n_labels, sizeof *t->labels);
	t->names = trimmed(t->names, t->names_bytes, 1);
	p->size = p->n;
	p->runs_size = p->n_runs;
	t->labels_size = t->n_labels;
	t->names_size = t->names_bytes;
}

static int build(struct targets *t)
{
	int rc = targets_subtract(t);

	if (!rc)
		rc = sort(t);
	if (!rc && overlap(t)) {
		rc = targets_untangle(t);
		if (!rc)
			rc = sort(t);
	}
	t->total = t->pieces.n + t->pieces.more;
	return rc || t->total <= TARGETS_MAX ? rc : -E2BIG;
}

int targets_seal(struct targets *t, const struct targets_order *order, struct fail *why)
{
	static const struct targets_order as_given;
	const struct targets_order *o = order ? order : &as_given;
	uint32_t first = o->shards ? o->shard - 1 : 0, step = o->shards ? o->shards : 1;
	int rc;

	if (t->sealed)
		return fail_set(why, EINVAL, "the targets are complete already");
	if (o->shards ? o->shard < 1 || o->shard > o->shards : o->shard != 0)
		return fail_set(why, EINVAL, "shard %u of %u: shards are counted from 1 to %u",
			o->shard, o->shards, o->shards);
	if (step > 1)
		t->flags &= ~(unsigned)TARGETS_REPEATS;
	rc = build(t);
	if (rc)
		return targets_full(rc, why);
	trim(t);
	t->order = (struct targets_order){o->permuted, o->seed, first, step};
	t->count = t->total > first ? (t->total - first - 1) / step + 1 : 0;
	if (t->total)
		permute_init(&t->permute, t->total, o->seed);
	t->sealed = true;
	return 0;
}
