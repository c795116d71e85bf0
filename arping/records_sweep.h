/* records_sweep: the records of a sweep. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_RECORDS_SWEEP_H
#define PROBEKIT_ARPING_RECORDS_SWEEP_H

#include "report.h"

struct records_host {
	const char *target, *mac, *ether_mac, *vendor, *rtt_source;
	struct addr addr;
	uint64_t seq, owner;
	int64_t rtt_ns;
	int8_t other_mac, local_mac;
};

extern const struct report_type records_host_type;
int records_host(struct report *r, const struct records_host *h, int64_t realtime_ns);

#endif
