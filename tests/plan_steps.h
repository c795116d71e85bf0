/* plan_steps: drives a plan in virtual time, one expected step at a time. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PLAN_STEPS_H
#define PROBEKIT_PLAN_STEPS_H

#include "plan.h"
#include "tap.h"

#define US INT64_C(1000)
#define MS INT64_C(1000000)
#define S INT64_C(1000000000)
#define START (5 * S)
#define NEVER INT64_MAX

static inline struct plan *open_plan(struct plan_config c)
{
	return plan_open(&c, START);
}

static inline void show_todo(struct todo todo)
{
	static const char *const names[] = {"send", "lost", "wait", "done"};

	printf("# it said %s, lane %u nth %" PRIu64 ", due %" PRId64 ", until %" PRId64 "\n",
		names[todo.step], todo.probe.lane, todo.probe.nth, todo.due_ns, todo.until_ns);
}

static inline bool is_probe(struct plan *p, int64_t now_ns, enum todo_step wanted, uint32_t lane,
	uint64_t nth, int64_t due_ns)
{
	struct todo todo = plan_next(p, now_ns);
	bool good = todo.step == wanted && todo.probe.lane == lane && todo.probe.nth == nth &&
		    todo.due_ns == due_ns;

	if (!good)
		show_todo(todo);
	return good;
}

/* The plan says SEND or LOST of that probe at now; sends was due just then, or at due. */
static inline bool sends(struct plan *p, int64_t now_ns, uint32_t lane, uint64_t nth)
{
	return is_probe(p, now_ns, TODO_SEND, lane, nth, now_ns);
}

static inline bool sends_late(
	struct plan *p, int64_t now_ns, uint32_t lane, uint64_t nth, int64_t due_ns)
{
	return is_probe(p, now_ns, TODO_SEND, lane, nth, due_ns);
}

static inline bool loses(
	struct plan *p, int64_t now_ns, uint32_t lane, uint64_t nth, int64_t sent_ns)
{
	return is_probe(p, now_ns, TODO_LOST, lane, nth, sent_ns);
}

static inline bool waits(struct plan *p, int64_t now_ns, int64_t until_ns)
{
	struct todo todo = plan_next(p, now_ns);

	if (todo.step != TODO_WAIT || todo.until_ns != until_ns)
		show_todo(todo);
	return todo.step == TODO_WAIT && todo.until_ns == until_ns;
}

static inline bool is_done(struct plan *p, int64_t now_ns)
{
	struct todo todo = plan_next(p, now_ns), again = plan_next(p, now_ns);

	if (todo.step != TODO_DONE)
		show_todo(todo);
	return todo.step == TODO_DONE && again.step == TODO_DONE;
}

static inline struct answer answer(struct plan *p, uint32_t lane, uint64_t nth, int64_t at_ns)
{
	return plan_answer(p, (struct probe){lane, nth}, at_ns, STAMP_USER, at_ns);
}

static inline struct answer reject(struct plan *p, uint32_t lane, uint64_t nth, int64_t at_ns)
{
	return plan_reject(p, (struct probe){lane, nth}, at_ns, STAMP_USER, at_ns);
}

#endif
