/* changes: what middleboxes changed of a SYN on its way, by what the routers' ICMP errors quote of
 * it. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_CHANGES_H
#define PROBEKIT_TCPPROBE_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet.h"
#include "strbuf.h"

/* What is compared. Numbers that differ from probe to probe are kept by how far they are from what
 * was sent. */
enum sight_field {
	SIGHT_SOURCE,
	SIGHT_DESTINATION,
	SIGHT_SOURCE_PORT,
	SIGHT_DESTINATION_PORT,
	SIGHT_SEQUENCE, /* less the one sent */
	SIGHT_DSCP,
	SIGHT_ECN, /* of the IP header */
	SIGHT_FLOW_LABEL,
	SIGHT_FLAGS,
	SIGHT_WINDOW,
	SIGHT_MSS, /* options: SIGHT_ABSENT where there is none */
	SIGHT_WINDOW_SCALE,
	SIGHT_SACK_PERMITTED,
	SIGHT_TIMESTAMPS, /* the value less the one sent */
	SIGHT_OTHERS,	  /* how many options of other kinds, less padding */
	SIGHT_CHECKSUM,	  /* 0: fits what is quoted with it; 1: does not */
	SIGHT_FIELDS
};
#define SIGHT_ABSENT UINT32_MAX

/* A SYN as it was sent, or as a router saw it. */
struct sight {
	uint32_t seen;	      /* 1 << field for each that is known; 0: nothing is */
	enum tcp_depth depth; /* how much of the segment was there */
	struct addr source, destination;
	uint32_t value[SIGHT_FIELDS];
};

/* The packet as it leaves, IP header first; false for what is no TCP. Its sequence and time stamp
 * go to *sequence and *timestamp, for sight_of_quote. With 0 for the flow label, which the kernel
 * chooses, it counts as unknown; so do the addresses as long as they are unspecified. */
bool sight_of_packet(struct sight *out, struct bytes packet, enum addr_family family,
	uint32_t *sequence, uint32_t *timestamp);
/* As a router quotes it: q of a probe that left with this sequence and time stamp. Nothing is known
 * of a field that the quote does not reach. */
void sight_of_quote(
	struct sight *out, const struct packet_quote *q, uint32_t sequence, uint32_t timestamp);

/* A segment alone, of one SYN of many that leave from ports of their own: what they have alike, so
 * neither addresses nor source port, nor how far numbers are from those sent. */
void sight_of_segment(struct sight *out, struct bytes segment);

/* One change: a field, and between which hops. */
struct change {
	enum sight_field field;
	unsigned before, hop; /* before: the last hop that saw the old value, 0 this host */
	uint32_t was, is;
	struct addr was_addr, is_addr; /* of SOURCE and DESTINATION */
};
/* The next change on the way over n hops; hops[0] is the first one's. Pass a zeroed struct, then
 * the last result. By hop, and in the order of the fields. False: there is no more. */
bool change_next(struct change *at, const struct sight *sent, const struct sight *hops, unsigned n);

/* It rewrites an address or a port: network address translation. */
bool change_translates(const struct change *c);
/* "MSS 1460 -> 1300 between hop 1 and hop 2". */
void change_say(struct strbuf *to, const struct change *c);
const char *sight_field_name(enum sight_field field); /* "mss"; static */
enum { CHANGE_VALUE = 80 };
/* A value of c's field as text, "1460", "none", "198.18.1.1"; is: the new one. Returns to. */
const char *change_value(char to[static CHANGE_VALUE], const struct change *c, bool is);

/* The last hop that quotes a SYN's options; 0 none. */
unsigned sight_last_whole(const struct sight *hops, unsigned n);

#endif
