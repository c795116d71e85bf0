/* flow: TCP segments in, the story of one connection out (RFC 9293, 5681, 2018, 7323). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_FLOW_H
#define PROBEKIT_FLOW_H

#include "addr.h"
#include "packet.h"
#include "tcp.h"

/* What is said is what the place of the capture shows: a segment counts as sent when it passes
 * there, and as received by its peer at once. Nothing is allocated and no clock is read; times are
 * monotonic nanoseconds that come with the segments, and -1 is unknown. */

enum flow_side { FLOW_OUT, FLOW_IN }; /* sent by the tuple's first end, by its second */
static inline enum flow_side flow_other(enum flow_side s)
{
	return s == FLOW_OUT ? FLOW_IN : FLOW_OUT;
}
struct flow_tuple {
	struct addr addr[2]; /* by enum flow_side: of who sends that way */
	uint16_t port[2];
};

/* One captured segment, as far as a connection's story needs it. */
struct flow_segment {
	enum flow_side from;
	uint32_t sequence, acknowledgment, payload_bytes; /* payload as the IP header gives it */
	uint16_t flags, window;
	int16_t ttl;   /* -1 unknown */
	int32_t ip_id; /* -1 unknown */
	struct tcp_options options;
};
/* False where the packet is not one of these two ends', no whole TCP header or a fragment. */
bool flow_segment_of(const struct flow_tuple *t, const struct packet *p, struct flow_segment *out);

/* RFC 9293 3.3.2. */
enum flow_state {
	FLOW_CLOSED,
	FLOW_LISTEN,
	FLOW_SYN_SENT,
	FLOW_SYN_RECEIVED,
	FLOW_ESTABLISHED,
	FLOW_FIN_WAIT_1,
	FLOW_FIN_WAIT_2,
	FLOW_CLOSE_WAIT,
	FLOW_CLOSING,
	FLOW_LAST_ACK,
	FLOW_TIME_WAIT,
};

enum flow_kind {
	FLOW_SYN,     /* count: which attempt, from 1 */
	FLOW_SYN_ACK, /* count likewise; took_ns: since the SYN it answers, see handshake_ns */
	FLOW_OPEN,    /* the handshake is done; took_ns: since the first SYN */
	FLOW_CHALLENGE_ACK, /* a bare ACK answers a SYN: the peer holds an old connection */
	FLOW_REUSED,	    /* a new SYN on the same ports: the story starts over */
	FLOW_STATE,	    /* was, is */
	/* What fills a hole was sent again or overtaken: where the sender counts its IPv4 IDs they
	 * tell which, else whether it comes later than a handshake takes. */
	FLOW_RETRANSMIT,    /* offset, bytes, how; took_ns: since the sender's last progress */
	FLOW_OUT_OF_ORDER,  /* offset, bytes; took_ns: behind what overtook it */
	FLOW_HOLE,	    /* offset, bytes that were not seen yet */
	FLOW_UNSEEN_ACKED,  /* the peer acknowledges bytes that were never seen: offset, bytes */
	FLOW_DUPLICATE_ACK, /* count: which in a row */
	FLOW_DSACK,	    /* from says that a segment came twice (RFC 2883): offset, bytes */
	FLOW_ZERO_WINDOW,
	FLOW_WINDOW_OPEN,	/* took_ns: how long it was closed */
	FLOW_ZERO_WINDOW_PROBE, /* from asks whether the peer's window is still closed */
	FLOW_WINDOW_FULL,	/* from has sent all that the peer's window allows */
	FLOW_KEEPALIVE,
	FLOW_KEEPALIVE_ACK,
	FLOW_RESPONSE, /* the first byte of an answer: turn, as far as it is known */
	FLOW_TURN,     /* request and answer are over: turn */
	FLOW_FIN,      /* count: 1 for who closes first, 2 for the other */
	FLOW_RST,      /* reset */
	FLOW_AFTER_RST /* data of the side whose RST was seen: that was not its own */
};

enum flow_retransmission {
	FLOW_RETRANSMIT_UNKNOWN,
	FLOW_RETRANSMIT_FAST,	  /* after three duplicate ACKs or by SACK (RFC 5681, 6675) */
	FLOW_RETRANSMIT_TIMEOUT,  /* after a silence of 200 ms and more */
	FLOW_RETRANSMIT_PROBE,	  /* the last segment again, after less: a tail loss probe */
	FLOW_RETRANSMIT_SPURIOUS, /* of what was acknowledged already */
};

/* One question and its answer: who speaks first after silence or after the other asks. */
struct flow_turn {
	enum flow_side asker;
	uint32_t number; /* from 1 */
	uint64_t request_bytes, response_bytes;
	int64_t request_first_ns, request_last_ns;
	int64_t request_acked_ns; /* its last byte, by a bare ACK or the answer; -1 not yet */
	bool acked_by_response;	  /* the answer brought the first ACK: a bare one did not come */
	int64_t response_first_ns, response_last_ns; /* -1 none */
};

/* A RST beside what else its side sent. Middleboxes that forge one seldom get all of it right. */
struct flow_reset {
	int16_t ttl, usual_ttl;	      /* -1 unknown */
	uint16_t window, last_window; /* as sent, not scaled */
	bool exact;	/* its sequence number is the next one: the peer takes it (RFC 5961) */
	bool in_window; /* it would be answered by a challenge ACK otherwise */
};

