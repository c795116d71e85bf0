/* evidence: this run's own frames as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_EVIDENCE_H
#define PROBEKIT_ARPING_EVIDENCE_H

#include "capfile.h"
#include "outcome.h"

struct evidence;

/* Probes are held until their fate is known, so that the file is in order. What the kernel sent and
 * delivered is written as it was. */
int evidence_open(struct evidence **out, const char *path, const char *device, struct fail *why);
const char *evidence_folder(const struct evidence *e); /* of the rename at the end; NULL: none */
/* What was sent: its fate, and another comment, may come by evidence_decide with that key. */
void evidence_ask(struct evidence *e, uint64_t key, struct bytes frame, int64_t realtime_ns,
	const char *comment);
/* The comment stands; realtime 0: as it was given before. */
void evidence_decide(struct evidence *e, uint64_t key, int64_t realtime_ns, const char *comment);
/* What was heard. */
void evidence_hear(
	struct evidence *e, struct bytes frame, int64_t realtime_ns, const char *comment);
/* The same of one address's probes, numbered from 0. */
void evidence_sent(struct evidence *e, uint64_t nth, struct bytes frame, int64_t realtime_ns);
/* The frame an outcome came by. offset: realtime less monotonic. */
void evidence_frame(
	struct evidence *e, const struct frame *f, const struct outcome *o, int64_t offset_ns);
/* What became of a probe. */
void evidence_fate(struct evidence *e, const struct outcome *o, int64_t offset_ns);
bool evidence_unread(const struct evidence *e); /* its reader went away */
/* Writes all, renames the file into place and frees e. -EPIPE when its reader went away. */
int evidence_close(struct evidence *e, struct fail *why);
void evidence_abandon(struct evidence *e);

#endif
