/* pace: which lane sends next, and when. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "pace.h"

#include <stdlib.h>
#include <string.h>

#include "when.h"

/* A loop sleeps and wakes some 50 us late; this much is made up for, so that short intervals keep
 * their rate. */
#define SLACK_NS INT64_C(1000000)

static void queue_leave(struct pace *p, uint32_t lane)
{
	struct pace_lane *l = &p->lanes[lane];

	if (l->queue == PACE_IDLE)
		return;
	fifo_remove(&p->queues[l->queue], p->links, lane);
	l->queue = PACE_IDLE;
	p->queued--;
}

static void queue_enter(struct pace *p, uint32_t lane, enum pace_queue queue, int64_t due_ns)
{
	struct pace_lane *l = &p->lanes[lane];

	queue_leave(p, lane);
	fifo_push(&p->queues[queue], p->links, lane);
	l->queue = queue & 3;
	l->due_ns = due_ns;
	p->queued++;
}

bool pace_open(struct pace *p, const struct pace_config *c, int64_t now_ns)
{
	*p = (struct pace){.c = *c, .gap_due_ns = now_ns};
	p->lanes = calloc(c->lanes ? c->lanes : 1, sizeof *p->lanes);
	p->links = calloc(c->lanes ? c->lanes : 1, sizeof *p->links);
	if (!p->lanes || !p->links)
		return false;
	for (unsigned i = 0; i < PACE_QUEUES; i++)
		fifo_init(&p->queues[i]);
	for (uint32_t i = 0; i < c->lanes; i++)
		queue_enter(p, i, PACE_TIMED, when_after(now_ns, when_times(c->gap_ns, i)));
	return true;
}

void pace_close(struct pace *p)
{
	free(p->lanes);
	free(p->links);
}

size_t pace_bytes(const struct pace *p)
{
	return p->c.lanes * (sizeof *p->lanes + sizeof *p->links);
}

/* Adaptive: an answer came since the last send, or fewer than preload are out. */
static bool may_send(const struct pace *p, const struct pace_lane *l)
{
	return !p->c.adaptive || l->freed || l->ahead < p->c.preload;
}

/* Lanes whose interval is over while their answer is not there yet. Each send brings a lane here
 * once at most. */
static void slow_down(struct pace *p, int64_t now_ns)
{
	int64_t more = p->c.slowest_ns > p->c.interval_ns ? p->c.slowest_ns - p->c.interval_ns : 0;

	for (;;) {
		uint32_t lane = p->queues[PACE_TIMED].first;
		struct pace_lane *l;

		if (lane == FIFO_NONE)
			return;
		l = &p->lanes[lane];
		if (l->due_ns > now_ns || may_send(p, l))
			return;
		queue_enter(p, lane, PACE_SLOW, when_after(l->due_ns, more));
	}
}

struct pace_turn pace_next(struct pace *p, int64_t now_ns)
{
	struct pace_turn turn = {.due_ns = INT64_MAX};

	slow_down(p, now_ns);
	if (p->asks_used)
		turn = (struct pace_turn){
			.asked = true, .lane = p->asks[0].lane, .due_ns = p->asks[0].due_ns};
	for (unsigned q = PACE_TIMED; q < PACE_QUEUES; q++) {
		uint32_t lane = p->queues[q].first;

		if (lane != FIFO_NONE && p->lanes[lane].due_ns < turn.due_ns)
			turn = (struct pace_turn){.lane = lane, .due_ns = p->lanes[lane].due_ns};
	}
	turn.until_ns = turn.due_ns;
	if (p->c.gap_ns && turn.due_ns != INT64_MAX && p->gap_due_ns > turn.due_ns)
		turn.until_ns = p->gap_due_ns;
	turn.ready = turn.until_ns <= now_ns;
	return turn;
}

/* The lane's next place on its grid, past what was missed. */
static int64_t grid_next(const struct pace *p, int64_t due_ns, int64_t now_ns)
{
	int64_t interval = p->c.interval_ns, next = when_after(due_ns, interval);
	int64_t missed = now_ns - (interval < SLACK_NS ? SLACK_NS : 0);

	if (next > missed)
		return next;
	if (!interval)
		return now_ns;
	return when_after(next, when_times(interval, (uint64_t)((missed - next) / interval) + 1));
}

