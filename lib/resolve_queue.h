/* resolve_queue: texts taken in their order, while the names among them are looked up ahead. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_RESOLVE_QUEUE_H
#define PROBEKIT_RESOLVE_QUEUE_H

#include <stdbool.h>

#include "fail.h"
#include "resolve.h"

enum { RESOLVE_QUEUE = RESOLVE_KEPT };

struct resolve_queue {
	struct resolve *resolver;
	int family; /* as resolve_name will be called with */
	/* Calls resolve_name where it wants the addresses; negative ends it. text is borrowed. */
	int (*take)(void *to, const char *text, unsigned number);
	void *to;
	/* Its own; zero at the beginning. */
	unsigned first, n;
	struct resolve_queued {
		char *text;
		unsigned number;
		bool name;
	} waits[RESOLVE_QUEUE];
};

/* Takes text, now or later, and those that were put before first; number is the caller's. name:
 * resolve_name will be called with it. Blocks where too many wait. What take returned when it ended
 * it, or -ENOMEM. */
int resolve_queue_put(
	struct resolve_queue *q, const char *text, unsigned number, bool name, struct fail *why);
int resolve_queue_end(struct resolve_queue *q);	   /* takes all that wait; as above */
void resolve_queue_close(struct resolve_queue *q); /* forgets what waits */

#endif
