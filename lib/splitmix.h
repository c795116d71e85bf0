/* splitmix: numbers that a seed decides (SplitMix64: Steele, Lea and Flood 2014). Not for secrets.
 * Pure.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SPLITMIX_H
#define PROBEKIT_SPLITMIX_H

#include <stdint.h>

#define SPLITMIX_STEP UINT64_C(0x9e3779b97f4a7c15)

/* Every bit of v changes half of all. */
static inline uint64_t splitmix_mix(uint64_t v)
{
	v = (v ^ v >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	v = (v ^ v >> 27) * UINT64_C(0x94d049bb133111eb);
	return v ^ v >> 31;
}

/* The next of the numbers that begin with *state, the seed. */
static inline uint64_t splitmix_next(uint64_t *state)
{
	return splitmix_mix(*state += SPLITMIX_STEP);
}

/* The same as a fraction: 0 to below 1. */
static inline double splitmix_fraction(uint64_t *state)
{
	return (double)(splitmix_next(state) >> 11) / 9007199254740992.0;
}

#endif
