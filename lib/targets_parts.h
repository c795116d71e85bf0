/* targets_parts: what the files of targets share: 128-bit numbers, and the set as a list of pieces.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TARGETS_PARTS_H
#define PROBEKIT_TARGETS_PARTS_H

#include "permute.h"
#include "targets.h"

/* An address as a number; not every compiler for 32 bits has one of 128. */
struct u128 {
	uint64_t hi, lo;
};

static inline int u128_compare(struct u128 a, struct u128 b)
{
	if (a.hi != b.hi)
		return a.hi < b.hi ? -1 : 1;
	return (a.lo > b.lo) - (a.lo < b.lo);
}

static inline struct u128 u128_plus(struct u128 a, uint64_t n)
{
	return (struct u128){a.hi + (a.lo + n < n), a.lo + n};
}

static inline struct u128 u128_minus(struct u128 a, struct u128 b)
{
	return (struct u128){a.hi - b.hi - (a.lo < b.lo), a.lo - b.lo};
}

/* The addresses from first to last, both in it. */
struct span {
	struct u128 first, last;
	bool v6;
};

struct u128 targets_number(const struct addr *a);
void targets_addr(struct addr *out, struct u128 number, bool v6);
/* 1 an address, prefix (with its ends, if so asked) or range; 0 none of them; -EINVAL. */
int targets_parse(struct span *out, const char *text, bool ends, struct fail *why);

/* One address, or the first of a run. A list of addresses is to cost little: no padding. */
struct piece {
	uint32_t words[4]; /* of the number, the highest first */
	uint32_t meta;	   /* PIECE_ bits and the label */
};
#define PIECE_V6 (UINT32_C(1) << 31)
#define PIECE_REPEAT (UINT32_C(1) << 30) /* an earlier piece holds the same addresses */
#define PIECE_LABEL (PIECE_REPEAT - 1)
_Static_assert(sizeof(struct piece) == 20, "with its place in sorted it is 24");

/* A piece of more than one address. */
struct run {
	uint64_t before; /* addresses in the runs before it, less one of each */
	uint32_t piece;
};

struct pieces {
	struct piece *all;
	struct run *runs; /* by piece */
	uint64_t more;	  /* addresses in all runs, less one of each */
	uint32_t n, size, n_runs, runs_size;
};

/* Where a piece lies among all addresses of the list. */
struct extent {
	uint64_t base, count;
};

/* What a piece has beside numbers; label 0 is neither. */
struct label {
	uint32_t zone;
	uint32_t name; /* in names, 0 none */
};

struct targets {
	struct pieces pieces; /* in the order given */
	struct span *excluded;
	struct label *labels;
	char *names;
	uint32_t *sorted; /* by space and number, without those that repeat: they never overlap */
	uint32_t n_sorted, n_excluded, excluded_size, n_labels, labels_size, names_bytes,
		names_size;
	unsigned flags;
	bool sealed;
	struct targets_order order;
	struct permute permute;
	uint64_t total, count; /* addresses in all, and of the shard */
};

/* old with room for need, or NULL; size is what it holds. */
void *targets_room(void *old, uint32_t *size, uint64_t need, size_t each_bytes);
/* The sentence for -ENOMEM or -E2BIG. */
int targets_full(int rc, struct fail *why);

/* A list's last piece: count addresses, at least one. 0, -ENOMEM or -E2BIG. */
int pieces_push(struct pieces *p, struct u128 first, uint64_t count, uint32_t meta);
void pieces_free(struct pieces *p);
struct extent pieces_extent(const struct pieces *p, uint32_t piece);
/* The piece that holds the address at place, and which of its addresses that is. */
uint32_t pieces_at(const struct pieces *p, uint64_t place, uint64_t *offset);

static inline struct u128 piece_first(const struct piece *p)
{
	return (struct u128){(uint64_t)p->words[0] << 32 | p->words[1],
		(uint64_t)p->words[2] << 32 | p->words[3]};
}

/* Numbers are compared within a space: IPv4, or IPv6 in one zone. */
struct key {
	uint64_t space;
	struct u128 number;
};

static inline uint64_t targets_space(const struct targets *t, const struct piece *p)
{
	if (!(p->meta & PIECE_V6))
		return 0;
	return UINT64_C(1) + t->labels[p->meta & PIECE_LABEL].zone;
}

static inline struct key targets_key(const struct targets *t, uint32_t piece)
{
	const struct piece *p = &t->pieces.all[piece];

	return (struct key){targets_space(t, p), piece_first(p)};
}

static inline int key_compare(struct key a, struct key b)
{
	if (a.space != b.space)
		return a.space < b.space ? -1 : 1;
	return u128_compare(a.number, b.number);
}

/* The steps of sealing; each returns 0, -ENOMEM or -E2BIG and leaves a set that can be closed. */
int targets_subtract(struct targets *t); /* what is excluded leaves pieces */
int targets_untangle(struct targets *t); /* sorted pieces that overlap are cut until none does */

#endif
