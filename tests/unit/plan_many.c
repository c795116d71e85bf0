/* plan: a million lanes: every fate counted, memory bounded, a number of steps linear in lanes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "plan_steps.h"

enum { LANES = 1 << 20, IN_FLIGHT = 1 << 18 };
#define GAP (5 * US)
#define RTT (300 * MS)

/* One lane in 16 is silent, one in 16 rejects, one in 16 answers the second probe only. */
enum habit { ANSWERS, SILENT, REJECTS, SLOW_STARTER };

static enum habit habit_of(uint32_t lane)
{
	uint32_t h = lane * 2654435761u >> 28;

	return h == 0 ? SILENT : h == 1 ? REJECTS : h == 2 ? SLOW_STARTER : ANSWERS;
}

struct sent {
	struct probe id;
	int64_t at_ns;
};
struct run {
	struct plan *plan;
	struct sent *sent; /* in order; what comes for one comes an RTT later */
	uint64_t sends, losses, waits, settled;
	int64_t now;
};

static void settle(struct run *r, struct probe id)
{
	enum habit habit = habit_of(id.lane);

	if (habit == ANSWERS || (habit == SLOW_STARTER && id.nth))
		answer(r->plan, id.lane, id.nth, r->now);
	else if (habit == REJECTS)
		reject(r->plan, id.lane, id.nth, r->now);
}

static int64_t comes_next(const struct run *r)
{
	return r->settled < r->sends ? r->sent[r->settled].at_ns + RTT : NEVER;
}

static void run(struct run *r)
{
	struct todo todo;

	while ((todo = plan_next(r->plan, r->now)).step != TODO_DONE) {
		if (todo.step == TODO_LOST) {
			r->losses++;
		} else if (todo.step == TODO_SEND) {
			r->sent[r->sends++] = (struct sent){todo.probe, r->now};
		} else {
			r->waits++;
			r->now = todo.until_ns < comes_next(r) ? todo.until_ns : comes_next(r);
		}
		while (comes_next(r) <= r->now)
			settle(r, r->sent[r->settled++].id);
	}
}

static void count_fates(const struct plan *p, uint64_t fates[4], unsigned *wrong)
{
	for (uint32_t lane = 0; lane < LANES; lane++) {
		const struct tally *t = plan_tally(p, lane);
		enum habit habit = habit_of(lane);
		uint64_t probes = habit == SILENT || habit == SLOW_STARTER ? 2 : 1;

		fates[habit]++;
		*wrong += t->sent != probes || tally_pending(t) ||
			  t->answered != (habit == ANSWERS || habit == SLOW_STARTER) ||
			  t->rejected != (habit == REJECTS) ||
			  t->lost != (habit == SILENT		     ? 2
					     : habit == SLOW_STARTER ? 1
								     : 0);
	}
}

int main(void)
{
	struct run r = {.now = START};
	uint64_t fates[4] = {0};
	unsigned wrong = 0;
	size_t bytes;

	r.plan = open_plan((struct plan_config){.lanes = LANES,
		.count = 1,
		.gap_ns = GAP,
		.timeout_ns = S,
		.retries = 1,
		.backoff_percent = 120,
		.linger_ns = NEVER,
		.in_flight = IN_FLIGHT});
	r.sent = calloc(2 * LANES, sizeof *r.sent);
	if (!r.plan || !r.sent)
		return tap_skip_all("not enough memory for a million lanes");
	bytes = plan_memory_bytes(r.plan);
	ok(bytes <= (size_t)128 * LANES, "a million lanes take %zu bytes, %.1f a lane", bytes,
		(double)bytes / LANES);
	run(&r);
	count_fates(r.plan, fates, &wrong);
	is_int(wrong, 0, "every lane of a million has the fate it should");
	is_int(r.sends, LANES + fates[SILENT] + fates[SLOW_STARTER], "silent lanes got a retry");
	is_int(r.losses, 2 * fates[SILENT] + fates[SLOW_STARTER], "each loss was told once");
	ok(r.waits <= 3 * (uint64_t)LANES, "%" PRIu64 " waits: three a lane at most", r.waits);
	is_int(plan_in_flight(r.plan), 0, "nothing is left in flight");
	is_int(plan_memory_bytes(r.plan), bytes, "memory stayed what it was");
	plan_close(r.plan);
	free(r.sent);
	return tap_done();
}
