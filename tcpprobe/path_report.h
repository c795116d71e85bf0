/* path_report: the way of a port's SYNs as text and records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_PATH_REPORT_H
#define PROBEKIT_TCPPROBE_PATH_REPORT_H

#include "names.h"
#include "path_event.h"
#include "path_verdict.h"
#include "records.h"
#include "trace_text.h"

struct path_sum;

/* Borrowed for its life. */
struct path_report {
	struct report *report;
	struct records *records;
	const struct path_flow *flows; /* the port's; with compared: then the other port's */
	unsigned n;
	const struct trace *all; /* of all flows together; NULL: there is one */
	bool compared;
	struct names *names;
	const char *host, *device;
	struct addr target, source;
	uint16_t mss;
	uint32_t mtu_bytes; /* of the path, as this host knows it */
	bool connects; /* by connect(): the SYN is the kernel's, and nothing shows its quotes */
	bool quiet, stats, explain, prom;
};

struct trace_look path_report_look(const struct path_report *r);
/* From where to where, without a line's end. */
void path_report_title(const struct path_report *r, struct strbuf *to);
void path_report_header(const struct path_report *r);
/* What is known by now, for a pathview: r is a struct path_report. */
void path_report_draw(const void *r, struct strbuf *to, const struct trace_look *look);
/* The tables as they stand. */
void path_report_tables(const struct path_report *r);
/* All that is said at the end, but for the summary. */
void path_report_end(const struct path_report *r, const struct path_sum *sum);
/* --explain (path_explain.c). */
void path_explain(const struct path_report *r, const struct path_verdict *v);

/* What became of a probe; answer is NULL where nobody is known better by it. (path_records.c) */
int path_records_probe(const struct path_report *r, const struct path_event *e,
	const struct trace_answer *answer, int64_t realtime_ns);
/* Every flow's hops, changes and verdict. */
void path_records_end(const struct path_report *r, int64_t realtime_ns);
/* The first flow's run in numbers. */
struct summary path_records_summary(const struct path_report *r, const struct path_sum *sum);

#endif
