/* plan: asked probes, suspension, and the ways to end: count, linger, finish, stop. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan_steps.h"

static void test_count(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 2,
		.count = 2,
		.interval_ns = S,
		.timeout_ns = 10 * S,
		.linger_ns = NEVER});

	ok(sends(p, START, 0, 0) && sends(p, START, 1, 0), "first round");
	answer(p, 0, 0, START + MS);
	ok(sends(p, START + S, 0, 1) && sends(p, START + S, 1, 1), "second round");
	answer(p, 1, 1, START + S);
	answer(p, 0, 1, START + S);
	ok(waits(p, START + S, START + 10 * S), "one is out");
	answer(p, 1, 0, START + 2 * S);
	ok(is_done(p, START + 2 * S), "done with the last answer");
	plan_close(p);
}

static void test_linger(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 1,
		.count = 3,
		.interval_ns = 100 * MS,
		.timeout_ns = 60 * S,
		.linger_ns = 10 * S});
	int64_t last = START + 200 * MS;

	ok(sends(p, START, 0, 0) && sends(p, START + 100 * MS, 0, 1) && sends(p, last, 0, 2),
		"three are out");
	ok(waits(p, last, last + 10 * S), "linger after the last");
	plan_sent(p, (struct probe){0, 2}, last + 5 * MS, STAMP_USER);
	ok(waits(p, last, last + 10 * S + 5 * MS), "and after it left");
	plan_sent(p, (struct probe){0, 2}, last + 6 * MS, STAMP_KERNEL);
	ok(waits(p, last, last + 10 * S + 6 * MS), "and this host's queue");
	last += 5 * MS;
	answer(p, 0, 1, last + MS);
	plan_linger(p, 2 * S);
	ok(waits(p, last + MS, last + MS + 2 * S), "linger is changed");
	ok(loses(p, last + MS + 2 * S, 0, 0, START), "then what is left is lost in order");
	ok(loses(p, last + MS + 2 * S, 0, 2, last + MS), "each one");
	ok(is_done(p, last + MS + 2 * S), "then done");
	is_int(tally_pending(plan_tally(p, 0)), 0, "nothing is pending");
	is_int(answer(p, 0, 2, last + 3 * S).verdict, ANSWER_LATE, "an answer after that is late");
	plan_close(p);
}

static void test_hear_out(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 1,
		.count = 2,
		.interval_ns = S,
		.timeout_ns = S,
		.linger_ns = 2 * S,
		.hear_out = true});

	ok(sends(p, START, 0, 0), "one of two");
	answer(p, 0, 0, START + MS);
	ok(sends(p, START + S, 0, 1), "two of two");
	answer(p, 0, 1, START + S + MS);
	ok(waits(p, START + S + MS, START + 3 * S), "all are answered, others are waited for");
	is_int(answer(p, 0, 1, START + 2 * S).verdict, ANSWER_DUPLICATE, "and heard");
	ok(is_done(p, START + 3 * S), "then done");
	plan_close(p);
	p = open_plan((struct plan_config){
		.lanes = 1, .count = 1, .timeout_ns = 5 * S, .linger_ns = S, .hear_out = true});
	ok(sends(p, START, 0, 0), "one without an answer");
	ok(loses(p, START + S, 0, 0, START), "is lost when the wait is over");
	ok(is_done(p, START + S), "then done");
	plan_close(p);
}

/* As ping -c1 ends, at the answer it wanted. */
static void test_finish(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 2, .interval_ns = S, .timeout_ns = 10 * S, .linger_ns = 10 * S});

	ok(sends(p, START, 0, 0) && sends(p, START, 1, 0), "both are out");
	plan_finish(p, 0);
	plan_finish(p, 0);
	plan_finish(p, 7);
	ok(sends(p, START + S, 1, 1), "one is finished, the other goes on");
	ok(loses(p, START + 10 * S, 0, 0, START), "time-outs of the finished lane go on too");
	ok(loses(p, START + 10 * S, 1, 0, START), "as those of the other");
	plan_finish(p, 1);
	ok(is_done(p, START + 10 * S), "all are finished: done at once");
	is_int(plan_in_flight(p), 1, "what is in flight stays so");
	is_int(tally_pending(plan_tally(p, 1)), 1, "and pending");
	plan_close(p);
}

