/* tcpprobe_verdict: verdicts of all kinds; honest hosts behind every kind of path, and boxes that
 * forge. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/verdict.h"

#include "splitmix.h"
#include "tap.h"

static void test_findings(void)
{
	static const struct verdict_compared
		unusable = {.signals = 3},
		same = {.usable = true, .certain = true}, alike = {.usable = true},
		one = {.usable = true, .signals = VERDICT_SIGNAL_RTT},
		two = {.usable = true, .signals = VERDICT_SIGNAL_TTL | VERDICT_SIGNAL_RTT},
		far = {.usable = true, .signals = VERDICT_SIGNAL_TTL | VERDICT_SIGNAL_REACH};
	static const struct {
		struct verdict_facts f;
		const char *state, *reason, *who, *confidence;
	} cases[] = {
		{{.open = 1}, "open", "syn-ack", "host", "high"},
		{{.open = 2, .lost = 1}, "open", "syn-ack", "host", "high"},
		{{.open = 1, .no_window = true}, "open", "syn-proxy", "middlebox", "low"},
		{{.closed = 1}, "closed", "rst", "host", "medium"},
		{{.closed = 1, .nearer = true}, "closed", "rst", NULL, "low"},
		{{.closed = 1, .nearer = true, .compared = &same}, "closed", "rst", "host", "high"},
		{{.closed = 1, .compared = &unusable}, "closed", "rst", "host", "medium"},
		{{.closed = 1, .compared = &same}, "closed", "rst", "host", "high"},
		{{.closed = 1, .compared = &alike}, "closed", "rst", "host", "medium"},
		{{.closed = 1, .compared = &one}, "closed", "rst", NULL, "low"},
		{{.closed = 1, .compared = &two}, "closed", "forged-rst", "middlebox", "medium"},
		{{.closed = 1, .compared = &far}, "closed", "forged-rst", "middlebox", "high"},
		{{.rejected = 1}, "rejected", "icmp", "router", "high"},
		{{.rejected = 1, .rejected_by_host = true}, "rejected", "icmp", "host", "high"},
		{{.stale = 1}, "stale", "challenge-ack", "host", "medium"},
		{{.stale = 1, .open = 1}, "open", "syn-ack", "host", "high"},
		{{.lost = 1}, "filtered", "silence", NULL, "low"},
		{{.lost = 2}, "filtered", "silence", NULL, "medium"},
		{{.lost = 3}, "filtered", "silence", NULL, "high"},
		{{.lost = 3, .drops = 1}, "unknown", "own-drops", "this-host", NULL},
		{{.open = 1, .drops = 1}, "open", "syn-ack", "host", "high"},
		{{.unsent = 1}, "unknown", "unsent", "this-host", NULL},
		{{.open = 0}, "unknown", "not-waited", NULL, NULL},
		{{.open = 1, .closed = 1}, "mixed", "answers-disagree", NULL, "low"},
		{{.closed = 1, .rejected = 1}, "mixed", "answers-disagree", NULL, "low"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct verdict_finding v = verdict_of(&cases[i].f);
		const char *who = verdict_who_word(v.who);
		const char *sure = verdict_confidence_word(v.confidence);

		is_text(verdict_state_word(v.state), cases[i].state, "case %zu: state", i);
		is_text(verdict_reason_word(v.reason), cases[i].reason, "... reason");
		is_text(who ? who : "", cases[i].who ? cases[i].who : "", "... who");
		is_text(sure ? sure : "", cases[i].confidence ? cases[i].confidence : "",
			"... confidence");
	}
}

static void test_words(void)
{
	static const struct {
		int ttl, hops;
	} cases[] = {{-1, -1}, {0, -1}, {1, 64}, {63, 2}, {64, 1}, {65, 64}, {128, 1}, {129, 127},
		{254, 2}, {255, 1}};
	char to[VERDICT_SIGNALS_TEXT];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_int(verdict_hops(cases[i].ttl), cases[i].hops, "TTL %d", cases[i].ttl);
	is_text(verdict_signals_print(to, 31), "ttl, rtt, reach, ip-id, window", "every signal");
	is_text(verdict_signals_print(to, VERDICT_SIGNAL_RTT), "rtt", "one alone");
	ok(!verdict_signals_print(to, 0), "none");
}

/* ---- hosts and paths by chance, the same in every run */

struct chance {
	uint64_t state;
};

static uint64_t below(struct chance *c, uint64_t n)
{
	return splitmix_next(&c->state) % n;
}

enum { PATHS = 8, US = 1000 };
struct path {
	unsigned hops; /* of the sender, who is the last */
	int64_t ns;
};
struct world {
	struct path path[PATHS]; /* equal cost does not mean equal length or time */
	unsigned paths;
	uint8_t ttl_syn_ack, ttl_rst;
	int64_t work_syn_ack_ns, work_rst_ns, jitter_ns;
	enum ids { IDS_ZERO, IDS_RANDOM, IDS_COUNTED, IDS_BY_KIND, IDS_KINDS } ids;
	uint16_t count, count_rst;
	unsigned loss_percent;
};

