/* walk: one whole connection by the kernel's connect(): handshake, a request, its close; every
 * packet of it, and what no packet shows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_WALK_H
#define PROBEKIT_TCPPROBE_WALK_H

#include "capflow.h"
#include "dial.h"
#include "summary.h"
#include "wait.h"

struct walk_config {
	struct capflow *capflow; /* borrowed, nothing watched yet; NULL: no packet is seen */
	struct wait *wait;	 /* borrowed */
	struct addr target, source;
	const char *device; /* NULL none; borrowed */
	uint16_t port, source_port;
	int ttl, tos;	     /* -1 the system's */
	uint32_t mark;	     /* 0 none */
	struct bytes send;   /* the request, borrowed; empty: none, it is closed at once */
	int64_t timeout_ns;  /* for the handshake, for an answer, and for the peer's close */
	int64_t deadline_ns; /* monotonic, of it all; INT64_MAX none */
};

struct walk;
/* The socket is bound and watched; nothing leaves before walk_next. */
int walk_open(struct walk **out, const struct walk_config *c, struct fail *why);
void walk_close(struct walk *w); /* a connection that still stands is reset */

enum walk_kind { WALK_PACKET, WALK_MARK, WALK_SIGNAL };
struct walk_event {
	enum walk_kind kind;
	int64_t at_ns;
	struct capflow_packet packet; /* of WALK_PACKET, see capflow_next */
	const char *text;	      /* of WALK_MARK: borrowed until the next call */
	int signal;
};
/* 1 with an event, 0 when all is over, -errno. Blocks until there is one. */
int walk_next(struct walk *w, struct walk_event *out, struct fail *why);
/* Ends it: a connection that stands is reset, what comes of that is still told. */
void walk_stop(struct walk *w);
void walk_paused(struct walk *w, int64_t length_ns); /* what is waited for may take longer */

struct walk_result {
	bool connected;
	bool timed_out; /* connect() was given up by us */
	int error;	/* of connect(), positive; 0 none */
	struct dial_icmp icmp;
	struct addr local;
	uint16_t local_port;
	int64_t start_ns, end_ns;
	int64_t connect_ns; /* how long connect() took; -1 it did not succeed */
	uint64_t sent_bytes, received_bytes;
	bool asked, unanswered; /* there was a request; and no byte of an answer */
	bool peer_kept_open;	/* it did not close in time: reset by us */
	bool interrupted;
	uint64_t drops;
	const struct flow *flow; /* borrowed from capflow; NULL no packet was seen */
};
struct walk_result walk_result(const struct walk *w);
/* The same as a run of one probe, without story and histogram. */
struct summary walk_summary(const struct walk_result *r, const struct addr *target);

#endif
