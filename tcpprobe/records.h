/* records: what happened, as records for JSON, Prometheus and Nagios. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_RECORDS_H
#define PROBEKIT_TCPPROBE_RECORDS_H

#include "inquiry.h"
#include "outcome.h"
#include "report.h"
#include "summary.h"
#include "times.h"

struct records_start {
	const char *target, *method, *cannot;
	struct addr addr, source;
	uint64_t port, source_port, mss;
	int64_t interval_ns, timeout_ns;
};
struct records_outcome {
	const char *target, *state, *verdict, *rtt_source, *flags, *reason, *error;
	struct addr addr, from;
	uint64_t port, seq, source_port, ttl, window, mss, window_scale, icmp_type, icmp_code,
		retransmits;
	int64_t rtt_ns, waited_ns;
	int8_t sack, timestamps;
	char flags_text[TCP_FLAGS_TEXT], reason_text[128]; /* what flags and reason point to */
};
struct records_summary {
	const char *target, *state, *reason, *who, *confidence, *signals;
	struct addr addr, rejecter;
	uint64_t port, sent, open, closed, rejected, stale, duplicates, forged, late, lost, pending,
		unsent, drops, retransmits, icmp_type, icmp_code, rejecter_hops;
	double loss_percent;
	int64_t elapsed_ns, rtt_min_ns, rtt_mean_ns, rtt_max_ns, rtt_deviation_ns;
	struct times times;
	uint64_t user_stamped, clock_steps;
	int8_t up, interrupted;
	char signals_text[VERDICT_SIGNALS_TEXT]; /* what signals points to */
};

struct records {
	struct report *report; /* borrowed */
	const char *target;    /* as given */
	struct addr addr;
	uint16_t port;
};

int records_start(struct records *r, const struct records_start *s, int64_t realtime_ns);
int records_outcome(struct records *r, const struct outcome *o);
int records_drops(struct records *r, uint64_t count, int64_t realtime_ns);
/* The name's address was that, and is another; the records go on with it. */
int records_moved(
	struct records *r, const struct addr *is, const struct addr *was, int64_t realtime_ns);
int records_pause(struct records *r, int64_t length_ns, int64_t realtime_ns);
/* up: whether the port is as wanted. offset: realtime less monotonic. */
void records_summarise(struct records_summary *out, const struct records *r,
	const struct summary *s, bool up, int64_t offset_ns);
int records_summary(struct records *r, const struct records_summary *s, int64_t realtime_ns);
int records_prom(struct records *r, const struct records_summary *s);

int records_comparison(
	struct records *r, uint16_t reference, const struct inquiry *i, int64_t realtime_ns);

/* Every type, for the schema and its page. */
extern const struct report_type *const records_types[];
extern const size_t records_types_n;

#endif
