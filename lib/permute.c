/* permute: the numbers below n in an order that a seed decides, without a table. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "permute.h"

#include "splitmix.h"

/* What key makes of v, evenly below n, which is 2^32 at most. */
static uint64_t below(uint64_t n, uint64_t v, uint64_t key)
{
	return (splitmix_mix(v ^ key) >> 32) * n >> 32;
}

void permute_init(struct permute *p, uint64_t n, uint64_t seed)
{
	*p = (struct permute){.n = n};
	while (n - 1 > p->mask * p->mask + 2 * p->mask) /* a square of it is too small */
		p->mask = (UINT64_C(1) << ++p->bits) - 1;
	p->rows = ((n - 1) >> p->bits) + 1;
	for (unsigned i = 0; i < PERMUTE_ROUNDS; i++)
		p->keys[i] = splitmix_mix(seed + (i + 1) * SPLITMIX_STEP);
}

static uint64_t forward(const struct permute *p, uint64_t v)
{
	uint64_t place = v & p->mask, row = v >> p->bits;

	for (unsigned i = 0; i < PERMUTE_ROUNDS; i += 2) {
		place ^= splitmix_mix(row ^ p->keys[i]) & p->mask;
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
		place ^= splitmix_mix(row ^ p->keys[i - 2]) & p->mask;
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
