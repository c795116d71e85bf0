/* list_parts: what the files of list share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_LIST_PARTS_H
#define PROBEKIT_TCPPROBE_LIST_PARTS_H

#include "list.h"

struct list {
	const struct list_config *c;
	struct list_port *ports; /* by the grid's index */
	/* This round's questions, ascending; NULL: all there are. */
	uint32_t *pending;
	uint32_t n_pending;
	unsigned round, clean; /* which one; how many ended without drops of our own */
	bool dirty, stopped;
	uint32_t recovered; /* in this round: silent in an earlier one */
	int64_t interval_ns;
	int64_t start_ns, round_ns, last_sent_ns, show_ns;
	int64_t keep_ns; /* when what is left is saved next; 0 not begun */
	uint64_t round_sent, settled, kept;
	uint64_t drops_before[2];
	struct addr *rejecters;
	uint32_t n_rejecters, rejecters_size;
	struct list_sum sum;
};

/* What came of a question about a port. */
struct list_answer {
	uint16_t port;
	enum verdict_state state;
	const struct addr *from; /* of REJECTED */
	int64_t rtt_ns;		 /* -1 unknown */
	int16_t ttl;
	uint8_t type, code;
	enum stamp stamp;
};

/* Which question is nth in this round. */
static inline uint32_t list_nth(const struct list *l, uint64_t nth)
{
	return l->pending ? l->pending[nth] : (uint32_t)nth;
}
/* Where question index stands in this round; false: it is not asked in it. */
bool list_place(const struct list *l, uint32_t index, uint64_t *nth);

void list_sent(struct list *l, uint32_t index, int64_t at_ns);
void list_refused(struct list *l, uint32_t index, int error);
void list_settle(struct list *l, uint32_t index, const struct list_answer *a, int64_t realtime_ns);
void list_stop(struct list *l); /* by a signal */

/* Whether loss is no likely cause of what stayed silent in so many rounds: with the loss that made
 * recovered of answered ports answer late, under one in a hundred lists would have one more. */
bool list_silence_holds(uint64_t answered, uint64_t recovered, unsigned rounds);
/* Marks, counts and tells of again those closed ports that are nearer than the open ones. */
void list_find_nearer(struct list *l);

/* Saves what is left where the config has a file for it: once a second at most, a twentieth of the
 * time, and when there is news. Returns when to call it again. */
int64_t list_keep(struct list *l, int64_t now_ns);

/* One round: all of pending once. */
int list_round_syn(struct list *l, struct fail *why);
int list_round_connect(struct list *l, struct fail *why);

#endif
