/* timeline: what happened in an exchange, in its order, with the packet of each. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_TIMELINE_H
#define PROBEKIT_HTTPGET_TIMELINE_H

#include "exchange.h"

enum { TIMELINE_ROWS = 160, TIMELINE_TEXT = 200 };

struct timeline_row {
	int64_t at_ns;		  /* since the exchange began */
	char mark;		  /* '>' we sent it, '<' it came, ' ' neither */
	uint64_t packet;	  /* its number; 0 unknown */
	bool doubtful;		  /* drops of our own came before */
	char text[TIMELINE_TEXT]; /* may hold text from the network: escape it */
};
struct timeline {
	struct timeline_row row[TIMELINE_ROWS];
	unsigned n;
};

void timeline_make(struct timeline *t, const struct exchange *x);

#endif
