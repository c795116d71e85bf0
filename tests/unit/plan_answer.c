/* plan: what an answer means: verdicts, stamps, rejections, wire sequence numbers. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan_steps.h"

static struct plan *open_ping(void)
{
	return open_plan((struct plan_config){
		.lanes = 1, .interval_ns = S, .timeout_ns = 1500 * MS, .detailed = 1});
}

static void test_verdicts(void)
{
	struct plan *p = open_ping();
	const struct tally *t = plan_tally(p, 0);
	struct answer a;

	a = answer(p, 0, 0, START);
	is_int(a.verdict, ANSWER_STRANGER, "an answer before the first send");
	is_int(a.rtt_ns, -1, "has no RTT");
	is_int(a.stamp, STAMP_NONE, "and no stamp");
	ok(sends(p, START, 0, 0), "send");
	is_int(answer(p, 0, 1, START).verdict, ANSWER_STRANGER, "an nth not sent yet");
	is_int(answer(p, 1, 0, START).verdict, ANSWER_STRANGER, "a lane there is not");
	is_int(answer(p, 0, UINT64_MAX, START).verdict, ANSWER_STRANGER, "an nth far away");
	is_int(answer(p, 0, UINT64_C(1) << 44, START).verdict, ANSWER_STRANGER, "one 2^44 off");
	a = answer(p, 0, 0, START + 3 * MS);
	is_int(a.verdict, ANSWER_FRESH, "the first answer is fresh");
	is_int(a.rtt_ns, 3 * MS, "with its RTT");
	is_int(a.sent_ns, START, "and its send time");
	a = answer(p, 0, 0, START + 4 * MS);
	is_int(a.verdict, ANSWER_DUPLICATE, "the second is a duplicate");
	is_int(a.rtt_ns, 4 * MS, "with its own RTT");
	is_int(t->duplicates, 1, "counted");
	is_int(t->answered, 1, "but not answered twice");
	ok(sends(p, START + S, 0, 1), "send another");
	ok(sends(p, START + 2 * S, 0, 2), "and one more");
	ok(loses(p, START + 2500 * MS, 0, 1, START + S), "the second is lost");
	is_int(t->lost, 1, "lost");
	a = answer(p, 0, 1, START + 2600 * MS);
	is_int(a.verdict, ANSWER_LATE, "its answer is late");
	is_int(a.rtt_ns, 1600 * MS, "with an RTT all the same");
	is_int(t->lost, 0, "no longer lost");
	is_int(t->late, 1, "late");
	is_int(answer(p, 0, 1, START + 2700 * MS).verdict, ANSWER_DUPLICATE, "and once only");
	a = plan_corrupted(
		p, (struct probe){0, 2}, START + 2710 * MS, STAMP_USER, START + 2710 * MS);
	is_int(a.verdict, ANSWER_FRESH, "a corrupted one might have been fresh");
	is_int(a.rtt_ns, 710 * MS, "and has an RTT");
	a = plan_corrupted(
		p, (struct probe){0, 3}, START + 2720 * MS, STAMP_USER, START + 2720 * MS);
	is_int(a.verdict, ANSWER_STRANGER, "not of a probe that was never sent");
	is_int(t->corrupted, 1, "corrupted answers to probes sent are counted");
	is_int(plan_in_flight(p), 1, "a corrupted one stays in flight");
	is_int(tally_pending(t), 1, "one is pending");
	is_int(histogram_count(plan_histogram(p, 0)), 2, "first answers are in the histogram");
	is_int(plan_story(p, 0)->loss_runs, 1, "and the loss in the story");
	ok(!plan_histogram(p, 1) && !plan_story(p, 1), "detail ends where it was told to");
	plan_close(p);
}

static void test_stamps(void)
{
	struct plan *p = open_ping();
	struct probe first = {0, 0};
	struct answer a;

	ok(sends(p, START, 0, 0), "send");
	plan_sent(p, first, START + 10 * US, STAMP_USER);
	a = plan_answer(p, first, START + 100 * US, STAMP_USER, START + 120 * US);
	is_int(a.rtt_ns, 110 * US, "user to user: from plan_sent to when it was read");
	is_int(a.stamp, STAMP_USER, "and says so");
	plan_sent(p, first, START + 30 * US, STAMP_KERNEL);
	a = plan_answer(p, first, START + 100 * US, STAMP_KERNEL, START + 120 * US);
	is_int(a.rtt_ns, 70 * US, "kernel to kernel");
	is_int(a.stamp, STAMP_KERNEL, "and says so");
	is_int(a.sent_ns, START + 30 * US, "the send time is the kernel's then");
	is_int(plan_tally(p, 0)->rtt_sum_ns, 110 * US, "a stamp after the answer changes no RTT");
	a = plan_answer(p, first, START + 100 * US, STAMP_USER, START + 120 * US);
	is_int(a.rtt_ns, 110 * US, "a user stamp at one end means user time at both");
	is_int(a.stamp, STAMP_USER, "and says so");
	a = plan_answer(p, first, START + 20 * US, STAMP_KERNEL, START + 120 * US);
	is_int(a.rtt_ns, 110 * US, "an answer from before the kernel's stamp: user time");
	is_int(a.stamp, STAMP_USER, "and says so");
	a = plan_answer(p, first, START + 5 * US, STAMP_USER, START + 5 * US);
	is_int(a.rtt_ns, 0, "an RTT is never negative");
	plan_sent(p, first, START + 15 * US, STAMP_USER);
	a = plan_answer(p, first, START + 100 * US, STAMP_KERNEL, START + 120 * US);
	is_int(a.rtt_ns, 70 * US, "the user's stamp does not move the kernel's");
	ok(sends(p, START + S, 0, 1), "send another");
	a = plan_answer(p, (struct probe){0, 1}, START + S + 5, STAMP_KERNEL, START + S + 40 * US);
	is_int(a.rtt_ns, 40 * US, "no stamp of sending: user time");
	is_int(a.stamp, STAMP_USER, "and says so");
	plan_sent(p, (struct probe){0, 1}, START + 1000000 * S, STAMP_KERNEL);
	a = plan_answer(
		p, (struct probe){0, 1}, START + 1000000 * S, STAMP_KERNEL, START + S + 50 * US);
	is_int(a.rtt_ns, 50 * US, "a stamp from days away is none");
	plan_sent(p, (struct probe){0, 7}, START, STAMP_USER);
	plan_sent(p, (struct probe){9, 0}, START, STAMP_USER);
	is_int(plan_tally(p, 0)->sent, 2, "stamps of probes never sent change nothing");
	plan_close(p);
}

static void test_cold_neighbour(void)
{
	struct plan *p = open_ping();
	struct answer a;

	ok(sends(p, START, 0, 0), "send");
	plan_sent(p, (struct probe){0, 0}, START, STAMP_USER);
	plan_sent(p, (struct probe){0, 0}, START + 1024 * MS, STAMP_KERNEL);
	a = plan_answer(
		p, (struct probe){0, 0}, START + 1025 * MS, STAMP_KERNEL, START + 1026 * MS);
	is_int(a.rtt_ns, MS, "a second spent on finding the neighbour is not in the RTT");
	plan_close(p);
}

static void test_rejection(void)
{
	struct plan *p = open_ping();
	const struct tally *t = plan_tally(p, 0);

	ok(sends(p, START, 0, 0), "send");
	is_int(reject(p, 0, 1, START).verdict, ANSWER_STRANGER, "an error about nothing of ours");
	is_int(reject(p, 0, 0, START + MS).verdict, ANSWER_FRESH, "an error");
	is_int(t->rejected, 1, "is counted");
	is_int(plan_in_flight(p), 0, "and the probe out of flight");
	is_int(reject(p, 0, 0, START + MS).verdict, ANSWER_DUPLICATE, "a second one");
	is_int(t->rejected, 1, "is not");
	is_int(answer(p, 0, 0, START + 2 * MS).verdict, ANSWER_FRESH, "an answer after it");
	is_int(t->rejected, 0, "takes its place");
	is_int(t->answered, 1, "as answered");
	is_int(reject(p, 0, 0, START + MS).verdict, ANSWER_DUPLICATE, "an error after an answer");
	is_int(t->rejected, 0, "changes nothing");
	ok(sends(p, START + S, 0, 1), "send another");
	ok(sends(p, START + 2 * S, 0, 2), "and another");
	ok(loses(p, START + 2500 * MS, 0, 1, START + S), "lost");
	is_int(reject(p, 0, 1, START + 2600 * MS).verdict, ANSWER_LATE, "an error after the loss");
	is_int(t->lost, 0, "moves it out of lost");
	is_int(t->rejected, 1, "into rejected");
	is_int(t->late, 0, "which is no late answer");
	plan_close(p);
}

static void test_refusal(void)
{
	struct plan *p = open_plan(
		(struct plan_config){.lanes = 1, .interval_ns = S, .timeout_ns = S, .count = 2});
	const struct tally *t = plan_tally(p, 0);

	ok(sends(p, START, 0, 0), "send");
	plan_unsent(p, (struct probe){0, 0}, 105);
	plan_unsent(p, (struct probe){0, 0}, 105);
	is_int(t->sent, 0, "a refused probe is not sent");
	is_int(t->unsent, 1, "but unsent, once");
	is_int(plan_in_flight(p), 0, "and not in flight");
	is_int(answer(p, 0, 0, START).verdict, ANSWER_STRANGER, "nothing can answer it");
	ok(waits(p, START, START + S), "the next is due when it was");
	ok(sends(p, START + S, 0, 1), "the second");
	is_int(answer(p, 0, 1, START + S).verdict, ANSWER_FRESH, "answered");
	plan_unsent(p, (struct probe){0, 1}, 105);
	plan_unsent(p, (struct probe){0, 2}, 105);
	plan_unsent(p, (struct probe){3, 0}, 105);
	is_int(t->unsent, 1, "what was answered left, and what was never given cannot be refused");
	ok(is_done(p, START + S), "refused or not, two were asked for");
	plan_close(p);
}

/* A probe for each of n, answered at once unless it is kept. */
static void send_many(struct plan *p, uint64_t n, uint64_t kept)
{
	for (uint64_t i = 0; i < n; i++) {
		struct todo todo = plan_next(p, START);

		if (todo.step == TODO_SEND && todo.probe.nth != kept)
			answer(p, 0, todo.probe.nth, START + US);
	}
}