/* Who waits no longer tells what was still out, however many that are. */
static void test_in_flight(void)
{
	enum { ROUNDS = 200 };
	struct plan *p = open_plan((struct plan_config){.lanes = 2, .interval_ns = MS});
	struct probe id, before = {0};
	unsigned n = 0, ordered = 0;

	ok(!plan_next_in_flight(p, NULL, &id), "nothing is out before the first");
	for (uint64_t nth = 0; nth < ROUNDS; nth++)
		for (uint32_t lane = 0; lane < 2; lane++)
			plan_next(p, START + (int64_t)nth * MS);
	for (uint64_t nth = 0; nth < ROUNDS; nth += 2)
		answer(p, 1, nth, START + ROUNDS * MS);
	plan_unsent(p, (struct probe){0, 7}, 1);
	plan_stop(p);
	for (bool any = plan_next_in_flight(p, NULL, &id); any;
		any = plan_next_in_flight(p, &id, &id)) {
		n++;
		ordered += id.nth >= before.nth && !(id.lane && id.nth % 2 == 0) &&
			   (id.lane || id.nth != 7);
		before = id;
	}
	is_int(n, ROUNDS + ROUNDS / 2 - 1, "all that are out are told");
	is_int(ordered, n, "... in their order, and no other");
	is_int(plan_in_flight(p), n, "... and stay so");
	plan_close(p);
}

static void test_finish_first(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 3, .count = 1, .timeout_ns = S});

	plan_finish(p, 1);
	ok(sends(p, START, 0, 0) && sends(p, START, 2, 0), "a lane finished before it started");
	answer(p, 0, 0, START);
	answer(p, 2, 0, START);
	ok(is_done(p, START), "is never probed");
	plan_close(p);
	p = open_plan((struct plan_config){.lanes = 1, .count = 1, .timeout_ns = S, .retries = 5});
	ok(sends(p, START, 0, 0), "a silent lane with retries left");
	plan_finish(p, 0);
	ok(is_done(p, START), "is done when it is finished");
	plan_close(p);
}

static void test_stop(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 1, .interval_ns = S, .timeout_ns = 500 * MS, .linger_ns = S});

	ok(sends(p, START, 0, 0), "one is out");
	plan_stop(p);
	ok(is_done(p, START), "stopped");
	ok(is_done(p, START + 60 * S), "for good, without a loss");
	ok(!plan_ask(p, 0, START), "nothing more can be asked");
	is_int(tally_pending(plan_tally(p, 0)), 1, "pending");
	is_int(answer(p, 0, 0, START + MS).verdict, ANSWER_FRESH, "answers still count");
	plan_close(p);
}

/* A mode that only asks: its lanes are finished from the start. */
static void test_asked(void)
{
	struct plan *p = open_plan(
		(struct plan_config){.lanes = 2, .count = 1, .timeout_ns = S, .linger_ns = NEVER});

	plan_finish(p, 0);
	plan_finish(p, 1);
	ok(is_done(p, START), "nothing asked yet");
	ok(plan_ask(p, 1, START + MS), "ask");
	ok(plan_ask(p, 0, START), "ask for one before it");
	ok(!plan_ask(p, 2, START), "not of a lane there is not");
	ok(sends(p, START, 0, 0), "the earlier first");
	ok(waits(p, START, START + MS), "the other when it is due");
	answer(p, 0, 0, START);
	ok(sends(p, START + MS, 1, 0), "the other");
	ok(waits(p, START + MS, START + S + MS), "an asked probe in flight is waited for");
	ok(loses(p, START + S + MS, 1, 0, START + MS), "until it is lost");
	ok(plan_ask(p, 1, START + S + MS), "ask again");
	ok(sends(p, START + S + MS, 1, 1), "again");
	plan_unsent(p, (struct probe){1, 1}, 90);
	ok(is_done(p, START + S + MS), "refused: done");
	ok(plan_ask(p, 1, START + 2 * S), "done is not for ever");
	ok(sends(p, START + 2 * S, 1, 2), "when something is asked for");
	reject(p, 1, 2, START + 2 * S);
	ok(is_done(p, START + 2 * S), "and answered");
	plan_close(p);
}

static void test_asked_beside(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 1,
		.count = 2,
		.interval_ns = S,
		.timeout_ns = 10 * S,
		.retries = 1,
		.linger_ns = NEVER});
	unsigned taken = 0;

	ok(sends(p, START, 0, 0), "scheduled");
	ok(plan_ask(p, 0, START + 300 * MS), "asked");
	ok(waits(p, START, START + 300 * MS), "due between");
	ok(sends(p, START + 300 * MS, 0, 1), "it has the next nth");
	ok(sends(p, START + S, 0, 2), "the second of count two comes when it was due");
	ok(waits(p, START + S, START + 10 * S), "no third");
	for (unsigned i = 0; i < 100; i++)
		taken += plan_ask(p, 0, START + (i % 7) * S);
	is_int(taken, 64, "64 wait at most");
	plan_close(p);
}

