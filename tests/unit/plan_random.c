/* plan: random configurations and events, every step checked against a plain model. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "plan_model.h"
#include "seeded.h"

struct trial {
	struct plan *plan;
	struct model model;
	uint64_t seed;
	bool exact; /* the ring holds every probe, and there is no gap: the model knows all */
	const char *wrong;
	unsigned sends, losses, verdicts[4];
};

static uint32_t roll(struct trial *t, uint32_t sides)
{
	return (uint32_t)(seeded_next(&t->seed) >> 33) % sides;
}

static void expect(struct trial *t, bool good, const char *what)
{
	if (!good && !t->wrong)
		t->wrong = what;
}

static struct plan_config random_config(struct trial *t)
{
	static const int64_t intervals[] = {0, 100 * US, 5 * MS, 100 * MS, S};
	struct plan_config c = {
		.lanes = 1 + roll(t, MODEL_LANES),
		.count = roll(t, 3) ? 1 + roll(t, 12) : 0,
		.interval_ns = intervals[1 + roll(t, 4)],
		.timeout_ns = (1 + roll(t, 40)) * 50 * MS,
		.slowest_ns = roll(t, 20) * 10 * MS,
		.linger_ns = roll(t, 3) ? roll(t, 30) * 100 * MS : NEVER,
		.preload = 1 + roll(t, 4),
		.retries = roll(t, 4),
		.backoff_percent = 50 + roll(t, 4) * 50,
		.in_flight = roll(t, 4) ? MODEL_LANES * MODEL_PROBES : 8,
		.pace = roll(t, 2) ? PLAN_ADAPTIVE : PLAN_INTERVAL,
	};

	if (!roll(t, 4))
		c.gap_ns = (1 + roll(t, 10)) * 3 * MS;
	t->exact = c.in_flight > 8 && !c.gap_ns;
	return c;
}

static void check_lost(struct trial *t, struct todo todo)
{
	struct model_lane *l = &t->model.lanes[todo.probe.lane];
	struct model_probe *p = &l->probes[todo.probe.nth];
	const struct model *m = &t->model;
	bool lingered = model_is_spent(m) && m->c.linger_ns != NEVER &&
			m->now_ns - m->last_ns >= m->c.linger_ns;
	bool is_full = m->c.in_flight == 8 && model_count(m, OUT, false) >= 7;

	expect(t, todo.probe.nth < l->next && p->fate == OUT, "lost was out");
	expect(t, todo.due_ns == p->sent_ns, "a loss tells when it was sent");
	expect(t, expiry(p) <= m->now_ns || lingered || is_full, "lost has timed out");
	expect(t, expiry(p) == model_next_expiry(m) || m->c.in_flight == 8, "losses are in order");
	p->fate = LOST;
	l->tally.lost++;
	t->losses++;
}

static void check_wait(struct trial *t, struct todo todo)
{
	const struct model *m = &t->model;

	expect(t, todo.until_ns > m->now_ns, "a wait ends later than now");
	expect(t, model_next_expiry(m) >= todo.until_ns, "a wait ends with the first time-out");
	expect(t, !model_is_done(m), "no wait when done");
	if (model_is_spent(m) && m->c.linger_ns != NEVER)
		expect(t, m->last_ns + m->c.linger_ns >= todo.until_ns, "a wait ends with linger");
	if (t->exact)
		expect(t, model_next_due(m) >= todo.until_ns, "a wait ends when a probe is due");
}

/* Everything that is due at now; false when the plan is done or the model full. */
static bool run_due(struct trial *t)
{
	for (unsigned steps = 0; steps < 3 * MODEL_LANES * MODEL_PROBES; steps++) {
		struct todo todo;

		if (model_is_full(&t->model))
			return false;
		todo = plan_next(t->plan, t->model.now_ns);

		if (todo.step == TODO_WAIT) {
			check_wait(t, todo);
			return true;
		}
		if (todo.step == TODO_DONE) {
			expect(t, model_is_done(&t->model), "done when the model is");
			return false;
		}
		expect(t, todo.probe.lane < t->model.c.lanes, "the lane exists");
		if (t->wrong)
			return false;
		if (todo.step == TODO_LOST) {
			check_lost(t, todo);
			continue;
		}
		t->sends++;
		expect(t, model_send(&t->model, todo) || !t->exact, "a send was due");
	}
	expect(t, false, "the plan comes to rest");
	return false;
}

static struct probe random_probe(struct trial *t)
{
	uint32_t lane = roll(t, t->model.c.lanes);
	uint64_t next = t->model.lanes[lane].next, back = roll(t, 8);

	return (struct probe){lane, next + 1 < back ? 0 : next + 1 - back};
}

/* A ring of eight may have forgotten what is settled. */
static bool is_forgotten(const struct trial *t, struct probe id, enum verdict verdict)
{
	return t->model.c.in_flight == 8 && verdict == ANSWER_STRANGER &&
	       t->model.lanes[id.lane].probes[id.nth].fate != OUT;
}

static void random_answer(struct trial *t, struct probe id)
{
	const struct model_probe *p = &t->model.lanes[id.lane].probes[id.nth];
	struct answer a = answer(t->plan, id.lane, id.nth, t->model.now_ns);

	t->verdicts[a.verdict]++;
	if (is_forgotten(t, id, a.verdict))
		return;
	expect(t, a.verdict == model_answer(&t->model, id, t->model.now_ns - p->sent_ns),
		"the verdict on an answer");
	expect(t, a.verdict == ANSWER_STRANGER || a.rtt_ns == t->model.now_ns - p->sent_ns,
		"the RTT");
}

