/* records: what happened, as records for JSON, Prometheus and Nagios. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_RECORDS_H
#define PROBEKIT_PING_RECORDS_H

#include "bounds.h"
#include "outcome.h"
#include "report.h"
#include "summary.h"
#include "times.h"

struct records_start {
	const char *target; /* as given */
	struct addr addr, source;
	const char *interface;
	const char *socket;  /* "ping" or "raw" */
	const char *missing; /* what this run cannot do, and the command that would let it; NULL */
	uint64_t data_bytes;
	int64_t interval_ns, timeout_ns; /* timeout INT64_MAX: never */
	uint64_t id;
};
struct records_outcome {
	const char *target;
	struct addr addr, from;
	uint64_t seq, icmp_seq, flow;
	int64_t rtt_ns, local_send_ns, local_receive_ns;
	const char *rtt_source, *verdict;
	uint64_t bytes, ttl, tos;
	const char *dscp, *ecn;
	int8_t truncated, other_address, checksum_bad;
	uint64_t wrong_at_bytes;
	uint64_t icmp_type, icmp_code, mtu, pointer;
	const char *icmp_name;
	struct addr gateway;
	const char *error;
	int64_t waited_ns;
};
struct records_summary {
	const char *target;
	struct addr addr;
	uint64_t transmitted, received, lost, late, pending, duplicates, corrupted, forged,
		rejected, redirects, unsent, drops;
	double loss_percent;
	int64_t elapsed_ns, rtt_min_ns, rtt_mean_ns, rtt_max_ns, rtt_deviation_ns;
	struct times times;
	uint64_t ttl_changes, tos_changes, user_stamped, clock_steps;
	int8_t interrupted, up, goal_reached, limits_held;
	const char *limits_failed;
	uint64_t targets, alive, unasked, unresolved; /* of a sweep */
	const char *error; /* why a target of many was sent nothing; NULL */
};

struct records {
	struct report *report; /* borrowed */
	const char *target;
	enum addr_family family;
};

int records_start(struct records *r, const struct records_start *s, int64_t realtime_ns);
int records_outcome(struct records *r, const struct outcome *o);
int records_drops(struct records *r, uint64_t count, int64_t realtime_ns);
int records_pause(struct records *r, int64_t length_ns, int64_t realtime_ns);
/* offset: realtime less monotonic, for the start of an outage. */
struct records_summary records_summarise(
	const char *target, const struct addr *addr, const struct summary *s, int64_t offset_ns);
/* One target of many. */
int records_target(struct records *r, const struct records_summary *s, int64_t realtime_ns);
int records_target_prom(struct records *r, const struct records_summary *s);
/* The whole of many targets: what each of them has as a gauge is left to them. */
int records_many_prom(struct records *r, const struct records_summary *s, const struct histogram *h,
	int64_t rtt_sum_ns);
/* Every value unknown, every count 0. */
void records_unknown(struct records_summary *s);
/* Borrows the verdict's text. */
void records_limits(struct records_summary *out, const struct bounds_verdict *v);
int records_summary(struct records *r, const struct records_summary *s, int64_t realtime_ns);
int records_prom(struct records *r, const struct records_summary *s, const struct histogram *h,
	int64_t rtt_sum_ns);

/* Every type, for the schema and its page. */
extern const struct report_type *const records_types[];
extern const size_t records_types_n;

#endif
