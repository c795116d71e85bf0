/* text: the lines of a run. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_TEXT_H
#define PROBEKIT_TCPPROBE_TEXT_H

#include "inquiry.h"
#include "outcome.h"
#include "report.h"
#include "summary.h"

struct text {
	struct report *report; /* borrowed */
	const char *program, *host;
	struct addr target, source;
	uint16_t port, mss;
	bool connects; /* by connect(), and the reasons it cannot tell: */
	const char *cannot;
	bool quiet, verbose;
};

void text_header(const struct text *t);
void text_outcome(const struct text *t, const struct outcome *o);
/* "closed by a middlebox: ...": what the port is, within a line. */
void text_finding(const struct text *t, const struct summary *s);
/* What --reference found. */
void text_comparison(const struct text *t, uint16_t reference, const struct inquiry *i);
void text_summary(const struct text *t, const struct summary *s);
/* The name has another address now. */
void text_moved(struct text *t, const struct addr *target, const struct addr *source);
void text_status(const struct text *t, const struct summary *s); /* in between, on one line */
/* --stats: percentiles, jitter, losses by cause. offset: realtime less monotonic. */
void text_stats(struct report *r, const struct summary *s, int64_t offset_ns);

#endif
