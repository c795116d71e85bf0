/* segments: the packets of a watched connection as records, the same in every tool. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SEGMENTS_H
#define PROBEKIT_SEGMENTS_H

#include "capflow.h"
#include "report.h"

/* The fields of a tool's "segment" and "segment_icmp" types. */
enum { SEGMENTS_FIELDS = 27, SEGMENTS_ICMP_FIELDS = 16 };
extern const struct report_field segments_fields[SEGMENTS_FIELDS];
extern const struct report_field segments_icmp_fields[SEGMENTS_ICMP_FIELDS];

/* All borrowed. */
struct segments_run {
	struct report *report;
	const struct report_type *segment, *icmp;
	const char *target;
	struct addr addr; /* that is asked, with its port */
	uint16_t port;
	int64_t start_ns; /* of the connection */
};

/* A segment or an ICMP error as capflow_next gives it; f is its flow. What report_put returns. */
int segments_put(const struct segments_run *r, const struct flow_tuple *t, const struct flow *f,
	const struct capflow_packet *p);

#endif
