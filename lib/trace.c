/* trace: the hops of a path, and what was heard of each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

#include "trace_parts.h"

static void init_hop(struct trace_hop *h)
{
	tally_init(&h->tally);
	story_init(&h->story);
	h->last_ns = -1;
}

struct trace *trace_open(unsigned hops)
{
	struct trace *t = NULL;

	if (hops && hops <= TRACE_HOPS_MAX)
		t = calloc(1, sizeof(*t) + hops * sizeof(t->hops[0]));
	if (!t)
		return NULL;
	t->n = hops;
	for (unsigned i = 0; i < hops; i++) {
		init_hop(&t->hops[i]);
		t->hops[i].rtts = histogram_open();
		if (!t->hops[i].rtts) {
			trace_close(t);
			return NULL;
		}
	}
	return t;
}

void trace_close(struct trace *t)
{
	for (unsigned i = 0; t && i < t->n; i++)
		histogram_close(t->hops[i].rtts);
	free(t);
}

void trace_reset(struct trace *t)
{
	for (unsigned i = 0; i < t->n; i++) {
		struct histogram *rtts = t->hops[i].rtts;

		histogram_reset(rtts);
		memset(&t->hops[i], 0, sizeof(t->hops[i]));
		t->hops[i].rtts = rtts;
		init_hop(&t->hops[i]);
	}
	t->end = t->heard = t->loop_first = t->loop_again = 0;
	t->length_changes = 0;
}

static struct trace_hop *at(struct trace *t, unsigned hop)
{
	return hop && hop <= t->n ? &t->hops[hop - 1] : NULL;
}

const struct trace_hop *trace_hop(const struct trace *t, unsigned hop)
{
	return hop && hop <= t->n ? &t->hops[hop - 1] : NULL;
}

const struct trace_hop *trace_most_sent(const struct trace *t)
{
	const struct trace_hop *most = &t->hops[0];

	for (unsigned i = 1; i < t->n; i++)
		if (t->hops[i].tally.sent > most->tally.sent)
			most = &t->hops[i];
	return most;
}

const struct trace_responder *trace_newest(const struct trace *t, unsigned hop)
{
	const struct trace_hop *h = trace_hop(t, hop);

	return h && h->n_who ? &h->who[h->newest] : NULL;
}

void trace_sent(struct trace *t, unsigned hop)
{
	struct trace_hop *h = at(t, hop);

	if (h)
		h->tally.sent++;
}

void trace_unsent(struct trace *t, unsigned hop)
{
	struct trace_hop *h = at(t, hop);

	if (!h)
		return;
	h->tally.unsent++;
	if (h->tally.sent)
		h->tally.sent--;
}

void trace_duplicate(struct trace *t, unsigned hop)
{
	struct trace_hop *h = at(t, hop);

	if (h)
		h->tally.duplicates++;
}

void trace_lost(struct trace *t, unsigned hop, uint64_t nth, int64_t sent_ns)
{
	struct trace_hop *h = at(t, hop);

	if (!h)
		return;
	h->tally.lost++;
	h->missed++;
	story_lost(&h->story, nth, sent_ns, sent_ns);
}

/* The place of who answers; TRACE_RESPONDERS when there is none left. */
static unsigned place(const struct trace_hop *h, const struct addr *from)
{
	unsigned i = 0;

	while (i < h->n_who && !addr_equal(&h->who[i].last.from, from))
		i++;
	return i;
}

static void note_responder(struct trace_hop *h, const struct trace_answer *a)
{
	unsigned i = place(h, &a->from);

	if (i == TRACE_RESPONDERS) {
		h->others++;
		return;
	}
	if (h->n_who && i != h->newest)
		h->changes++;
	if (i == h->n_who)
		h->n_who++;
	h->newest = i;
	h->who[i].answers++;
	h->who[i].last = *a;
}

/* Where the path ends is what the newest answers say: a router where it ended, or an end where a
 * router was, means that its length has changed. */
