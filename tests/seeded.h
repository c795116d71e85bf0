/* seeded: numbers for a test that are the same each time: a congruential generator (Knuth's MMIX),
 * whose upper bits are the good ones. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SEEDED_H
#define PROBEKIT_SEEDED_H

#include <stdint.h>

static inline uint64_t seeded_next(uint64_t *state)
{
	return *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
}

#endif
