/* clock: monotonic now; kernel realtime stamps to monotonic. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_CLOCK_H
#define PROBEKIT_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum { CLOCK_MS = 1000000, CLOCK_SECOND = 1000000000 };

int64_t clock_now(void);		    /* CLOCK_MONOTONIC in ns */
int64_t clock_wall(void);		    /* CLOCK_REALTIME in ns since 1970 */
struct timespec clock_timespec(int64_t ns); /* a span as ppoll takes it; none for a negative one */
/* A time as control messages have it; 0 for what is none: negative, or beyond 64 bits. */
int64_t clock_stamp(int64_t seconds, int64_t nanoseconds);

/* How realtime lies to monotonic, sampled now and then. A step of the wall clock starts a new
 * epoch: for stamps taken around it no monotonic time can be given. */
struct clock_map {
	int64_t offset_ns;     /* realtime - monotonic */
	int64_t sampled_ns;    /* monotonic time of the last sample */
	int64_t valid_from_ns; /* stamps before this monotonic time are of an older epoch */
	uint32_t steps;	       /* how often the wall clock stepped */
};

void clock_map_init(struct clock_map *m); /* samples both clocks */
void clock_map_update(
	struct clock_map *m); /* samples again; cheap enough for every turn of a loop */
/* The pure part of update: one pair of readings (slew up to 1000 ppm plus 200 us of noise is no
 * step). */
void clock_map_sample(struct clock_map *m, int64_t monotonic_ns, int64_t realtime_ns);
/* The monotonic time of a kernel stamp; false when it cannot be told: from before the last step, in
 * the future by more than 1 ms, or older than an hour. */
bool clock_map_monotonic(const struct clock_map *m, int64_t realtime_ns, int64_t *out_ns);
/* The same for a stamp just read, with a newer sample where it needs one: a program may lose the
 * CPU between its sample and what it reads, and find what came in that time. */
bool clock_map_stamp(struct clock_map *m, int64_t realtime_ns, int64_t *out_ns);
/* The other way, for printing. */
int64_t clock_map_realtime(const struct clock_map *m, int64_t monotonic_ns);

#endif