static void random_rejection(struct trial *t, struct probe id)
{
	struct answer a = reject(t->plan, id.lane, id.nth, t->model.now_ns);

	if (!is_forgotten(t, id, a.verdict))
		expect(t, a.verdict == model_reject(&t->model, id), "the verdict on a rejection");
}

static void random_ask(struct trial *t)
{
	struct model *m = &t->model;
	struct model_ask ask = {
		.lane = roll(t, m->c.lanes), .due_ns = m->now_ns + roll(t, 500) * MS + 7};
	bool taken = plan_ask(t->plan, ask.lane, ask.due_ns);

	expect(t, taken == (m->asks_used < MODEL_ASKS), "64 may ask");
	if (taken)
		m->asks[m->asks_used++] = ask;
}

static void random_pause(struct trial *t)
{
	int64_t by_ns = roll(t, 5) * 700 * MS;

	plan_paused(t->plan, t->model.now_ns, t->model.now_ns + by_ns);
	model_pause(&t->model, by_ns);
}

static void random_event(struct trial *t)
{
	struct probe id = random_probe(t);
	uint32_t what = roll(t, 100);

	if (what < 55) {
		random_answer(t, id);
	} else if (what < 65) {
		random_rejection(t, id);
	} else if (what < 70 && t->model.c.in_flight > 8) {
		plan_unsent(t->plan, id, 105);
		model_unsent(&t->model, id);
	} else if (what < 73 && t->model.c.pace == PLAN_INTERVAL) {
		random_ask(t);
	} else if (what < 75) {
		random_pause(t);
	} else if (what < 76) {
		plan_finish(t->plan, id.lane);
		t->model.lanes[id.lane].finished = true;
	}
}

static void random_time(struct trial *t)
{
	struct todo todo = plan_next(t->plan, t->model.now_ns);
	uint32_t how = roll(t, 20);

	if (how < 12 && todo.step == TODO_WAIT && todo.until_ns != NEVER)
		t->model.now_ns = todo.until_ns;
	else if (how < 19)
		t->model.now_ns += roll(t, 200) * 100 * US;
	else
		t->model.now_ns += roll(t, 3000) * MS; /* the loop was held up */
}

static void check_tallies(struct trial *t)
{
	const struct model *m = &t->model;

	for (uint32_t l = 0; l < m->c.lanes; l++) {
		const struct tally *is = plan_tally(t->plan, l), *wanted = &m->lanes[l].tally;

		expect(t, is->sent == wanted->sent && is->unsent == wanted->unsent, "sent");
		expect(t, is->answered == wanted->answered && is->late == wanted->late, "answered");
		expect(t, is->lost == wanted->lost, "lost");
		expect(t, is->rejected == wanted->rejected, "rejected");
		expect(t, is->duplicates == wanted->duplicates, "duplicates");
		expect(t, is->rtt_sum_ns == wanted->rtt_sum_ns, "the sum of RTTs");
		expect(t, is->sent == is->answered + is->lost + is->rejected + tally_pending(is),
			"every probe has one fate");
	}
	expect(t, plan_in_flight(t->plan) == model_count(m, OUT, false), "in flight");
}

static void run_trial(struct trial *t, uint64_t seed)
{
	struct plan_config c;

	t->seed = seed;
	t->wrong = NULL;
	c = random_config(t);
	model_init(&t->model, &c);
	t->plan = open_plan(c);
	for (unsigned turn = 0; turn < 400 && run_due(t) && !t->wrong; turn++) {
		for (uint32_t n = roll(t, 6); n; n--)
			random_event(t);
		if (run_due(t))
			random_time(t);
	}
	check_tallies(t);
	plan_close(t->plan);
	if (t->wrong)
		printf("# trial %" PRIu64 ": not so: %s (%u lanes, %s, count %" PRIu64 ")\n", seed,
			t->wrong, c.lanes, c.pace == PLAN_ADAPTIVE ? "adaptive" : "interval",
			c.count);
}

int main(void)
{
	enum { TRIALS = 300 };
	static struct trial t;
	unsigned wrong = 0;

	for (uint64_t seed = 1; seed <= TRIALS; seed++) {
		run_trial(&t, seed);
		wrong += t.wrong != NULL;
	}
	is_int(wrong, 0, "%d random runs did as the model: %u probes sent, %u lost", TRIALS,
		t.sends, t.losses);
	ok(t.sends > 50000 && t.losses > 5000, "they were long enough to mean something");
	ok(t.verdicts[ANSWER_FRESH] > 1000 && t.verdicts[ANSWER_LATE] > 1000 &&
			t.verdicts[ANSWER_DUPLICATE] > 1000 && t.verdicts[ANSWER_STRANGER] > 1000,
		"with every verdict: %u fresh, %u late, %u duplicate, %u stranger",
		t.verdicts[ANSWER_FRESH], t.verdicts[ANSWER_LATE], t.verdicts[ANSWER_DUPLICATE],
		t.verdicts[ANSWER_STRANGER]);
	return tap_done();
}
