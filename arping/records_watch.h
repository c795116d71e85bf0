/* records_watch: the records of a watch. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_RECORDS_WATCH_H
#define PROBEKIT_ARPING_RECORDS_WATCH_H

#include "report.h"

struct records_event {
	const char *target, *event, *mac, *before, *vendor;
	struct addr addr;
	uint64_t vlan;
	int64_t silence_ns;
	int8_t alarm;
};

extern const struct report_type records_event_type;
int records_event(struct report *r, const struct records_event *e, int64_t realtime_ns);

#endif
