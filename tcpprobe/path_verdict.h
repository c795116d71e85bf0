/* path_verdict: what the trace of a port says of it: how far its SYNs get, and who ends them. Pure.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_PATH_VERDICT_H
#define PROBEKIT_TCPPROBE_PATH_VERDICT_H

#include "changes.h"
#include "trace.h"

/* One flow: SYNs from one port to one port. */
struct path_flow {
	uint16_t source_port, port;
	struct trace *trace;
	struct sight *sights; /* how each hop saw its newest quoted SYN; trace_hops of them */
	const struct sight *sent;
	uint64_t opens, closes; /* SYN-ACKs and RSTs */
	uint64_t strange;	/* errors that quote a SYN nobody knows: it was rewritten */
	bool newest_open;	/* the newest of both is a SYN-ACK */
	uint8_t type, code;	/* of the newest ICMP error that says it goes no further */
	bool has_mss;		/* the newest SYN-ACK's: */
	uint16_t mss;
};

/* The hops whose quotes count: those worth a row. */
unsigned path_hops(const struct path_flow *f);

enum path_fate {
	PATH_UNKNOWN,  /* no hop answers, or behind the last that does nobody was waited for */
	PATH_OPEN,     /* a SYN-ACK comes back */
	PATH_CLOSED,   /* a RST does */
	PATH_REJECTED, /* somebody says by ICMP that it goes no further */
	PATH_DIES,     /* nobody answers behind a hop */
	PATH_CIRCLES   /* a routing loop */
};
struct path_verdict {
	enum path_fate fate;
	/* UNKNOWN: the last that answers, 0 none; OPEN, CLOSED: whose SYNs that is answered; DIES:
	 * the last that answers; REJECTED: the rejecter's, its first; CIRCLES: the first */
	unsigned hop;
	unsigned again; /* CIRCLES: where it comes again */
	bool by_target; /* REJECTED: by the target's own address */
	bool nearer;	/* OPEN, CLOSED: by its TTL the answer is from the hop before, on a path
			   whose other answers come back as they went */
	unsigned translated; /* the first router that answers by the target's address; 0 none */
	struct addr who;     /* who answers there */
	const char *reason;  /* REJECTED: words; NULL none */
	uint64_t lost;	     /* probes to that end without an answer */
	unsigned loss_from;  /* the hop from which on they are lost; 0: unknown or none */
	double loss_percent;
};
struct path_verdict path_judge(const struct path_flow *f, const struct addr *target);
/* The last hop whose quote of the SYN is whole; 0 none. Who rejects it quotes it once more for
 * those that should have gone farther: that is the same hop. */
unsigned path_quoted_to(const struct path_flow *f, const struct path_verdict *v);
const char *path_fate_word(enum path_fate fate); /* "dies"; static */

/* What sets two ports of a target apart. */
enum path_contrast {
	PATH_ALIKE,	/* both meet the same fate at the same place */
	PATH_UNLIKE,	/* they do not, and nothing more can be said */
	PATH_STOPPED,	/* one dies or is rejected on the way that the other passes */
	PATH_IN_NAME,	/* one is answered in the target's name, nearer than the target is */
	PATH_NO_BETTER, /* neither gets through */
};
/* first: whether it is a's SYNs that are stopped, or answered in its name; otherwise b's. */
struct path_compared {
	enum path_contrast contrast;
	bool first;
};
struct path_compared path_compare(const struct path_verdict *a, const struct path_verdict *b);

#endif
