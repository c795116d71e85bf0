/* tcpprobe_path: what the trace of a port says of it, beside another port's, and in sentences. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/path_say.h"

#include "tap.h"
#include "traces.h"

enum { PORT = 443, OTHER = 22, FLOWS = 4 };

static const struct trace_look plain = {.columns = TRACE_TIMES};

/* Paths as traces_play takes them; the target's answers are SYN-ACKs, or RSTs. */
static struct path_flow flow(uint16_t port, bool open, const char *const *hops)
{
	struct path_flow f = {.port = port, .source_port = 40000, .newest_open = open};

	f.trace = traces_play(hops);
	return f;
}

static struct path_verdict judge(const struct path_flow *f)
{
	const struct addr target = traces_addr('T');

	return path_judge(f, &target);
}

static const char *text_of(struct strbuf *b)
{
	static char text[1024];

	snprintf(text, sizeof text, "%.*s", (int)b->used, b->p ? b->p : "");
	strbuf_close(b);
	return text;
}

static void fates(void)
{
	static const struct {
		const char *hops[8];
		bool open;
		enum path_fate fate;
		unsigned hop;
		const char *says;
	} cases[] = {
		{{"aa", "bb", "TT"}, true, PATH_OPEN, 3,
			"port 443 is open: SYN-ACK from the target's address, hop 3 "
			"(198.18.9.9)\n"},
		{{"aa", "bb", "TT"}, false, PATH_CLOSED, 3,
			"port 443 is closed: RST from the target's address, hop 3 (198.18.9.9)\n"},
		{{"aa", "bb", "..", ".."}, false, PATH_DIES, 2,
			"port 443 is filtered: the SYN dies after hop 2 (198.18.0.98), or its "
			"answer "
			"does\n"},
		{{"aa", "bb", "BB"}, false, PATH_REJECTED, 2,
			"port 443 is rejected by hop 2 (198.18.0.98): host-unreachable\n"},
		{{"aa", "CC"}, false, PATH_REJECTED, 2,
			"port 443 is rejected by hop 2 (198.18.0.99): host-unreachable\n"},
		{{"aa", "bb", "cc", "bb", "cc"}, false, PATH_CIRCLES, 2,
			"port 443 is not reached: a routing loop, hop 2 (198.18.0.98) comes again "
			"as "
			"hop 4\n"},
		{{"..", ".."}, false, PATH_UNKNOWN, 0,
			"port 443 is unknown: nothing answers, not even the first hop\n"},
		{{"aa", "bb"}, false, PATH_UNKNOWN, 2,
			"port 443 is unknown: the last to answer is hop 2 (198.18.0.98), and the "
			"end came before others had the time to\n"},
		{{"aaaaaaaa", "bbbbbbbb", "T..T.T.T"}, true, PATH_OPEN, 3,
			"port 443 is open: SYN-ACK from the target's address, hop 3 (198.18.9.9); "
			"50.0 % of its SYNs are lost from hop 3 (198.18.9.9) on, as far as 4 lost "
			"ones tell\n"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct path_flow f = flow(PORT, cases[i].open, cases[i].hops);
		struct path_verdict v = judge(&f);
		struct strbuf b = {.p = NULL};

		is_int(v.fate, cases[i].fate, "case %zu: %s", i, path_fate_word(cases[i].fate));
		is_int(v.hop, cases[i].hop, "... at hop %u", cases[i].hop);
		path_say_verdict(&b, &f, &v, &plain);
		is_text(text_of(&b), cases[i].says, "... in a sentence");
		trace_close(f.trace);
	}
}

/* Answers come with the TTLs given, a hop each. */
static struct path_flow of_ttls(uint16_t port, const int16_t *ttls, unsigned n)
{
	struct path_flow f = {.port = port, .trace = trace_open(TRACES_HOPS)};

	for (unsigned hop = 1; hop <= n; hop++) {
		struct trace_answer a = traces_answer(hop == n ? 'T' : (char)('a' + hop), hop);

		a.ttl = ttls[hop - 1];
		trace_sent(f.trace, hop);
		if (a.ttl)
			trace_answered(f.trace, hop, 0, &a);
		else
			trace_lost(f.trace, hop, 0, 0);
	}
	return f;
}

static bool nearer(const int16_t *ttls, unsigned n)
{
	struct path_flow f = of_ttls(PORT, ttls, n);
	struct path_verdict v = judge(&f);

	trace_close(f.trace);
	return v.nearer;
}

static void compared_by_ttl(const int16_t *own, const int16_t *forged)
{
	struct path_flow a = of_ttls(PORT, own, 4), b = of_ttls(OTHER, forged, 4);
	struct path_verdict va = judge(&a), vb = judge(&b);
	struct path_compared c = path_compare(&va, &vb);
	struct strbuf text = {.p = NULL};

	ok(c.contrast == PATH_IN_NAME && !c.first, "beside one of the target's it is not its own");
	path_say_compared(&text, &a, &va, &b, &vb, &plain);
	is_text(text_of(&text),
		"22's answer comes over a hop less than 443's, by their TTLs: a middlebox probably "
		"sends it in the target's name, hop 3 (198.18.0.100)\n",
		"... in a sentence");
	trace_close(a.trace);
	trace_close(b.trace);
}

static void by_ttl(void)
{
	static const int16_t own[] = {64, 63, 62, 61}, forged[] = {64, 63, 62, 62};
	static const int16_t mixed[] = {255, 63, 253, 126}, other_way[] = {64, 62, 62, 62};
	static const int16_t silent[] = {64, 0, 62, 62}, blind[] = {64, 63, 0, 62};

	ok(!nearer(own, 4), "an answer over as many hops as the SYN went is the target's");
	ok(nearer(forged, 4), "one over a hop less may be another's");
	ok(nearer(mixed, 4), "... whatever the senders begin with");
	ok(!nearer(other_way, 4), "of routers whose answers take another way nothing is said");
	ok(nearer(silent, 4), "a router that is silent is no obstacle");
	ok(!nearer(blind, 4), "... but for the last one");
	compared_by_ttl(own, forged);
}

/* Routers behind a translator bear the target's address. */
static void translated(void)
{
	static const char *const hops[] = {"a", NULL};
	struct path_flow f = flow(PORT, false, hops);
	struct path_verdict v;

	for (unsigned hop = 2; hop <= 5; hop++) {
		struct trace_answer a = traces_answer('b', hop);

		a.from = traces_addr('T');
		a.translated = true;
		trace_sent(f.trace, hop);
		if (hop < 5)
			trace_answered(f.trace, hop, 0, &a);
		else
			trace_lost(f.trace, hop, 0, 0);
	}
	v = judge(&f);
	is_int(v.fate, PATH_DIES, "one address on many hops is no loop where it is the target's");
	is_int(v.hop, 4, "... the last of them is where it dies");
	is_int(v.translated, 2, "... the first where it is translated");
	trace_close(f.trace);
}

static void contrasts(void)
{
	static const struct {
		const char *a[8], *b[8];
		bool a_open, b_open, first;
		enum path_contrast contrast;
		const char *says;
	} cases[] = {
		{{"a", "b", "T"}, {"a", "b", "T"}, true, true, false, PATH_ALIKE,
			"443 and 22 meet the same fate: the ports make no difference\n"},
		{{"a", "b", "T"}, {"a", "b", "T"}, false, true, false, PATH_UNLIKE,
			"443 is closed and 22 open, both at hop 3\n"},
		{{"a", "b", ".", "."}, {"a", "b", "c", "T"}, false, true, true, PATH_STOPPED,
			"443 dies after hop 2 (198.18.0.98), 22 passes to the target, hop 4 "
			"(198.18.9.9); so 443 is dropped by 198.18.0.98 on its way out, or by "
			"198.18.0.99 on its way in\n"},
		{{"a", "b", "."}, {"a", "b", "T"}, false, true, true, PATH_STOPPED,
			"443 dies after hop 2 (198.18.0.98), 22 passes to the target, hop 3 "
			"(198.18.9.9); so 443 is dropped by 198.18.0.98 on its way out, or by "
			"198.18.9.9, the target\n"},
		{{"a", ".", ".", "."}, {"a", ".", "c", "T"}, false, true, true, PATH_STOPPED,
			"443 dies after hop 1 (198.18.0.97), 22 passes to the target, hop 4 "
			"(198.18.9.9); so 443 is dropped by 198.18.0.97 on its way out, or behind "
			"it\n"},
		{{"a", "b", "T"}, {"a", "A"}, true, false, false, PATH_STOPPED,
			"22 is rejected by hop 1 (198.18.0.97), 443 passes to the target, hop 3 "
			"(198.18.9.9)\n"},
		{{"a", "T"}, {"a", "b", "c", "T"}, false, true, true, PATH_IN_NAME,
			"443 is answered as if by the target 2 hops away, yet 22 says that it is "
			"4: a "
			"middlebox answers in its name, before hop 2 (198.18.0.98)\n"},
		{{"T"}, {"a", "b", "c", "T"}, false, true, true, PATH_IN_NAME,
			"443 is answered as if by the target 1 hop away, yet 22 says that it is 4: "
			"a middlebox answers in its name, before hop 1 (198.18.0.97)\n"},
		{{"a", "b", "c", "T"}, {"a", "T"}, true, true, false, PATH_IN_NAME,
			"22 is answered as if by the target 2 hops away, yet 443 says that it is "
			"4: a "
			"middlebox answers in its name, before hop 2 (198.18.0.98)\n"},
		{{"a", ".", "."}, {"a", "b", "."}, false, false, false, PATH_NO_BETTER,
			"neither gets through: 443 dies at hop 1, 22 dies at hop 2\n"},
		{{"a", "."}, {"a", "."}, false, false, false, PATH_ALIKE,
			"443 and 22 meet the same fate: the ports make no difference\n"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct path_flow a = flow(PORT, cases[i].a_open, cases[i].a);
		struct path_flow b = flow(OTHER, cases[i].b_open, cases[i].b);
		struct path_verdict va = judge(&a), vb = judge(&b);
		struct path_compared c = path_compare(&va, &vb);
		struct strbuf text = {.p = NULL};

		is_int(c.contrast, cases[i].contrast, "contrast %zu", i);
		is_int(c.first, cases[i].first, "... of which port");
		path_say_compared(&text, &a, &va, &b, &vb, &plain);
		is_text(text_of(&text), cases[i].says, "... in a sentence");
		trace_close(a.trace);
		trace_close(b.trace);
	}
}

static void of_changes(void)
{
	static const char *const hops[] = {"a", "b", "c", "T", NULL};
	struct path_flow f = flow(PORT, true, hops);
	struct sight sent = {.seen = 1 << SIGHT_MSS | 1 << SIGHT_SOURCE_PORT, .depth = TCP_WHOLE};
	struct sight sights[TRACES_HOPS] = {{0}};
	struct path_verdict v = judge(&f);
	struct strbuf b = {.p = NULL};

	sent.value[SIGHT_MSS] = 1460;
	sent.value[SIGHT_SOURCE_PORT] = 40000;
	f.sent = &sent;
	f.sights = sights;
	path_say_changes(&b, &f, &v);
	is_text(text_of(&b),
		"no hop quotes the SYN's options: whether they were changed is unknown\n",
		"no quotes: unknown");
	sights[0] = sights[1] = sent;
	path_say_changes(&b, &f, &v);
	is_text(text_of(&b),
		"the SYN comes unchanged as far as hop 2\nbehind hop 2, the last that quotes the "
		"SYN, "
		"a change does not show\n",
		"nothing changed, as far as is known");
	sights[1] = (struct sight){.seen = 1 << SIGHT_SOURCE_PORT, .depth = TCP_SEQUENCE};
	sights[1].value[SIGHT_SOURCE_PORT] = 40001;
	f.has_mss = true;
	f.mss = 1300;
	f.strange = 2;
	path_say_changes(&b, &f, &v);
	is_text(text_of(&b),
		"source port 40000 -> 40001 (NAT) between hop 1 and hop 2\n"
		"2 errors tell of a SYN that cannot be told from others: rewritten, or cut too "
		"short\n"
		"hop 2 quotes too little of the SYN: what was done to its options before does not "
		"show there\n"
		"behind hop 1, the last that quotes the SYN, a change does not show\n"
		"the SYN-ACK offers MSS 1300, the SYN 1460: the target's own, or clamped on the "
		"way "
		"back\n",
		"8 bytes show ports, and no options");
	trace_close(f.trace);
}

static void of_flows(void)
{
	static const char *const good[] = {"a", "b", "T", NULL},
				 *const bad[] = {"a", "c", ".", NULL},
				 *const all[] = {"aa", "bc", "T.", NULL};
	const struct addr target = traces_addr('T');
	struct path_flow f[FLOWS];
	struct trace *together = traces_play(all);
	struct strbuf b = {.p = NULL};

	for (unsigned i = 0; i < FLOWS; i++) {
		f[i] = flow(PORT, true, i == 2 ? bad : good);
		f[i].source_port = (uint16_t)(40000 + i);
	}
	path_say_flows(&b, f, FLOWS, together, &target, &plain);
	is_text(text_of(&b),
		"3 of 4 flows (from ports 40000, 40001, 40003): port 443 is open: SYN-ACK from the "
		"target's address, hop 3 (198.18.9.9)\n"
		"1 of 4 flows (from port 40002): port 443 is filtered: the SYN dies after hop 2 "
		"(198.18.0.99), or its answer does\n"
		"the paths part: hop 2 has several routers\n"
		"25 % is lost: too few probes to tell chance from one bad path\n",
		"flows of two kinds, most first");
	path_say_flows(&b, f, 2, f[0].trace, &target, &plain);
	is_text(text_of(&b),
		"2 of 2 flows: port 443 is open: SYN-ACK from the target's address, hop 3 "
		"(198.18.9.9)\nall flows take one path, as far as it answers\n",
		"flows of one kind");
	for (unsigned i = 0; i < FLOWS; i++)
		trace_close(f[i].trace);
	trace_close(together);
}

int main(void)
{
	fates();
	by_ttl();
	translated();
	contrasts();
	of_changes();
	of_flows();
	return tap_done();
}
