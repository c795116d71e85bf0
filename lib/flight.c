/* flight: the probes sent and what became of each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flight.h"

#include <stdlib.h>

#include "when.h"

enum {
	WINDOW = 8, /* slots a probe may lie in, from its own on */
	SIZE_MIN = 8
};
#define KERNEL_AFTER_BIAS (INT64_C(1) << 37)

static uint32_t power_of_two(uint32_t at_least)
{
	uint32_t size = SIZE_MIN;

	while (size < at_least && size < UINT32_C(1) << 31)
		size *= 2;
	return size;
}

static int64_t percent_of(int64_t timeout_ns, uint32_t percent)
{
	if (timeout_ns == INT64_MAX)
		return INT64_MAX;
	return when_after(when_times(timeout_ns / 100, percent), timeout_ns % 100 * percent / 100);
}

/* An odd stride spreads the probes of one lane over the whole ring; one close to the number of
 * lanes lets lanes that take turns fill it in order. */
bool flights_open(struct flights *f, uint32_t lanes, uint32_t size, uint32_t classes,
	int64_t timeout_ns, uint32_t percent)
{
	*f = (struct flights){.size = power_of_two(size), .classes = classes, .stride = lanes | 1};
	f->ring = calloc(f->size, sizeof *f->ring);
	f->links = calloc(f->size, sizeof *f->links);
	f->fifos = calloc(classes, sizeof *f->fifos);
	f->timeouts_ns = calloc(classes, sizeof *f->timeouts_ns);
	if (!f->ring || !f->links || !f->fifos || !f->timeouts_ns)
		return false;
	for (uint32_t i = 0; i < classes; i++) {
		fifo_init(&f->fifos[i]);
		f->timeouts_ns[i] = timeout_ns;
		timeout_ns = percent_of(timeout_ns, percent);
	}
	return true;
}

void flights_close(struct flights *f)
{
	free(f->ring);
	free(f->links);
	free(f->fifos);
	free(f->timeouts_ns);
}

size_t flights_bytes(const struct flights *f)
{
	return f->size * (sizeof *f->ring + sizeof *f->links) +
	       f->classes * (sizeof *f->fifos + sizeof *f->timeouts_ns);
}

static bool is_timed(const struct flight *at)
{
	return at->state == FLIGHT_OUT || at->state == FLIGHT_REFUSED;
}

static struct flight *slot(const struct flights *f, uint32_t lane, uint64_t nth, uint32_t i)
{
	return &f->ring[(nth * f->stride + lane + i) & (f->size - 1)];
}

static bool holds(const struct flight *at, uint32_t lane, uint64_t nth)
{
	return at->state != FLIGHT_NONE && at->lane == lane && at->nth_low == (uint32_t)nth &&
	       at->nth_high == (nth >> 32 & 0xfff);
}

struct flight *flights_find(const struct flights *f, uint32_t lane, uint64_t nth)
{
	for (uint32_t i = 0; i < WINDOW; i++) {
		struct flight *at = slot(f, lane, nth, i);

		if (holds(at, lane, nth))
			return at;
	}
	return NULL;
}

struct flight *flights_room(const struct flights *f, uint32_t lane, uint64_t nth)
{
	struct flight *oldest = slot(f, lane, nth, 0);

	for (uint32_t i = 0; i < WINDOW; i++) {
		struct flight *at = slot(f, lane, nth, i);

		if (!is_timed(at))
			return at;
		if (at->sent_ns < oldest->sent_ns)
			oldest = at;
	}
	return oldest;
}

void flights_put(
	struct flights *f, struct flight *at, uint32_t lane, uint64_t nth, struct flight like)
{
	*at = like;
	at->lane = lane;
	at->nth_low = (uint32_t)nth;
	at->nth_high = nth >> 32 & 0xfff;
	at->state = FLIGHT_OUT;
	fifo_push(&f->fifos[at->class], f->links, (uint32_t)(at - f->ring));
	f->out++;
}

void flights_land(struct flights *f, struct flight *at, enum flight_state state)
{
	if (at->state == FLIGHT_OUT)
		f->out--;
	if (is_timed(at) && state != FLIGHT_REFUSED)
		fifo_remove(&f->fifos[at->class], f->links, (uint32_t)(at - f->ring));
	at->state = state & 7;
}

struct flight *flights_first(const struct flights *f, int64_t *due_ns)
{
	struct flight *first = NULL;

	*due_ns = INT64_MAX;
	for (uint32_t i = 0; i < f->classes; i++) {
		struct flight *at;
		int64_t due;

		if (f->fifos[i].first == FIFO_NONE)
			continue;
		at = &f->ring[f->fifos[i].first];
		due = when_after(at->sent_ns, f->timeouts_ns[i]);
		if (!first || due < *due_ns) {
			first = at;
			*due_ns = due;
		}
	}
	return first;
}

uint64_t flight_nth(const struct flight *at, uint64_t newest)
{
	uint64_t low = (uint64_t)at->nth_high << 32 | at->nth_low;
	uint64_t range = UINT64_C(1) << FLIGHT_NTH_BITS;
	uint64_t nth = (newest & ~(range - 1)) | low;

	return nth > newest ? nth - range : nth;
}

void flight_sent(struct flight *at, int64_t user_ns)
{
	int64_t kernel_ns = flight_sent_ns(at);

	at->sent_ns = user_ns;
	if (at->stamped)
		flight_stamp(at, kernel_ns);
}

/* A stamp minutes away from the user's is not one: no packet waits that long in a queue. */
void flight_stamp(struct flight *at, int64_t kernel_ns)
{
	int64_t after;

	at->stamped = !__builtin_sub_overflow(kernel_ns, at->sent_ns, &after) &&
		      after >= -KERNEL_AFTER_BIAS && after < KERNEL_AFTER_BIAS;
	if (at->stamped)
		at->kernel_after_ns =
			(uint64_t)(after + KERNEL_AFTER_BIAS) & (2 * KERNEL_AFTER_BIAS - 1);
}

int64_t flight_sent_ns(const struct flight *at)
{
	if (!at->stamped)
		return at->sent_ns;
	return at->sent_ns + (int64_t)at->kernel_after_ns - KERNEL_AFTER_BIAS;
}

void flights_move(struct flights *f, int64_t to_ns, int64_t by_ns)
{
	for (uint32_t c = 0; c < f->classes; c++)
		for (uint32_t i = f->fifos[c].first; i != FIFO_NONE; i = f->links[i].after)
			if (f->ring[i].sent_ns < to_ns)
				flight_sent(&f->ring[i], f->ring[i].sent_ns + by_ns);
}