static void test_asked_order(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 64, .timeout_ns = 60 * S});
	unsigned wrong = 0;
	int64_t last = 0;

	for (uint32_t i = 0; i < 64; i++) {
		plan_finish(p, i);
		plan_ask(p, i, START + i * 37 % 10 * S);
	}
	for (unsigned i = 0; i < 64; i++) {
		struct todo todo = plan_next(p, START + 10 * S);

		wrong += todo.step != TODO_SEND || todo.due_ns < last ||
			 todo.due_ns != START + todo.probe.lane * 37 % 10 * S;
		last = todo.due_ns;
	}
	is_int(wrong, 0, "asked probes come in the order they are due");
	plan_close(p);
}

static void test_paused(void)
{
	struct plan *p = open_plan((struct plan_config){
		.lanes = 1, .interval_ns = S, .timeout_ns = 1500 * MS, .linger_ns = S});
	int64_t now = START;

	ok(sends(p, now, 0, 0), "one is out");
	plan_sent(p, (struct probe){0, 0}, now + 10 * US, STAMP_KERNEL);
	plan_ask(p, 0, now + 1200 * MS);
	plan_paused(p, now + 200 * MS, now + 60 * S);
	now += 60 * S - 200 * MS;
	ok(waits(p, now + 200 * MS, now + S), "the next is due as long after the pause as before");
	ok(sends(p, now + S, 0, 1), "no burst");
	ok(sends(p, now + 1200 * MS, 0, 2), "the asked one is moved too");
	ok(loses(p, now + 1500 * MS, 0, 0, START + 10 * US),
		"the time-out is; the kernel's time not");
	plan_paused(p, now + 2 * S, now + 2 * S);
	plan_paused(p, now + 2 * S, now + S);
	ok(sends(p, now + 2 * S, 0, 3), "no pause, or one that ends first, moves nothing");
	plan_paused(p, now + 2 * S, now + 3 * S);
	is_int(answer(p, 0, 3, now + 3 * S + MS).rtt_ns, MS, "user RTTs leave the pause out");
	plan_finish(p, 0);
	plan_close(p);
}

static void test_paused_ceiling(void)
{
	struct plan *p = open_plan(
		(struct plan_config){.lanes = 2, .count = 1, .gap_ns = S, .timeout_ns = 60 * S});

	plan_finish(p, 0);
	plan_finish(p, 1);
	plan_ask(p, 0, START);
	plan_ask(p, 1, START);
	ok(sends(p, START, 0, 0), "the first of two asked for");
	plan_paused(p, START + 100 * MS, START + 9 * S);
	ok(waits(p, START + 9 * S, START + 9900 * MS), "the second is still 900 ms away");
	plan_close(p);
}

static void test_older_time(void)
{
	struct plan *p =
		open_plan((struct plan_config){.lanes = 1, .interval_ns = 9 * S, .timeout_ns = S});

	ok(sends(p, START, 0, 0), "one is out");
	answer(p, 0, 0, START);
	ok(waits(p, START + 3 * S, START + 9 * S), "time goes on");
	plan_ask(p, 0, START + 3 * S);
	ok(sends_late(p, START + 2 * S, 0, 1, START + 3 * S), "an older time counts as the latest");
	ok(loses(p, START + 4 * S, 0, 1, START + 3 * S), "also as the time of sending");
	plan_close(p);
}

static void test_paused_linger(void)
{
	struct plan *p = open_plan(
		(struct plan_config){.lanes = 1, .count = 1, .timeout_ns = 60 * S, .linger_ns = S});

	ok(sends(p, START, 0, 0), "the last");
	plan_paused(p, START, START + 9 * S);
	ok(waits(p, START + 9 * S, START + 10 * S), "linger is moved");
	plan_close(p);
}

int main(void)
{
	test_count();
	test_linger();
	test_hear_out();
	test_finish();
	test_in_flight();
	test_finish_first();
	test_stop();
	test_asked();
	test_asked_beside();
	test_asked_order();
	test_paused();
	test_paused_linger();
	test_paused_ceiling();
	test_older_time();
	return tap_done();
}