static void note_end(struct trace *t, unsigned hop, bool was_transit, enum trace_kind kind)
{
	bool ends = kind != TRACE_TRANSIT;

	if (!ends && t->end && hop >= t->end) {
		t->end = 0;
		t->length_changes++;
	} else if (ends && (!t->end || hop < t->end)) {
		t->length_changes += was_transit;
		t->end = hop;
	}
}

/* The first hops of one router with another one or silence between them; that is no router which
 * answers twice for itself. */
static void find_loop(struct trace *t)
{
	t->loop_first = t->loop_again = 0;
	for (unsigned j = 3; j <= t->heard; j++) {
		const struct trace_responder *b = trace_newest(t, j);

		for (unsigned i = 1; b && i + 2 <= j; i++) {
			const struct trace_responder *a = trace_newest(t, i);

			if (a && a->last.kind == TRACE_TRANSIT && b->last.kind == TRACE_TRANSIT &&
				!b->last.translated && addr_equal(&a->last.from, &b->last.from)) {
				t->loop_first = i;
				t->loop_again = j;
				return;
			}
		}
	}
}

bool trace_find_loop(const struct trace *t, unsigned *first, unsigned *again)
{
	if (t->loop_again) {
		*first = t->loop_first;
		*again = t->loop_again;
	}
	return t->loop_again > 0;
}

void trace_answered(struct trace *t, unsigned hop, uint64_t nth, const struct trace_answer *a)
{
	struct trace_hop *h = at(t, hop);
	struct trace_answer was = {.from = {.family = ADDR_NONE}};

	if (!h)
		return;
	if (h->n_who)
		was = h->who[h->newest].last;
	if (a->late && h->tally.lost) {
		h->tally.lost--;
		h->tally.late++;
	}
	tally_answer(&h->tally, a->rtt_ns);
	story_answer(&h->story, nth, a->rtt_ns);
	histogram_add(h->rtts, a->rtt_ns);
	h->last_ns = a->rtt_ns;
	h->missed = 0;
	note_responder(h, a);
	if (hop > t->heard)
		t->heard = hop;
	note_end(t, hop, was.from.family && was.kind == TRACE_TRANSIT, a->kind);
	if (was.kind != a->kind || !addr_equal(&was.from, &a->from))
		find_loop(t);
}

unsigned trace_hops(const struct trace *t)
{
	return t->n;
}

unsigned trace_end(const struct trace *t)
{
	return t->end;
}

uint64_t trace_length_changes(const struct trace *t)
{
	return t->length_changes;
}

/* Hops behind the last that answered which were asked and stayed silent, below hop. */
static unsigned silent_below(const struct trace *t, unsigned hop)
{
	unsigned n = 0;

	for (unsigned i = t->heard + 1; i < hop; i++)
		n += t->hops[i - 1].tally.lost > 0;
	return n;
}

bool trace_wanted(const struct trace *t, unsigned hop)
{
	unsigned first, again;

	if (!hop || hop > t->n)
		return false;
	/* An end that has gone silent may have moved away. */
	if (t->end && t->hops[t->end - 1].missed < TRACE_SILENT)
		return hop <= t->end;
	if (t->end)
		return hop <= t->end + TRACE_SILENT;
	if (trace_find_loop(t, &first, &again))
		return hop <= again + (again - first);
	return hop <= t->heard || silent_below(t, hop) < TRACE_SILENT;
}

unsigned trace_shown(const struct trace *t)
{
	bool more = t->heard < t->n && t->hops[t->heard].tally.sent;
	unsigned first, again;

	if (t->end)
		return t->end;
	if (trace_find_loop(t, &first, &again) && again + (again - first) < t->heard)
		return again + (again - first);
	return t->heard + more;
}

double trace_loss_percent(const struct trace_hop *h)
{
	uint64_t settled = h->tally.answered + h->tally.lost;

	return settled ? 100.0 * (double)h->tally.lost / (double)settled : 0;
}

unsigned trace_hops_back(int16_t ttl)
{
	if (ttl <= 0)
		return 0;
	return (unsigned)((ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255) - ttl + 1);
}
