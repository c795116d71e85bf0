/* plan: which probe is due. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan.h"

#include <stdlib.h>

#include "plan_parts.h"
#include "when.h"

static bool is_sane(const struct plan_config *c)
{
	return c->lanes < FIFO_NONE && c->interval_ns >= 0 && c->gap_ns >= 0 &&
	       c->timeout_ns >= 0 && c->slowest_ns >= 0 && c->linger_ns >= 0 &&
	       c->preload <= PACE_AHEAD_MAX && c->retries <= PACE_RETRIES_MAX &&
	       c->in_flight <= UINT32_C(1) << 31;
}

static bool open_parts(struct plan *p, const struct plan_config *c, int64_t now_ns)
{
	const struct pace_config pace = {
		.count = c->count,
		.interval_ns = c->interval_ns,
		.gap_ns = c->gap_ns,
		.slowest_ns = c->slowest_ns,
		.lanes = c->lanes,
		.preload = c->preload ? c->preload : 1,
		.retries = c->retries,
		.adaptive = c->pace == PLAN_ADAPTIVE,
	};
	if (!pace_open(&p->pace, &pace, now_ns) ||
		!detail_open(&p->detail, c->detailed < c->lanes ? c->detailed : c->lanes))
		return false;
	if (!flights_open(&p->flights, c->lanes, c->in_flight ? c->in_flight : 8192, c->retries + 1,
		    c->timeout_ns ? c->timeout_ns : INT64_MAX,
		    c->backoff_percent ? c->backoff_percent : 100))
		return false;
	p->tallies = calloc(c->lanes ? c->lanes : 1, sizeof *p->tallies);
	if (!p->tallies)
		return false;
	for (uint32_t i = 0; i < c->lanes; i++)
		tally_init(&p->tallies[i]);
	return true;
}

struct plan *plan_open(const struct plan_config *c, int64_t now_ns)
{
	struct plan *p = is_sane(c) ? calloc(1, sizeof *p) : NULL;

	if (!p)
		return NULL;
	p->lanes = c->lanes;
	p->hear_out = c->hear_out;
	plan_linger(p, c->linger_ns);
	p->last_send_ns = p->now_ns = now_ns;
	if (open_parts(p, c, now_ns))
		return p;
	plan_close(p);
	return NULL;
}

void plan_close(struct plan *p)
{
	if (!p)
		return;
	free(p->tallies);
	detail_close(&p->detail);
	flights_close(&p->flights);
	pace_close(&p->pace);
	free(p);
}

static struct probe id_of(const struct flight *f)
{
	return (struct probe){f->lane, f->nth};
}

/* When the probe after a lost one left, or will. */
static int64_t next_sent_ns(const struct plan *p, struct probe lost, int64_t sent_ns)
{
	const struct flight *next = plan_find(p, (struct probe){lost.lane, lost.nth + 1});
	const struct pace_lane *lane = &p->pace.lanes[lost.lane];

	if (next)
		return flight_sent_ns(next);
	return lane->queue != PACE_IDLE && lane->due_ns > sent_ns ? lane->due_ns : sent_ns;
}

static struct todo lose(struct plan *p, struct flight *f)
{
	struct todo todo = {.step = TODO_LOST, .probe = id_of(f), .due_ns = flight_sent_ns(f)};

	plan_land(p, f, FLIGHT_LOST);
	p->tallies[f->lane].lost++;
	detail_lost(
		&p->detail, f->lane, f->nth, todo.due_ns, next_sent_ns(p, todo.probe, todo.due_ns));
	if (f->final)
		pace_retry(&p->pace, f->lane, p->now_ns);
	return todo;
}

/* A refused probe's time-out passed: nothing is lost, but its lane may try again. */
static void forget(struct plan *p, struct flight *f)
{
	plan_land(p, f, FLIGHT_NONE);
	pace_retry(&p->pace, f->lane, p->now_ns);
}

static struct todo give(struct plan *p, const struct pace_turn *turn, struct flight *oldest)
{
	struct tally *tally = &p->tallies[turn->lane];
	const struct pace_lane *lane = &p->pace.lanes[turn->lane];
	struct flight given = {
		.sent_ns = p->now_ns, .nth = lane->next, .lane = turn->lane, .asked = turn->asked};

	if (oldest && flights_full(&p->flights)) {
		if (oldest->state == FLIGHT_OUT)
			return lose(p, oldest);
		forget(p, oldest);
	}
	given.final = pace_take(&p->pace, turn, p->now_ns, !tally->answered && !tally->rejected);
	given.class = turn->asked ? 0 : lane->retry;
	flights_put(&p->flights, &given);
	p->asked_out += turn->asked;
	p->last_send_ns = p->now_ns;
	tally->sent++;
	return (struct todo){
		.step = TODO_SEND, .probe = {given.lane, given.nth}, .due_ns = turn->due_ns};
}

