/* fping_targets: fping's targets from its operands, its file or its ranges, and their names. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_FPING_TARGETS_H
#define PROBEKIT_PING_FPING_TARGETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "addr.h"
#include "fail.h"
#include "resolve.h"
#include "targets.h"

struct fping_want {
	const char *program; /* before errors */
	char *const *texts;
	size_t n;
	const char *file; /* in place of them; "-" is standard input; NULL none */
	bool generate;	  /* they are a prefix, or the first and the last of a range */
	enum addr_family family;
	bool addresses, names, reverse, all_addresses;
	bool quiet;
	FILE *err; /* where a name that is not found is told, unless quiet */
};

struct fping_targets {
	struct targets *set;
	char **names;	  /* of each, NULL where set or the address says it; NULL: of none */
	uint32_t unknown; /* without an address */
};

/* Fills out, also for nothing at all. -EINVAL with fping's words for a bad range, -ENOENT for no
 * such file. */
int fping_targets_open(struct fping_targets *out, const struct fping_want *w,
	struct resolve *resolver, struct fail *why);
void fping_targets_close(struct fping_targets *t);

#endif
