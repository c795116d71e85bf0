/* syn: SYNs as Linux sends them, each from a port of its own, and what a packet says about one. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_SYN_H
#define PROBEKIT_TCPPROBE_SYN_H

#include "auth.h"
#include "bytes.h"
#include "fail.h"
#include "packet.h"
#include "syn_packet.h"
#include "wire.h"

struct syn_config {
	struct addr target, source;
	uint16_t port;
	uint16_t source_port; /* of every probe; 0: a fresh one each */
	bool held;	      /* source_port is reserved already */
	struct stack_syn own; /* its ttl, and tos, are the copy's: the socket's count on the wire */
	uint8_t tos;
	struct auth_key key;
};

struct syn;
int syn_open(struct syn **out, const struct syn_config *c, struct fail *why);
void syn_close(struct syn *s);

/* One probe's packet, borrowed until the next call. Its port is reserved by a bound socket, so that
 * no program of this host uses it and the kernel answers what comes to it with RST (RFC 9293
 * 3.10.7.1); those of the newest 512 probes are. now_ns: for its time stamp. -EMFILE and the like
 * when no port can be had. */
int syn_build(
	struct syn *s, uint64_t nth, int64_t now_ns, struct syn_packet *out, struct fail *why);

/* The TTL of the packets' copies from now on. */
void syn_ttl(struct syn *s, uint8_t ttl);

/* The next probes go there; what answers earlier ones is not known any more. */
void syn_retarget(struct syn *s, const struct addr *target, const struct addr *source,
	const struct stack_syn *own);

enum syn_kind {
	SYN_NONE,     /* not about us */
	SYN_OPEN,     /* SYN-ACK that acknowledges the probe */
	SYN_CLOSED,   /* RST that acknowledges the probe */
	SYN_STALE,    /* an ACK without SYN: it takes the probe for part of an older connection (RFC
			 5961 4) */
	SYN_REJECTED, /* an ICMP error that quotes the probe */
	SYN_FORGED    /* comes from the port to one of ours and does not answer the probe */
};
struct syn_match {
	enum syn_kind kind;
	uint64_t nth;	  /* the probe, but of NONE */
	struct addr from; /* who sent it */
	int16_t ttl;	  /* -1 unknown */
	uint16_t source_port;
	uint16_t flags, window; /* of a segment */
	bool has_mss, sack, timestamps, has_window_scale;
	uint16_t mss;
	uint8_t window_scale;
	bool has_ip_id; /* of a segment over IPv4: */
	uint16_t ip_id;
	uint8_t type, code; /* of an ICMP error */
	bool expired;	    /* the TTL ended on the way (time exceeded) */
	uint32_t info;
};
/* What a received frame, or an entry of the error queue, is to the newest 8,192 probes. */
struct syn_match syn_match(const struct syn *s, const struct frame *f);
struct syn_match syn_match_report(const struct syn *s, const struct wire_report *r);

/* What a segment is to a probe of that initial sequence number, ports and addresses being right. */
enum syn_kind syn_kind_of(const struct tcp *t, uint32_t sequence);
/* Whether an ICMP error says that the probe went no further, not only of an MTU or another way. */
bool syn_is_final(enum addr_family family, uint8_t type, uint8_t code);

#endif
