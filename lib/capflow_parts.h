/* capflow_parts: what the sources of capflow share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_CAPFLOW_PARTS_H
#define PROBEKIT_CAPFLOW_PARTS_H

#include "capfile.h"
#include "capflow.h"
#include "capture.h"
#include "clock.h"
#include "packet.h"

enum { CAPFLOW_RECENT = 64 };

struct watched {
	struct flow_tuple tuple;
	struct flow flow;
	uint32_t out_ifindex; /* where its segments leave */
	int64_t out_ns;	      /* when the last one did */
};

struct capflow {
	struct capture *capture;
	const struct clock_map *clock; /* the capture's */
	struct capfile *file;	       /* NULL none */
	bool hide_payload, awaits_keys, names;
	struct watched *flow[CAPFLOW_FLOWS]; /* NULL free */
	uint64_t packets, drops, copies;
	struct {
		uint32_t hash, ifindex;
	} recent[CAPFLOW_RECENT]; /* a ring of what was delivered last */
	unsigned recent_at;
	struct flow_event event[FLOW_EVENTS];
	struct capflow_packet packet; /* the one delivered last */
	struct bytes frame;	      /* all of it, */
	size_t headers_bytes;	      /* its part before the payload, */
	uint32_t whole_bytes;	      /* and its length before it was cut */
};

/* Fills w->packet from a frame; false when it is none of the watched connections'. */
bool capflow_read(struct capflow *w, const struct frame *f);
/* Writes w->packet with its comment. */
void capflow_save(struct capflow *w);

#endif
