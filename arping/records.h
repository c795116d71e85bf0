/* records: what happened, as records for JSON, Prometheus and Nagios. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_RECORDS_H
#define PROBEKIT_ARPING_RECORDS_H

#include "outcome.h"
#include "report.h"
#include "summary.h"
#include "times.h"

struct records_start {
	const char *target, *mode, *interface, *mac;
	struct addr addr, source;
	uint64_t vlan;
	int64_t interval_ns, timeout_ns; /* INT64_MAX: never */
};
struct records_outcome {
	const char *target;
	struct addr addr, from;
	uint64_t seq, owner, vlan;
	const char *mac, *ether_mac, *cast, *message, *verdict, *rtt_source, *fault, *error;
	int64_t rtt_ns, waited_ns;
	int8_t other_mac, na_router, na_solicited, na_override;
};
struct records_router {
	const char *target;
	struct addr from, prefix, server;
	uint64_t seq, lifetime_s, hop_limit, mtu_bytes, prefix_bits, valid_s, preferred_s, prefixes,
		servers;
	const char *mac, *preference, *search;
	int64_t rtt_ns;
	int8_t managed, other_config, on_link, autonomous;
};
struct records_summary {
	const char *target, *mode, *mac;
	struct addr addr;
	uint64_t transmitted, broadcasts, received, answered, lost, late, pending, repeated, owners,
		claims, liars, malformed, elsewhere, unsent, drops, announced;
	uint64_t targets, alive, duplicates, proxies, silent, unasked, retried; /* of a sweep */
	uint64_t events, alarms;						/* of a watch */
	double loss_percent;
	int64_t elapsed_ns, rtt_min_ns, rtt_mean_ns, rtt_max_ns, rtt_deviation_ns;
	struct times times;
	uint64_t user_stamped, clock_steps;
	int8_t up, duplicate, conflict, available, interrupted;
	char mac_text[MAC_TEXT]; /* what mac points to */
};

struct records {
	struct report *report; /* borrowed */
	const char *target;    /* as given; the interface where routers are asked for */
	struct addr addr;
};

int records_start(struct records *r, const struct records_start *s, int64_t realtime_ns);
int records_outcome(struct records *r, const struct outcome *o);
int records_drops(struct records *r, uint64_t count, int64_t realtime_ns);
int records_pause(struct records *r, int64_t length_ns, int64_t realtime_ns);
/* Fills out, which must stay where it is. offset: realtime less monotonic. */
void records_summarise(struct records_summary *out, const struct records *r,
	const struct summary *s, int64_t offset_ns);
/* Every value that may be is unknown, counts that must be are 0; target and mode stay. */
void records_unknown(struct records_summary *s);
int records_summary(struct records *r, const struct records_summary *s, int64_t realtime_ns);
int records_prom(struct records *r, const struct records_summary *s);
const char *records_mode(enum summary_mode mode); /* "lookup", "dad" ...; static */

/* Every type, for the schema and its page. */
extern const struct report_type *const records_types[];
extern const size_t records_types_n;

#endif
