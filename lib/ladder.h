/* ladder: the packets of a watched connection as text: who sends what to whom, when, with which
 * numbers, and what state both ends are in then. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_LADDER_H
#define PROBEKIT_LADDER_H

#include "capflow.h"
#include "flow.h"
#include "strbuf.h"

enum { LADDER_COLUMNS = 80, LADDER_COLUMNS_MOST = 120 };

struct ladder {
	unsigned columns; /* of a line; taken as 80 to 120 */
	bool utf8;	  /* arrows of lines; else of ASCII */
	int64_t start_ns; /* time 0: mostly the first SYN's */
};

/* All add whole lines. What came from the network are numbers and addresses alone: nothing is left
 * to escape. */
void ladder_head(struct strbuf *to, const struct ladder *l, const struct flow_tuple *t);
/* A packet as capflow_next gives it; f is capflow_flow's of it, before the next one is read. */
void ladder_packet(struct strbuf *to, const struct ladder *l, const struct flow *f,
	const struct capflow_packet *p);
/* What no packet shows, as "connect(): Connection timed out". */
void ladder_mark(struct strbuf *to, const struct ladder *l, int64_t at_ns, const char *text);

/* "mss 1460, sack permitted, timestamp 3184 echo 0, scale 7": a segment's options in their order,
 * SACK blocks with relative numbers. Nothing for one that has none. */
void ladder_options(struct strbuf *to, const struct flow *f, const struct flow_segment *s);
/* What is to be said of a packet: trouble with its checksum, joined segments, flow's events; of an
 * ICMP error what it says, and about what. Clauses with "; " between; nothing where there is none.
 */
void ladder_note(struct strbuf *to, const struct flow *f, const struct capflow_packet *p);

#endif
