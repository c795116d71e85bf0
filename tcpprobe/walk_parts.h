/* walk_parts: what the sources of walk share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_WALK_PARTS_H
#define PROBEKIT_TCPPROBE_WALK_PARTS_H

#include "walk.h"

enum { WALK_MARK_TEXT = 160 };
enum walk_phase {
	WALK_CONNECTING,
	WALK_SENDING,
	WALK_ANSWERING,
	WALK_CLOSING,
	WALK_LAST,
	WALK_OVER
};

struct walk {
	struct walk_config c;
	struct dial *dial;
	int fd, flow; /* -1 none */
	enum walk_phase phase;
	int64_t due_ns; /* of the phase */
	struct bytes left;
	struct walk_result result;
	char mark[WALK_MARK_TEXT]; /* not told yet; empty none */
	char told[WALK_MARK_TEXT];
	int64_t mark_ns;
	bool holds; /* a packet that came behind the mark: */
	struct capflow_packet held;
};

static inline const struct flow *walk_flow(const struct walk *w)
{
	return w->flow < 0 ? NULL : capflow_flow(w->c.capflow, (unsigned)w->flow);
}

/* walk_phase.c: what is to be done now; may set the mark and the phase. */
void walk_step(struct walk *w, int64_t now_ns);
void walk_reset(struct walk *w);

#endif
