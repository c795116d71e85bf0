/* when: sums of times in which INT64_MAX means never, and stays never. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_WHEN_H
#define PROBEKIT_WHEN_H

#include <stdint.h>

/* at + by; never when either is, or when the sum does not fit. */
static inline int64_t when_after(int64_t at_ns, int64_t by_ns)
{
	int64_t sum;

	if (at_ns == INT64_MAX || by_ns == INT64_MAX || __builtin_add_overflow(at_ns, by_ns, &sum))
		return INT64_MAX;
	return sum;
}

/* by * n, never when that does not fit. */
static inline int64_t when_times(int64_t by_ns, uint64_t n)
{
	int64_t product;

	return __builtin_mul_overflow(by_ns, n, &product) ? INT64_MAX : product;
}

static inline int64_t when_first(int64_t a_ns, int64_t b_ns)
{
	return a_ns < b_ns ? a_ns : b_ns;
}

#endif
