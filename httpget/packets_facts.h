/* packets_facts: what an exchange's packets tell, added up packet by packet. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_PACKETS_FACTS_H
#define PROBEKIT_HTTPGET_PACKETS_FACTS_H

#include "capflow.h"

/* Times are monotonic, INT64_MIN where it did not come to that; packets have numbers from 1 on, 0
 * none. */
struct packets_place {
	int64_t at_ns;
	uint64_t number;
};

/* What became of one SYN and those that followed it. */
struct packets_tried {
	struct packets_place syn, answer; /* the first; and the SYN-ACK, RST or ICMP error */
	uint32_t syns;
	int64_t rtt_ns; /* of the SYN that was answered; INT64_MIN unknown */
};

/* Data that came without a longer rest than half a round trip. */
struct packets_flight {
	struct packets_place first;
	int64_t took_ns;
	uint64_t bytes, packets; /* each byte once; packets as they were captured */
};

enum packets_rest_cause {
	PACKETS_REST_SERVER, /* nothing was lost and there was room: it had nothing to send */
	PACKETS_REST_LOSS,   /* what ended it was sent again */
	PACKETS_REST_WINDOW, /* our window was closed */
	PACKETS_REST_ROUND,  /* about a round trip: it waited for our ACKs, as slow start does */
	PACKETS_REST_UNSEEN, /* unknown: what came meanwhile was dropped by our own capture */
};
enum { PACKETS_REST_CAUSES = PACKETS_REST_UNSEEN + 1 };

enum { PACKETS_FLIGHTS = 16, PACKETS_NOTES = 24, PACKETS_TEXT = 120 };
struct packets_note {
	struct packets_place at;
	bool ours;     /* our segment, not the server's */
	bool doubtful; /* drops of our own came before */
	char text[PACKETS_TEXT];
};

/* By enum flow_side: FLOW_OUT ours, FLOW_IN the server's. */
struct packets_facts {
	bool seen; /* at least one was */
	uint64_t segments[2], bytes[2], joined[2], offloaded[2], bad[2];
	uint64_t retransmits[2], timeouts[2], fast[2], spurious[2], out_of_order[2],
		duplicate_acks[2], holes[2], zero_windows[2], zero_segments[2];
	int64_t zero_window_ns[2];
	struct packets_place request, request_end, acked, first, last;
	bool acked_by_response; /* no ACK came before the response did */
	struct packets_flight flight[PACKETS_FLIGHTS];
	uint64_t flights;
	struct packets_place longest; /* the longest rest within the response: what ended it */
	int64_t longest_ns;
	enum packets_rest_cause longest_cause;
	int64_t rest_ns[PACKETS_REST_CAUSES]; /* of all rests */
	struct packets_place fin[2];
	bool fin_acked[2];
	bool reset;
	enum flow_side reset_from;
	struct packets_place reset_at;
	struct flow_reset reset_how;
	bool after_reset;	      /* its side went on as if it had not been its own */
	int16_t ttl;		      /* of the server's segments; -1 unknown */
	int64_t rtt_ns, handshake_ns; /* the least of a byte; of the SYN; INT64_MIN unknown */
	struct flow_agreed agreed;
	bool icmp;
	struct capflow_icmp icmp_last;
	struct packets_note note[PACKETS_NOTES];
	uint64_t notes; /* some are not kept */
	uint64_t drops; /* of our own capture meanwhile */

	/* for adding up */
	uint64_t request_from;
	bool asked;
	int64_t data_ns;	       /* the last data of the response */
	int64_t closed_ns[2];	       /* since when a window is closed */
	bool closes, closed_meanwhile; /* our window, by this packet's events and before it */
	bool misses; /* since the last data: bytes that our own drops may have taken */
};

void packets_facts_init(struct packets_facts *f);
/* One packet of the connection; offset: of its payload in its side's stream, UINT64_MAX unknown. */
void packets_facts_add(struct packets_facts *f, const struct flow *flow,
	const struct capflow_packet *p, uint64_t offset);

/* The exchange is over: what still lasts ends here. */
void packets_facts_end(struct packets_facts *f, int64_t at_ns);

/* A RST that the server's other segments do not fit: what is odd about it, as a clause; NULL where
 * nothing is. Returns to. */
const char *packets_facts_forged(char to[static PACKETS_TEXT], const struct packets_facts *f);

#endif
