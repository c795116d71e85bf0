/* plan: time-outs in order, retries of silent lanes, back-off, a ring that is too small. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan_steps.h"

static void test_order(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 3, .interval_ns = 100 * MS, .gap_ns = MS, .timeout_ns = 250 * MS});
	int64_t now = START, last = 0;
	unsigned lost = 0, wrong = 0, hasty = 0;

	while (lost < 1000) {
		struct todo todo = plan_next(p, now);

		if (todo.step == TODO_LOST) {
			lost++;
			wrong += todo.due_ns < last || todo.due_ns != now - 250 * MS;
			last = todo.due_ns;
		} else if (todo.step == TODO_WAIT) {
			hasty += todo.until_ns <= now;
			now = todo.until_ns;
		}
	}
	is_int(wrong, 0, "1000 losses of three lanes come in the order of sending, each on time");
	is_int(hasty, 0, "every wait ends later than now");
	plan_close(p);
}

/* The program slept through the time-outs of all: losses first, then one send. */
static void test_before_send(void)
{
	struct plan *p = open_plan(
		(struct plan_config){.lanes = 1, .interval_ns = S, .timeout_ns = 1500 * MS});

	ok(sends(p, START, 0, 0) && sends(p, START + S, 0, 1), "two are out");
	ok(waits(p, START + S, START + 1500 * MS), "the time-out of the first comes next");
	ok(loses(p, START + 9 * S, 0, 0, START), "the first is lost");
	ok(loses(p, START + 9 * S, 0, 1, START + S), "then the second");
	ok(sends_late(p, START + 9 * S, 0, 2, START + 2 * S), "then one is sent");
	ok(waits(p, START + 9 * S, START + 10 * S), "and no burst");
	is_int(plan_tally(p, 0)->lost, 2, "two lost");
	plan_close(p);
}

static void test_time_of_sending(void)
{
	struct plan *p = open_plan(
		(struct plan_config){.lanes = 1, .count = 1, .timeout_ns = S, .linger_ns = NEVER});

	ok(sends(p, START, 0, 0), "send");
	plan_sent(p, (struct probe){0, 0}, START + MS, STAMP_USER);
	plan_sent(p, (struct probe){0, 0}, START + 3 * MS, STAMP_KERNEL);
	ok(waits(p, START + 9 * MS, START + S + MS), "the time-out counts from the user's time");
	ok(loses(p, START + S + MS, 0, 0, START + 3 * MS), "the loss tells the kernel's");
	ok(is_done(p, START + S + MS), "done");
	plan_close(p);
}

static void test_held(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 2, .count = 1, .timeout_ns = S, .linger_ns = S, .detailed = 2});

	ok(sends(p, START, 0, 0) && sends(p, START, 1, 0), "two are given");
	plan_sent(p, (struct probe){1, 0}, START, STAMP_USER);
	plan_held(p, (struct probe){0, 0}, START + 900 * MS);
	plan_held(p, (struct probe){0, 0}, START + 800 * MS);
	ok(loses(p, START + S, 1, 0, START), "the one that left is lost");
	plan_held(p, (struct probe){1, 0}, START + S);
	ok(waits(p, START + S, START + 1900 * MS),
		"the one that waits here has its time before it");
	plan_held(p, (struct probe){0, 0}, START + 2 * S);
	plan_sent(p, (struct probe){0, 0}, START + 2 * S + MS, STAMP_USER);
	ok(waits(p, START + 2 * S + MS, START + 3 * S + MS), "which begins when it leaves");
	ok(loses(p, START + 3 * S + MS, 0, 0, START + 2 * S + MS), "then it is lost too");
	is_int(plan_tally(p, 0)->lost + plan_tally(p, 1)->lost, 2, "each once");
	plan_close(p);
}

static void test_retries(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 3,
		.count = 1,
		.timeout_ns = 500 * MS,
		.retries = 2,
		.backoff_percent = 150,
		.linger_ns = NEVER});
	int64_t now = START;

	for (uint32_t lane = 0; lane < 3; lane++)
		ok(sends(p, now, lane, 0), "lane %u", lane);
	answer(p, 1, 0, now + MS);
	now += 500 * MS;
	ok(loses(p, now, 0, 0, START), "lane 0 was silent");
	ok(loses(p, now, 2, 0, START), "so was lane 2");
	ok(sends(p, now, 0, 1), "lane 0 again");
	ok(sends(p, now, 2, 1), "lane 2 again, lane 1 not");
	ok(waits(p, now, now + 750 * MS), "the retry may take half as long again");
	reject(p, 2, 1, now + MS);
	now += 750 * MS;
	ok(loses(p, now, 0, 1, now - 750 * MS), "lane 0 is still silent");
	ok(sends(p, now, 0, 2), "its last retry");
	ok(waits(p, now, now + 1125 * MS), "longer again; lane 2 was rejected and is left alone");
	now += 1125 * MS;
	ok(loses(p, now, 0, 2, now - 1125 * MS), "lost");
	ok(is_done(p, now), "that was all");
	is_int(plan_tally(p, 0)->sent, 3, "three probes to the silent lane");
	is_int(plan_tally(p, 1)->sent, 1, "one to the one that answered");
	is_int(plan_tally(p, 2)->sent, 2, "two to the rejected");
	plan_close(p);
}