struct flow_event {
	enum flow_kind kind;
	enum flow_side from; /* who sent the segment, or whose state it is */
	int64_t at_ns;
	uint64_t packet; /* the number handed to flow_feed */
	bool doubtful;	 /* drops of our own came before: it may be their doing */
	uint32_t count;
	int64_t took_ns;
	uint64_t offset; /* in the stream of the sender; its first byte is 0 */
	uint64_t bytes;
	enum flow_state was, is;
	enum flow_retransmission how;
	struct flow_turn turn;
	struct flow_reset reset;
};

enum { FLOW_HOLES = 8, FLOW_SYNS = 8, FLOW_EVENTS = 32 };

struct flow_hole {
	int64_t from, to, at_ns;
	int32_t id_before, id_behind; /* IPv4 IDs of the segments at its ends; -1 unknown */
};
/* What one side did. The numbers from segments to zero_window_ns may be read at any time. */
struct flow_end {
	enum flow_state state;
	uint64_t segments, bytes; /* bytes of its stream, each once */
	uint64_t sent_bytes;	  /* payload with what was sent again */
	uint64_t large_segments;  /* of more payload than the MSS: joined by GRO or TSO */
	uint64_t retransmits, retransmitted_bytes, fast, timeouts, probes, spurious;
	uint64_t out_of_order, duplicate_acks, holes, unseen_bytes, dsacks;
	uint64_t keepalives, zero_windows, zero_window_probes, window_fulls;
	int64_t zero_window_ns;		 /* in all, without one that lasts */
	int64_t rtt_min_ns, rtt_last_ns; /* of its data to their ACK; -1 none */
	uint64_t rtt_samples;
	bool has_syn;  /* its SYN was seen, and with it: */
	uint32_t syns; /* how often */
	uint16_t syn_flags;
	struct tcp_options syn; /* views are cleared */
	int16_t ttl;		/* of its last segment but a RST; -1 unknown */
	uint32_t window;	/* as last offered, in bytes */
	int64_t fin_ns, rst_ns; /* its first; -1 none */

	/* the rest is flow's own */
	bool known;
	uint32_t isn;
	int64_t next, acked; /* offsets behind isn: sent, acknowledged by the peer */
	int64_t progress_ns, zero_since_ns;
	int64_t timed_to, timed_ns; /* a byte whose ACK gives an RTT */
	int64_t recovery_to;
	uint32_t acks_in_a_row;
	int32_t id;	      /* IPv4's, of the segment that reached next; -1 unknown */
	uint8_t ids_in_a_row; /* segments on end whose IDs rose by little: a counter */
	uint16_t raw_window;
	bool sacked, asked_alive, fin_sent;
	bool probed;	/* a question for room brought the next byte */
	int64_t fin_at; /* its offset */
	struct flow_hole hole[FLOW_HOLES];
	uint8_t n_holes;
	struct {
		int64_t at_ns;
		uint32_t timestamp;
	} attempt[FLOW_SYNS];
};

struct flow {
	struct flow_end end[2]; /* by enum flow_side */
	enum flow_side opener;	/* who sent the SYN; where none was seen, who spoke first */
	bool from_start;	/* the first SYN was seen */
	bool opened;
	/* From the SYN that the SYN-ACK answers; -1 where that cannot be told: several SYNs and no
	 * timestamps, or drops of our own in between. From the first SYN to the end of the
	 * handshake, waits for retransmissions included. */
	int64_t handshake_ns, open_ns;
	int64_t first_syn_ns;
	uint64_t drops; /* told by flow_gap */
	struct flow_turn turn;
	bool in_turn, in_response;
	int64_t request_end;
	bool closed; /* some FIN, or RST that ends it, was seen: by whom first, and how */
	enum flow_side closed_by;
	bool closed_by_rst;
	uint64_t lost_events; /* that were not fetched in time */

	struct flow_event event[FLOW_EVENTS];
	unsigned event_first, events;
};

void flow_init(struct flow *f);
/* One segment, in the order of capture. Fetch the events with flow_next before the next one: 32 are
 * kept. */
void flow_feed(struct flow *f, const struct flow_segment *s, int64_t at_ns, uint64_t packet);
/* So many packets were dropped by our own capture, before the next one fed. What is claimed later
 * is doubtful. */
void flow_gap(struct flow *f, uint64_t dropped);
bool flow_next(struct flow *f, struct flow_event *out);
/* The end of the story: tells a turn that is still open. */
void flow_finish(struct flow *f);

/* What both ends agreed on, from both SYNs. */
struct flow_agreed {
	bool known; /* both were seen */
	bool window_scale, sack, timestamps;
	enum tcp_ecn ecn;
	uint16_t mss[2]; /* the largest segment each side may send: what the other announced */
};
struct flow_agreed flow_agreed(const struct flow *f);

/* A number of that side's less its initial one: 0 its SYN, 1 its first byte. Where its SYN was not
 * seen, what was seen first counts as 1. */
uint32_t flow_relative(const struct flow *f, enum flow_side side, uint32_t sequence);
/* The window a segment offers, in bytes, scaled where both SYNs said so. */
uint32_t flow_window_bytes(const struct flow *f, const struct flow_segment *s);

const char *flow_state_name(enum flow_state s);			  /* "SYN_SENT"; static */
const char *flow_kind_name(enum flow_kind k);			  /* "zero-window"; static */
const char *flow_retransmission_name(enum flow_retransmission r); /* "fast"; static */

#endif
