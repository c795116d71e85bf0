/* flight: the probes sent and what became of each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flight.h"

#include <stdlib.h>

#include "when.h"

#define KERNEL_AFTER_BIAS (INT64_C(1) << 49)

static uint32_t bits_for(uint32_t size)
{
	uint32_t bits = 3; /* eight at least */

	while (bits < 31 && UINT32_C(1) << bits < size)
		bits++;
	return bits;
}

static int64_t percent_of(int64_t timeout_ns, uint32_t percent)
{
	if (timeout_ns == INT64_MAX)
		return INT64_MAX;
	return when_after(when_times(timeout_ns / 100, percent), timeout_ns % 100 * percent / 100);
}

bool flights_open(struct flights *f, uint32_t lanes, uint32_t size, uint32_t classes,
	int64_t timeout_ns, uint32_t percent)
{
	*f = (struct flights){.lanes = lanes, .classes_used = classes, .size_bits = bits_for(size)};
	f->size = UINT32_C(1) << f->size_bits;
	/* One block: so large a one comes as pages that cost nothing until they are used. */
	f->all = calloc(f->size, sizeof *f->all + sizeof *f->links + sizeof *f->table);
	f->links = f->all ? (void *)(f->all + f->size) : NULL;
	f->table = f->all ? (void *)(f->links + f->size) : NULL;
	f->classes = calloc(classes, sizeof *f->classes);
	f->timeouts_ns = calloc(classes, sizeof *f->timeouts_ns);
	if (!f->all || !f->classes || !f->timeouts_ns)
		return false;
	fifo_init(&f->history);
	for (uint32_t i = 0; i < classes; i++) {
		fifo_init(&f->classes[i]);
		f->timeouts_ns[i] = timeout_ns;
		timeout_ns = percent_of(timeout_ns, percent);
	}
	return true;
}

void flights_close(struct flights *f)
{
	free(f->all);
	free(f->classes);
	free(f->timeouts_ns);
}

size_t flights_bytes(const struct flights *f)
{
	return f->size * (sizeof *f->all + sizeof *f->links + sizeof *f->table) +
	       f->classes_used * (sizeof *f->classes + sizeof *f->timeouts_ns);
}

/* Lanes that take turns fill the table in order, each place once. Its higher digits are added, lest
 * lanes that are a power of two apart, or the probes of one of them, share a place. */
static uint32_t *place_of(const struct flights *f, uint32_t lane, uint64_t nth)
{
	uint64_t order = nth * f->lanes + lane, at = order;

	while ((order >>= f->size_bits))
		at += order;
	return &f->table[at & (f->size - 1)];
}

struct flight *flights_find(const struct flights *f, uint32_t lane, uint64_t nth)
{
	uint32_t i = *place_of(f, lane, nth);

	while (i && (f->all[i - 1].lane != lane || f->all[i - 1].nth != nth))
		i = f->all[i - 1].chain;
	return i ? &f->all[i - 1] : NULL;
}

/* The fewest are in a chain: mostly one. */
static void unchain(struct flights *f, const struct flight *at)
{
	uint32_t *i = place_of(f, at->lane, at->nth);

	while (&f->all[*i - 1] != at)
		i = &f->all[*i - 1].chain;
	*i = at->chain;
}

bool flights_full(const struct flights *f)
{
	return f->fresh == f->size && f->history.first == FIFO_NONE;
}

struct flight *flights_put(struct flights *f, const struct flight *given)
{
	uint32_t i = f->fresh, *place = place_of(f, given->lane, given->nth);

	if (i < f->size) {
		f->fresh++;
	} else {
		i = f->history.first;
		fifo_remove(&f->history, f->links, i);
		unchain(f, &f->all[i]);
	}
	f->all[i] = *given;
	f->all[i].state = FLIGHT_OUT;
	f->all[i].chain = *place;
	*place = i + 1;
	fifo_push(&f->classes[given->class], f->links, i);
	f->out++;
	return &f->all[i];
}

static bool is_timed(enum flight_state state)
{
	return state == FLIGHT_OUT || state == FLIGHT_REFUSED;
}

void flights_land(struct flights *f, struct flight *at, enum flight_state state)
{
	uint32_t i = (uint32_t)(at - f->all);

	if (at->state == FLIGHT_OUT)
		f->out--;
	if (is_timed(at->state) && !is_timed(state)) {
		fifo_remove(&f->classes[at->class], f->links, i);
		fifo_push(&f->history, f->links, i);
	}
	at->state = state & 7;
}

void flights_again(struct flights *f, struct flight *at, int64_t sent_ns)
{
	uint32_t i = (uint32_t)(at - f->all);

	fifo_remove(&f->classes[at->class], f->links, i);
	fifo_push(&f->classes[at->class], f->links, i);
	flight_sent(at, sent_ns);
}

struct flight *flights_first(const struct flights *f, int64_t *due_ns)
{
	struct flight *first = NULL;

	*due_ns = INT64_MAX;
	for (uint32_t i = 0; i < f->classes_used; i++) {
		struct flight *at;
		int64_t due;

		if (f->classes[i].first == FIFO_NONE)
			continue;
		at = &f->all[f->classes[i].first];
		due = when_after(at->sent_ns, f->timeouts_ns[i]);
		if (!first || due < *due_ns) {
			first = at;
			*due_ns = due;
		}
	}
	return first;
}

const struct flight *flights_next_out(const struct flights *f, const struct flight *behind)
{
	uint32_t class = behind ? behind->class : 0;
	uint32_t i = behind ? f->links[behind - f->all].after : f->classes[0].first;

	for (;;) {
		while (i == FIFO_NONE && ++class < f->classes_used)
			i = f->classes[class].first;
		if (i == FIFO_NONE)
			return NULL;
		if (f->all[i].state == FLIGHT_OUT)
			return &f->all[i];
		i = f->links[i].after;
	}
}

void flight_sent(struct flight *at, int64_t user_ns)
{
	int64_t kernel_ns = flight_sent_ns(at);

	at->sent_ns = user_ns;
	if (at->stamped)
		flight_stamp(at, kernel_ns);
}

/* A stamp days away from the user's is not one: no packet waits that long in a queue. */
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
	for (uint32_t c = 0; c < f->classes_used; c++)
		for (uint32_t i = f->classes[c].first; i != FIFO_NONE; i = f->links[i].after)
			if (f->all[i].sent_ns < to_ns)
				flight_sent(&f->all[i], f->all[i].sent_ns + by_ns);
}
