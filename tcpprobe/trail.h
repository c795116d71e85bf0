/* trail: the SYNs of a path, which live so many hops each and are alike in all that routers hash;
 * and which of them a packet is about. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_TRAIL_H
#define PROBEKIT_TCPPROBE_TRAIL_H

#include "auth.h"
#include "changes.h"
#include "plan.h"
#include "syn_packet.h"

enum { TRAIL_FLOWS = 64 };
/* Of one flow every SYN has both ports. */
struct trail_flow {
	uint16_t source_port; /* 0: as the source port of the flow before has it, of the first the
				 kernel's choice */
	uint16_t port;
	bool fresh; /* a source port of its own: the kernel's choice */
};
struct trail_config {
	struct addr target, source;
	unsigned hops, n; /* hops of each flow; flows */
	struct trail_flow flows[TRAIL_FLOWS];
	bool held; /* the first flow's source port is reserved already */
	struct stack_syn own;
	uint8_t tos;
	struct auth_key key;
};

/* A probe's lane is its flow * hops + hop - 1. Numbers grow from probe to probe, as a host's own
 * do: a firewall that keeps state takes no SYN for an old one. */
struct trail;
/* Reserves the source ports (port_reserve). */
int trail_open(struct trail **out, const struct trail_config *c, struct fail *why);
void trail_close(struct trail *t);

uint16_t trail_source_port(const struct trail *t, unsigned flow);
unsigned trail_flow(const struct trail *t, struct probe id); /* from 0 */
unsigned trail_hop(const struct trail *t, struct probe id);  /* from 1 */
/* As it was sent, for comparing with quotes. */
const struct sight *trail_sight(const struct trail *t, unsigned flow);

/* Borrowed until the next call. */
int trail_build(struct trail *t, struct probe id, struct syn_packet *out, struct fail *why);

enum trail_kind {
	TRAIL_NONE,	/* not about us */
	TRAIL_OPEN,	/* SYN-ACK that acknowledges the probe */
	TRAIL_CLOSED,	/* RST that acknowledges the probe */
	TRAIL_FORGED,	/* comes from a port that is asked and answers no probe */
	TRAIL_REPORTED, /* an ICMP error that quotes the probe */
	TRAIL_STRANGE	/* one that quotes a SYN of ours, nobody can tell which: it was rewritten */
};
struct trail_match {
	enum trail_kind kind;
	struct probe probe; /* of OPEN, CLOSED and REPORTED */
	unsigned flow;	    /* but of NONE and STRANGE */
	struct addr from;   /* who sent it */
	int16_t ttl;	    /* -1 unknown */
	uint16_t flags;	    /* of a segment */
	struct tcp_options options;
	uint8_t type, code; /* of an ICMP error */
	uint32_t info;
	int16_t quoted_ttl, quoted_tos;
	struct sight sight;
	struct bytes extensions; /* borrowed from the frame */
};
/* What a received frame is to the newest probes. */
struct trail_match trail_match(const struct trail *t, const struct frame *f);

#endif
