/* trace: what is made of scripted histories: ends, limits, loss, loops, changes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tap.h"
#include "traces.h"

static const char *limits(const struct trace *t)
{
	static char text[256];
	size_t n = 0;

	*text = '\0';
	for (unsigned hop = 0; hop <= trace_hops(t) + 1; hop++)
		if (trace_limits(t, hop))
			n += (size_t)snprintf(text + n, sizeof text - n, "%s%u", n ? " " : "", hop);
	return text;
}

static void verdict_is(struct trace *t, enum trace_state state, unsigned hop, unsigned from,
	const char *limited, const char *what)
{
	struct trace_verdict v = trace_verdict(t);

	ok(v.state == state && v.hop == hop && v.loss_from == from,
		"%s: state %d at %u, loss from %u", what, v.state, v.hop, v.loss_from);
	is_text(limits(t), limited, "... hops that limit: '%s'", limited);
	trace_close(t);
}

static void ends(void)
{
	verdict_is(TRACES(""), TRACE_NOTHING, 0, 0, "", "nothing sent");
	verdict_is(TRACES("...", "..."), TRACE_NOTHING, 0, 0, "", "nothing answers");
	verdict_is(TRACES("TTT"), TRACE_REACHED, 1, 0, "", "a neighbour");
	verdict_is(TRACES("aaa", "bbb", "TTT"), TRACE_REACHED, 3, 0, "", "two routers");
	verdict_is(TRACES("aaa", "...", "TTT"), TRACE_REACHED, 3, 0, "", "one is silent");
	verdict_is(TRACES("aaa", "bbb", "TTT", "TTT", "T"), TRACE_REACHED, 3, 0, "",
		"the target answers longer lives, too");
	verdict_is(TRACES("aaa", "bbb", "...", "..."), TRACE_ENDS, 2, 0, "", "silence at the end");
	verdict_is(TRACES("aaa", "bbb", "BBB"), TRACE_STOPS, 3, 0, "", "a router refuses");
	verdict_is(TRACES("aaa", "bbb", "111"), TRACE_STOPS, 3, 0, "", "too big for a link");
	verdict_is(
		TRACES("aaaa", "bbbb", "TTBB"), TRACE_STOPS, 3, 0, "", "a target that went away");
	verdict_is(TRACES("aaaa", "bbbb", "BBTT"), TRACE_REACHED, 3, 0, "", "and one that came");
}

static void loops(void)
{
	verdict_is(TRACES("aa", "bb", "cc", "bb", "cc", "bb"), TRACE_LOOPS, 2, 0, "", "b c b c b");
	verdict_is(TRACES("aa", "bb", "..", "bb", "..", "bb"), TRACE_LOOPS, 2, 0, "",
		"one of the two is silent");
	verdict_is(TRACES("aa", "bb", "bb", "TT"), TRACE_REACHED, 4, 0, "",
		"a router that answers twice for itself is no loop");
	verdict_is(TRACES("aa", "bb", "bb", ".."), TRACE_ENDS, 3, 0, "", "not even at the end");
	verdict_is(TRACES("aaa", "bbb", "cTT", "b", "c"), TRACE_REACHED, 3, 0, "",
		"one that is over is none");
	verdict_is(TRACES("aaaa", "bbbb", "TTcc", "  bb", "  cc"), TRACE_LOOPS, 2, 0, "",
		"one that came is one");
}

static void losses(void)
{
	verdict_is(TRACES("aaaaaaaaaa", "bbbbbbbbbb", "T.TTTT.TTT"), TRACE_REACHED, 3, 3, "",
		"the target alone loses");
	verdict_is(TRACES("aaaaaaaaaa", "b.bbbb.b.b", "cc.cc.ccc.", "T.TTT.TT.T"), TRACE_REACHED, 4,
		2, "", "all from hop 2 on lose");
	verdict_is(TRACES("a.aaaa.a.a", "b.bbbb.b.b", "cc.cc.ccc.", "T.TTT.TT.T"), TRACE_REACHED, 4,
		1, "", "from the first");
	verdict_is(TRACES("aaaaaaaaaa", "b.b..b.b..", "cccccccccc", "TTTTTTTTTT"), TRACE_REACHED, 4,
		0, "2", "a router that limits");
	verdict_is(TRACES("aaaaaaaaaa", "b.b..b....", "cccccccccc", "d...d..d..", "eeeeeeeeee",
			   "TTTTTTTTTT"),
		TRACE_REACHED, 6, 0, "2 4", "two of them");
	verdict_is(TRACES("aaaaaaaaaa", "b.........", "cccccccccc", "dd.dd.ddd.", "T.TTT.TT.T"),
		TRACE_REACHED, 5, 4, "2", "one before the loss is not where it begins");
	verdict_is(TRACES("aaaaaaaaaa", "bbbbbbbbb.", "cccccccccc", "TTTTTTTTTT"), TRACE_REACHED, 4,
		0, "", "one of ten is chance");
	verdict_is(TRACES("aaaaaaaaaa", "b.b..b.b..", "..........", ".........."), TRACE_ENDS, 2, 0,
		"", "who is last may lose for the path");
	verdict_is(TRACES("a", ".", "T"), TRACE_REACHED, 3, 0, "", "one probe proves nothing");
}

/* A number below 1, from a seed of its own. */
static double chance(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (double)(*seed >> 11) / 9007199254740992.0;
}

