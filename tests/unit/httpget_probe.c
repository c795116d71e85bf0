/* httpget_probe: what several responses together are taken for, and two ways compared. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../httpget/probe.h"

#include "../../httpget/compare.h"
#include "tap.h"

/* "NAME" or "!NAME" (bad) of every result, in order. */
static const char *judged(struct probe *p)
{
	static char text[400];
	size_t used = 0;

	probe_judge(p);
	*text = '\0';
	for (unsigned i = 0; i < p->n_results; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%s%s", i ? " " : "",
			p->results[i].bad ? "!" : "", p->results[i].name);
	return text;
}

#define STEP(s, bytes, checksum, ...)                                                              \
	{                                                                                          \
		.status = (s), .read_bytes = (bytes), .content_bytes = (bytes), .sum = (checksum), \
		.first = 'a', .last = 'z', __VA_ARGS__                                             \
	}
#define TAG(s, bytes, checksum, tag) STEP(s, bytes, checksum, .etag = (tag))

static void try_cache(void)
{
	static const struct {
		const char *what, *wanted;
		struct probe_step steps[4];
	} rows[] = {
		{"a cache that keeps and heeds", "kept condition no-cache",
			{STEP(200, 5, 1, .hit = GATEWAY_MISS, .evidence = "X", .etag = "\"a\""),
				STEP(200, 5, 1, .hit = GATEWAY_HIT, .evidence = "X",
					.etag = "\"a\""),
				TAG(304, 0, 0, "\"a\""),
				STEP(200, 5, 1, .hit = GATEWAY_MISS, .evidence = "X",
					.etag = "\"a\"")}},
		{"one that does not heed no-cache", "kept condition no-cache-ignored",
			{STEP(200, 5, 1, .hit = GATEWAY_HIT, .evidence = "X", .etag = "\"a\""),
				STEP(200, 5, 1, .hit = GATEWAY_HIT, .evidence = "X",
					.etag = "\"a\""),
				TAG(304, 0, 0, "\"a\""),
				STEP(200, 5, 1, .hit = GATEWAY_HIT, .evidence = "X",
					.etag = "\"a\"")}},
		{"one whose age grows", "kept no-validator",
			{STEP(200, 5, 1, .has_age = true, .age_s = 1),
				STEP(200, 5, 1, .has_age = true, .age_s = 2),
				STEP(200, 5, 1, .hit = GATEWAY_UNKNOWN),
				STEP(200, 5, 1, .hit = GATEWAY_UNKNOWN)}},
		{"one that has nothing to say", "unknown condition",
			{TAG(200, 5, 1, "\"a\""), TAG(200, 5, 1, "\"a\""), TAG(304, 0, 0, ""),
				TAG(200, 5, 1, "\"a\"")}},
		{"a condition that is ignored", "unknown !condition-ignored",
			{TAG(200, 5, 1, "\"a\""), TAG(200, 5, 1, "\"a\""), TAG(200, 5, 1, "\"a\""),
				TAG(200, 5, 1, "\"a\"")}},
		{"... that changed meanwhile", "unknown changed",
			{TAG(200, 5, 1, "\"a\""), TAG(200, 5, 1, "\"a\""), TAG(200, 5, 2, "\"b\""),
				TAG(200, 5, 2, "\"b\"")}},
		{"... that is an error", "unknown !condition-fails",
			{TAG(200, 5, 1, "\"a\""), TAG(200, 5, 1, "\"a\""), TAG(500, 5, 2, ""),
				TAG(200, 5, 1, "\"a\"")}},
		{"an ETag that changes alone", "unknown !etag-changes changed",
			{TAG(200, 5, 1, "\"a\""), TAG(200, 5, 1, "\"b\""), TAG(200, 5, 1, "\"c\""),
				TAG(200, 5, 1, "\"d\"")}},
		{"one that stays when the content does not",
			"unknown changes !etag-stays condition",
			{TAG(200, 5, 1, "\"a\""), TAG(200, 6, 2, "\"a\""), TAG(304, 0, 0, "\"a\""),
				TAG(200, 5, 3, "\"a\"")}},
		{"... a weak one may", "unknown changes condition",
			{TAG(200, 5, 1, "W/\"a\""), TAG(200, 6, 2, "W/\"a\""), TAG(304, 0, 0, ""),
				TAG(200, 5, 3, "W/\"a\"")}},
	};
	struct probe p;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		p = (struct probe){.kind = PROBE_CACHE, .n = 4};
		memcpy(p.steps, rows[i].steps, sizeof rows[i].steps);
		is_text(judged(&p), rows[i].wanted, "%s", rows[i].what);
	}
}