static void world_make(struct world *w, struct chance *c)
{
	static const uint8_t starts[] = {64, 128, 255, 60, 30, 200};
	unsigned base = 2 + (unsigned)below(c, 14);

	*w = (struct world){.paths = 1 + (unsigned)below(c, PATHS),
		.ttl_syn_ack = starts[below(c, 6)],
		.work_syn_ack_ns = (int64_t)below(c, 400 * US),
		.work_rst_ns = (int64_t)below(c, 20 * US),
		.jitter_ns = 1 + (int64_t)below(c, 3000 * US),
		.ids = (enum ids)below(c, IDS_KINDS),
		.count = (uint16_t)below(c, 65536),
		.count_rst = (uint16_t)below(c, 65536),
		.loss_percent = (unsigned)below(c, 30)};
	w->ttl_rst = below(c, 4) ? w->ttl_syn_ack : starts[below(c, 6)];
	for (unsigned i = 0; i < w->paths; i++)
		w->path[i] = (struct path){base + (unsigned)below(c, 5),
			(int64_t)(base * 20 * US + below(c, 20000 * US))};
}

static uint16_t next_id(struct world *w, struct chance *c, bool rst)
{
	switch (w->ids) {
	case IDS_ZERO:
		return 0;
	case IDS_RANDOM:
		return (uint16_t)below(c, 65536);
	case IDS_BY_KIND:
		if (rst)
			return w->count_rst = (uint16_t)(w->count_rst + 1 + below(c, 20));
		/* fall through */
	case IDS_COUNTED:
	case IDS_KINDS:
		break;
	}
	return w->count = (uint16_t)(w->count + 1 + below(c, 20));
}

/* One flow asks the host; false where the answer is lost. */
static bool ask(struct world *w, struct chance *c, bool rst, struct verdict_sample *out)
{
	const struct path *p = &w->path[below(c, w->paths)];
	uint8_t start = rst ? w->ttl_rst : w->ttl_syn_ack;

	*out = (struct verdict_sample){.rtt_ns = p->ns +
						 (rst ? w->work_rst_ns : w->work_syn_ack_ns) +
						 (int64_t)below(c, (uint64_t)w->jitter_ns),
		.ttl = (int16_t)(start > p->hops ? start - p->hops + 1 : 1),
		.window = rst ? 0 : 64240,
		.has_ip_id = true,
		.ip_id = next_id(w, c, rst)};
	return below(c, 100) >= w->loss_percent;
}

/* SYNs with a low TTL: whether the host is farther is a matter of the path. */
static void ask_low(struct verdict_side *s, struct world *w, struct chance *c, uint8_t ttl)
{
	for (unsigned i = 0; i < VERDICT_FLOWS; i++) {
		if (w->path[below(c, w->paths)].hops <= ttl)
			s->low_answered += below(c, 100) >= w->loss_percent;
		else
			s->low_expired += below(c, 100) >= w->loss_percent;
	}
}

static void fill(struct verdict_trial *t, struct world *w, struct chance *c, bool known_resets)
{
	struct verdict_sample x;

	*t = (struct verdict_trial){.port = {.resets = true}, .known = {.resets = known_resets}};
	for (unsigned i = 0; i < VERDICT_FLOWS; i++) {
		if (ask(w, c, true, &x))
			t->port.sample[t->port.n++] = x;
		if (ask(w, c, known_resets, &x))
			t->known.sample[t->known.n++] = x;
	}
}

static struct verdict_finding judge(const struct verdict_compared *c)
{
	const struct verdict_facts f = {.closed = 3, .compared = c};

	return verdict_of(&f);
}

/* However the host answers and the paths differ, a RST of its own is never taken for a forged one.
 */
static void test_honest(void)
{
	struct chance c = {1};
	unsigned wrong = 0, sure = 0, tried_low = 0;

	for (unsigned i = 0; i < 20000; i++) {
		struct verdict_compared found;
		struct verdict_trial t;
		struct world w;

		world_make(&w, &c);
		fill(&t, &w, &c, below(&c, 3) == 0);
		found = verdict_compare(&t);
		t.low_ttl = verdict_low_ttl(&found);
		if (t.low_ttl) {
			tried_low++;
			ask_low(&t.port, &w, &c, t.low_ttl);
			ask_low(&t.known, &w, &c, t.low_ttl);
			found = verdict_compare(&t);
		}
		wrong += judge(&found).who == VERDICT_BY_MIDDLEBOX;
		sure += judge(&found).who == VERDICT_BY_HOST &&
			judge(&found).confidence == VERDICT_HIGH;
	}
	is_int(wrong, 0, "20,000 hosts: no honest RST is called forged");
	ok(sure > 10000, "most are called the host's own: %u", sure);
	ok(tried_low > 500, "odd ones were asked with a low TTL too: %u", tried_low);
}

