/* owners: the MACs that say they have the address. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_OWNERS_H
#define PROBEKIT_ARPING_OWNERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"

enum { OWNERS_MAX = 64 };
struct owner {
	struct mac mac;
	uint64_t answers, claims;
	int64_t rtt_ns;	 /* of its first answer, -1 none */
	uint64_t newest; /* the probe it answered last, if it answered any */
};
struct owners {
	struct owner list[OWNERS_MAX]; /* in the order they were heard of */
	size_t n;
	uint64_t beyond; /* MACs that found no place */
};

/* The index of a MAC, entered if it is new; OWNERS_MAX when there is no place. */
size_t owners_enter(struct owners *o, const struct mac *m);

#endif