static void try_range(void)
{
	static const struct probe_step whole = TAG(200, 26, 1, "\"a\""),
				       one = {.status = 206,
					       .content_bytes = 1,
					       .first = 'a',
					       .last = 'a',
					       .etag = "\"a\"",
					       .range = "bytes 0-0/26"},
				       end = {.status = 206,
					       .content_bytes = 1,
					       .first = 'z',
					       .last = 'z',
					       .etag = "\"a\"",
					       .range = "bytes 25-25/26"},
				       beyond = {.status = 416, .range = "bytes */26"};
	struct probe p = {.kind = PROBE_RANGE, .n = 5, .steps = {whole, one, end, beyond, whole}};

	is_text(judged(&p), "range range beyond if-range", "a server that knows ranges");
	p.steps[4] = one;
	is_text(judged(&p), "range range beyond !if-range-ignored", "... but no If-Range");
	p.steps[3] = whole;
	is_text(judged(&p), "range range !beyond-answered !if-range-ignored", "... nor its end");
	p.steps[2] = one;
	is_text(judged(&p), "range !range-content !beyond-answered !if-range-ignored",
		"the first byte is not the last");
	p.steps[2] = whole;
	is_text(judged(&p), "range suffix-ignored !beyond-answered !if-range-ignored",
		"a suffix that is ignored");
	p.steps[1] = one;
	snprintf(p.steps[1].range, sizeof p.steps[1].range, "bytes 0-0/27");
	p.n = 3;
	is_text(judged(&p), "!range-wrong suffix-ignored", "another size");
	p.steps[1] = one;
	snprintf(p.steps[1].etag, sizeof p.steps[1].etag, "\"b\"");
	is_text(judged(&p), "range !range-etag suffix-ignored", "another ETag");
	p.steps[1] = p.steps[2] = whole;
	is_text(judged(&p), "range-ignored suffix-ignored", "a server that knows none");
	p.steps[1].status = 500;
	is_text(judged(&p), "!range-fails suffix-ignored", "... that fails");
	p.steps[0].content_bytes = 0;
	is_text(judged(&p), "nothing", "no content");
}

static void try_encoding(void)
{
	struct probe p = {.kind = PROBE_ENCODING,
		.n = 3,
		.steps = {STEP(200, 100, 1, .name = "identity", .varies = true),
			STEP(200, 100, 1, .name = "gzip", .coding = "gzip", .varies = true),
			STEP(200, 100, 1, .name = "br", .varies = true)}};

	p.steps[1].read_bytes = 40;
	is_text(judged(&p), "coding coding-none", "gzip alone");
	ok(strstr(p.results[0].text, "40 bytes instead of 100"), "... with what it spares");
	p.steps[0].varies = false;
	is_text(judged(&p), "coding coding-none !vary-missing", "the plain one lacks Vary");
	p.steps[0].varies = true;
	snprintf(p.steps[0].etag, sizeof p.steps[0].etag, "\"a\"");
	snprintf(p.steps[1].etag, sizeof p.steps[1].etag, "\"a\"");
	is_text(judged(&p), "coding coding-none !etag-shared", "one ETag for both");
	*p.steps[0].etag = '\0';
	p.steps[1].sum = 2;
	is_text(judged(&p), "!coding-differs coding-none", "other content");
	snprintf(p.steps[1].coding, sizeof p.steps[1].coding, "br");
	is_text(judged(&p), "!coding-other coding-none", "another coding");
	snprintf(p.steps[0].coding, sizeof p.steps[0].coding, "gzip");
	p.steps[2].status = 406;
	is_text(judged(&p), "!coding-forced !coding-other !coding-fails", "what was not asked for");
}

