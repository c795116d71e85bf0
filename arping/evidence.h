/* evidence: this run's own frames as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_EVIDENCE_H
#define PROBEKIT_ARPING_EVIDENCE_H

#include "capfile.h"
#include "outcome.h"

/* Probes are held until their fate is known, so that the file is in order. What the kernel sent and
 * delivered is written as it was. */
int evidence_open(struct capfile **out, const char *path, const char *device, struct fail *why);
/* One address's probes, numbered from 0. */
void evidence_sent(struct capfile *c, uint64_t nth, struct bytes frame, int64_t realtime_ns);
/* The frame an outcome came by. offset: realtime less monotonic. */
void evidence_frame(
	struct capfile *c, const struct frame *f, const struct outcome *o, int64_t offset_ns);
/* What became of a probe. */
void evidence_fate(struct capfile *c, const struct outcome *o, int64_t offset_ns);

#endif
