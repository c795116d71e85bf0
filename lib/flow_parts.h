/* flow_parts: what flow's files share; nobody else includes it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_FLOW_PARTS_H
#define PROBEKIT_FLOW_PARTS_H

#include "flow.h"

/* A segment on its way through, with offsets in place of sequence numbers. */
struct flow_step {
	const struct flow_segment *s;
	int64_t at_ns;
	uint64_t packet;
	struct flow_end *x, *y; /* its sender and the other side */
	int64_t from, to;	/* of the sender: SYN and FIN take a number each */
	int64_t acks;		/* of the other side; with TCP_ACK */
	int64_t new_bytes;	/* payload that was not seen before */
};

static inline bool flow_has(const struct flow_step *st, uint16_t flags)
{
	return (st->s->flags & flags) == flags;
}

/* flow.c: a new event about this segment's sender; borrowed until the next one. */
struct flow_event *flow_tell(struct flow *f, const struct flow_step *st, enum flow_kind kind);
/* flow_sequence.c: what the segment's numbers say; sets new_bytes and moves the sender's next. */
void flow_sequence(struct flow *f, struct flow_step *st);
/* flow_ack.c: what it acknowledges, and its window. */
void flow_ack(struct flow *f, struct flow_step *st);
void flow_window(struct flow *f, struct flow_step *st);
/* flow_state.c: SYN, FIN and RST. */
void flow_syn(struct flow *f, struct flow_step *st);
void flow_states(struct flow *f, struct flow_step *st);
void flow_rst(struct flow *f, struct flow_step *st);
/* flow_turn.c */
void flow_turns(struct flow *f, struct flow_step *st);

#endif
