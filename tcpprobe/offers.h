/* offers: what a port's TCP offers, by SYNs that differ in one thing each, and by one SYN-ACK that
 * is left without an answer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_OFFERS_H
#define PROBEKIT_TCPPROBE_OFFERS_H

#include <stdbool.h>
#include <stdint.h>

#include "addr.h"
#include "tcp.h"
#include "verdict.h"

enum offers_ask {
	OFFERS_HELD,   /* with all that Linux offers; its SYN-ACK is left unanswered to the end */
	OFFERS_SERIES, /* the same, one after another from one port */
	OFFERS_FRESH,  /* the same, from a port of its own */
	OFFERS_PLAIN,  /* the same without timestamps */
	OFFERS_ECN,    /* the same with ECN (RFC 3168) */
	OFFERS_ACCECN, /* with accurate ECN (RFC 9768) */
	OFFERS_COOKIE, /* asks for a fast open cookie (RFC 7413) */
	OFFERS_MPTCP,  /* with MP_CAPABLE of version 1 (RFC 8684) */
};
const char *offers_ask_word(enum offers_ask ask); /* "plain"; static */

enum offers_fate {
	OFFERS_UNASKED, /* not sent, or still waited for when the run ended */
	OFFERS_SYN_ACK,
	OFFERS_RESET,
	OFFERS_REJECTED, /* by ICMP */
	OFFERS_STALE,	 /* taken for part of an older connection */
	OFFERS_SILENT,	 /* no answer to any of its tries */
	OFFERS_UNSENT	 /* this host refused to send */
};
const char *offers_fate_word(enum offers_fate fate); /* "SYN-ACK"; static */
/* One question and what came of it. */
struct offers_answer {
	enum offers_ask ask;
	enum offers_fate fate;
	uint64_t nth; /* of all SYNs, its last try */
	unsigned tries;
	uint16_t source_port;
	int64_t sent_ns, at_ns; /* of its last try, monotonic */
	int64_t after_ns;	/* of a SYN-ACK that came again: after the first one */
	bool kernel_stamps;	/* at both ends */
	struct addr from;
	int16_t ttl; /* -1 unknown */
	uint16_t syn_flags, flags, window;
	uint8_t type, code; /* of ICMP */
	/* of a SYN-ACK's options: */
	bool has_mss, has_window_scale, sack, has_timestamp;
	uint16_t mss;
	uint8_t window_scale;
	uint32_t timestamp;
	int cookie_bytes;  /* -1 none */
	int mptcp_version; /* -1 none */
};

enum { OFFERS_ASKS = 17, OFFERS_AGAIN = 16 };
struct offers_seen {
	struct offers_answer asked[OFFERS_ASKS];
	unsigned n;
	int64_t again_ns[OFFERS_AGAIN]; /* the held SYN-ACK came again so long after the first */
	unsigned n_again;
	int64_t watched_ns; /* how long it was waited for */
	uint64_t sent, drops;
	uint64_t pending; /* not waited for: the end came first */
	int local_error;  /* the last errno a send was refused with, 0 none */
	bool interrupted;
};

/* Of what was asked for: unknown where no SYN-ACK told. */
enum offers_has { OFFERS_UNKNOWN = -1, OFFERS_NO, OFFERS_YES };
enum offers_clock {
	OFFERS_CLOCK_UNKNOWN,
	OFFERS_CLOCK_ONE,  /* all ports see one clock */
	OFFERS_CLOCK_EACH, /* every connection starts elsewhere: says nothing of hosts */
	OFFERS_CLOCK_MANY  /* groups of ports see different clocks: several hosts */
};
struct offers {
	enum verdict_state state;
	const struct offers_answer *first; /* the held one; borrowed */
	bool has_mss, has_window_scale;
	uint16_t mss, window;
	uint8_t window_scale;
	enum offers_has sack, timestamps, ecn, accecn, cookie, mptcp, cookies, proxy;
	int cookie_bytes, mptcp_version; /* -1 none */
	unsigned dropped;   /* 1 << enum offers_ask: such SYNs had no answer while others had */
	unsigned resisted;  /* or were rejected or reset */
	double measured_hz; /* of the timestamps; 0 unknown */
	uint32_t hz;	    /* the usual rate that is near; 0 none is */
	enum offers_clock clock;
	unsigned clocks;				/* of CLOCK_MANY, at least so many */
	unsigned ports;					/* how many were compared */
	bool differ_ttl, differ_window, differ_options; /* between SYN-ACKs to equal SYNs */
	unsigned asked, answered;			/* questions, and those with a SYN-ACK */
};
/* Pure. */
struct offers offers_unknown(void); /* nothing was asked yet */
void offers_judge(struct offers *out, const struct offers_seen *s);

#endif
