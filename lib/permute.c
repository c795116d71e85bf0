/* permute: the numbers below n in an order that a seed decides, without a table. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "permute.h"

/* The finalizer of SplitMix64 (Steele, Lea and Flood 2014): every bit of v changes half of all. */
static uint64_t mix(uint64_t v)
{
	v = (v ^ v >> 30) * 0xbf58476d1ce4e5b9;
	v = (v ^ v >> 27) * 0x94d049bb133111eb;
	return v ^ v >> 31;
}

/* What key makes of v, evenly below n, which is 2^32 at most. */
static uint64_t below(uint64_t n, uint64_t v, uint64_t key)
{
	return (mix(v ^ key) >> 32) * n >> 32;
}

void permute_init(struct permute *p, uint64_t n, uint64_t seed)
{
	*p = (struct permute){.n = n};
	while (n - 1 > p->mask * p->mask + 2 * p->mask) /* a square of it is too small */
		p->mask = (UINT64_C(1) << ++p->bits) - 1;
	p->rows = ((n - 1) >> p->bits) + 1;
	for (unsigned i = 0; i < PERMUTE_ROUNDS; i++)
		p->keys[i] = mix(seed + (i + 1) * 0x9e3779b97f4a7c15);
}

static uint64_t forward(const struct permute *p, uint64_t v)
{
	uint64_t place = v & p->mask, row = v >> p->bits;

	for (unsigned i = 0; i < PERMUTE_ROUNDS; i += 2) {
		place ^= mix(row ^ p->keys[i]) & p->mask;
		row += below(p->rows, place, p->keys[i + 1]);
		row -= row >= p->rows ? p->rows : 0;
	}
	return row << p->bits | place;
}

static uint64_t backward(const struct permute *p, uint64_t v)
{
	uint64_t place = v & p->mask, row = v >> p->bits;

	for (unsigned i = PERMUTE_ROUNDS; i; i -= 2) {
		row += p->rows - below(p->rows, place, p->keys[i - 1]);
		row -= row >= p->rows ? p->rows : 0;
		place ^= mix(row ^ p->keys[i - 2]) & p->mask;
	}
	return row << p->bits | place;
}

uint64_t permute_at(const struct permute *p, uint64_t index)
{
	do
		index = forward(p, index);
	while (index >= p->n);
	return index;
}

uint64_t permute_index(const struct permute *p, uint64_t number)
{
	do
		number = backward(p, number);
	while (number >= p->n);
	return number;
}
