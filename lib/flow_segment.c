/* flow_segment: a captured packet as a segment of a connection; names of what a flow tells. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow.h"

enum { NO_ID = -1 };

static bool is_from(const struct flow_tuple *t, const struct packet *p, enum flow_side side)
{
	enum flow_side other = flow_other(side);

	return p->tcp.source_port == t->port[side] && p->tcp.destination_port == t->port[other] &&
	       addr_equal(&p->source, &t->addr[side]) &&
	       addr_equal(&p->destination, &t->addr[other]);
}

bool flow_segment_of(const struct flow_tuple *t, const struct packet *p, struct flow_segment *out)
{
	if (!p->has_tcp || p->fragment || p->transport_bytes < p->tcp.header_bytes)
		return false;
	*out = (struct flow_segment){
		.from = is_from(t, p, FLOW_OUT) ? FLOW_OUT : FLOW_IN,
		.sequence = p->tcp.sequence,
		.acknowledgment = p->tcp.acknowledgment,
		.payload_bytes = p->transport_bytes - p->tcp.header_bytes,
		.flags = p->tcp.flags,
		.window = p->tcp.window,
		.ttl = p->ttl,
		.ip_id = p->has_ip4 ? p->ip4.id : NO_ID,
	};
	tcp_options_get(p->tcp.options, &out->options);
	return is_from(t, p, out->from);
}

uint32_t flow_relative(const struct flow *f, enum flow_side side, uint32_t sequence)
{
	const struct flow_end *e = &f->end[side];

	return e->known ? sequence - e->isn : 1;
}

const char *flow_state_name(enum flow_state s)
{
	switch (s) {
	case FLOW_CLOSED:
		return "CLOSED";
	case FLOW_LISTEN:
		return "LISTEN";
	case FLOW_SYN_SENT:
		return "SYN_SENT";
	case FLOW_SYN_RECEIVED:
		return "SYN_RECEIVED";
	case FLOW_ESTABLISHED:
		return "ESTABLISHED";
	case FLOW_FIN_WAIT_1:
		return "FIN_WAIT_1";
	case FLOW_FIN_WAIT_2:
		return "FIN_WAIT_2";
	case FLOW_CLOSE_WAIT:
		return "CLOSE_WAIT";
	case FLOW_CLOSING:
		return "CLOSING";
	case FLOW_LAST_ACK:
		return "LAST_ACK";
	case FLOW_TIME_WAIT:
		return "TIME_WAIT";
	}
	return "?";
}

const char *flow_kind_name(enum flow_kind k)
{
	static const char names[][20] = {
		[FLOW_SYN] = "syn",
		[FLOW_SYN_ACK] = "syn-ack",
		[FLOW_OPEN] = "open",
		[FLOW_CHALLENGE_ACK] = "challenge-ack",
		[FLOW_REUSED] = "reused",
		[FLOW_STATE] = "state",
		[FLOW_RETRANSMIT] = "retransmit",
		[FLOW_OUT_OF_ORDER] = "out-of-order",
		[FLOW_HOLE] = "hole",
		[FLOW_UNSEEN_ACKED] = "unseen-acked",
		[FLOW_DUPLICATE_ACK] = "duplicate-ack",
		[FLOW_DSACK] = "dsack",
		[FLOW_ZERO_WINDOW] = "zero-window",
		[FLOW_WINDOW_OPEN] = "window-open",
		[FLOW_ZERO_WINDOW_PROBE] = "zero-window-probe",
		[FLOW_WINDOW_FULL] = "window-full",
		[FLOW_KEEPALIVE] = "keepalive",
		[FLOW_KEEPALIVE_ACK] = "keepalive-ack",
		[FLOW_RESPONSE] = "response",
		[FLOW_TURN] = "turn",
		[FLOW_FIN] = "fin",
		[FLOW_RST] = "rst",
		[FLOW_AFTER_RST] = "after-rst",
	};

	return names[k];
}

const char *flow_retransmission_name(enum flow_retransmission r)
{
	switch (r) {
	case FLOW_RETRANSMIT_UNKNOWN:
		return "unknown";
	case FLOW_RETRANSMIT_FAST:
		return "fast";
	case FLOW_RETRANSMIT_TIMEOUT:
		return "time-out";
	case FLOW_RETRANSMIT_PROBE:
		return "tail-probe";
	case FLOW_RETRANSMIT_SPURIOUS:
		return "spurious";
	}
	return "unknown";
}
