/* verdict: what the answers of a port say: its state, why, by whom, and how sure that is. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_VERDICT_H
#define PROBEKIT_TCPPROBE_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"

enum verdict_state {
	VERDICT_OPEN,
	VERDICT_CLOSED,
	VERDICT_REJECTED,
	VERDICT_STALE,	  /* nothing but answers for an older connection */
	VERDICT_FILTERED, /* no answer at all */
	VERDICT_MIXED,	  /* answers disagree */
	VERDICT_UNKNOWN	  /* nothing left, nothing was waited for, or answers were dropped here */
};
enum verdict_reason {
	VERDICT_SYN_ACK,
	VERDICT_SYN_PROXY, /* a SYN-ACK as SYN proxies send it */
	VERDICT_RST,
	VERDICT_FORGED_RST, /* at least two signals say that it is not the host's */
	VERDICT_ICMP,
	VERDICT_CHALLENGE_ACK,
	VERDICT_SILENCE,
	VERDICT_DISAGREE,
	VERDICT_OWN_DROPS, /* dropped at our own socket: answers may be among them */
	VERDICT_UNSENT,	   /* this host's kernel refused to send */
	VERDICT_NOT_WAITED /* the run ended before anything was known */
};
enum verdict_who {
	VERDICT_BY_UNKNOWN,
	VERDICT_BY_HOST,      /* so it says: whose answers agree with a known one of the host where
				 confidence is high */
	VERDICT_BY_MIDDLEBOX, /* answers in the host's name */
	VERDICT_BY_ROUTER,    /* in its own name: facts' rejecter */
	VERDICT_BY_US	      /* this host */
};
enum verdict_confidence { VERDICT_NONE, VERDICT_LOW, VERDICT_MEDIUM, VERDICT_HIGH };

/* Signals that a RST is not the host's, each against known answers of the host. */
enum verdict_signal {
	VERDICT_SIGNAL_TTL = 1,	   /* it has come over fewer hops */
	VERDICT_SIGNAL_RTT = 2,	   /* it took less than half of the host's shortest time */
	VERDICT_SIGNAL_REACH = 4,  /* it answers SYNs whose TTL does not last to the host */
	VERDICT_SIGNAL_IP_ID = 8,  /* its identification is none of the host's count */
	VERDICT_SIGNAL_WINDOW = 16 /* its window is not that of the host's RSTs */
};
/* A RST beside answers of the same host that are surely its own: verdict_compare. Flows, since
 * equal-cost paths differ in length and in time: every sample is of a source port of its own. */
enum { VERDICT_FLOWS = 16, VERDICT_FLOWS_LEAST = 10 };
struct verdict_sample {
	int64_t rtt_ns; /* -1 unknown */
	int16_t ttl;	/* -1 unknown */
	uint16_t window;
	bool has_ip_id; /* IPv4's: */
	uint16_t ip_id;
};
struct verdict_side {
	struct verdict_sample sample[VERDICT_FLOWS]; /* in the order of arrival */
	unsigned n;
	bool resets; /* they are RSTs, otherwise SYN-ACKs */
	/* of SYNs with the trial's low TTL: */
	unsigned low_answered; /* by TCP */
	unsigned low_expired;  /* by a router's time exceeded */
};
struct verdict_trial {
	struct verdict_side port;  /* the RSTs in doubt */
	struct verdict_side known; /* the host's own */
	uint8_t low_ttl;	   /* 0 not tried */
};
struct verdict_compared {
	unsigned signals;	   /* enum verdict_signal together */
	bool usable;		   /* there were answers enough on both sides */
	bool certain;		   /* the known ones are the host's: SYN-ACKs of no proxy */
	int port_hops, known_hops; /* the most and the fewest by their TTLs; -1 unknown */
	int64_t port_ns, known_ns; /* the slowest and the fastest; -1 unknown */
};
struct verdict_compared verdict_compare(const struct verdict_trial *t);
/* With which TTL SYNs tell most, after a trial without: 0 when none can. */
uint8_t verdict_low_ttl(const struct verdict_compared *c);

/* Hops to the sender of what came with this TTL, the sender's own the last, as senders start at 32,
 * 64, 128 or 255; -1 for an unknown TTL. */
int verdict_hops(int ttl);

/* All that is known of a port. */
struct verdict_facts {
	uint64_t open, closed, rejected, stale; /* probes by their first answer */
	uint64_t lost, unsent, drops;
	bool rejected_by_host; /* the rejecter is the target itself */
	bool rejected_by_us;   /* it is this host */
	bool no_window;	       /* of every SYN-ACK: SYN proxies let no data be sent yet */
	bool nearer; /* RSTs came over fewer hops than SYN-ACKs of other ports, each by its flow */
	const struct verdict_compared *compared; /* NULL: there was no known answer */
};
struct verdict_finding {
	enum verdict_state state;
	enum verdict_reason reason;
	enum verdict_who who;
	enum verdict_confidence confidence; /* NONE of VERDICT_UNKNOWN */
	unsigned signals;		    /* enum verdict_signal together */
};
struct verdict_finding verdict_of(const struct verdict_facts *f);

/* Words, static; NULL where there is nothing to say. */
const char *verdict_state_word(enum verdict_state state);	/* "open" */
const char *verdict_reason_word(enum verdict_reason reason);	/* "syn-ack" */
const char *verdict_who_word(enum verdict_who who);		/* "middlebox" */
const char *verdict_confidence_word(enum verdict_confidence c); /* "high" */
enum { VERDICT_SIGNALS_TEXT = 40 };
/* "ttl, reach"; NULL for none. Returns to. */
const char *verdict_signals_print(char to[static VERDICT_SIGNALS_TEXT], unsigned signals);

#endif
