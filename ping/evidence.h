/* evidence: this run's own packets as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_EVIDENCE_H
#define PROBEKIT_PING_EVIDENCE_H

#include "capfile.h"
#include "frame.h"
#include "outcome.h"
#include "wire.h"

struct evidence_config {
	const char *path;
	const char *device; /* for the interface block */
	struct addr source, target;
	uint8_t ttl, tos; /* of what is sent */
	size_t data_bytes;
	uint32_t hops;	/* with --path, else 0: then nth is that of a hop's probe * hops + the hop
			   less 1, and ttl of no account */
	uint32_t flows; /* with --flows, else 0: nth is likewise that of a flow's probe and the
			   flow */
	const uint32_t *labels; /* of the flows, for IPv6; borrowed */
};
struct evidence {
	struct evidence_config c;
	struct capfile *file; /* to be closed or abandoned; NULL none */
};

/* Requests are held until their fate is known (1024 of them at most), so that the file is in order
 * and each one says what became of it. Headers that a socket does not show are rebuilt, and the
 * comment says so. */
int evidence_open(struct evidence *e, const struct evidence_config *c, struct fail *why);
void evidence_sent(const struct evidence *e, uint64_t nth, struct bytes icmp, int64_t realtime_ns);
/* What became of a request, and the packet (NULL none) or the error queue's entry (NULL none) that
 * says so. offset: realtime less monotonic. */
void evidence_outcome(const struct evidence *e, const struct outcome *o, const struct frame *f,
	const struct wire_report *r, int64_t offset_ns);

#endif
