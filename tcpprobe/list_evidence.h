/* list_evidence: a list's own packets as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_LIST_EVIDENCE_H
#define PROBEKIT_TCPPROBE_LIST_EVIDENCE_H

#include "capfile.h"
#include "grid.h"
#include "keyed.h"

int list_evidence_open(struct capfile **out, const char *path, struct fail *why);
/* round: how often it was asked before. */
void list_evidence_sent(struct capfile *c, const struct grid_cell *cell, unsigned round,
	struct bytes packet, int64_t realtime_ns);
/* An answer to the question of that number. frame NULL: an ICMP error, which stands in the comment
 * of the SYN it rejected. rtt_ns -1 unknown; offset: realtime less monotonic. */
void list_evidence_heard(struct capfile *c, const struct keyed_answer *a, uint64_t number,
	const struct frame *frame, int64_t rtt_ns, int64_t offset_ns);

#endif
