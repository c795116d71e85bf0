/* summary: what all probes together say of the port. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "summary.h"

/* A port is not called filtered where answers may have been lost here. */
enum summary_state summary_state(const struct summary *s)
{
	int kinds = (s->open > 0) + (s->closed > 0) + (s->rejected > 0);

	if (kinds > 1)
		return SUMMARY_MIXED;
	if (s->open)
		return SUMMARY_OPEN;
	if (s->closed)
		return SUMMARY_CLOSED;
	if (s->rejected)
		return SUMMARY_REJECTED;
	if (s->stale)
		return SUMMARY_STALE;
	return s->lost && !s->drops ? SUMMARY_FILTERED : SUMMARY_UNKNOWN;
}

const char *summary_word(enum summary_state state)
{
	switch (state) {
	case SUMMARY_OPEN:
		return "open";
	case SUMMARY_CLOSED:
		return "closed";
	case SUMMARY_REJECTED:
		return "rejected";
	case SUMMARY_STALE:
		return "stale";
	case SUMMARY_FILTERED:
		return "filtered";
	case SUMMARY_MIXED:
		return "mixed";
	case SUMMARY_UNKNOWN:
		return "unknown";
	}
	return "";
}
