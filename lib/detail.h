/* detail: a histogram and a story for the first lanes of a plan. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_DETAIL_H
#define PROBEKIT_DETAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "histogram.h"
#include "story.h"

/* Lanes from .lanes on are not recorded: calls for them do nothing. */
struct detail {
	uint32_t lanes;
	struct histogram **histograms;
	struct story *stories;
};

bool detail_open(struct detail *d, uint32_t lanes); /* false when memory is short; close it too */
void detail_close(struct detail *d);
size_t detail_bytes(const struct detail *d);
void detail_answer(struct detail *d, uint32_t lane, uint64_t nth, int64_t rtt_ns);
void detail_lost(struct detail *d, uint32_t lane, uint64_t nth, int64_t sent_ns, int64_t next_ns);

#endif