static struct todo wait_until(int64_t until_ns)
{
	return (struct todo){.step = TODO_WAIT, .until_ns = until_ns};
}

/* Nothing will be sent any more: wait for what is in flight, but no longer than linger. */
static struct todo wind_up(struct plan *p, int64_t timeout_ns)
{
	int64_t until_ns = when_after(p->last_send_ns, p->linger_ns);
	struct flight *f = flights_first(&p->flights, &timeout_ns);

	while (f && f->state == FLIGHT_REFUSED) {
		forget(p, f);
		f = flights_first(&p->flights, &timeout_ns);
	}
	if (!f && (!p->hear_out || until_ns <= p->now_ns))
		return (struct todo){.step = TODO_DONE};
	if (f && until_ns <= p->now_ns)
		return lose(p, f);
	return wait_until(when_first(until_ns, timeout_ns));
}

static bool is_abandoned(const struct plan *p)
{
	return p->pace.finished == p->lanes && !p->pace.asks_used && !p->asked_out;
}

struct todo plan_next(struct plan *p, int64_t now_ns)
{
	int64_t timeout_ns;
	struct flight *f;
	struct pace_turn turn;

	if (p->stopped)
		return (struct todo){.step = TODO_DONE};
	if (now_ns > p->now_ns)
		p->now_ns = now_ns;
	while ((f = flights_first(&p->flights, &timeout_ns)) && timeout_ns <= p->now_ns) {
		if (f->state == FLIGHT_OUT)
			return lose(p, f);
		forget(p, f);
	}
	if (is_abandoned(p))
		return (struct todo){.step = TODO_DONE};
	if (pace_spent(&p->pace))
		return wind_up(p, timeout_ns);
	turn = pace_next(&p->pace, p->now_ns);
	return turn.ready ? give(p, &turn, f) : wait_until(when_first(turn.until_ns, timeout_ns));
}

bool plan_ask(struct plan *p, uint32_t lane, int64_t due_ns)
{
	return !p->stopped && lane < p->lanes && pace_ask(&p->pace, lane, due_ns);
}

void plan_finish(struct plan *p, uint32_t lane)
{
	if (lane < p->lanes)
		pace_finish(&p->pace, lane);
}

void plan_stop(struct plan *p)
{
	p->stopped = true;
}

bool plan_stopped(const struct plan *p)
{
	return p->stopped;
}

void plan_linger(struct plan *p, int64_t linger_ns)
{
	p->linger_ns = linger_ns ? linger_ns : INT64_MAX;
}

void plan_interval(struct plan *p, int64_t interval_ns)
{
	p->pace.c.interval_ns = interval_ns > 0 ? interval_ns : 0;
}

void plan_paused(struct plan *p, int64_t from_ns, int64_t to_ns)
{
	int64_t by_ns = to_ns - from_ns;

	if (by_ns <= 0)
		return;
	pace_move(&p->pace, by_ns);
	flights_move(&p->flights, to_ns, by_ns);
	p->last_send_ns += by_ns;
}

uint32_t plan_lanes(const struct plan *p)
{
	return p->lanes;
}

const struct tally *plan_tally(const struct plan *p, uint32_t lane)
{
	return &p->tallies[lane];
}

const struct histogram *plan_histogram(const struct plan *p, uint32_t lane)
{
	return lane < p->detail.lanes ? p->detail.histograms[lane] : NULL;
}

const struct story *plan_story(const struct plan *p, uint32_t lane)
{
	return lane < p->detail.lanes ? &p->detail.stories[lane] : NULL;
}

uint32_t plan_in_flight(const struct plan *p)
{
	return p->flights.out;
}

bool plan_next_in_flight(const struct plan *p, const struct probe *behind, struct probe *out)
{
	const struct flight *f = behind ? plan_find(p, *behind) : NULL;

	if (behind && !f)
		return false;
	f = flights_next_out(&p->flights, f);
	if (f)
		*out = id_of(f);
	return f != NULL;
}

uint32_t plan_in_flight_max(const struct plan *p)
{
	return p->in_flight_max;
}

size_t plan_memory_bytes(const struct plan *p)
{
	return sizeof *p + pace_bytes(&p->pace) + flights_bytes(&p->flights) +
	       detail_bytes(&p->detail) + p->lanes * sizeof *p->tallies;
}
