/* times: what a run's round-trip times and losses came to: the lines of --stats, and the same for a
 * record. */
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

/* A member of a summary's record; what is not known is INT64_MIN or UINT64_MAX. */
struct times {
	int64_t p50_ns, p90_ns, p95_ns, p99_ns, p999_ns;
	int64_t jitter_ns, difference_ns;
	uint64_t reordered, longest_loss, loss_runs;
	int64_t outage_ns, outage_start_ns; /* the start by the wall clock */
};
#define TIMES_UNKNOWN                                                                              \
	{                                                                                          \
		INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN,       \
			UINT64_MAX, UINT64_MAX, UINT64_MAX, INT64_MIN, INT64_MIN                   \
	}
void times_of_histogram(struct times *to, const struct histogram *h);
void times_of_story(struct times *to, const struct story *s, int64_t offset_ns);

/* Its rows in the table of a record's fields (report_table.h), as member `times` of struct type. */
#define TIMES_PERCENTILES(type)                                                                    \
	FIELD(type, "rtt_p50_ms", REPORT_MS, times.p50_ns, "Median."),                             \
		FIELD(type, "rtt_p90_ms", REPORT_MS, times.p90_ns, "90th percentile."),            \
		FIELD(type, "rtt_p95_ms", REPORT_MS, times.p95_ns, "95th percentile."),            \
		FIELD(type, "rtt_p99_ms", REPORT_MS, times.p99_ns, "99th percentile."),            \
		FIELD(type, "rtt_p999_ms", REPORT_MS, times.p999_ns, "99.9th percentile.")
#define TIMES_JITTER(type)                                                                         \
	FIELD(type, "jitter_ms", REPORT_MS, times.jitter_ns, "Jitter as RFC 3550 6.4.1 has it."),  \
		FIELD(type, "ipdv_ms", REPORT_MS, times.difference_ns,                             \
			"Mean difference of consecutive round-trip times.")
#define TIMES_LOSSES(type)                                                                         \
	FIELD(type, "longest_loss", REPORT_U64, times.longest_loss,                                \
		"Longest run of lost probes."),                                                    \
		FIELD(type, "loss_runs", REPORT_U64, times.loss_runs,                              \
			"How many runs of lost probes."),                                          \
		FIELD(type, "outage_ms", REPORT_MS, times.outage_ns,                               \
			"Longest time without an answered probe."),                                \
		FIELD(type, "outage_start", REPORT_TIME, times.outage_start_ns,                    \
			"When its first lost probe left.")

#endif
