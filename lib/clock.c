/* clock: monotonic now; kernel realtime stamps to monotonic. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"

#include <stdlib.h>
#include <string.h>

enum {
	SAMPLES = 3,
	TIGHT_NS = 500,	     /* two readings closer than this need no second try */
	NOISE_NS = 200000,   /* of one sample: the thread may lose the CPU between two readings */
	FUTURE_NS = 1000000, /* how far past the last sample a stamp may lie */
	SLEW_PER = 1000,     /* 1/1000 is 1000 ppm, twice what adjtime(3) and NTP do at most */
	CREEP_NS = 50 /* beyond slew, what one sample may move the offset: the rest is noise */
};
static const int64_t OLDEST_NS = 3600 * (int64_t)CLOCK_SECOND;

static int64_t read_clock(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (int64_t)t.tv_sec * CLOCK_SECOND + t.tv_nsec;
}

int64_t clock_now(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t clock_wall(void)
{
	return read_clock(CLOCK_REALTIME);
}

struct timespec clock_timespec(int64_t ns)
{
	if (ns <= 0)
		return (struct timespec){0};
	return (struct timespec){.tv_sec = ns / CLOCK_SECOND, .tv_nsec = (long)(ns % CLOCK_SECOND)};
}

int64_t clock_stamp(int64_t seconds, int64_t nanoseconds)
{
	int64_t ns;

	if (seconds < 0 || nanoseconds < 0 || nanoseconds >= CLOCK_SECOND ||
		__builtin_mul_overflow(seconds, (int64_t)CLOCK_SECOND, &ns) ||
		__builtin_add_overflow(ns, nanoseconds, &ns))
		return 0;
	return ns;
}

void clock_map_init(struct clock_map *m)
{
	memset(m, 0, sizeof *m);
	clock_map_update(m);
}

/* A reading of the wall clock lies between two of the monotonic one; the closer these are, the less
 * its place is in doubt. */
void clock_map_update(struct clock_map *m)
{
	int64_t best = INT64_MAX, monotonic = 0, realtime = 0;
	int64_t before = clock_now();

	for (int i = 0; i < SAMPLES && best > TIGHT_NS; i++) {
		int64_t wall = clock_wall(), after = clock_now();

		if (after - before < best) {
			best = after - before;
			monotonic = before + best / 2;
			realtime = wall;
		}
		before = after;
	}
	clock_map_sample(m, monotonic, realtime);
}

void clock_map_sample(struct clock_map *m, int64_t monotonic_ns, int64_t realtime_ns)
{
	int64_t offset = realtime_ns - monotonic_ns;
	int64_t moved = offset - m->offset_ns;
	int64_t slewed = (monotonic_ns - m->sampled_ns) / SLEW_PER;

	if (m->sampled_ns && llabs(moved) > NOISE_NS + slewed) {
		int64_t overlap = moved < 0 ? -moved : 0;

		/* After a step back the wall clock gives some times twice: stamps from before it
		 * would map to times just after it. Queues are read within a second. */
		if (overlap > CLOCK_SECOND)
			overlap = CLOCK_SECOND;
		m->valid_from_ns = monotonic_ns + overlap;
		m->steps++;
	} else if (m->sampled_ns && llabs(moved) > CREEP_NS + slewed) {
		/* Two stamps that went through neighbouring samples are to keep their distance. */
		offset = m->offset_ns + (moved < 0 ? -1 : 1) * (CREEP_NS + slewed);
	}
	m->offset_ns = offset;
	m->sampled_ns = monotonic_ns;
}

bool clock_map_monotonic(const struct clock_map *m, int64_t realtime_ns, int64_t *out_ns)
{
	int64_t at;

	if (__builtin_sub_overflow(realtime_ns, m->offset_ns, &at))
		return false;
	if (at < m->valid_from_ns || at < m->sampled_ns - OLDEST_NS)
		return false;
	if (at > m->sampled_ns + FUTURE_NS)
		return false;
	*out_ns = at;
	return true;
}

bool clock_map_stamp(struct clock_map *m, int64_t realtime_ns, int64_t *out_ns)
{
	if (clock_map_monotonic(m, realtime_ns, out_ns))
		return true;
	clock_map_update(m);
	return clock_map_monotonic(m, realtime_ns, out_ns);
}

int64_t clock_map_realtime(const struct clock_map *m, int64_t monotonic_ns)
{
	return monotonic_ns + m->offset_ns;
}
