/* rivals: who else was told to have an address of this host, and when. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_RIVALS_H
#define PROBEKIT_ARPING_RIVALS_H

#include <stdbool.h>
#include <stdint.h>

#include "addr.h"

enum { RIVALS_MAX = 32 /* the one told longest ago makes room */ };

/* Zeroed at first. */
struct rivals {
	struct rival {
		struct addr addr;
		struct mac mac;
		int64_t told_ns;
	} list[RIVALS_MAX];
	unsigned n;
};

/* Whether it is to be told that m has a: not again within every_ns. It counts as told then. */
bool rivals_news(struct rivals *r, const struct addr *a, const struct mac *m, int64_t at_ns,
	int64_t every_ns);

#endif
