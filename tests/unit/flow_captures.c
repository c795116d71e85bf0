/* flow_captures: what must hold of every story, over real captures: it depends on no clock, no
 * number and no side, and survives the loss of any packet. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <glob.h>

#include "flow.h"
#include "savefile.h"
#include "tap.h"

enum { SEGMENTS = 512, TOLD = 1024 };

struct play {
	struct flow_segment s[SEGMENTS];
	int64_t at_ns[SEGMENTS];
	size_t n;
};
struct told {
	struct flow_event e[TOLD];
	size_t n;
	struct flow f;
};

static void load(const char *path, struct play *p)
{
	struct savefile *s = savefile_read(path);
	struct flow_tuple t = {0};

	p->n = 0;
	for (size_t i = 0; i < s->n && p->n < SEGMENTS; i++) {
		struct packet k = savefile_decode(&s->packets[i]);

		if (!i)
			t = (struct flow_tuple){.addr = {k.source, k.destination},
				.port = {k.tcp.source_port, k.tcp.destination_port}};
		p->at_ns[p->n] = s->packets[i].at_ns;
		p->n += flow_segment_of(&t, &k, &p->s[p->n]);
	}
	ok(s->good && p->n == s->n && p->n > 1, "%s: %zu segments", path, p->n);
	free(s);
}

static void drain(struct told *out)
{
	while (flow_next(&out->f, &out->e[out->n]))
		if (out->n < TOLD - 1)
			out->n++;
}

/* The whole story; of packet skip only that it was dropped. */
static void tell(const struct play *p, size_t skip, struct told *out)
{
	out->n = 0;
	flow_init(&out->f);
	for (size_t i = 0; i < p->n; i++) {
		if (i == skip)
			flow_gap(&out->f, 1);
		else
			flow_feed(&out->f, &p->s[i], p->at_ns[i], i + 1);
		drain(out);
	}
	flow_finish(&out->f);
	drain(out);
}

static bool same_event(const struct flow_event *a, const struct flow_event *b, int64_t later_ns)
{
	return a->kind == b->kind && a->from == b->from && b->at_ns - a->at_ns == later_ns &&
	       a->packet == b->packet && a->count == b->count && a->took_ns == b->took_ns &&
	       a->offset == b->offset && a->bytes == b->bytes && a->was == b->was &&
	       a->is == b->is && a->how == b->how && a->doubtful == b->doubtful;
}

static bool same_story(const struct told *a, const struct told *b, int64_t later_ns)
{
	bool same = a->n == b->n && a->n > 0;

	for (size_t i = 0; i < a->n && same; i++)
		same = same_event(&a->e[i], &b->e[i], later_ns);
	return same && a->f.handshake_ns == b->f.handshake_ns &&
	       a->f.end[0].bytes == b->f.end[0].bytes && a->f.end[1].bytes == b->f.end[1].bytes;
}

static void shift_times(struct play *p, int64_t by_ns)
{
	for (size_t i = 0; i < p->n; i++)
		p->at_ns[i] += by_ns;
}

static void shift_options(struct tcp_options *o, uint32_t by)
{
	for (unsigned i = 0; i < o->sacks; i++) {
		o->sack[i].left += by;
		o->sack[i].right += by;
	}
}

/* All numbers of one side, and what acknowledges them. */
static void shift_numbers(struct play *p, enum flow_side side, uint32_t by)
{
	for (size_t i = 0; i < p->n; i++) {
		struct flow_segment *s = &p->s[i];

		if (s->from == side) {
			s->sequence += by;
		} else if (s->flags & TCP_ACK) {
			s->acknowledgment += by;
			shift_options(&s->options, by);
		}
	}
}

static void mirror(struct play *p)
{
	for (size_t i = 0; i < p->n; i++)
		p->s[i].from = p->s[i].from == FLOW_OUT ? FLOW_IN : FLOW_OUT;
}

static void mirror_told(struct told *t)
{
	struct flow_end out = t->f.end[FLOW_OUT];

	for (size_t i = 0; i < t->n; i++)
		t->e[i].from = t->e[i].from == FLOW_OUT ? FLOW_IN : FLOW_OUT;
	t->f.end[FLOW_OUT] = t->f.end[FLOW_IN];
	t->f.end[FLOW_IN] = out;
}

static void test_numbers(struct play *p, const struct told *first)
{
	static struct told again;
	uint32_t x = 2463534242;
	size_t wrong = 0;

	/* Also so that each number of the connection in turn is where they wrap. */
	for (size_t i = 0; i < 2 * p->n; i++) {
		enum flow_side side = i & 1 ? FLOW_OUT : FLOW_IN;
		uint32_t by = i < p->n ? -p->s[i].sequence : x;

		side = i < p->n ? p->s[i].from : side;
		x = x * 1664525 + 1013904223;
		shift_numbers(p, side, by);
		tell(p, SIZE_MAX, &again);
		wrong += !same_story(first, &again, 0);
		shift_numbers(p, side, -by);
	}
	is_int(wrong, 0, "whatever its numbers start with, it is the same story");
}

static void test_invariants(const struct told *t)
{
	bool good = true;

	for (int i = 0; i < 2; i++) {
		const struct flow_end *e = &t->f.end[i];

		good = good && e->bytes <= e->sent_bytes &&
		       e->retransmitted_bytes <= e->sent_bytes &&
		       e->fast + e->timeouts + e->probes + e->spurious <= e->retransmits &&
		       e->zero_window_ns >= 0 && e->rtt_min_ns <= e->rtt_last_ns;
	}
	ok(good && !t->f.lost_events, "the numbers agree with each other");
}

/* Whichever packet our own capture loses, nothing after it is claimed without doubt. */
static void test_drops(const struct play *p)
{
	static struct told t;
	size_t sure = 0, early = 0;

	for (size_t skip = 0; skip < p->n; skip++) {
		tell(p, skip, &t);
		for (size_t i = 0; i < t.n; i++) {
			/* The end of the last turn is of no packet. */
			bool after = !t.e[i].packet || t.e[i].packet > skip + 1;

			sure += after && !t.e[i].doubtful;
			early += !after && t.e[i].doubtful;
		}
	}
	is_int(sure, 0, "behind any drop of our own everything is doubtful");
	is_int(early, 0, "and nothing before it");
}

static void test_capture(const char *path)
{
	static struct play p;
	static struct told first, again;

	load(path, &p);
	tell(&p, SIZE_MAX, &first);
	test_invariants(&first);
	shift_times(&p, 1000000007);
	tell(&p, SIZE_MAX, &again);
	ok(same_story(&first, &again, 1000000007), "whatever the time, it is the same story");
	shift_times(&p, -1000000007);
	test_numbers(&p, &first);
	test_drops(&p);
	mirror(&p);
	tell(&p, SIZE_MAX, &again);
	mirror_told(&again);
	ok(same_story(&first, &again, 0), "from the other side it is the same story");
}

int main(void)
{
	glob_t found;

	if (glob("tests/captures/*.pcapng", 0, NULL, &found)) {
		ok(false, "there are captures");
		return tap_done();
	}
	for (size_t i = 0; i < found.gl_pathc; i++)
		test_capture(found.gl_pathv[i]);
	globfree(&found);
	return tap_done();
}
