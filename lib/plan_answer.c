/* plan: what an answer means. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan_parts.h"

static void count(uint32_t *counter)
{
	if (*counter < UINT32_MAX)
		++*counter;
}

struct flight *plan_find(const struct plan *p, struct probe id)
{
	if (id.lane >= p->lanes || id.nth >= p->pace.lanes[id.lane].next)
		return NULL;
	return flights_find(&p->flights, id.lane, id.nth);
}

/* Takes a probe out of flight. */
void plan_land(struct plan *p, struct flight *f, enum flight_state state)
{
	if (f->state == FLIGHT_OUT && f->asked)
		p->asked_out--;
	flights_land(&p->flights, f, state);
}

void plan_sent(struct plan *p, struct probe id, int64_t at_ns, enum stamp how)
{
	struct flight *f = plan_find(p, id);

	if (!f)
		return;
	if (how == STAMP_KERNEL)
		flight_stamp(f, at_ns);
	else
		flight_sent(f, at_ns);
	/* What stood in this host's queue left later than it was sent. */
	if (at_ns > p->last_send_ns)
		p->last_send_ns = at_ns;
}

void plan_held(struct plan *p, struct probe id, int64_t at_ns)
{
	struct flight *f = plan_find(p, id);

	if (!f || f->state != FLIGHT_OUT || at_ns <= f->sent_ns)
		return;
	flights_again(&p->flights, f, at_ns);
	if (at_ns > p->last_send_ns)
		p->last_send_ns = at_ns;
}

void plan_unsent(struct plan *p, struct probe id, int error)
{
	struct flight *f = plan_find(p, id);
	struct tally *tally = &p->tallies[id.lane < p->lanes ? id.lane : 0];
	enum flight_state after = FLIGHT_NONE;

	(void)error;
	if (!f || (f->state != FLIGHT_OUT && f->state != FLIGHT_LOST))
		return;
	tally->sent--;
	count(&tally->unsent);
	if (f->state == FLIGHT_LOST)
		tally->lost--;
	else if (f->final && p->pace.lanes[id.lane].waiting)
		after = FLIGHT_REFUSED;
	plan_land(p, f, after);
}

/* What an answer to f means, before it changes anything. */
static struct answer judge(
	const struct flight *f, int64_t at_ns, enum stamp how, int64_t at_user_ns)
{
	struct answer a = {.verdict = ANSWER_FRESH, .stamp = STAMP_USER};

	if (!f || f->state == FLIGHT_NONE || f->state == FLIGHT_REFUSED)
		return (struct answer){.verdict = ANSWER_STRANGER, .rtt_ns = -1};
	if (f->state == FLIGHT_LOST)
		a.verdict = ANSWER_LATE;
	else if (f->state == FLIGHT_ANSWERED)
		a.verdict = ANSWER_DUPLICATE;
	a.sent_ns = a.sent_user_ns = f->sent_ns;
	a.rtt_ns = at_user_ns - f->sent_ns;
	/* This host's own copy of a multicast is answered before the driver has the packet. */
	if (how == STAMP_KERNEL && f->stamped && at_ns >= flight_sent_ns(f)) {
		a.stamp = STAMP_KERNEL;
		a.sent_ns = flight_sent_ns(f);
		a.rtt_ns = at_ns - a.sent_ns;
	}
	if (a.rtt_ns < 0)
		a.rtt_ns = 0;
	return a;
}

/* A duplicate frees no probe: where each answer comes in copies, probes would multiply. */
static void heard(struct plan *p, struct probe id, enum verdict verdict)
{
	uint64_t pipe = p->pace.lanes[id.lane].next - id.nth;

	if (pipe > p->in_flight_max)
		p->in_flight_max = pipe < UINT32_MAX ? (uint32_t)pipe : UINT32_MAX;
	if (verdict != ANSWER_DUPLICATE)
		pace_heard(&p->pace, id.lane, id.nth, p->now_ns);
}

struct answer plan_answer(
	struct plan *p, struct probe id, int64_t at_ns, enum stamp how, int64_t at_user_ns)
{
	struct flight *f = plan_find(p, id);
	struct answer a = judge(f, at_ns, how, at_user_ns);
	struct tally *tally;

	if (a.verdict == ANSWER_STRANGER)
		return a;
	tally = &p->tallies[id.lane];
	heard(p, id, a.verdict);
	if (a.verdict == ANSWER_DUPLICATE) {
		count(&tally->duplicates);
		return a;
	}
	if (a.verdict == ANSWER_LATE) {
		tally->lost--;
		count(&tally->late);
	}
	if (f->state == FLIGHT_REJECTED)
		tally->rejected--;
	plan_land(p, f, FLIGHT_ANSWERED);
	tally_answer(tally, a.rtt_ns);
	detail_answer(&p->detail, id.lane, id.nth, a.rtt_ns);
	return a;
}

struct answer plan_reject(
	struct plan *p, struct probe id, int64_t at_ns, enum stamp how, int64_t at_user_ns)
{
	struct flight *f = plan_find(p, id);
	struct answer a = judge(f, at_ns, how, at_user_ns);

	if (a.verdict == ANSWER_STRANGER)
		return a;
	if (f->state == FLIGHT_REJECTED)
		a.verdict = ANSWER_DUPLICATE;
	heard(p, id, a.verdict);
	if (a.verdict == ANSWER_DUPLICATE)
		return a;
	if (a.verdict == ANSWER_LATE)
		p->tallies[id.lane].lost--;
	plan_land(p, f, FLIGHT_REJECTED);
	count(&p->tallies[id.lane].rejected);
	return a;
}

struct answer plan_corrupted(
	struct plan *p, struct probe id, int64_t at_ns, enum stamp how, int64_t at_user_ns)
{
	struct answer a = judge(plan_find(p, id), at_ns, how, at_user_ns);

	if (a.verdict != ANSWER_STRANGER)
		count(&p->tallies[id.lane].corrupted);
	return a;
}

const char *plan_verdict_name(enum verdict v)
{
	switch (v) {
	case ANSWER_FRESH:
		return "fresh";
	case ANSWER_LATE:
		return "late";
	case ANSWER_DUPLICATE:
		return "duplicate";
	case ANSWER_STRANGER:
		return "stranger";
	}
	return NULL;
}

const char *plan_stamp_name(enum stamp s)
{
	switch (s) {
	case STAMP_KERNEL:
		return "kernel";
	case STAMP_USER:
		return "user";
	case STAMP_NONE:
		return NULL;
	}
	return NULL;
}
