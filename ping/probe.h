/* probe: echo requests out of a plan's probes, and what a packet that came says about them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_PROBE_H
#define PROBEKIT_PING_PROBE_H

#include "auth.h"
#include "bytes.h"
#include "craft.h"
#include "fail.h"
#include "packet.h"
#include "plan.h"
#include "wire.h"

enum { PROBE_DATA_MAX4 = 65507, PROBE_DATA_MAX6 = 65527, PROBE_PATTERN_MAX = 16 };

/* Who is asked. Probe n of lane l has the index n * lanes + l, and the sequence index + 1, cut to
 * 16 bits. */
struct probe_config {
	struct addr target;   /* of every lane, where targets is NULL */
	bool target_is_group; /* broadcast or multicast: anyone may answer */
	uint32_t lanes;	      /* 0 is 1 */
	/* The address of a lane; who is borrowed. NULL: all lanes have the same. */
	bool (*target_of)(const void *who, uint32_t lane, struct addr *out);
	const void *who;
	uint16_t id;
	size_t data_bytes;
	uint8_t pattern[PROBE_PATTERN_MAX]; /* repeated over the data */
	size_t pattern_bytes;		    /* 0: 00 01 02 ... */
	/* Borrowed, one for each lane, 2 data bytes or more: the checksum that each of the lane's
	 * requests is to have (with ICMPv6 before the pseudo-header is added, which is the same for
	 * all of them). NULL: as it falls. */
	const uint16_t *checksums;
	struct auth_key key;
};

/* Holds the request as built once by libnet; each probe patches its sequence, index and tag. Layout
 * of the data: with 16 bytes or more an index (64 bits) and a tag (64 bits) come first, with 8 to
 * 15 the tag alone; below that an answer is known by its addresses, identifier and sequence only.
 * With checksums a word follows that makes them so, and is counted before what comes before it. */
struct probe_echo;
int probe_open(struct probe_echo **out, const struct probe_config *c, struct fail *why);
void probe_close(struct probe_echo *e);

/* The ICMP message of a probe; borrowed until the next call. */
struct bytes probe_build(struct probe_echo *e, struct probe id);
/* The same where the caller knows whom its lane asks. */
struct bytes probe_build_to(struct probe_echo *e, struct probe id, const struct addr *target);
/* The same cut to fewer data bytes; at least those of index and tag are kept. Its checksum is its
 * own. */
struct bytes probe_build_cut(struct probe_echo *e, struct probe id, size_t data_bytes);
uint16_t probe_sequence(const struct probe_echo *e, struct probe id);
/* Whom a lane asks; false for a lane there is none of. */
bool probe_target(const struct probe_echo *e, uint32_t lane, struct addr *out);

enum match_kind {
	MATCH_NONE,	/* not about us */
	MATCH_REPLY,	/* an authentic reply to probe */
	MATCH_CORRUPT,	/* authentic, but the data or the checksum is not what it should be */
	MATCH_FORGED,	/* claims to be ours and is not */
	MATCH_ERROR,	/* an ICMP error in place of probe's reply */
	MATCH_REDIRECT, /* a router knows a better way; probe went on */
	MATCH_LOCAL	/* this host's own stack refused (probe unknown) */
};
struct match {
	enum match_kind kind;
	struct probe probe;
	bool has_probe;	       /* of an error: whether its quote named the probe */
	struct addr from;      /* who sent it */
	struct addr target;    /* whom the probe asked, with has_probe */
	struct addr to;	       /* where it came to, ADDR_NONE unknown */
	uint16_t id, sequence; /* as in the packet */
	int16_t ttl, tos;      /* -1 unknown */
	size_t icmp_bytes;     /* the message's length, header included */
	bool checksum_bad, truncated, other_address;
	size_t wrong_at; /* first data byte that differs; SIZE_MAX none */
	uint8_t wrong_was, wrong_wanted;
	struct bytes data;	 /* of the reply */
	struct bytes ip_options; /* that came with it */
	uint8_t type, code;	 /* of an error */
	uint32_t info;		 /* its MTU, pointer or gateway as the second word holds it */
	int16_t quoted_ttl, quoted_tos; /* of the probe as the error quotes it; -1 unknown */
	struct bytes extensions;	/* of an error (RFC 4884); empty where there are none */
	int error;			/* errno value of a local error */
};

/* What a received frame is to the probes built so far. */
struct match probe_match(const struct probe_echo *e, const struct frame *f);
/* The same for an entry of the error queue. */
struct match probe_match_report(const struct probe_echo *e, const struct wire_report *r);

#endif