static bool take_asked(struct pace *p, struct pace_lane *l)
{
	memmove(p->asks, p->asks + 1, --p->asks_used * sizeof p->asks[0]);
	l->asked++;
	return false;
}

static bool take_scheduled(struct pace *p, uint32_t lane, int64_t now_ns, bool silent)
{
	struct pace_lane *l = &p->lanes[lane];
	uint64_t taken = l->next - l->asked;

	if (p->c.count && taken >= p->c.count) {
		if (taken > p->c.count)
			l->retry++;
		queue_leave(p, lane);
		if (silent && l->retry < p->c.retries) {
			l->waiting = 1;
			p->waiting++;
		}
		return true;
	}
	if (taken < p->c.preload)
		return false;
	queue_enter(p, lane, PACE_TIMED,
		p->c.adaptive ? when_after(now_ns, p->c.interval_ns)
			      : grid_next(p, l->due_ns, now_ns));
	return false;
}

bool pace_take(struct pace *p, const struct pace_turn *turn, int64_t now_ns, bool silent)
{
	struct pace_lane *l = &p->lanes[turn->lane];
	int64_t slack = now_ns - SLACK_NS;

	p->gap_due_ns = when_after(p->gap_due_ns > slack ? p->gap_due_ns : slack, p->c.gap_ns);
	l->next++;
	l->freed = 0;
	if (l->ahead < PACE_AHEAD_MAX)
		l->ahead++;
	return turn->asked ? take_asked(p, l) : take_scheduled(p, turn->lane, now_ns, silent);
}

static void stop_waiting(struct pace *p, struct pace_lane *l)
{
	if (!l->waiting)
		return;
	l->waiting = 0;
	p->waiting--;
}

void pace_heard(struct pace *p, uint32_t lane, uint64_t nth, int64_t now_ns)
{
	struct pace_lane *l = &p->lanes[lane];
	uint64_t newer = l->next - 1 - nth;

	stop_waiting(p, l);
	if (newer < l->ahead)
		l->ahead = newer & PACE_AHEAD_MAX;
	l->freed = 1;
	if (p->c.count && l->next - l->asked >= p->c.count)
		queue_leave(p, lane); /* a retry was due */
	if (l->queue == PACE_SLOW)
		queue_enter(p, lane, PACE_READY, now_ns);
}

void pace_retry(struct pace *p, uint32_t lane, int64_t now_ns)
{
	struct pace_lane *l = &p->lanes[lane];

	if (!l->waiting)
		return;
	stop_waiting(p, l);
	queue_enter(p, lane, PACE_READY, now_ns);
}

bool pace_ask(struct pace *p, uint32_t lane, int64_t due_ns)
{
	uint32_t at = p->asks_used;

	if (at == PACE_ASKS_MAX)
		return false;
	while (at && p->asks[at - 1].due_ns > due_ns)
		at--;
	memmove(p->asks + at + 1, p->asks + at, (p->asks_used - at) * sizeof p->asks[0]);
	p->asks[at] = (struct pace_ask){.due_ns = due_ns, .lane = lane};
	p->asks_used++;
	return true;
}

void pace_finish(struct pace *p, uint32_t lane)
{
	struct pace_lane *l = &p->lanes[lane];

	if (l->finished)
		return;
	l->finished = 1;
	p->finished++;
	stop_waiting(p, l);
	queue_leave(p, lane);
}

void pace_move(struct pace *p, int64_t by_ns)
{
	for (uint32_t i = 0; i < p->c.lanes; i++)
		p->lanes[i].due_ns = when_after(p->lanes[i].due_ns, by_ns);
	for (uint32_t i = 0; i < p->asks_used; i++)
		p->asks[i].due_ns = when_after(p->asks[i].due_ns, by_ns);
	p->gap_due_ns = when_after(p->gap_due_ns, by_ns);
}

bool pace_spent(const struct pace *p)
{
	return !p->queued && !p->waiting && !p->asks_used;
}
