/* walk_text: a walk as a ladder, and what it comes to. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_WALK_TEXT_H
#define PROBEKIT_TCPPROBE_WALK_TEXT_H

#include "ladder.h"
#include "report.h"
#include "walk.h"

struct walk_text {
	struct report *report; /* borrowed */
	const char *host;
	struct addr target, source;
	uint16_t port;
	bool quiet, unseen;  /* no packet is seen */
	const char *missing; /* why not: one line */
	struct ladder ladder;
	bool begun; /* the ladder's head stands */
};

void walk_text_header(const struct walk_text *t);
void walk_text_packet(struct walk_text *t, const struct flow_tuple *tuple, const struct flow *f,
	const struct capflow_packet *p);
void walk_text_mark(const struct walk_text *t, int64_t at_ns, const char *what);
/* What the port is, the connection in numbers, and what went wrong in it. */
void walk_text_end(const struct walk_text *t, const struct walk_result *r, const struct summary *s);
/* --explain, behind what the port's state means. */
void walk_explain(const struct walk_text *t, const struct walk_result *w);

#endif
