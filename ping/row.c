/* row: how many consecutive probes had the same fate. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "row.h"

#include <stddef.h>

static struct row_run *run_from(struct row *r, uint64_t first)
{
	for (unsigned i = 0; i < r->n; i++)
		if (r->runs[i].first == first)
			return &r->runs[i];
	return NULL;
}

/* The run that holds nth, or ends right before it. */
static struct row_run *run_up_to(struct row *r, uint64_t nth)
{
	for (unsigned i = 0; i < r->n; i++)
		if (r->runs[i].first <= nth &&
			(nth <= r->runs[i].last || nth == r->runs[i].last + 1))
			return &r->runs[i];
	return NULL;
}

static struct row_run *new_run(struct row *r, uint64_t nth)
{
	struct row_run *run = &r->runs[0];

	if (r->n < ROW_RUNS)
		run = &r->runs[r->n++];
	for (unsigned i = 1; run == &r->runs[0] && i < r->n; i++)
		if (r->runs[i].last < run->last)
			run = &r->runs[i];
	*run = (struct row_run){nth, nth, 0};
	return run;
}

static uint64_t enter(struct row *r, uint64_t nth, uint64_t count)
{
	struct row_run *run = run_up_to(r, nth), *behind = run_from(r, nth + 1);

	if (run && nth <= run->last)
		return run->count;
	if (!run && behind) {
		behind->first = nth;
		return behind->count += count;
	}
	if (!run)
		run = new_run(r, nth);
	run->last = nth;
	run->count += count;
	if (!behind)
		return run->count;
	behind->first = run->first;
	behind->count += run->count;
	count = behind->count;
	*run = r->runs[--r->n];
	return count;
}

uint64_t row_add(struct row *r, uint64_t nth)
{
	return enter(r, nth, 1);
}

void row_join(struct row *r, uint64_t nth)
{
	enter(r, nth, 0);
}
