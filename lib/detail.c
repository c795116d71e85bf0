/* detail: a histogram and a story for the first lanes of a plan. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "detail.h"

#include <stdlib.h>

bool detail_open(struct detail *d, uint32_t lanes)
{
	*d = (struct detail){.lanes = lanes};
	if (!lanes)
		return true;
	d->histograms = calloc(lanes, sizeof(struct histogram *));
	d->stories = calloc(lanes, sizeof *d->stories);
	if (!d->histograms || !d->stories)
		return false;
	for (uint32_t i = 0; i < lanes; i++) {
		story_init(&d->stories[i]);
		d->histograms[i] = histogram_open();
		if (!d->histograms[i])
			return false;
	}
	return true;
}

void detail_close(struct detail *d)
{
	for (uint32_t i = 0; d->histograms && i < d->lanes; i++)
		histogram_close(d->histograms[i]);
	free(d->histograms);
	free(d->stories);
}

size_t detail_bytes(const struct detail *d)
{
	return d->lanes * (sizeof *d->stories + sizeof *d->histograms + histogram_bytes());
}

void detail_answer(struct detail *d, uint32_t lane, uint64_t nth, int64_t rtt_ns)
{
	if (lane >= d->lanes)
		return;
	histogram_add(d->histograms[lane], rtt_ns);
	story_answer(&d->stories[lane], nth, rtt_ns);
}

void detail_lost(struct detail *d, uint32_t lane, uint64_t nth, int64_t sent_ns, int64_t next_ns)
{
	if (lane < d->lanes)
		story_lost(&d->stories[lane], nth, sent_ns, next_ns);
}
