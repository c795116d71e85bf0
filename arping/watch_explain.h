/* watch_explain: a watch in numbers: for its record, in full, and in plain words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_WATCH_EXPLAIN_H
#define PROBEKIT_ARPING_WATCH_EXPLAIN_H

#include "records.h"
#include "watch.h"

enum { WATCH_KINDS = WATCH_GONE + 1 };
struct watch_sum {
	const char *target;		       /* the interface or the file; borrowed */
	uint64_t kinds[WATCH_KINDS];	       /* events of each */
	struct watch_event first[WATCH_KINDS]; /* of each */
	uint64_t received, transmitted, drops;
	uint64_t addresses, beyond; /* remembered; messages about others, for want of room */
	uint64_t missed;	    /* events that --exec was too slow for */
	int64_t elapsed_ns;
	bool interrupted;
	bool file; /* a savefile: nobody could be asked */
	bool mute; /* this host has no address to ask from */
};

void watch_enter(struct watch_sum *s, const struct watch_event *v);
uint64_t watch_events(const struct watch_sum *s);
uint64_t watch_alarms(const struct watch_sum *s);
void watch_summarise(struct records_summary *out, const struct watch_sum *s);
/* --stats: events of each kind, and what was lost at this host. */
void watch_stats(struct report *r, const struct watch_sum *s);
/* --explain: each sentence names its evidence by the records' keys. */
void watch_explain(struct report *r, const struct watch_sum *s);

#endif
