/* flow_ack: what is acknowledged, and the window that is offered with it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_parts.h"

enum { SCALE_MAX = 14 };

/* x acknowledges bytes that y was never seen to send. */
static void tell_unseen(struct flow *f, struct flow_step *st)
{
	struct flow_end *y = st->y;
	struct flow_event *e = flow_tell(f, st, FLOW_UNSEEN_ACKED);

	e->offset = (uint64_t)(y->next > 0 ? y->next - 1 : 0);
	e->bytes = (uint64_t)(st->acks - y->next);
	y->unseen_bytes += e->bytes;
	/* Where the capture gave them in the wrong order, the segment comes next. */
	if (y->n_holes < FLOW_HOLES)
		y->hole[y->n_holes++] = (struct flow_hole){y->next, st->acks, st->at_ns, -1, -1};
	y->next = st->acks;
}

/* The peer had room by then for the byte that asked for it (RFC 9293 3.8.6.1). */
static bool takes_probe(const struct flow_step *st)
{
	struct flow_end *y = st->y;

	if (!y->probed || st->acks != y->next + 1)
		return false;
	y->probed = false;
	y->next = st->acks;
	y->bytes++;
	y->sent_bytes++;
	return true;
}

static void sample_rtt(struct flow_step *st)
{
	struct flow_end *y = st->y;

	if (y->timed_ns < 0 || st->acks < y->timed_to)
		return;
	y->rtt_last_ns = st->at_ns - y->timed_ns;
	if (y->rtt_min_ns < 0 || y->rtt_last_ns < y->rtt_min_ns)
		y->rtt_min_ns = y->rtt_last_ns;
	y->rtt_samples++;
	y->timed_ns = -1;
}

static void advance(struct flow_step *st)
{
	struct flow_end *y = st->y;

	sample_rtt(st);
	y->acked = st->acks;
	y->acks_in_a_row = 0;
	y->progress_ns = st->at_ns;
	if (y->acked >= y->recovery_to)
		y->recovery_to = 0;
	if (y->acked >= y->next)
		y->sacked = false;
}

/* RFC 5681 2: data is outstanding, none comes with it, and the window is the same. */
static bool is_duplicate(const struct flow_step *st)
{
	return st->acks == st->y->acked && st->y->next > st->acks && !st->s->payload_bytes &&
	       !(st->s->flags & (TCP_SYN | TCP_FIN)) && st->s->window == st->x->raw_window;
}

/* The first block tells of a segment that came twice where it lies below the ACK or within the
 * second block (RFC 2883 4). */
static bool is_dsack(const struct flow_segment *s)
{
	const struct tcp_block *b = s->options.sack;

	if (!s->options.sacks)
		return false;
	if (tcp_distance(b[0].right, s->acknowledgment) <= 0)
		return true;
	return s->options.sacks > 1 && tcp_distance(b[0].left, b[1].left) >= 0 &&
	       tcp_distance(b[0].right, b[1].right) <= 0;
}

static void read_sack(struct flow *f, struct flow_step *st)
{
	const struct tcp_block *b = st->s->options.sack;
	struct flow_end *y = st->y;
	struct flow_event *e;

	if (!st->s->options.sacks)
		return;
	if (!is_dsack(st->s)) {
		y->sacked = true;
		return;
	}
	y->dsacks++;
	e = flow_tell(f, st, FLOW_DSACK);
	e->offset = (uint64_t)(st->acks - 1 + tcp_distance(b[0].left, st->s->acknowledgment));
	e->bytes = (uint32_t)tcp_distance(b[0].right, b[0].left);
}

void flow_ack(struct flow *f, struct flow_step *st)
{
	struct flow_end *y = st->y;

	read_sack(f, st);
	if (st->acks > y->next && !takes_probe(st))
		tell_unseen(f, st);
	if (st->acks > y->acked) {
		advance(st);
	} else if (y->asked_alive && st->acks == y->next && !st->s->payload_bytes) {
		flow_tell(f, st, FLOW_KEEPALIVE_ACK);
	} else if (is_duplicate(st)) {
		st->x->duplicate_acks++;
		flow_tell(f, st, FLOW_DUPLICATE_ACK)->count = ++y->acks_in_a_row;
	}
	y->asked_alive = false;
}

/* Never in a SYN (RFC 7323 2.2). */
uint32_t flow_window_bytes(const struct flow *f, const struct flow_segment *s)
{
	const struct tcp_options *a = &f->end[s->from].syn, *b = &f->end[flow_other(s->from)].syn;
	unsigned scale = a->window_scale < SCALE_MAX ? a->window_scale : SCALE_MAX;

	if (s->flags & TCP_SYN || !a->has_window_scale || !b->has_window_scale)
		scale = 0;
	return (uint32_t)s->window << scale;
}

static void close_window(struct flow *f, struct flow_step *st)
{
	if (st->x->zero_since_ns >= 0)
		return;
	st->x->zero_since_ns = st->at_ns;
	st->x->zero_windows++;
	flow_tell(f, st, FLOW_ZERO_WINDOW);
}

static void open_window(struct flow *f, struct flow_step *st)
{
	struct flow_event *e;

	if (st->x->zero_since_ns < 0)
		return;
	e = flow_tell(f, st, FLOW_WINDOW_OPEN);
	e->took_ns = st->at_ns - st->x->zero_since_ns;
	st->x->zero_window_ns += e->took_ns;
	st->x->zero_since_ns = -1;
}

void flow_window(struct flow *f, struct flow_step *st)
{
	struct flow_end *x = st->x, *y = st->y;

	x->raw_window = st->s->window;
	x->window = flow_window_bytes(f, st->s);
	if (!x->window && !(st->s->flags & (TCP_SYN | TCP_FIN)))
		close_window(f, st);
	else if (x->window)
		open_window(f, st);
	/* Whether a window is scaled is not known where no SYN was seen. */
	if (st->new_bytes && y->has_syn && y->window && st->to == y->window + x->acked) {
		x->window_fulls++;
		flow_tell(f, st, FLOW_WINDOW_FULL);
	}
}
