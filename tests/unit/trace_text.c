/* trace_text: tables and sentences of scripted histories. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "trace_text.h"

#include "tap.h"
#include "traces.h"

static char *text_of(struct strbuf *b)
{
	strbuf_put_char(b, '\0');
	return b->p;
}

static void table_is(
	struct trace *t, const struct trace_look *look, const char *want, const char *what)
{
	struct strbuf b = {.p = NULL};

	trace_table(&b, t, look);
	is_text(text_of(&b), want, "%s", what);
	strbuf_close(&b);
	trace_close(t);
}

static void says(struct trace *t, const char *want)
{
	struct strbuf b = {.p = NULL};
	char line[300];

	trace_say(&b, t, &(struct trace_look){.width = 0}, 0);
	snprintf(line, sizeof line, "%s\n", want);
	is_text(text_of(&b), line, "%s", want);
	strbuf_close(&b);
	trace_close(t);
}

static const char *name(const void *who, const struct addr *a)
{
	return a->bytes[3] == 'b' ? who : NULL;
}

static void tables(void)
{
	const struct trace_look plain = {.columns = TRACE_TIMES};

	table_is(TRACES("aaaaa", "b....", ".....", "TTTTT"), &plain,
		" hop  address            loss    sent    last     avg    best   worst   stdev\n"
		"   1  198.18.0.97        0.0%       5   1.000   1.000   1.000   1.000   0.000\n"
		"   2  198.18.0.98       80.0%       5   2.000   2.000   2.000   2.000   0.000"
		"  limits its answers\n"
		"   3  *                100.0%       5       -       -       -       -       -\n"
		"   4  198.18.9.9         0.0%       5   4.000   4.000   4.000   4.000   0.000\n",
		"a line a hop");
	table_is(TRACES("abaa", "BBBB"), &(struct trace_look){.columns = TRACE_SPREAD},
		" hop  address            loss    sent     p50     p90     p99  jitter    ipdv\n"
		"   1  198.18.0.97        0.0%       4   1.000   1.000   1.000   0.000   0.000\n"
		"      198.18.0.98, 1 of 4 answers\n"
		"   2  198.18.0.98        0.0%       4   2.000   2.000   2.000   0.000   0.000  "
		"!H\n",
		"everyone who answers, and who refuses");
	table_is(TRACES("a", "1"), &(struct trace_look){.columns = TRACE_HEADERS},
		" hop  address            loss    sent     ttl    back  at-ttl    dscp\n"
		"   1  198.18.0.97        0.0%       1      64       1       1       -\n"
		"   2  198.18.0.98        0.0%       1      63       2       1       -  !F  MTU "
		"1300\n",
		"what came with the answers, and an MTU");
}

static void names(void)
{
	table_is(TRACES("a", "b", "T"), &(struct trace_look){.name = name, .who = "second.example"},
		" hop  address                         loss    sent    last     avg    best   "
		"worst   stdev\n"
		"   1  198.18.0.97                     0.0%       1   1.000   1.000   1.000   "
		"1.000   0.000\n"
		"   2  second.example (198.18.0.98)    0.0%       1   2.000   2.000   2.000   "
		"2.000   0.000\n"
		"   3  198.18.9.9                      0.0%       1   3.000   3.000   3.000   "
		"3.000   0.000\n",
		"names widen their column");
	table_is(TRACES("b"),
		&(struct trace_look){.name = name, .who = "s\303\244\303\244.example", .width = 32},
		" hop  address            loss\n"
		"   1  s\303\244\303\244.example (19    0.0%\n",
		"lines are cut where the window ends, at whole characters");
}

static void labels(void)
{
	struct trace *t = trace_open(2);
	struct trace_answer a = traces_answer('a', 1);

	if (!t)
		return;
	a.n_labels = 2;
	a.labels[0] = 16004U << 12 | 3 << 9 | 1;
	a.labels[1] = 24000U << 12 | 1 << 8 | 254;
	trace_sent(t, 1);
	trace_answered(t, 1, 0, &a);
	a = traces_answer('T', 2);
	trace_sent(t, 2);
	trace_answered(t, 2, 0, &a);
	table_is(t, &(struct trace_look){.width = 40},
		" hop  address            loss    sent\n"
		"   1  198.18.0.97        0.0%       1\n"
		"      MPLS label 16004, class 3, TTL 1\n"
		"      MPLS label 24000, class 0, TTL 254\n"
		"   2  198.18.9.9         0.0%       1\n",
		"labels stand below their hop");
}

static void untold(void)
{
	const struct trace_answer a = traces_answer('a', 1);
	struct trace *t = trace_open(3);

	says(t, "no probe left this host");
	t = trace_open(3);
	trace_sent(t, 1);
	says(t, "the end came before any answer");
	t = trace_open(1);
	trace_sent(t, 1);
	trace_answered(t, 1, 0, &a);
	says(t, "the last to answer is hop 1 (198.18.0.97): nobody behind it was asked");
	t = trace_open(3);
	trace_sent(t, 1);
	trace_answered(t, 1, 0, &a);
	trace_sent(t, 2);
	says(t, "the last to answer is hop 1 (198.18.0.97): the end came before others had the "
		"time to");
}

static void sentences(void)
{
	says(TRACES("..."), "nothing answers, not even the first hop");
	says(TRACES("a", "T"), "no loss in 1 probe to the target, hop 2");
	says(TRACES("aaaaa", "b....", "ccccc", "TTTTT"),
		"no loss in 5 probes to the target, hop 4; hop 2 answers only some probes");
	says(TRACES("a....", "b....", "ccccc", "TTTTT"),
		"no loss in 5 probes to the target, hop 4; hops 1, 2 answer only some probes");
	says(TRACES("aaaaaaaa", "b.bbbb.b", "c.cc.ccc", "T.TTTTT."),
		"the path loses 25 % from hop 2 (198.18.0.98) on, as far as 2 lost probes tell");
	says(TRACES("aaaaaaaa", "bbbbbbbb", "TTTTTTT."),
		"the path loses 12.5 % from hop 3 (198.18.9.9), the target, as far as 1 lost probe "
		"tells");
	says(TRACES("aaaaaaaaaa", "bbbbb.....", "TTTTT....."),
		"the path loses 50 % from hop 2 (198.18.0.98) on");
	says(TRACES("aa", "bb", ".."), "nothing answers beyond hop 2 (198.18.0.98): what is behind "
				       "it is down, or drops the "
				       "probes or its answers");
	says(TRACES("a", "b", "c", "b", "c"),
		"a routing loop: hop 2 (198.18.0.98) comes again as hop 4");
	says(TRACES("a", "b", "B"), "the path stops at hop 3: 198.18.0.98 says host-unreachable");
	says(TRACES("a", "b", "1"), "the path stops at hop 3: 198.18.0.98 says that the probes are "
				    "larger than its next "
				    "link takes, 1300 bytes");
	says(TRACES("aaa", "TbT", "TTT"),
		"no loss in 3 probes to the target, hop 2\nits length changed 2 times");
}

static void wrapped(void)
{
	struct trace *t = TRACES("aaaaa", "b....", "ccccc", "TTTTT");
	struct strbuf b = {.p = NULL};

	trace_say(&b, t, &(struct trace_look){.width = 29}, 0);
	is_text(text_of(&b),
		"no loss in 5 probes to the\ntarget, hop 4; hop 2 answers\nonly some probes\n",
		"sentences are wrapped where the window ends");
	strbuf_close(&b);
	trace_say(&b, t, &(struct trace_look){.width = 5}, 0);
	ok(strstr(text_of(&b), "\nprobe\ns to\nthe\n"), "also within words that are too long");
	strbuf_close(&b);
	trace_close(t);
}

static void marks(void)
{
	static const int16_t quoted[] = {0xb8, 0xb8, 0x02, 0x03};
	struct trace *t = trace_open(8);
	struct strbuf b = {.p = NULL};

	for (unsigned hop = 1; t && hop <= 5; hop++) {
		struct trace_answer a = traces_answer(hop < 5 ? 'a' : 'T', hop);

		a.quoted_tos = hop < 5 ? quoted[hop - 1] : -1;
		trace_answered(t, hop, 0, &a);
	}
	trace_say(&b, t, &(struct trace_look){.width = 0}, 0xb8);
	is_text(text_of(&b),
		"no loss in 1 probe to the target, hop 5\n"
		"DSCP ef -> cs0 between hop 2 and 3\n"
		"ECN bits 2 -> 3 between hop 3 and 4\n",
		"changed marks are said");
	strbuf_close(&b);
	trace_close(t);
}

int main(void)
{
	tables();
	names();
	labels();
	untold();
	sentences();
	wrapped();
	marks();
	return tap_done();
}
