/* flow_sequence: what was sent anew, again, late or not at all. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_parts.h"

enum {
	TIMEOUT_NS = 200000000, /* no stack retransmits by time-out earlier (RFC 6298 asks for 1 s,
				   Linux takes 200 ms) */
	REORDER_NS = 3000000,	/* without any RTT to compare with */
	MSS_LEAST = 536,
	ID_STEP = 256, /* of a counter: pure ACKs and the parts of a large segment take one each */
	IDS_LEAST = 4, /* steps on end that chance does not make */
	ID_BYTES = 8 << 20, /* a hole of fewer takes less than half of all IDs */
};

static void add_hole(struct flow_end *x, struct flow_hole h)
{
	if (x->n_holes == FLOW_HOLES) { /* the oldest is given up */
		for (unsigned i = 1; i < FLOW_HOLES; i++)
			x->hole[i - 1] = x->hole[i];
		x->n_holes--;
	}
	x->hole[x->n_holes++] = h;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Takes from..to out of a hole, of which up to two parts stay; the bytes that were in it. */
static int64_t cut_hole(struct flow_end *x, unsigned i, int64_t from, int64_t to)
{
	struct flow_hole h = x->hole[i];
	int64_t cut = least(h.to, to) - most(h.from, from);

	if (cut <= 0)
		return 0;
	for (unsigned k = i + 1; k < x->n_holes; k++)
		x->hole[k - 1] = x->hole[k];
	x->n_holes--;
	if (h.from < from)
		add_hole(x, (struct flow_hole){h.from, from, h.at_ns, h.id_before, h.id_behind});
	if (h.to > to)
		add_hole(x, (struct flow_hole){to, h.to, h.at_ns, h.id_before, h.id_behind});
	return cut;
}

/* How many bytes of from..to had not been seen before, and the oldest hole they were in. */
static int64_t fill_holes(struct flow_end *x, int64_t from, int64_t to, struct flow_hole *was)
{
	int64_t filled = 0;

	for (unsigned i = x->n_holes; i > 0; i--) {
		struct flow_hole h = x->hole[i - 1];
		int64_t n = cut_hole(x, i - 1, from, to);

		if (n)
			*was = h;
		filled += n;
	}
	return filled;
}

/* How late a segment may come and still count as overtaken on the way. */
static int64_t reorder_ns(const struct flow *f)
{
	return f->handshake_ns > 0 ? f->handshake_ns : REORDER_NS;
}

/* How far a lies behind b, of numbers that wrap. */
static int id_distance(int32_t a, int32_t b)
{
	return (int16_t)(uint16_t)(a - b);
}

/* Whether what fills a hole was sent before the segment that showed it. */
static bool was_overtaken(
	const struct flow *f, const struct flow_step *st, const struct flow_hole *h)
{
	int32_t id = st->s->ip_id;

	if (st->x->ids_in_a_row < IDS_LEAST || h->id_before < 0 || h->id_behind < 0 || id < 0)
		return st->at_ns - h->at_ns < reorder_ns(f);
	return id_distance(id, h->id_before) > 0 && id_distance(id, h->id_behind) < 0;
}

/* A segment that reaches further than all before. */
static void count_id(struct flow_end *x, const struct flow_step *st)
{
	int32_t id = st->s->ip_id;
	int step = id < 0 || x->id < 0 ? 0 : id_distance(id, x->id);

	if (st->from == x->next && (step <= 0 || step > ID_STEP))
		x->ids_in_a_row = 0;
	else if (st->from == x->next && x->ids_in_a_row < UINT8_MAX)
		x->ids_in_a_row++;
	x->id = id;
}

static enum flow_retransmission how(const struct flow_step *st, int64_t silence_ns)
{
	const struct flow_end *x = st->x;

	if (st->to <= x->acked)
		return FLOW_RETRANSMIT_SPURIOUS;
	if (x->acks_in_a_row >= 3 || (x->sacked && st->to < x->next) || st->from < x->recovery_to)
		return FLOW_RETRANSMIT_FAST;
	if (silence_ns >= TIMEOUT_NS)
		return FLOW_RETRANSMIT_TIMEOUT;
	return st->to == x->next ? FLOW_RETRANSMIT_PROBE : FLOW_RETRANSMIT_UNKNOWN;
}

static void count_retransmit(struct flow_end *x, enum flow_retransmission r, int64_t n_bytes)
{
	x->retransmits++;
	x->retransmitted_bytes += (uint64_t)n_bytes;
	switch (r) {
	case FLOW_RETRANSMIT_FAST:
		x->fast++;
		x->recovery_to = x->next;
		break;
	case FLOW_RETRANSMIT_TIMEOUT:
		x->timeouts++;
		break;
	case FLOW_RETRANSMIT_PROBE:
		x->probes++;
		break;
	case FLOW_RETRANSMIT_SPURIOUS:
		x->spurious++;
		break;
	case FLOW_RETRANSMIT_UNKNOWN:
		break;
	}
}

static void locate(struct flow_event *e, const struct flow_step *st)
{
	e->offset = (uint64_t)most(st->from - 1, 0);
	e->bytes = st->s->payload_bytes;
}

static void tell_again(struct flow *f, struct flow_step *st, const struct flow_hole *filled)
{
	struct flow_end *x = st->x;
	struct flow_event *e;

	if (filled && was_overtaken(f, st, filled)) {
		x->out_of_order++;
		e = flow_tell(f, st, FLOW_OUT_OF_ORDER);
		e->took_ns = st->at_ns - filled->at_ns;
		locate(e, st);
		return;
	}
	e = flow_tell(f, st, FLOW_RETRANSMIT);
	locate(e, st);
	e->took_ns = st->at_ns - x->progress_ns;
	e->how = how(st, e->took_ns);
	count_retransmit(x, e->how, st->s->payload_bytes);
	x->timed_ns = -1; /* Karn: its ACK may be of either */
	x->progress_ns = st->at_ns;
}

/* A bare question whether the other end is there, or still has no room. False for anything else. */
static bool asks_only(struct flow *f, struct flow_step *st)
{
	struct flow_end *x = st->x;
	bool closed = st->y->zero_since_ns >= 0;

	if (st->s->payload_bytes > 1 || flow_has(st, TCP_SYN) || flow_has(st, TCP_FIN) ||
		!f->opened)
		return false;
	if (closed && (st->from == x->next - 1 || (st->s->payload_bytes && st->from == x->acked))) {
		x->zero_window_probes++;
		x->probed = st->from == x->next;
		flow_tell(f, st, FLOW_ZERO_WINDOW_PROBE);
		return true;
	}
	if (st->from != x->next - 1 || x->acked != x->next || x->fin_sent)
		return false;
	x->keepalives++;
	x->asked_alive = true;
	flow_tell(f, st, FLOW_KEEPALIVE);
	return true;
}

static void tell_hole(struct flow *f, struct flow_step *st)
{
	struct flow_event *e = flow_tell(f, st, FLOW_HOLE);
	struct flow_end *x = st->x;
	bool counts = st->from - x->next < ID_BYTES && id_distance(st->s->ip_id, x->id) > 0;

	x->holes++;
	e->offset = (uint64_t)most(x->next - 1, 0);
	e->bytes = (uint64_t)(st->from - x->next);
	add_hole(x, (struct flow_hole){x->next, st->from, st->at_ns, counts ? x->id : -1,
			    counts ? st->s->ip_id : -1});
}

static void count_bytes(struct flow *f, struct flow_step *st)
{
	const struct tcp_options *mss = &st->y->syn;
	uint32_t most_bytes = st->y->has_syn && mss->has_mss && mss->mss ? mss->mss : UINT16_MAX;

	(void)f;
	if (st->s->payload_bytes > most_bytes && st->s->payload_bytes > MSS_LEAST)
		st->x->large_segments++;
	st->x->sent_bytes += st->s->payload_bytes;
	st->x->bytes += (uint64_t)st->new_bytes;
}

static void send_anew(struct flow_step *st)
{
	struct flow_end *x = st->x;

	x->progress_ns = st->at_ns;
	if (x->timed_ns < 0 && st->s->payload_bytes) {
		x->timed_ns = st->at_ns;
		x->timed_to = st->to;
	}
	count_id(x, st);
	x->next = st->to;
	x->probed = false;
}

void flow_sequence(struct flow *f, struct flow_step *st)
{
	struct flow_end *x = st->x;
	struct flow_hole was;
	int64_t filled = 0;
	bool again = st->from < x->next && st->to > st->from;

	if (asks_only(f, st))
		return;
	if (st->from > x->next)
		tell_hole(f, st);
	if (again)
		filled = fill_holes(x, st->from, st->to, &was);
	/* SYNs that come again have events of their own. */
	if (again && !flow_has(st, TCP_SYN))
		tell_again(f, st, filled ? &was : NULL);
	st->new_bytes = least(
		filled + most(st->to - most(x->next, st->from), 0), (int64_t)st->s->payload_bytes);
	count_bytes(f, st);
	if (flow_has(st, TCP_FIN) && !x->fin_sent) {
		x->fin_sent = true;
		x->fin_at = st->to - 1;
	}
	if (st->to > x->next)
		send_anew(st);
	else if (st->from > x->next)
		x->next = st->from;
}