/* Six hops; the second answers half, from the third on a share is lost by chance. */
static struct trace *by_chance(uint64_t *seed, double loss, unsigned probes)
{
	struct trace *t = trace_open(TRACES_HOPS);

	if (!t)
		abort();
	for (uint64_t nth = 0; nth < probes; nth++)
		for (unsigned hop = 1; hop <= 6; hop++) {
			double share = hop == 2 ? 0.5 : hop > 2 ? loss : 0;

			traces_probe(t, hop, nth,
				chance(seed) < share ? '.'
				: hop == 6	     ? 'T'
						     : (char)('a' + hop));
		}
	return t;
}

static void chances(void)
{
	enum { PATHS = 100, PROBES = 1000 };
	unsigned right = 0, limiters = 0, wronged = 0;
	uint64_t seed = 1;

	for (unsigned i = 0; i < PATHS; i++) {
		struct trace *t = by_chance(&seed, 0.05, PROBES);

		right += trace_verdict(t).loss_from == 3;
		limiters += trace_limits(t, 2);
		for (unsigned hop = 1; hop <= 6; hop++)
			wronged += hop != 2 && trace_limits(t, hop);
		trace_close(t);
	}
	ok(right >= 95, "of 100 paths that lose 5 %%, by 1000 probes a hop: %u told rightly where",
		right);
	is_int(limiters, PATHS, "... who limits is always told");
	ok(wronged <= 5, "... and of 500 others %u were taken for such", wronged);
}

static void percent(void)
{
	struct trace *t = TRACES("aaa.", "TT..");
	struct trace_verdict v = trace_verdict(t);

	ok(trace_loss_percent(trace_hop(t, 1)) == 25, "one of four is 25 %%");
	ok(v.loss_percent == 50, "the target's loss is the path's");
	ok(trace_loss_percent(trace_hop(t, 9)) == 0, "none sent, none lost");
	is_int(trace_hop(t, 2)->missed, 2, "two since the last answer");
	trace_close(t);
}

static const char *asked(const struct trace *t)
{
	static char text[TRACES_HOPS + 1];

	for (unsigned hop = 1; hop <= TRACES_HOPS; hop++)
		text[hop - 1] = trace_wanted(t, hop) ? '+' : '-';
	return text;
}

static void wanted_is(struct trace *t, unsigned first, const char *what)
{
	char text[TRACES_HOPS + 1] = "";

	for (unsigned hop = 1; hop <= TRACES_HOPS; hop++)
		text[hop - 1] = hop <= first ? '+' : '-';
	is_text(asked(t), text, "%s: up to hop %u", what, first);
	ok(!trace_wanted(t, 0) && !trace_wanted(t, TRACES_HOPS + 1), "... and no others");
	trace_close(t);
}

static void wanted(void)
{
	wanted_is(TRACES(""), TRACES_HOPS, "at first everyone is asked");
	wanted_is(TRACES("a", "b"), TRACES_HOPS, "while nobody was found silent");
	wanted_is(TRACES("a", "b", "T"), 3, "not behind the target");
	wanted_is(TRACES("a", "b", "B"), 3, "nor behind a refusal");
	wanted_is(TRACES("a", "b", ".", ".", ".", ".", ".", ".", "."), 7,
		"five silent hops in a row are enough");
	wanted_is(TRACES("a", "b", ".", ".", ".", ".", ".", ".", "c"), TRACES_HOPS,
		"an answer behind them counts");
	wanted_is(TRACES(".", ".", ".", ".", ".", ".", "."), 5, "also at the start");
	wanted_is(TRACES("aaa", "bTc", " T"), TRACES_HOPS, "a path that became longer");
	wanted_is(TRACES("aa", "bb", "cT", "T"), 3, "or shorter");
	wanted_is(TRACES("aaaaaaa", "bbbbbbb", "TT....."), 8, "an end gone silent may have moved");
	wanted_is(TRACES("a", "b", "c", "b", "c", "b", "c"), 6, "a loop is shown once more");
}

static void shown(void)
{
	static const struct {
		const char *hops[10];
		unsigned rows;
	} cases[] = {
		{{"a", "b", "T", "T"}, 3},
		{{"a", "b", ".", "."}, 3},
		{{"a", "b"}, 2},
		{{".", "."}, 1},
		{{"a", "b", "c", "b", "c", "b", "c", "b"}, 6},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct trace *t = traces_play(cases[i].hops);

		is_int(trace_shown(t), cases[i].rows, "%u rows", cases[i].rows);
		trace_close(t);
	}
}