/* More probes than a 16-bit sequence tells apart. */
static void test_wrap(void)
{
	struct plan *p = open_plan((struct plan_config){.lanes = 2, .timeout_ns = 60 * S});

	plan_finish(p, 1);
	send_many(p, 50, 50);
	send_many(p, 65536 + 50, 65530);
	is_int(answer(p, 0, 65530, START + 2 * US).verdict, ANSWER_FRESH,
		"an answer to one before the wrap is fresh");
	is_int(answer(p, 0, 65536 + 50, START + 2 * US).verdict, ANSWER_DUPLICATE,
		"a second answer after the wrap is a duplicate");
	is_int(answer(p, 0, 100, START + 2 * US).verdict, ANSWER_STRANGER,
		"one to 65,536 probes ago is forgotten, not fresh");
	is_int(plan_tally(p, 0)->answered, 65536 + 100, "each was answered once");
	plan_close(p);
}

static void names(void)
{
	is_text(plan_verdict_name(ANSWER_FRESH), "fresh", "the first answer");
	is_text(plan_verdict_name(ANSWER_LATE), "late", "one that is late");
	is_text(plan_verdict_name(ANSWER_DUPLICATE), "duplicate", "a second one");
	is_text(plan_verdict_name(ANSWER_STRANGER), "stranger", "one to nothing");
	is_text(plan_stamp_name(STAMP_KERNEL), "kernel", "a time of the kernel's");
	is_text(plan_stamp_name(STAMP_USER), "user", "one of our own");
	ok(!plan_stamp_name(STAMP_NONE), "and none");
}

int main(void)
{
	test_verdicts();
	test_stamps();
	test_cold_neighbour();
	test_rejection();
	test_refusal();
	test_wrap();
	names();
	return tap_done();
}
