/* hops_records: what the records of a path hold. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_HOPS_RECORDS_H
#define PROBEKIT_PING_HOPS_RECORDS_H

#include <stdint.h>

#include "addr.h"
#include "records_types.h"

struct hops_probe_record {
	const char *target;
	struct addr addr;
	uint64_t hop, seq, icmp_seq;
	int64_t rtt_ns;
	const char *rtt_source, *verdict;
	int8_t late;
	uint64_t ttl, quoted_ttl, quoted_tos, icmp_type, icmp_code, mtu;
	const char *icmp_name, *labels, *error;
};

struct hops_hop_record {
	const char *target;
	uint64_t hop, responders, changes, sent, answered, lost, late, pending, duplicates, unsent;
	struct addr addr;
	const char *name, *icmp_name, *labels;
	double loss_percent;
	int8_t limits, is_target;
	int64_t last_ns, min_ns, mean_ns, max_ns, deviation_ns, p50_ns, p90_ns, p99_ns, jitter_ns,
		difference_ns;
	uint64_t ttl, back, quoted_ttl, quoted_tos, mtu;
};

struct hops_responder_record {
	const char *target, *name;
	uint64_t hop, answers, ttl;
	struct addr addr;
};

struct hops_path_record {
	const char *target, *state, *icmp_name;
	struct addr addr, hop_addr, loss_from_addr;
	uint64_t hop, again, loss_from, length_changes, mtu;
	double loss_percent;
};

#endif
