/* hops_records: what the records of a path hold. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_HOPS_RECORDS_H
#define PROBEKIT_PING_HOPS_RECORDS_H

#include <stdint.h>

#include "addr.h"
#include "records_types.h"

struct hops_probe_record {
	const char *target;
	struct addr from;
	uint64_t hop, seq, icmp_seq;
	int64_t rtt_ns;
	const char *rtt_source, *verdict;
	int8_t late;
	uint64_t ttl, quoted_ttl, quoted_tos, icmp_type, icmp_code, mtu;
	const char *icmp_name, *labels, *error;
};

#endif
