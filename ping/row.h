/* row: how many consecutive probes had the same fate, which are told in any order. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_ROW_H
#define PROBEKIT_PING_ROW_H

#include <stdint.h>

enum { ROW_RUNS = 64 /* with gaps between them; the oldest makes room */ };

/* Zeroed at first. */
struct row {
	struct row_run {
		uint64_t first, last; /* nth of probes */
		uint64_t count;	      /* less those that only join */
	} runs[ROW_RUNS];
	unsigned n;
};

/* Probe nth has that fate: how many in a row have it, this one among them. Told again it counts
 * once. */
uint64_t row_add(struct row *r, uint64_t nth);
/* Probe nth says nothing, and ends no row: those before and behind it are one. */
void row_join(struct row *r, uint64_t nth);

#endif
