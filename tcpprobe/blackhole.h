/* blackhole: the path MTU as a connection finds it: segments of growing size, each alone in its
 * packet, until one stays without acknowledgment; and whether anybody said why. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_BLACKHOLE_H
#define PROBEKIT_TCPPROBE_BLACKHOLE_H

#include "capflow.h"
#include "dial.h"
#include "mtu_search.h"
#include "wait.h"

struct blackhole_config {
	struct capflow *capflow; /* borrowed, nothing watched yet; NULL: no packet is seen */
	struct wait *wait;	 /* borrowed */
	struct addr target, source;
	const char *device; /* NULL none; borrowed */
	uint16_t port;
	uint32_t mark; /* 0 none */
	int ttl, tos;  /* -1 the system's */
	uint32_t link_mtu_bytes;
	int64_t timeout_ns;  /* for a handshake, and for an acknowledgment at most */
	int64_t deadline_ns; /* monotonic, of it all; INT64_MAX none */
};

struct blackhole;
/* The first socket is bound and watched; nothing leaves before blackhole_next. */
int blackhole_open(struct blackhole **out, const struct blackhole_config *c, struct fail *why);
void blackhole_close(struct blackhole *b); /* a connection that still stands is reset */

/* How a round of sizes ended. */
enum blackhole_end {
	BLACKHOLE_ALL,	  /* all were acknowledged */
	BLACKHOLE_SILENT, /* one was not, though it was sent again */
	BLACKHOLE_TOLD,	  /* the path announced an MTU below one of them */
	BLACKHOLE_BROKEN, /* the connection broke off */
	BLACKHOLE_STALLED /* the peer's window took no more */
};
/* Sizes are those of whole IP packets. */
struct blackhole_round {
	uint32_t connection;		  /* from 1 */
	uint32_t sizes[MTU_SEARCH_SIZES]; /* ascending */
	unsigned n, passed;		  /* the first of them, by the peer's acknowledgments */
	enum blackhole_end end;
	uint32_t told;	/* of BLACKHOLE_TOLD */
	uint64_t again; /* segments that were sent again */
	int64_t took_ns;
};
const char *blackhole_end_name(enum blackhole_end e); /* "silent"; static */

enum blackhole_kind { BLACKHOLE_CONNECTED, BLACKHOLE_ROUND, BLACKHOLE_PACKET, BLACKHOLE_SIGNAL };
struct blackhole_event {
	enum blackhole_kind kind;
	int64_t at_ns;
	uint32_t connection;
	struct blackhole_round round;
	struct capflow_packet packet; /* see capflow_next */
	int signal;
};
/* 1 with an event, 0 when all is over, -errno. Blocks until there is one. */
int blackhole_next(struct blackhole *b, struct blackhole_event *out, struct fail *why);
void blackhole_stop(struct blackhole *b);
void blackhole_paused(struct blackhole *b, int64_t length_ns);

/* What keeps TCP from sending larger packets than it does. */
enum blackhole_limit {
	BLACKHOLE_BY_LINK,  /* this host's own link */
	BLACKHOLE_BY_PEER,  /* the MSS that came from there: the peer's, or clamped on the way */
	BLACKHOLE_BY_ROUTE, /* what this host knows of the path since before, or its route says */
	BLACKHOLE_BY_HOST   /* a setting of this host, or half of a small window of the peer */
};
enum blackhole_verdict {
	BLACKHOLE_IS_CLEAN, /* all that TCP would send comes through */
	BLACKHOLE_IS_TOLD,  /* more is too big, and the path says so: TCP sends less */
	BLACKHOLE_IS_HOLE,  /* more vanishes, and nobody says so */
	BLACKHOLE_IS_UNKNOWN,
	BLACKHOLE_NO_CONNECTION
};
struct blackhole_found {
	enum blackhole_verdict verdict;
	uint32_t passes_bytes; /* the largest that came through; 0 none */
	uint32_t silent_bytes; /* the smallest that vanished; 0 none */
	uint32_t most_bytes;   /* the largest that TCP sends here */
	enum blackhole_limit limit;
	uint32_t peer_mss;   /* of BLACKHOLE_BY_PEER; 0 unknown */
	uint32_t told_bytes; /* the MTU that was announced; 0 none */
	struct addr teller;  /* by whom; ADDR_NONE not seen */
	uint64_t tellings;   /* how many such messages were seen */
	uint32_t connections, rounds, broken;
	bool interrupted, connected;
	bool unheard; /* it was announced, but the kernel did not take it: a rule of this host */
	int error;    /* of connect(), where no connection came about */
	struct dial_icmp icmp;
	int64_t rtt_ns; /* the kernel's, of the first connection; -1 unknown */
	int64_t start_ns, end_ns;
	uint64_t drops;
};
struct blackhole_found blackhole_found(const struct blackhole *b);
const char *blackhole_verdict_name(enum blackhole_verdict v); /* "black-hole"; static */
const char *blackhole_limit_name(enum blackhole_limit l);     /* "peer-mss"; static */

#endif