/* A box near us that answers in the name of a host which is farther by hops and time. */
static void test_forged(void)
{
	struct chance c = {2};
	unsigned found_by_two = 0, found_by_reach = 0, far = 0;

	for (unsigned i = 0; i < 2000; i++) {
		struct verdict_compared found;
		struct verdict_trial t;
		struct world w;

		world_make(&w, &c);
		w.ttl_syn_ack = w.ttl_rst = 64;
		w.loss_percent = 5;
		fill(&t, &w, &c, false);
		for (unsigned k = 0; k < t.port.n; k++)
			t.port.sample[k] = (struct verdict_sample){
				.rtt_ns = (int64_t)(30 * US + below(&c, 20 * US)), .ttl = 64};
		found = verdict_compare(&t);
		far += found.known_hops > 2;
		found_by_two += judge(&found).who == VERDICT_BY_MIDDLEBOX;
		t.low_ttl = verdict_low_ttl(&found);
		if (!t.low_ttl)
			continue;
		t.port.low_answered = VERDICT_FLOWS;
		ask_low(&t.known, &w, &c, t.low_ttl);
		found = verdict_compare(&t);
		found_by_reach += judge(&found).who == VERDICT_BY_MIDDLEBOX &&
				  judge(&found).confidence == VERDICT_HIGH;
	}
	ok(found_by_two > 1900, "nearer and faster is found: %u of 2,000", found_by_two);
	ok(far > 1000 && found_by_reach * 100 > far * 99,
		"by a low TTL where there is a hop between: %u of %u", found_by_reach, far);
}

/* ---- each signal by itself */

static void sides(struct verdict_trial *t, unsigned n)
{
	*t = (struct verdict_trial){.port = {.n = n, .resets = true}, .known = {.n = n}};
	for (unsigned i = 0; i < n; i++) {
		t->port.sample[i] = (struct verdict_sample){
			.rtt_ns = 500 * US, .ttl = 60, .has_ip_id = true, .ip_id = 40000};
		t->known.sample[i] = (struct verdict_sample){.rtt_ns = 520 * US,
			.ttl = 60,
			.window = 64240,
			.has_ip_id = true,
			.ip_id = (uint16_t)(i * 3)};
	}
}

static void test_signals(void)
{
	struct verdict_trial t;
	struct verdict_compared c;

	sides(&t, VERDICT_FLOWS_LEAST - 1);
	t.port.sample[0].ttl = 64;
	ok(!verdict_compare(&t).usable, "too few answers are no comparison");
	sides(&t, 12);
	c = verdict_compare(&t);
	ok(c.usable && !c.signals, "the same distance and time");
	is_int(c.port_hops, 5, "... in hops");
	ok(c.certain, "SYN-ACKs are the host's");
	t.known.sample[3].window = 0;
	ok(!verdict_compare(&t).certain, "... but not a SYN proxy's");
	is_int(verdict_low_ttl(&c), 0, "... and nothing to ask with a low TTL");
	for (unsigned i = 0; i < 12; i++)
		t.port.sample[i].ttl = 62;
	c = verdict_compare(&t);
	is_int(c.signals, VERDICT_SIGNAL_TTL, "nearer by two hops");
	is_int(verdict_low_ttl(&c), 4, "... a TTL between both");
	t.low_ttl = 4;
	t.port.low_answered = t.known.low_expired = 12;
	is_int(verdict_compare(&t).signals, VERDICT_SIGNAL_TTL | VERDICT_SIGNAL_REACH,
		"... answered where the host cannot be");
	t.known.low_answered = 1;
	is_int(verdict_compare(&t).signals, VERDICT_SIGNAL_TTL, "... but not once the host did");
	sides(&t, 12);
	t.port.sample[3].ttl = 62;
	is_int(verdict_compare(&t).signals, 0, "one flow that is nearer is no signal");
	sides(&t, 12);
	for (unsigned i = 0; i < 12; i++)
		t.port.sample[i].rtt_ns = 100 * US;
	is_int(verdict_compare(&t).signals, VERDICT_SIGNAL_RTT, "faster than half");
	t.port.sample[11].rtt_ns = 300 * US;
	is_int(verdict_compare(&t).signals, 0, "... but not once it was not");
	sides(&t, 12);
	for (unsigned i = 0; i < 12; i++)
		t.known.sample[i].ip_id = (uint16_t)(65500 + i * 7);
	is_int(verdict_compare(&t).signals, 0, "SYN-ACKs may be counted apart");
	t.known.resets = true;
	for (unsigned i = 0; i < 12; i++)
		t.known.sample[i].window = 0;
	is_int(verdict_compare(&t).signals, VERDICT_SIGNAL_IP_ID, "not of the host's RSTs' count");
	t.port.sample[5].ip_id = 3;
	is_int(verdict_compare(&t).signals, 0, "... but not once it fits");
	sides(&t, 12);
	t.known.resets = true;
	is_int(verdict_compare(&t).signals, VERDICT_SIGNAL_WINDOW, "another window than its RSTs");
	ok(!verdict_compare(&t).certain, "... which may be forged too");
}

int main(void)
{
	test_findings();
	test_words();
	test_signals();
	test_honest();
	test_forged();
	return tap_done();
}