/* Of a lane's count the last one's loss brings the retry; an answer to any of them prevents it. */
static void test_retries_of_many(void)
{
	struct plan_config c = {.lanes = 1,
		.count = 3,
		.interval_ns = 100 * MS,
		.timeout_ns = 500 * MS,
		.retries = 1,
		.linger_ns = NEVER};
	struct plan *p = open_plan(c);
	int64_t last = START + 200 * MS;

	for (uint64_t n = 0; n < 3; n++)
		ok(sends(p, START + (int64_t)n * 100 * MS, 0, n), "probe %" PRIu64, n);
	ok(loses(p, START + 500 * MS, 0, 0, START), "the first is lost");
	ok(waits(p, START + 500 * MS, START + 600 * MS), "nothing is sent for that");
	ok(loses(p, START + 600 * MS, 0, 1, START + 100 * MS), "nor for the second");
	ok(waits(p, START + 600 * MS, START + 700 * MS), "yet");
	ok(loses(p, START + 700 * MS, 0, 2, last), "the last is lost");
	answer(p, 0, 1, START + 700 * MS);
	ok(is_done(p, START + 700 * MS), "a late answer calls the retry off");
	plan_close(p);

	p = open_plan(c);
	for (uint64_t n = 0; n < 3; n++)
		ok(sends(p, START + (int64_t)n * 100 * MS, 0, n), "probe %" PRIu64, n);
	answer(p, 0, 0, last);
	ok(loses(p, START + 600 * MS, 0, 1, START + 100 * MS), "the second is lost");
	ok(loses(p, START + 700 * MS, 0, 2, last), "the last is lost");
	ok(is_done(p, START + 700 * MS), "but the lane is not silent: no retry");
	plan_close(p);
}

static void test_refused_retry(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 1, .count = 1, .timeout_ns = S, .retries = 1, .linger_ns = NEVER});

	ok(sends(p, START, 0, 0), "send");
	plan_unsent(p, (struct probe){0, 0}, 105);
	is_int(plan_in_flight(p), 0, "refused: nothing is in flight");
	is_int(answer(p, 0, 0, START).verdict, ANSWER_STRANGER, "nothing can answer it");
	ok(waits(p, START, START + S), "the retry waits as if it had been lost");
	ok(sends(p, START + S, 0, 1), "and comes");
	plan_unsent(p, (struct probe){0, 1}, 105);
	ok(is_done(p, START + S), "refused again, and that was the last");
	is_int(plan_tally(p, 0)->unsent, 2, "two unsent");
	is_int(plan_tally(p, 0)->lost, 0, "none lost");
	plan_close(p);
}

/* A run of losses ends, as an outage, where the probe after it was sent. */
static void test_outage(int64_t timeout_ns)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 1, .interval_ns = S, .timeout_ns = timeout_ns, .detailed = 1});
	int64_t now = START;

	for (unsigned lost = 0; lost < 3;) {
		struct todo todo = plan_next(p, now);

		if (todo.step == TODO_SEND && (todo.probe.nth < 4 || todo.probe.nth > 6))
			answer(p, 0, todo.probe.nth, now);
		lost += todo.step == TODO_LOST;
		if (todo.step == TODO_WAIT)
			now = todo.until_ns;
	}
	is_int(plan_story(p, 0)->longest_loss, 3, "three in a row are lost");
	is_int(plan_story(p, 0)->outage_ns, 3 * S, "an outage of three seconds");
	is_int(plan_story(p, 0)->outage_start_ns, START + 4 * S, "from the first of them on");
	plan_close(p);
}

static void test_no_timeout(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 1, .count = 1, .linger_ns = NEVER, .retries = 3, .backoff_percent = 200});

	ok(sends(p, START, 0, 0), "send");
	ok(waits(p, START, NEVER), "time-out 0 is none");
	ok(waits(p, NEVER - 1, NEVER), "ever");
	is_int(answer(p, 0, 0, START + 100000 * S).verdict, ANSWER_FRESH, "in time after a day");
	ok(is_done(p, NEVER - 1), "then done");
	plan_close(p);
}

static void test_backoff_bounds(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 1,
		.count = 1,
		.timeout_ns = NEVER / 2,
		.retries = 255,
		.backoff_percent = UINT32_MAX,
		.linger_ns = NEVER});

	ok(p && sends(p, START, 0, 0), "a back-off beyond all bounds opens");
	ok(loses(p, START + NEVER / 2, 0, 0, START), "the first time-out holds");
	ok(sends(p, START + NEVER / 2, 0, 1), "the retry");
	ok(waits(p, START + NEVER / 2, NEVER), "waits for ever");
	plan_close(p);
}

/* Eight places: the ninth probe in flight needs one. */
static void test_overflow(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 1, .interval_ns = MS, .timeout_ns = 60 * S, .in_flight = 5});

	for (uint64_t n = 0; n < 8; n++)
		ok(sends(p, START + (int64_t)n * MS, 0, n), "5 is rounded up to 8: probe %" PRIu64,
			n);
	ok(loses(p, START + 8 * MS, 0, 0, START), "the oldest is lost early, not forgotten");
	ok(sends(p, START + 8 * MS, 0, 8), "then the new one is sent");
	answer(p, 0, 5, START + 8 * MS);
	ok(sends(p, START + 9 * MS, 0, 9), "a place that is free is used first");
	is_int(plan_in_flight(p), 8, "all eight are in flight");
	is_int(answer(p, 0, 5, START + 9 * MS).verdict, ANSWER_STRANGER,
		"what was there is forgotten");
	for (uint64_t n = 1; n < 10; n++)
		if (n != 5)
			is_int(answer(p, 0, n, START + 9 * MS).verdict, ANSWER_FRESH,
				"probe %" PRIu64 " is not", n);
	is_int(plan_tally(p, 0)->lost, 1, "one loss");
	plan_close(p);
}

int main(void)
{
	test_order();
	test_before_send();
	test_time_of_sending();
	test_held();
	test_retries();
	test_retries_of_many();
	test_refused_retry();
	test_outage(1500 * MS);
	test_outage(500 * MS);
	test_no_timeout();
	test_backoff_bounds();
	test_overflow();
	return tap_done();
}
