/* plan: what is due when: interval, lateness, preload, adaptive, flood, ceiling. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan_steps.h"

static void test_nonsense(void)
{
	struct plan_config good = {.lanes = 1, .interval_ns = S, .timeout_ns = S}, bad;
	struct plan *p = open_plan(good);

	ok(p, "a small config is enough");
	plan_close(p);
	plan_close(NULL);
	bad = good;
	bad.lanes = 0;
	p = open_plan(bad);
	is_int(plan_next(p, S).step, TODO_DONE, "no lanes: over before it begins");
	plan_close(p);
	bad = good;
	bad.interval_ns = -1;
	ok(!open_plan(bad), "negative interval");
	bad = good;
	bad.timeout_ns = -1;
	ok(!open_plan(bad), "negative time-out");
	bad = good;
	bad.linger_ns = -1;
	ok(!open_plan(bad), "negative linger");
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
	unsigned wrong = 0, misled = 0;

	for (uint64_t n = 0; n < N; n++) {
		struct todo todo = plan_next(p, now);

		wrong += todo.step != TODO_SEND || todo.probe.nth != n ||
			 todo.due_ns != START + (int64_t)n * interval;
		answer(p, 0, n, now + 10);
		todo = plan_next(p, now + 20);
		misled += todo.step != TODO_WAIT ||
			  todo.until_ns != START + (int64_t)(n + 1) * interval;
		now = todo.until_ns + (int64_t)(n % 7) * 9 * MS; /* woken late, now and then */
	}
	is_int(wrong, 0, "100,000 probes are due on the grid to the nanosecond");
	is_int(misled, 0, "and each wait ends there, however late the one before was");
	is_int(plan_tally(p, 0)->sent, N, "all counted");
	plan_close(p);
}

static void test_late_loop(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 1, .interval_ns = S, .timeout_ns = 60 * S, .linger_ns = S});
	int64_t late = START + 5 * S + 300 * MS;

	ok(sends(p, START, 0, 0), "the first at once");
	ok(sends_late(p, late, 0, 1, START + S), "more than four seconds late: one probe");
	ok(waits(p, late, START + 6 * S), "the missed ones are skipped");
	ok(sends_late(p, START + 7 * S, 0, 2, START + 6 * S), "late by one interval: one probe");
	ok(waits(p, START + 7 * S, START + 8 * S), "and no second one");
	ok(sends_late(p, START + 8 * S + 999 * MS, 0, 3, START + 8 * S),
		"nearly one interval late");
	ok(sends(p, START + 9 * S, 0, 4), "the grid stays where it was");
	ok(waits(p, START + 2 * S, START + 10 * S), "a clock that goes back changes nothing");
	plan_close(p);
}

/* A loop that sleeps between two calls wakes tens of microseconds late. */
static void test_short_interval(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 1, .interval_ns = 10 * US, .timeout_ns = 60 * S, .in_flight = 1 << 17});
	unsigned sent = 0;

	for (int64_t now = START; now < START + S; now += 70 * US)
		while (plan_next(p, now).step == TODO_SEND)
			sent++;
	ok(sent > 99980 && sent <= 100000, "10 us keeps its rate when woken each 70: %u", sent);
	for (sent = 0; plan_next(p, START + 2 * S).step == TODO_SEND;)
		sent++;
	ok(sent >= 100 && sent <= 102, "of a second missed a millisecond is made up: %u", sent);
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
		ok(sends(p, START, 0, n), "preloaded probe %" PRIu64, n);
	ok(waits(p, START, START + S), "then one an interval");
	ok(sends(p, START + S, 0, 3), "the fourth");
	ok(sends(p, START + 2 * S, 0, 4), "the last");
	ok(waits(p, START + 2 * S, START + 3 * S), "linger");
	plan_close(p);
	p = open_plan((struct plan_config){.lanes = 1,
		.interval_ns = S,
		.timeout_ns = S,
		.linger_ns = 9 * S,
		.preload = 3,
		.count = 2});
	ok(sends(p, START, 0, 0) && sends(p, START, 0, 1), "two of two");
	ok(waits(p, START, START + S), "count ends a larger preload");
	plan_close(p);
}

static void test_change_interval(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 1, .interval_ns = S, .timeout_ns = 60 * S, .linger_ns = S});

	ok(sends(p, START, 0, 0), "first");
	plan_interval(p, 100 * MS);
	ok(waits(p, START, START + S), "what was scheduled stays");
	ok(sends(p, START + S, 0, 1), "second");
	ok(waits(p, START + S, START + S + 100 * MS), "what comes after follows the new interval");
	plan_close(p);
}

static void test_adaptive(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 1,
		.interval_ns = 200 * MS,
		.timeout_ns = 10 * S,
		.slowest_ns = S,
		.pace = PLAN_ADAPTIVE});
	int64_t now = START;

	ok(sends(p, now, 0, 0), "first");
	ok(waits(p, now, now + 200 * MS), "nothing before the interval");
	answer(p, 0, 0, now + 50 * MS);
	ok(waits(p, now + 50 * MS, now + 200 * MS), "an early answer does not shorten it");
	ok(sends(p, now + 200 * MS, 0, 1), "after it the next goes");
	now += 200 * MS;
	ok(waits(p, now + 200 * MS, now + S), "without an answer it waits for the slowest pace");
	answer(p, 0, 1, now + 300 * MS);
	ok(sends_late(p, now + 300 * MS, 0, 2, now + 200 * MS), "an answer meanwhile sends it off");
	now += 300 * MS;
	ok(waits(p, now + 500 * MS, now + S), "silence again");
	ok(sends(p, now + S, 0, 3), "a silent lane is probed each second");
	ok(waits(p, now + S, now + S + 200 * MS), "and so on");
	ok(waits(p, now + S + 200 * MS, now + 2 * S), "until something comes");
	answer(p, 0, 1, now + S + 250 * MS);
	ok(waits(p, now + S + 250 * MS, now + 2 * S), "a duplicate is nothing new");
	reject(p, 0, 3, now + S + 300 * MS);
	ok(plan_next(p, now + S + 300 * MS).step == TODO_SEND, "a rejection frees the lane too");
	plan_close(p);
}

