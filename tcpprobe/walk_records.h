/* walk_records: a walk as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_WALK_RECORDS_H
#define PROBEKIT_TCPPROBE_WALK_RECORDS_H

#include "records.h"
#include "walk.h"

/* A segment or an ICMP error as it passed, f is the flow of it. */
int walk_records_packet(struct records *r, const struct flow_tuple *t, const struct flow *f,
	int64_t start_ns, const struct capflow_packet *p);
/* What no packet shows. */
int walk_records_mark(struct records *r, const char *text, int64_t after_ns, int64_t realtime_ns);
/* The whole of it; the summary record is the caller's. */
int walk_records_end(struct records *r, const struct walk_result *w, const struct summary *s,
	int64_t realtime_ns);

extern const struct report_type walk_segment_type, walk_icmp_type, walk_mark_type, walk_type;

#endif
