/* when: sums of times in which INT64_MAX means never, differences in which INT64_MIN means unknown,
 * and both stay so. Pure. */
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

/* to less from; INT64_MIN, which is unknown, where one of them is. */
static inline int64_t when_between(int64_t from_ns, int64_t to_ns)
{
	return from_ns == INT64_MIN || to_ns == INT64_MIN ? INT64_MIN : to_ns - from_ns;
}

/* INT64_MIN for a negative time, which elsewhere stands for unknown. */
static inline int64_t when_known(int64_t ns)
{
	return ns < 0 ? INT64_MIN : ns;
}

#endif
