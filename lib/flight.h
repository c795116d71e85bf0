/* flight: the probes sent and what became of each; time-outs come in order. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_FLIGHT_H
#define PROBEKIT_FLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fifo.h"

enum flight_state {
	FLIGHT_NONE,	/* nothing is remembered of it */
	FLIGHT_OUT,	/* neither answered nor lost */
	FLIGHT_REFUSED, /* never left; its time-out still tells when to try again */
	FLIGHT_ANSWERED,
	FLIGHT_REJECTED,
	FLIGHT_LOST
};

/* 32 bytes, and 12 for its places in a FIFO and in the table. */
struct flight {
	int64_t sent_ns; /* user time */
	uint64_t nth;
	uint32_t lane;
	uint32_t chain;		       /* the next in its place of the table, plus 1 */
	uint64_t kernel_after_ns : 50; /* the kernel's stamp minus sent_ns, plus 2^49 */
	uint64_t class : 8;	       /* of time-outs: the number of the retry */
	uint64_t state : 3;	       /* enum flight_state */
	uint64_t stamped : 1;
	uint64_t asked : 1; /* beside the schedule */
	uint64_t final : 1; /* the last of its lane's count, or a retry */
};
_Static_assert(sizeof(struct flight) == 32, "a million of them are to stay cheap");

struct flights {
	struct flight *all;
	struct fifo_link *links;
	uint32_t *table;      /* by lane and nth: the first of a chain, plus 1 */
	struct fifo *classes; /* FLIGHT_OUT and FLIGHT_REFUSED, in the order of sending */
	struct fifo
		history; /* the others, in the order they came to it: reused from the first on */
	int64_t *timeouts_ns;
	uint32_t lanes, classes_used, size, size_bits;
	uint32_t fresh; /* those from here on were never used, and cost no memory yet */
	uint32_t out;	/* how many are FLIGHT_OUT */
};

/* False when memory is short; close it then too. size: rounded up to a power of two, 2^31 at most.
 * Each class's time-out is percent of the one before. */
bool flights_open(struct flights *f, uint32_t lanes, uint32_t size, uint32_t classes,
	int64_t timeout_ns, uint32_t percent);
void flights_close(struct flights *f);
size_t flights_bytes(const struct flights *f);

/* The flight of a probe, NULL when it was never put or is forgotten. */
struct flight *flights_find(const struct flights *f, uint32_t lane, uint64_t nth);
/* Every place is taken by a time-out that has not passed: land one before the next put. */
bool flights_full(const struct flights *f);
/* Remembers a probe as FLIGHT_OUT in place of the one settled longest ago. Given: lane, nth,
 * sent_ns, class, asked, final. */
struct flight *flights_put(struct flights *f, const struct flight *given);
/* Moves a flight to another state; out of its FIFO where that ends its time-out. */
void flights_land(struct flights *f, struct flight *at, enum flight_state state);
/* The time-out of one that is FLIGHT_OUT begins anew at sent_ns, behind all others of its class. */
void flights_again(struct flights *f, struct flight *at, int64_t sent_ns);
/* The flight whose time-out comes first, and when; NULL and INT64_MAX when there is none. */
struct flight *flights_first(const struct flights *f, int64_t *due_ns);
/* The next that is FLIGHT_OUT, a class after the other, each in the order of sending; behind NULL
 * the first. NULL: there is none. */
const struct flight *flights_next_out(const struct flights *f, const struct flight *behind);

/* Stamps: the user's is set anew without moving the kernel's. */
void flight_sent(struct flight *at, int64_t user_ns);
void flight_stamp(struct flight *at, int64_t kernel_ns);
int64_t flight_sent_ns(const struct flight *at); /* the kernel's when there is one */
/* What is timed and was sent before to_ns was sent by_ns later, as far as user time goes. */
void flights_move(struct flights *f, int64_t to_ns, int64_t by_ns);

#endif
