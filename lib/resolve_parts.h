/* resolve_parts: what the sources of resolve share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_RESOLVE_PARTS_H
#define PROBEKIT_RESOLVE_PARTS_H

#include <sys/types.h>

#include "resolve_asked.h"
#include "resolve_child.h"

enum { WAITING_MAX = 64 };

struct resolve {
	int fd; /* -1 while there never was a child */
	pid_t pid;
	uint32_t serial;
	unsigned waiting;	/* reverse questions without an answer yet */
	unsigned first, stored; /* of the ring below */
	/* Reverse answers that came while a name was waited for. */
	struct resolve_reverse early[WAITING_MAX];
	struct resolve_asked *asked; /* RESOLVE_KEPT; NULL: nothing was asked for ahead yet */
	unsigned heard, failed;	     /* answers about names, and names without any */
	bool in_vain;		     /* one was asked for again alone, and had no answer */
	bool one_by_one;	     /* the name server stood no crowd */
};

void resolve_lose_child(struct resolve *r); /* it is gone, or is to be */
/* Numbers and sends a question; flags as send has them. */
bool resolve_ask(struct resolve *r, struct resolve_question *q, int flags);
/* Waits for the answer to the forward question of that number, and keeps all others. 0, -ETIMEDOUT,
 * or -EPIPE without a child. */
int resolve_wait_answer(
	struct resolve *r, uint32_t serial, int64_t deadline_ns, struct resolve_answer *a);

/* Keeps all answers that are there; waits for one where there is none. False without a child. */
bool resolve_wait_any(struct resolve *r);
void resolve_keep_all(struct resolve *r); /* the same, and never waits */

#endif