/* What is asked, step by step, when every answer is like the first. */
static void try_asking(void)
{
	static const char *const wanted[] = {"first;", "again;", "conditional;If-None-Match: \"a\"",
		"no-cache;Cache-Control: no-cache"};
	struct probe p = {.kind = PROBE_CACHE};
	struct probe_ask ask;
	char got[200];

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted && probe_next(&p, &ask); i++) {
		snprintf(got, sizeof got, "%s;%s", ask.name, ask.n_headers ? ask.headers[0] : "");
		is_text(got, wanted[i], "step %zu", i);
		p.steps[p.n++] = (struct probe_step)TAG(200, 5, 1, "\"a\"");
	}
	ok(!probe_next(&p, &ask), "then it ends");
	p = (struct probe){.kind = PROBE_RANGE, .n = 1};
	ok(!probe_next(&p, &ask), "without a first response nothing more is asked");
	p = (struct probe){.kind = PROBE_RANGE};
	ok(probe_next(&p, &ask) && !ask.range, "first the whole");
	p.steps[p.n++] = (struct probe_step)TAG(200, 5, 1, "");
	ok(probe_next(&p, &ask) && !strcmp(ask.range, "bytes=0-0"), "then its first byte");
}

static void count(struct tally *t, unsigned n, bool good, int64_t connect_ms, int64_t think_ms)
{
	const int64_t ms = 1000000;
	struct exchange x;

	for (unsigned i = 0; i < n; i++) {
		exchange_init(&x);
		x.begun_ns = x.link.begun_ns = x.link.named_ns = x.link.connecting_ns = 1;
		x.link.literal = true;
		x.link.connected_ns = 1 + connect_ms * ms;
		x.written_ns = x.sent_ns = x.link.connected_ns;
		x.rtt_ns = 0;
		x.first_ns = x.last_ns = x.ended_ns = x.written_ns + think_ms * ms;
		x.failed = good ? LINK_FINE : LINK_CONNECT;
		tally_add(t, &x);
	}
}

static void try_compare(void)
{
	static const struct {
		bool good[2];
		int64_t connect_ms[2], think_ms[2];
		const char *wanted;
	} rows[] = {{{true, true}, {10, 100}, {5, 5},
			    "IPv6 takes 90 ms more than IPv4 (105 ms, not 15 ms), most of it in "
			    "connect"},
		{{true, true}, {100, 10}, {5, 5},
			"IPv4 takes 90 ms more than IPv6 (105 ms, not 15 ms), most of it in "
			"connect"},
		{{true, true}, {10, 10}, {5, 105},
			"IPv6 takes 100 ms more than IPv4 (115 ms, not 15 ms), most of it in "
			"think"},
		{{true, true}, {10, 10}, {90, 95},
			"both take the same time, within a tenth (100 ms by IPv4, 105 ms by IPv6)"},
		{{true, false}, {10, 10}, {5, 5}, "IPv4 works, IPv6 does not"},
		{{false, true}, {10, 10}, {5, 5}, "IPv6 works, IPv4 does not"},
		{{false, false}, {10, 10}, {5, 5}, "neither IPv4 nor IPv6 works"}};
	struct strbuf text = {0};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tally ways[2];

		for (unsigned w = 0; w < 2; w++) {
			tally_open(&ways[w], NULL);
			count(&ways[w], 5, rows[i].good[w], rows[i].connect_ms[w],
				rows[i].think_ms[w]);
		}
		text.used = 0;
		compare_put(&text, COMPARE_FAMILY, (const struct tally *[]){&ways[0], &ways[1]});
		strbuf_put_char(&text, 0);
		is_text(text.p, rows[i].wanted, "comparison %zu", i);
		tally_close(&ways[0]);
		tally_close(&ways[1]);
	}
	strbuf_close(&text);
}

int main(void)
{
	try_cache();
	try_range();
	try_encoding();
	try_asking();
	try_compare();
	return tap_done();
}