static struct plan *open_flood(uint32_t window)
{
	return open_plan((struct plan_config){.lanes = 1,
		.timeout_ns = S,
		.slowest_ns = 10 * MS,
		.preload = window,
		.pace = PLAN_ADAPTIVE});
}

static void test_flood(void)
{
	struct plan *p = open_flood(1);
	int64_t now = START;

	ok(sends(p, now, 0, 0), "first");
	for (uint64_t n = 0; n < 3; n++) {
		now += 100 * US;
		ok(waits(p, now, now + 9900 * US), "waits for the answer or 10 ms");
		answer(p, 0, n, now);
		ok(plan_next(p, now).probe.nth == n + 1, "the answer frees the next at once");
	}
	for (uint64_t n = 4; n < 7; n++)
		ok(sends(p, now += 10 * MS, 0, n), "silence: 100 a second");
	answer(p, 0, 6, now + MS);
	ok(plan_next(p, now + MS).step == TODO_SEND, "back at once, with three still unanswered");
	answer(p, 0, 4, now + 2 * MS);
	ok(plan_next(p, now + 2 * MS).step == TODO_SEND, "each answer frees one");
	ok(plan_next(p, now + 2 * MS).step == TODO_WAIT, "and one only");
	plan_close(p);
}

static unsigned send_all(struct plan *p, int64_t now_ns)
{
	unsigned sent = 0;

	while (plan_next(p, now_ns).step == TODO_SEND)
		sent++;
	return sent;
}

static void test_window(void)
{
	struct plan *p = open_flood(100);
	int64_t now = START;

	is_int(send_all(p, now), 100, "the window goes out at once");
	for (uint64_t n = 0; n < 64; n++)
		answer(p, 0, n, now + MS);
	is_int(send_all(p, now + MS), 64, "64 answers in one turn free 64");
	answer(p, 0, 163, now + 2 * MS);
	is_int(send_all(p, now + 2 * MS), 100,
		"an answer to the newest opens the window, whatever was lost before it");
	is_int(send_all(p, now + 2 * MS), 0, "no more than that");
	is_int(plan_in_flight_max(p), 100, "when probe 0 was answered 100 were out: the pipe");
	plan_close(p);
}

static void test_ceiling(void)
{
	enum { LANES = 1000 };
	struct plan *p = open_plan((struct plan_config){.lanes = LANES,
		.interval_ns = S,
		.gap_ns = 2 * MS,
		.timeout_ns = 500 * MS,
		.preload = 2});
	int64_t now = START, last = 0;
	unsigned near = 0, sent = 0, lost = 0;
	uint32_t counts[LANES] = {0};

	while (sent < 3 * LANES) {
		struct todo todo = plan_next(p, now);

		if (todo.step == TODO_SEND) {
			near += last && now - last < 2 * MS;
			last = now;
			counts[todo.probe.lane]++;
			sent++;
		}
		lost += todo.step == TODO_LOST;
		if (todo.step == TODO_WAIT)
			now = todo.until_ns;
	}
	is_int(near, 0, "1000 lanes at 1 s with 2 ms between sends: never two within 2 ms");
	is_int(last - START, (3 * LANES - 1) * 2 * MS, "nor any gap wider than that");
	for (unsigned i = 0; i < LANES; i++)
		near += counts[i] != 3;
	is_int(near, 0, "every lane got its share");
	is_int(plan_in_flight(p) + lost, sent, "all are lost or in flight");
	plan_close(p);
}

/* Many lanes at 100,000 a second, and a loop that was held up. */
static void test_late_ceiling(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 100000,
		.count = 1,
		.gap_ns = 10 * US,
		.timeout_ns = 60 * S,
		.in_flight = 1 << 17});
	unsigned sent = 0;

	for (int64_t now = START; now < START + 500 * MS; now += 70 * US)
		sent += send_all(p, now);
	ok(sent > 49980 && sent <= 50000, "10 us between sends when woken each 70: %u", sent);
	sent = send_all(p, START + 800 * MS);
	ok(sent >= 100 && sent <= 101, "of 300 ms missed a millisecond is made up: %u", sent);
	ok(waits(p, START + 800 * MS, START + 800 * MS + 10 * US), "then it is 10 us again");
	plan_close(p);
}

/* Two lanes half an interval apart, each on its own grid. */
static void test_phases(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 2, .interval_ns = S, .gap_ns = 100 * MS, .timeout_ns = 60 * S});

	for (uint64_t n = 0; n < 4; n++) {
		int64_t at = START + (int64_t)n * S;

		ok(sends(p, at, 0, n), "lane 0 at %" PRIu64 " s", n);
		ok(waits(p, at, at + 100 * MS), "lane 1 is 100 ms behind");
		ok(sends(p, at + 100 * MS, 1, n), "as it was before");
	}
	plan_close(p);
}

int main(void)
{
	test_nonsense();
	test_interval();
	test_late_loop();
	test_short_interval();
	test_preload();
	test_change_interval();
	test_adaptive();
	test_flood();
	test_window();
	test_ceiling();
	test_late_ceiling();
	test_phases();
	return tap_done();
}
