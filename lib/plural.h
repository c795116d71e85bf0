/* plural: words that go by a number. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PLURAL_H
#define PROBEKIT_PLURAL_H

#include <stdint.h>

/* plural(n, "target", "targets"), plural(n, "answer names", "answers name"): one for 1, else many.
 */
static inline const char *plural(uint64_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

#endif
