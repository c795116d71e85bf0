/* evidence: this run's own packets as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_EVIDENCE_H
#define PROBEKIT_TCPPROBE_EVIDENCE_H

#include "capfile.h"
#include "outcome.h"

struct evidence {
	struct capfile *file; /* to be closed or abandoned; NULL none */
	struct addr source;
};

/* Probes are held until their fate is known, so that the file is in order. IP headers that a socket
 * does not show are rebuilt, and the comment says so; an ICMP error stands in the comment of the
 * probe it rejected. */
int evidence_open(struct evidence *e, const char *path, const char *device,
	const struct addr *source, struct fail *why);
void evidence_sent(
	const struct evidence *e, uint64_t nth, struct bytes packet, int64_t realtime_ns);
/* The frame an outcome came by. offset: realtime less monotonic. */
void evidence_frame(const struct evidence *e, const struct frame *f, const struct outcome *o,
	int64_t offset_ns);
/* The same with a comment of the caller's. */
void evidence_heard(
	const struct evidence *e, const struct frame *f, int64_t offset_ns, const char *comment);
/* What became of a probe. */
void evidence_fate(const struct evidence *e, const struct outcome *o, int64_t offset_ns);

#endif
