/* summary: what all probes together say of the port. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "summary.h"

struct verdict_finding summary_finding(const struct summary *s)
{
	const struct verdict_facts f = {.open = s->open,
		.closed = s->closed,
		.rejected = s->rejected,
		.stale = s->stale,
		.lost = s->lost,
		.unsent = s->unsent,
		.drops = s->drops,
		.rejected_by_host = s->by_target,
		.rejected_by_us = s->by_us,
		.no_window = s->no_window && s->no_window == s->open,
		.compared = s->has_compared ? &s->compared : NULL};

	return verdict_of(&f);
}

enum verdict_state summary_state(const struct summary *s)
{
	return summary_finding(s).state;
}
