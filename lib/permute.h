/* permute: the numbers below n in an order that a seed decides, without a table. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PERMUTE_H
#define PROBEKIT_PERMUTE_H

#include <stdint.h>

enum { PERMUTE_ROUNDS = 8 };

/* A Feistel network over rows of a power of two, as many as it takes to hold n numbers; what falls
 * on n or above is sent through again (cycle walking), which is rare. It scatters and is the same
 * on every machine; it keeps no secret. */
struct permute {
	uint64_t n, rows, mask; /* mask: a place in a row */
	uint64_t keys[PERMUTE_ROUNDS];
	uint8_t bits; /* of mask */
};

/* The numbers 0 to n - 1, n from 1 to 2^62. */
void permute_init(struct permute *p, uint64_t n, uint64_t seed);
/* The number at index; both are below n. */
uint64_t permute_at(const struct permute *p, uint64_t index);
/* Where number stands: the inverse of permute_at. */
uint64_t permute_index(const struct permute *p, uint64_t number);

#endif
