/* flight: the probes sent and what became of each, in one ring; time-outs come in order. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_FLIGHT_H
#define PROBEKIT_FLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fifo.h"

enum flight_state {
	FLIGHT_NONE,	/* nothing is remembered here */
	FLIGHT_OUT,	/* neither answered nor lost */
	FLIGHT_REFUSED, /* never left; its time-out still tells when to try again */
	FLIGHT_ANSWERED,
	FLIGHT_REJECTED,
	FLIGHT_LOST
};

/* 24 bytes, and 8 for its links. */
struct flight {
	int64_t sent_ns; /* user time */
	uint32_t lane;
	uint32_t nth_low;
	uint64_t kernel_after_ns : 38; /* the kernel's stamp minus sent_ns, plus 2^37 */
	uint64_t nth_high : 12;
	uint64_t class : 8; /* of time-outs: the number of the retry */
	uint64_t state : 3; /* enum flight_state */
	uint64_t stamped : 1;
	uint64_t asked : 1; /* beside the schedule */
	uint64_t final : 1; /* the last of its lane's count, or a retry */
};
_Static_assert(sizeof(struct flight) == 24, "a million of them are to stay cheap");

enum { FLIGHT_NTH_BITS = 44, FLIGHT_CLASSES_MAX = 256 };

struct flights {
	struct flight
		*ring; /* FLIGHT_OUT and FLIGHT_REFUSED are in a FIFO, the others are history */
	struct fifo_link *links;
	struct fifo *fifos; /* one a class, in the order of sending */
	int64_t *timeouts_ns;
	uint32_t size, classes, stride;
	uint32_t out; /* how many are FLIGHT_OUT */
};

/* False when memory is short; close it then too. size: rounded up to a power of two, 2^31 at most.
 * Each class's time-out is percent of the one before. */
bool flights_open(struct flights *f, uint32_t lanes, uint32_t size, uint32_t classes,
	int64_t timeout_ns, uint32_t percent);
void flights_close(struct flights *f);
size_t flights_bytes(const struct flights *f);

/* The flight of a probe, NULL when it was never put or is forgotten. */
struct flight *flights_find(const struct flights *f, uint32_t lane, uint64_t nth);
/* Where the next probe of a lane goes. When that is FLIGHT_OUT or FLIGHT_REFUSED, the caller lands
 * it first and asks again. */
struct flight *flights_room(const struct flights *f, uint32_t lane, uint64_t nth);
/* Fills a flight that flights_room gave with what like says, as FLIGHT_OUT. */
void flights_put(
	struct flights *f, struct flight *at, uint32_t lane, uint64_t nth, struct flight like);
/* Moves a flight to another state, out of its FIFO where that ends its time-out. */
void flights_land(struct flights *f, struct flight *at, enum flight_state state);
/* The flight whose time-out comes first, and when; NULL and INT64_MAX when there is none. */
struct flight *flights_first(const struct flights *f, int64_t *due_ns);
/* The full nth, when newest is at least it and less than 2^44 more. */
uint64_t flight_nth(const struct flight *at, uint64_t newest);

/* Stamps: the user's is set anew without moving the kernel's. */
void flight_sent(struct flight *at, int64_t user_ns);
void flight_stamp(struct flight *at, int64_t kernel_ns);
int64_t flight_sent_ns(const struct flight *at); /* the kernel's when there is one */
/* Everything sent before to_ns was sent by_ns later, as far as user time and time-outs go. */
void flights_move(struct flights *f, int64_t to_ns, int64_t by_ns);

#endif
