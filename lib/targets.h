/* targets: a set of addresses out of literals, prefixes, ranges and resolved names, less
 * exclusions, in the order given or scattered, whole or a shard of it. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TARGETS_H
#define PROBEKIT_TARGETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "fail.h"

/* A prefix or range takes 40 bytes whatever its size; an address by itself 24, and its name. */
struct targets;

enum targets_flags {
	TARGETS_ENDS = 1,   /* network and broadcast address too, of an IPv4 prefix below /31 */
	TARGETS_REPEATS = 2 /* what is given twice is in it twice; otherwise, and with shards, only
			       where it was given first */
};
/* The most addresses of one prefix or range, and of the set. */
#define TARGETS_MAX (UINT64_C(1) << 40)

struct targets *targets_open(unsigned flags); /* enum targets_flags; NULL when memory is short */
void targets_close(struct targets *t);

/* Adds an address, a prefix ("198.18.0.0/15", host bits are ignored) or a range with both its ends
 * ("198.18.0.1-198.18.0.9", "198.18.0.1-9", "2001:db8::1-2001:db8::ff"). 1 it was one; 0 it is none
 * and nothing was added: a name, an address with a zone, or another form that the caller may read
 * and give to targets_add_addr. -EINVAL a prefix or range that cannot be, -E2BIG past TARGETS_MAX,
 * -ENOMEM. */
int targets_add(struct targets *t, const char *text, struct fail *why);
/* Adds one address, with its zone. name is copied; NULL: it has none. Returns 1 or as above. */
int targets_add_addr(struct targets *t, const struct addr *a, const char *name, struct fail *why);
/* What is never in the set, whenever and by whatever name it was added. The same forms and results;
 * a prefix is excluded with its ends, an address in every zone. */
int targets_exclude(struct targets *t, const char *text, struct fail *why);

struct targets_order {
	bool permuted;	 /* an order that seed decides, the same on every machine */
	uint64_t seed;	 /* shards fit together only under one seed */
	uint32_t shard;	 /* this one, 1 to shards */
	uint32_t shards; /* 0: no shards, all of the set */
};
/* Nothing is added after it; NULL is the order given, all of the set. An empty set is fine. -EINVAL
 * no such shard; -E2BIG too many in all, or -ENOMEM: then the set can only be closed. */
int targets_seal(struct targets *t, const struct targets_order *order, struct fail *why);

/* Of a sealed set; before, there is nothing in it. */
uint64_t targets_count(const struct targets *t); /* of this shard */

/* Whether any of the set is of that family. */
bool targets_have(const struct targets *t, enum addr_family family);

struct target {
	struct addr addr;
	const char *name; /* borrowed until targets_close; NULL none */
};
/* False from targets_count on. O(log parts). */
bool targets_at(const struct targets *t, uint64_t index, struct target *out);
/* The inverse: where a stands, of repeats the one given first; false when it is not in this shard.
 * O(log parts). A target without a zone is found by any, unless that zone has its own; and without
 * a zone the one given first in any zone is found (O(log parts) for each zone there is). */
bool targets_find(const struct targets *t, const struct addr *a, uint64_t *index);
size_t targets_memory_bytes(const struct targets *t); /* what is allocated */

#endif
