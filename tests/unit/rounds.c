/* rounds: which probes of a path are worth sending, and when the last were waited for. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "rounds.h"

#include "tap.h"
#include "traces.h"

enum { MS = 1000000, HOPS = 4 };

static void answer(struct rounds *r, unsigned hop, uint64_t nth, char who)
{
	struct trace_answer a = traces_answer(who, hop);

	trace_answered(r->trace, hop, nth, &a);
}

/* One round's probes: those sent, as digits. */
static const char *sent(struct rounds *r, uint64_t nth)
{
	static char text[HOPS + 1];
	size_t n = 0;

	for (unsigned hop = 1; hop <= HOPS; hop++)
		if (rounds_due(r, hop, nth))
			text[n++] = (char)('0' + hop);
	text[n] = '\0';
	return text;
}

static void open_rounds(struct rounds *r, uint64_t limit)
{
	rounds_init(r, trace_open(HOPS), limit);
	if (!r->trace)
		abort();
}

static void a_path(void)
{
	struct rounds r;
	int64_t end_ns = 0;

	open_rounds(&r, 2);
	is_text(sent(&r, 0), "1234", "at first every hop is asked");
	answer(&r, 1, 0, 'a');
	answer(&r, 2, 0, 'b');
	answer(&r, 3, 0, 'T');
	ok(!rounds_over(&r, 1, &end_ns, 5 * MS, INT64_MAX) && !end_ns, "a round is left");
	is_text(sent(&r, 1), "123", "then none behind the target");
	ok(!rounds_over(&r, 1, &end_ns, 10 * MS, INT64_MAX), "the last are waited for");
	is_int(end_ns, 310 * MS, "... 300 ms, where answers take less");
	answer(&r, 1, 1, 'a');
	answer(&r, 2, 1, 'b');
	ok(!rounds_over(&r, 1, &end_ns, 20 * MS, INT64_MAX), "... while one has no answer");
	ok(rounds_over(&r, 1, &end_ns, 310 * MS, INT64_MAX), "... and then no longer");
	answer(&r, 3, 1, 'T');
	ok(rounds_over(&r, 1, &end_ns, 20 * MS, INT64_MAX), "... nor when all are there");
	is_text(sent(&r, 2), "", "more rounds than wanted send nothing");
	trace_close(r.trace);
}

static void started_over(void)
{
	struct rounds r;

	open_rounds(&r, 0);
	sent(&r, 0);
	sent(&r, 1);
	rounds_reset(&r);
	ok(!rounds_counts(&r, 2, 1) && rounds_counts(&r, 2, 2), "what was sent before is void");
	is_int(trace_hop(r.trace, 1)->tally.sent, 0, "... the trace starts over");
	r.paused = true;
	is_text(sent(&r, 2), "", "in a pause nothing leaves");
	trace_close(r.trace);
}

static void once(void)
{
	struct rounds r;

	open_rounds(&r, 3);
	r.once = true;
	sent(&r, 0);
	answer(&r, 1, 0, 'a');
	answer(&r, 3, 0, 'T');
	is_text(sent(&r, 1), "23", "who has answered is not asked again, but for the target");
	trace_close(r.trace);
}

static void together(void)
{
	struct rounds r[2];
	int64_t end_ns = 0;

	open_rounds(&r[0], 1);
	open_rounds(&r[1], 1);
	sent(&r[0], 0);
	answer(&r[0], 1, 0, 'T');
	ok(!rounds_over(r, 2, &end_ns, 0, INT64_MAX), "one path of two has not begun");
	sent(&r[1], 0);
	ok(!rounds_over(r, 2, &end_ns, 0, INT64_MAX), "... is waited for");
	answer(&r[1], 1, 0, 'T');
	ok(rounds_over(r, 2, &end_ns, 0, INT64_MAX), "... has its target");
	trace_close(r[0].trace);
	trace_close(r[1].trace);
}

int main(void)
{
	a_path();
	started_over();
	once();
	together();
	return tap_done();
}
