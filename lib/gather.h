/* gather: the targets of a sweep from the command line and from files. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_GATHER_H
#define PROBEKIT_GATHER_H

#include <stdbool.h>
#include <stddef.h>

#include "addr.h"
#include "fail.h"
#include "resolve.h"
#include "targets.h"

struct gather_want {
	const char *const *texts; /* addresses, prefixes, ranges, names */
	size_t n;
	const char *file;	 /* one a line; "-" is standard input; NULL none */
	const char *exclude;	 /* a file of the same form; NULL none */
	enum addr_family family; /* ADDR_NONE either */
	bool all_addresses;	 /* of a name, not its first alone */
	struct targets_order order;
	/* Told of a target without an address in that family, which the set then goes without; text
	 * and why are borrowed, -ENOMEM ends it. NULL: such a target is an error. */
	int (*pass_over)(void *to, const char *text, const struct fail *why);
	void *passed_to;
};

/* Opens, fills and seals a set. A name that cannot be resolved is an error that names it (and the
 * line of the file), unless it is passed over and others are left; so are too many targets and a
 * set of none. */
int gather_targets(struct targets **out, const struct gather_want *w, struct resolve *resolver,
	struct fail *why);
/* Whether one operand is a prefix or range, which makes a sweep of it. */
bool gather_is_many(const char *text);

/* The word --rate takes beside a number. */
extern const char *const gather_rates[];
/* --rate: a number of probes a second, "max" (a gap of 0), or NULL for otherwise_pps. */
int gather_rate(int64_t *gap_ns, const char *text, double otherwise_pps, struct fail *why);
/* --shard: "I/N"; NULL leaves the order as it is. */
int gather_shard(struct targets_order *order, const char *text, struct fail *why);

#endif
