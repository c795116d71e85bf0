/* hops_report: a path as text and records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_HOPS_REPORT_H
#define PROBEKIT_PING_HOPS_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "names.h"
#include "outcome.h"
#include "records.h"
#include "trace_text.h"

struct hops_sum;

/* Borrowed for its life. */
struct hops_report {
	struct report *report;
	struct records *records;
	const struct trace *trace;
	struct names *names;
	const char *host, *device;
	struct addr target, source;
	size_t data_bytes;
	int16_t tos; /* of the probes */
	bool quiet, stats, explain, prom;
};

/* How a table of it looks, in a line of any length. */
struct trace_look hops_report_look(const struct hops_report *r);
/* From where to where, without a line's end. */
void hops_report_title(const struct hops_report *r, struct strbuf *to);
void hops_report_header(const struct hops_report *r);
/* What became of a probe; answer is NULL where nobody is known better by it. */
void hops_report_outcome(
	const struct hops_report *r, const struct outcome *o, const struct trace_answer *answer);
/* The table as it stands. */
void hops_report_table(const struct hops_report *r);
void hops_report_flush(const struct hops_report *r);
int hops_report_failed(const struct hops_report *r);
/* All that is said at the end, but for the summary. */
void hops_report_end(const struct hops_report *r, const struct hops_sum *sum);

/* Whether it is this host that sends the probes back: its own neighbour does not answer. */
bool hops_report_is_own(const struct hops_report *r, const struct trace_verdict *v);

/* --explain (hops_explain.c). */
void hops_explain(const struct hops_report *r);

/* The records (hops_fill.c). */
int hops_records_outcome(
	const struct hops_report *r, const struct outcome *o, const struct trace_answer *answer);
int hops_records_path(const struct hops_report *r, int64_t realtime_ns);
struct records_summary hops_records_summary(
	const struct hops_report *r, const struct hops_sum *sum);

#endif
