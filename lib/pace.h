/* pace: which lane sends next, and when: the schedule of a plan without its probes. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PACE_H
#define PROBEKIT_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fifo.h"

enum pace_queue {
	PACE_IDLE,  /* nothing is due: finished, or waiting for a verdict before a retry */
	PACE_TIMED, /* due an interval after the last send */
	PACE_SLOW,  /* silent for longer than that, and due when it is time to try again */
	PACE_READY, /* due since an answer or a loss came */
	PACE_QUEUES
};

/* 24 bytes, and 8 for its links. */
struct pace_lane {
	uint64_t next; /* the nth of its next probe */
	int64_t due_ns;
	uint32_t asked;	     /* of those sent, the ones beside the schedule */
	uint32_t ahead : 19; /* sent since the newest probe that was answered */
	uint32_t retry : 8;  /* retries sent */
	uint32_t queue : 2;  /* enum pace_queue */
	uint32_t freed : 1;  /* an answer came since the last send */
	uint32_t finished : 1;
	uint32_t waiting : 1; /* its count is spent, nothing came, and retries are left */
};
_Static_assert(sizeof(struct pace_lane) == 24, "a million of them are to stay cheap");
enum { PACE_AHEAD_MAX = (1 << 19) - 1, PACE_RETRIES_MAX = 255, PACE_ASKS_MAX = 64 };

struct pace_config {
	uint64_t count;
	int64_t interval_ns, gap_ns, slowest_ns;
	uint32_t lanes, preload, retries;
	bool adaptive;
};
struct pace_ask {
	int64_t due_ns;
	uint32_t lane;
};
struct pace {
	struct pace_config c;
	struct pace_lane *lanes;
	struct fifo_link *links;
	struct fifo queues[PACE_QUEUES];
	struct pace_ask asks[PACE_ASKS_MAX]; /* by due */
	uint32_t asks_used;
	uint32_t queued, waiting, finished; /* lanes */
	int64_t gap_due_ns;
};

bool pace_open(struct pace *p, const struct pace_config *c, int64_t now_ns);
void pace_close(struct pace *p);
size_t pace_bytes(const struct pace *p);

/* Whose turn it is. */
struct pace_turn {
	bool ready; /* now; otherwise not before until */
	bool asked; /* by pace_ask */
	uint32_t lane;
	int64_t due_ns;	  /* since when */
	int64_t until_ns; /* INT64_MAX: until something else happens */
};
struct pace_turn pace_next(struct pace *p, int64_t now_ns);
/* The turn was taken. silent: the lane had no answer so far. True when the probe was the last of
 * the lane's count, or a retry. */
bool pace_take(struct pace *p, const struct pace_turn *turn, int64_t now_ns, bool silent);

/* Something came from the lane for nth. */
void pace_heard(struct pace *p, uint32_t lane, uint64_t nth, int64_t now_ns);
/* The last probe of a lane was lost, or could not be sent: a waiting lane gets its retry. */
void pace_retry(struct pace *p, uint32_t lane, int64_t now_ns);
bool pace_ask(struct pace *p, uint32_t lane, int64_t due_ns); /* false: too many */
void pace_finish(struct pace *p, uint32_t lane);
void pace_move(struct pace *p, int64_t by_ns); /* everything due is due that much later */
/* Nothing will be due any more unless it is asked for. */
bool pace_spent(const struct pace *p);

#endif
