/* explain: statistics in full, and what a run means in plain words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_EXPLAIN_H
#define PROBEKIT_PING_EXPLAIN_H

#include "bounds.h"
#include "destination.h"
#include "report.h"
#include "summary.h"

/* --stats: percentiles, jitter, losses by cause, outages. offset: realtime less monotonic. */
void explain_stats(struct report *r, const struct summary *s, int64_t offset_ns);
/* A line on the limits, where any were given. */
void explain_limits(struct report *r, const struct bounds_verdict *v);
/* --explain: each sentence names its evidence by the summary record's keys. */
void explain_run(struct report *r, const struct destination *to, const struct summary *s);

#endif