static void changes(void)
{
	struct trace *t = TRACES("aaaa", "bcbb", "TTTT");
	const struct trace_hop *h = trace_hop(t, 2);

	is_int(trace_length_changes(t), 0, "the length stayed");
	ok(h->n_who == 2 && h->who[0].answers == 3 && h->who[1].answers == 1 && h->changes == 2,
		"two routers answer on one hop, and that is counted");
	is_int(trace_newest(t, 2)->last.from.bytes[3], 'b', "the newest is known");
	ok(!trace_newest(t, 4) && !trace_newest(t, 0) && !trace_newest(t, 31),
		"where there is one");
	trace_close(t);
	t = TRACES("aaaa", "bbbb", "TcTT", "TTTT");
	is_int(trace_length_changes(t), 2, "longer and shorter again");
	is_int(trace_end(t), 3, "the newest end");
	trace_close(t);
	t = TRACES("aTTT", "TTTT");
	is_int(trace_length_changes(t), 1, "a router that became the target");
	trace_close(t);
	t = trace_open(4);
	for (int i = 4; t && i; i--)
		traces_probe(t, (unsigned)i, 0, i < 3 ? 'a' : 'T');
	is_int(trace_length_changes(t), 0, "answers in another order change nothing");
	is_int(trace_end(t), 3, "the nearest end counts");
	trace_close(t);
}

static void responders(void)
{
	struct trace *t = TRACES("abcdefghijkabc", "TTTTTTTTTTTTTT");
	const struct trace_hop *h = trace_hop(t, 1);

	is_int(h->n_who, TRACE_RESPONDERS, "so many are told apart");
	is_int(h->others, 3, "others are counted");
	is_int(h->tally.answered, 14, "... and answer");
	is_int(h->who[0].answers, 2, "the known ones go on");
	trace_close(t);
}

static void late_and_double(void)
{
	struct trace *t = TRACES("a..", "TT.");
	struct trace_answer a = traces_answer('a', 1);

	a.late = true;
	trace_answered(t, 1, 1, &a);
	trace_duplicate(t, 1);
	trace_unsent(t, 1);
	is_int(trace_hop(t, 1)->tally.lost, 1, "a late answer is a loss less");
	is_int(trace_hop(t, 1)->tally.late, 1, "... and counted");
	is_int(trace_hop(t, 1)->tally.duplicates, 1, "a second one as well");
	is_int(trace_hop(t, 1)->tally.unsent, 1, "and what could not be sent");
	is_int(trace_hop(t, 1)->tally.sent, 2, "... which was not");
	trace_answered(t, 0, 0, &a);
	trace_answered(t, 31, 0, &a);
	trace_lost(t, 31, 0, 0);
	trace_sent(t, 31);
	is_int(trace_hop(t, 1)->tally.answered, 2, "hops there are none of change nothing");
	trace_reset(t);
	is_int(trace_hop(t, 1)->tally.answered + trace_hop(t, 1)->n_who + trace_end(t), 0,
		"a reset forgets");
	is_int(histogram_count(trace_hop(t, 1)->rtts), 0, "... the times, too");
	ok(trace_wanted(t, 30), "... and asks everyone");
	trace_close(t);
	ok(!trace_open(0) && !trace_open(256), "no path has 0 or 256 hops");
	trace_close(NULL);
}

static void back(void)
{
	is_int(trace_hops_back(64), 1, "64 is from next door");
	is_int(trace_hops_back(62), 3, "62 is 64, three hops away");
	is_int(trace_hops_back(126), 3, "126 is 128");
	is_int(trace_hops_back(253), 3, "253 is 255");
	is_int(trace_hops_back(-1) + trace_hops_back(0), 0, "unknown stays so");
}

static void remarks(void)
{
	static const int16_t quoted[] = {0xb8, -1, 0xb8, 0, 0, 0x20};
	struct trace_remark r = {.is = 0xb8};
	struct trace *t = trace_open(8);

	for (unsigned hop = 1; hop <= 6; hop++) {
		struct trace_answer a = traces_answer('a', hop);

		a.quoted_tos = quoted[hop - 1];
		trace_answered(t, hop, 0, &a);
	}
	ok(trace_remarked(t, &r) && r.before == 3 && r.hop == 4 && r.was == 0xb8 && r.is == 0,
		"marks were taken away between 3 and 4");
	ok(trace_remarked(t, &r) && r.before == 5 && r.hop == 6 && r.is == 0x20,
		"set between 5 and 6");
	ok(!trace_remarked(t, &r), "that is all");
	r = (struct trace_remark){.is = 0};
	ok(trace_remarked(t, &r) && r.before == 0 && r.hop == 1, "before the first hop");
	trace_close(t);
}

static void most_sent(void)
{
	struct trace *t = trace_open(3);

	ok(trace_most_sent(t) == trace_hop(t, 1), "of hops alike, the nearest");
	trace_sent(t, 2);
	trace_sent(t, 3);
	ok(trace_most_sent(t) == trace_hop(t, 2), "... once some were asked, too");
	trace_sent(t, 3);
	ok(trace_most_sent(t) == trace_hop(t, 3), "the hop that was asked most");
	trace_close(t);
}

int main(void)
{
	ends();
	loops();
	losses();
	chances();
	percent();
	wanted();
	shown();
	changes();
	responders();
	late_and_double();
	back();
	remarks();
	most_sent();
	return tap_done();
}
