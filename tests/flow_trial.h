/* flow_trial: a connection made by hand, segment by segment, and what flow tells of each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_FLOW_TRIAL_H
#define PROBEKIT_FLOW_TRIAL_H

#include "flow.h"

enum { MS = 1000000, OUT_ISN = 1000, IN_ISN = 50000 };

/* A connection under test: numbers are offsets, 0 the SYN. */
struct trial {
	struct flow flow;
	int64_t now_ns;
	uint64_t packet;
	int16_t ttl[2];
	uint16_t window[2];
	int32_t ip_id; /* of the next segment; -1 unknown */
	struct tcp_options options[2];
	struct flow_event got[FLOW_EVENTS];
	size_t n;
};

static inline struct trial fresh(void)
{
	struct trial t = {.now_ns = 77 * MS, .ttl = {64, 57}, .window = {1000, 1000}, .ip_id = -1};

	flow_init(&t.flow);
	return t;
}

static inline void collect(struct trial *t)
{
	for (t->n = 0; t->n < FLOW_EVENTS && flow_next(&t->flow, &t->got[t->n]);)
		t->n++;
}

/* One segment, 1 ms after the one before; its events are in got. */
static inline void feed(struct trial *t, enum flow_side from, uint16_t flags, uint32_t seq,
	uint32_t ack, uint32_t bytes)
{
	struct flow_segment s = {.from = from,
		.sequence = seq + (from == FLOW_OUT ? OUT_ISN : IN_ISN),
		.flags = flags,
		.payload_bytes = bytes,
		.window = t->window[from],
		.ttl = t->ttl[from],
		.ip_id = t->ip_id,
		.options = t->options[from]};

	if (flags & TCP_ACK)
		s.acknowledgment = ack + (from == FLOW_OUT ? IN_ISN : OUT_ISN);
	t->now_ns += MS;
	flow_feed(&t->flow, &s, t->now_ns, ++t->packet);
	collect(t);
}

static inline const struct flow_event *event(const struct trial *t, enum flow_kind kind)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->got[i].kind == kind)
			return &t->got[i];
	return NULL;
}

static inline struct trial opened(void)
{
	struct trial t = fresh();

	feed(&t, FLOW_OUT, TCP_SYN, 0, 0, 0);
	feed(&t, FLOW_IN, TCP_SYN | TCP_ACK, 0, 1, 0);
	feed(&t, FLOW_OUT, TCP_ACK, 1, 1, 0);
	return t;
}

#endif
