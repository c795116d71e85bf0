/* times: what a run's round-trip times and losses came to, as text: the lines of --stats. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TIMES_H
#define PROBEKIT_TIMES_H

#include <stdint.h>

#include "histogram.h"
#include "report.h"
#include "story.h"

enum { TIMES_MS = 32 };
/* Milliseconds with three places; "unknown" for a negative time. Returns to. */
const char *times_ms(char to[static TIMES_MS], int64_t ns);

/* "rtt min/avg/max/mdev = ...". */
void times_rtt(struct report *r, int64_t min_ns, int64_t mean_ns, int64_t max_ns, int64_t mdev_ns);
/* "rtt percentiles: p50 ... p99.9 ... ms", of a histogram that is not empty. */
void times_percentiles(struct report *r, const struct histogram *h);
/* "jitter: ...", nothing before the second answer; reordered: with how many came out of order. */
void times_jitter(struct report *r, const struct story *s, bool reordered);
/* "outage: ..." where there was one; offset: realtime less monotonic. */
void times_outage(struct report *r, const struct story *s, int64_t offset_ns);
/* "this host: ...": what of the numbers is its own doing. */
void times_host(struct report *r, uint64_t unsent, uint64_t drops, uint64_t user_stamped,
	unsigned clock_steps);

#endif
