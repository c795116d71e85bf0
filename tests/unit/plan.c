/* plan: pacing, time-outs, retries, verdicts and the ways to end, in virtual time. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan.h"

#include "tap.h"

#define US INT64_C(1000)
#define MS INT64_C(1000000)
#define S INT64_C(1000000000)
#define START (5 * S)

static struct plan *open_plan(struct plan_config c)
{
	return plan_open(&c, START);
}

/* What to do at now must be step, for that probe where one is meant. */
static bool step(struct plan *p, int64_t now_ns, enum todo_step wanted, uint32_t lane, uint64_t nth)
{
	struct todo todo = plan_next(p, now_ns);
	bool good = todo.step == wanted;

	if (good && (wanted == TODO_SEND || wanted == TODO_LOST))
		good = todo.probe.lane == lane && todo.probe.nth == nth;
	if (!good)
		printf("# step %d, lane %u nth %" PRIu64 ", until %" PRId64 "\n", todo.step,
			todo.probe.lane, todo.probe.nth, todo.until_ns);
	return good;
}

static bool waits(struct plan *p, int64_t now_ns, int64_t until_ns)
{
	struct todo todo = plan_next(p, now_ns);

	if (todo.step != TODO_WAIT || todo.until_ns != until_ns)
		printf("# step %d, until %" PRId64 " instead of %" PRId64 "\n", todo.step,
			todo.until_ns, until_ns);
	return todo.step == TODO_WAIT && todo.until_ns == until_ns;
}

static struct answer answer(struct plan *p, uint32_t lane, uint64_t nth, int64_t at_ns)
{
	return plan_answer(p, (struct probe){lane, nth}, at_ns, STAMP_USER, at_ns);
}

static void test_nonsense(void)
{
	struct plan_config good = {.lanes = 1, .interval_ns = S, .timeout_ns = S}, bad;
	struct plan *p = open_plan(good);

	ok(p, "a small config is enough");
	plan_close(p);
	plan_close(NULL);
	bad = good;
	bad.lanes = 0;
	ok(!open_plan(bad), "no lanes");
	bad = good;
	bad.interval_ns = -1;
	ok(!open_plan(bad), "negative interval");
	bad = good;
	bad.timeout_ns = -1;
	ok(!open_plan(bad), "negative time-out");
	bad = good;
	bad.retries = 256;
	ok(!open_plan(bad), "too many retries");
	bad = good;
	bad.preload = 1 << 19;
	ok(!open_plan(bad), "too large a preload");
}

static void test_interval(void)
{
	enum { N = 100000 };
	const int64_t interval = 200 * MS + 1;
	struct plan *p = open_plan((struct plan_config){
		.lanes = 1, .interval_ns = interval, .timeout_ns = S, .linger_ns = S});
	int64_t now = START;
	unsigned early = 0, wrong = 0;

	for (uint64_t n = 0; n < N; n++) {
		struct todo todo = plan_next(p, now);

		wrong += todo.step != TODO_SEND || todo.probe.nth != n ||
			 todo.due_ns != START + (int64_t)n * interval;
		answer(p, 0, n, now + 10);
		todo = plan_next(p, now + 20);
		early += todo.step != TODO_WAIT ||
			 todo.until_ns != START + (int64_t)(n + 1) * interval;
		now = todo.until_ns + (int64_t)(n % 7) * 9 * MS; /* woken late, now and then */
	}
	is_int(wrong, 0, "100,000 probes are due on the grid to the nanosecond");
	is_int(early, 0, "and each wait ends there, however late the one before was");
	plan_close(p);
}

static void test_late_loop(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 1, .interval_ns = S, .timeout_ns = 60 * S, .linger_ns = S});
	struct todo todo;
	unsigned sends = 0;

	ok(step(p, START, TODO_SEND, 0, 0), "the first at once");
	ok(step(p, START + 5 * S + 300 * MS, TODO_SEND, 0, 1), "five seconds late: one probe");
	ok(waits(p, START + 5 * S + 300 * MS, START + 6 * S), "the missed ones are skipped");
	ok(step(p, START + 7 * S, TODO_SEND, 0, 2), "late by an interval exactly: one probe");
	ok(waits(p, START + 7 * S, START + 8 * S), "no second one");
	plan_close(p);

	p = open_plan((struct plan_config){
		.lanes = 1, .interval_ns = 10 * US, .timeout_ns = 60 * S, .in_flight = 1 << 17});
	for (int64_t now = START; now < START + S; now += 70 * US)
		while ((todo = plan_next(p, now)).step == TODO_SEND)
			sends++;
	ok(sends > 99980 && sends <= 100000, "10 us keeps its rate when woken each 70: %u", sends);
	for (sends = 0; (todo = plan_next(p, START + 2 * S)).step == TODO_SEND;)
		sends++;
	ok(sends <= 102, "a second missed is skipped but for a millisecond: %u", sends);
	plan_close(p);
}

static void test_preload(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 1,
		.interval_ns = S,
		.timeout_ns = 60 * S,
		.linger_ns = S,
		.preload = 3,
		.count = 5});

	for (uint64_t n = 0; n < 3; n++)
		ok(step(p, START, TODO_SEND, 0, n), "preloaded probe %" PRIu64, n);
	ok(waits(p, START, START + S), "then one an interval");
	ok(step(p, START + S, TODO_SEND, 0, 3), "the fourth");
	ok(step(p, START + 2 * S, TODO_SEND, 0, 4), "the last");
	ok(waits(p, START + 2 * S, START + 3 * S), "linger");
	plan_close(p);
	p = open_plan((struct plan_config){.lanes = 1,
		.interval_ns = S,
		.timeout_ns = S,
		.linger_ns = 9 * S,
		.preload = 3,
		.count = 2});
	ok(step(p, START, TODO_SEND, 0, 0) && step(p, START, TODO_SEND, 0, 1), "two of two");
	ok(waits(p, START, START + S), "count ends a larger preload");
	plan_close(p);
}

int main(void)
{
	test_nonsense();
	test_interval();
	test_late_loop();
	test_preload();
	return tap_done();
}
