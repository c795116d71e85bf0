/* pathrecord: a path as records: each hop, who answers there, and what to make of it all. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PATHRECORD_H
#define PROBEKIT_PATHRECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "addr.h"
#include "names.h"
#include "report.h"
#include "trace.h"

/* All borrowed. Each tool has types of its own, with the fields below. */
struct pathrecord {
	struct report *report;
	const struct report_type *hop, *responder, *path;
	const struct trace *trace;
	const struct names *names; /* NULL: addresses alone */
	const char *target;	   /* as given */
	struct addr addr;
	uint64_t port, source_port, flow; /* UINT64_MAX: none; flow counts from 1 */
	bool prom;			  /* to Prometheus too */
};
/* A record for each hop worth a row, one for each of several who answer on it, and the verdict.
 * Non-zero when the output failed. */
int pathrecord_put(const struct pathrecord *p, int64_t realtime_ns);

/* For --explain: a line where a hop limits its answers; whether it does. */
bool pathrecord_explain_limits(struct report *to, const struct trace *t, unsigned hop);

enum { PATHRECORD_HOP_FIELDS = 36, PATHRECORD_RESPONDER_FIELDS = 8, PATHRECORD_PATH_FIELDS = 15 };
extern const struct report_field pathrecord_hop_fields[PATHRECORD_HOP_FIELDS];
extern const struct report_field pathrecord_responder_fields[PATHRECORD_RESPONDER_FIELDS];
extern const struct report_field pathrecord_path_fields[PATHRECORD_PATH_FIELDS];

enum { PATHRECORD_LABELS = TRACE_LABELS * 24 };
/* An answer's MPLS label stack as label/class/TTL, outermost first; NULL without one. Returns to.
 */
const char *pathrecord_labels(char to[static PATHRECORD_LABELS], const struct trace_answer *a);
const char *pathrecord_kind(enum trace_kind kind); /* "transit"; static */

/* What the tables describe. */
struct pathrecord_hop {
	const char *target;
	uint64_t port, source_port, flow, hop, responders, changes, sent, answered, lost, late,
		pending, duplicates, unsent;
	struct addr hop_addr;
	const char *name, *icmp_name, *labels;
	double loss_percent;
	int8_t limits, is_target;
	int64_t last_ns, min_ns, mean_ns, max_ns, deviation_ns, p50_ns, p90_ns, p99_ns, jitter_ns,
		difference_ns;
	uint64_t ttl, back, quoted_ttl, quoted_tos, mtu;
};

struct pathrecord_responder {
	const char *target, *name;
	uint64_t port, source_port, hop, answers, ttl;
	struct addr hop_addr;
};

struct pathrecord_path {
	const char *target, *state, *icmp_name;
	struct addr addr, hop_addr, loss_from_addr;
	uint64_t port, source_port, flow, hop, again, loss_from, length_changes, mtu;
	double loss_percent;
};

#endif
