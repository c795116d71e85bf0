/* dial: a TCP connection to the first of several addresses that answers (RFC 8305), through a proxy
 * or to a Unix socket, and what became of every attempt. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_DIAL_H
#define PROBEKIT_DIAL_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "addr.h"
#include "bytes.h"
#include "fail.h"
#include "wait.h"

struct dial;
enum { DIAL_ADDRS = 32, DIAL_TEXT = 256, DIAL_BODY_BYTES = 1024 };

enum dial_proxy { DIAL_DIRECT, DIAL_SOCKS5, DIAL_CONNECT }; /* RFC 1928; RFC 9110 9.3.6 */

struct dial_config {
	const struct addr *addrs; /* of the target, or of the proxy; in order of preference */
	unsigned n;
	uint16_t port;
	const char *unix_path; /* in place of addresses; abstract where it starts with '@' */

	struct addr source; /* bind to it, and leave out addresses of the other family */
	uint16_t
		source_port; /* 0 the kernel's choice; with it one address alone is tried at once */
	const char *device;  /* NULL none */
	uint32_t mark;	     /* 0 none */
	int ttl, tos;	     /* -1 the system's */
	int keepalive_s;     /* idle time and interval; 0 none */
	bool dont_fragment;  /* also where the system's default allows routers to */

	int64_t delay_ns;    /* before the next address is tried as well; 0: 250 ms (RFC 8305 5) */
	int64_t timeout_ns;  /* of one attempt; 0 the kernel's, about two minutes */
	int64_t deadline_ns; /* monotonic, of it all, proxy included; INT64_MAX none */
	bool every;	     /* tries all addresses to their end, not only until one answers */

	enum dial_proxy proxy;
	const char *host; /* behind the proxy: a name the proxy looks up, or an address */
	uint16_t host_port;
	const char *user, *password; /* for the proxy, NULL none */
};

/* Prepares: every socket is made, with its options, and bound, so that its port is known. No packet
 * leaves before the first dial_turn. -EINVAL without any address that may be tried, or where the
 * only one is of a link that was not said. The config is copied. */
int dial_open(struct dial **out, const struct dial_config *c, struct fail *why);
void dial_close(struct dial *d); /* with all its sockets but one that was taken */

/* Fills to for poll; returns how many. */
unsigned dial_fds(const struct dial *d, struct pollfd to[static DIAL_ADDRS]);
/* When the next turn is due even if no descriptor is ready; INT64_MAX never. */
int64_t dial_due_ns(const struct dial *d);
/* Until one of its sockets is ready, the next turn is due or until_ns came; a signal and what else
 * w waits for as wait_for says. Sockets for which w has no place are looked at every 20 ms. */
int dial_wait(const struct dial *d, struct wait *w, int64_t until_ns, struct wait_ready *out,
	struct fail *why);
/* Goes on without blocking. 1: connected, and through the proxy; with every, all have ended. 0: not
 * yet. Negative: no attempt succeeded (its errno where all agree or the last one's, -ETIMEDOUT past
 * the deadline, -ECONNREFUSED for a proxy that refuses, -EPROTO for one that speaks nonsense); the
 * result stays the same from then on. */
int dial_turn(struct dial *d, int64_t now_ns, struct fail *why);
/* The connected socket, non-blocking; the caller's from then on. -1 when there is none. */
int dial_take(struct dial *d);
/* Closes a connected socket by a RST, so that neither end keeps anything of it. */
void dial_reset(int fd);

enum dial_outcome {
	DIAL_NOT_TRIED,
	DIAL_TRYING,
	DIAL_CONNECTED, /* the one dial_take gives; with every, others too */
	DIAL_FAILED,	/* error, and icmp where a message said so */
	DIAL_TIMED_OUT, /* of our own */
	DIAL_GIVEN_UP,	/* another one was faster */
};
/* What an ICMP error said of an attempt's SYN, by the socket's error queue (ip(7), IP_RECVERR). */
enum { DIAL_QUOTE_BYTES = 60 };
struct dial_icmp {
	bool present;
	uint8_t type, code;
	uint32_t mtu;
	struct addr offender;		 /* ADDR_NONE unknown */
	uint8_t quote[DIAL_QUOTE_BYTES]; /* the SYN from its TCP header on, as far as quoted */
	size_t quote_bytes;
};
struct dial_attempt {
	struct addr addr; /* ADDR_NONE for a Unix socket */
	uint16_t port;
	struct addr local; /* unspecified until it is tried */
	uint16_t local_port;
	enum dial_outcome outcome;
	int error;
	struct dial_icmp icmp;
	int64_t started_ns, ended_ns; /* -1 not yet */
	uint32_t retransmits;	      /* of its SYN */
};
/* All attempts in the order they are made; borrowed, changed by dial_turn. */
unsigned dial_attempts(const struct dial *d, const struct dial_attempt **out);
/* The one that connected first, NULL none. */
const struct dial_attempt *dial_winner(const struct dial *d);
int64_t dial_took_ns(const struct dial_attempt *a); /* INT64_MIN before its end */
const char *dial_outcome_name(enum dial_outcome o); /* "connected", "timed-out"; static */

/* Who kept an attempt from connecting, as far as what came back tells. */
enum dial_blame {
	DIAL_BLAME_UNKNOWN, /* it connected, or nothing came back */
	DIAL_BLAME_PEER,    /* a reset, in the peer's name */
	DIAL_BLAME_FILTER,  /* an ICMP error by the peer itself */
	DIAL_BLAME_ABSENT,  /* one by somebody on the way: nobody answers there for the address */
	DIAL_BLAME_WAY,	    /* another one by somebody on the way */
	DIAL_BLAME_LINK,    /* this host says that the next hop does not answer on its link */
	DIAL_BLAME_HERE,    /* this host: a route, a rule, the socket's own limits */
};
enum dial_blame dial_blame(const struct dial_attempt *a);

/* The leg through a proxy. */
struct dial_leg {
	int64_t asked_ns, answered_ns; /* -1 not yet */
	int status;		       /* HTTP's, or SOCKS 5's reply; -1 none */
	char text[DIAL_TEXT];	       /* its reason: from the network, escape it */
	uint8_t body[DIAL_BODY_BYTES]; /* the start of what a refusing HTTP proxy sends with it */
	size_t body_bytes;
};
const struct dial_leg *dial_leg(const struct dial *d); /* borrowed; NULL without a proxy */

/* TCP_INFO of any TCP socket, as far as this kernel tells. */
struct dial_info {
	uint8_t state; /* the kernel's number: 1 established, 2 SYN sent ... */
	bool timestamps, sack, window_scale, ecn, ecn_seen, syn_data;
	uint8_t send_scale, receive_scale;
	int64_t rtt_ns, rtt_deviation_ns, rtt_least_ns, rto_ns;
	uint32_t send_mss, receive_mss, path_mtu_bytes, window_segments;
	uint32_t advertised_mss; /* as its SYN had it */
	uint32_t unacked, lost, outstanding_retransmits, total_retransmits, reordering;
	uint64_t sent_bytes, acked_bytes, received_bytes, retransmitted_bytes;
	uint32_t duplicate_sacks;
	uint32_t out_of_order; /* segments received so */
	uint64_t delivery_bytes_per_s;
	int64_t busy_ns, receiver_limited_ns, buffer_limited_ns;
	uint64_t send_window_bytes; /* the peer's; 0 where the kernel does not tell */
};
int dial_info(int fd, struct dial_info *out, struct fail *why);

#endif
