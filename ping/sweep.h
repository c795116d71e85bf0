/* sweep: many targets, each asked its count, in one process over a socket a family. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_SWEEP_H
#define PROBEKIT_PING_SWEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "engine.h"
#include "histogram.h"
#include "records.h"
#include "report.h"
#include "targets.h"
#include "term.h"
#include "unresolved.h"

enum sweep_lists {
	SWEEP_TABLE = 1,       /* a line a target at the end */
	SWEEP_ALIVE = 2,       /* a name a line, as soon as it answers */
	SWEEP_UNREACHABLE = 4, /* a name a line at the end */
	SWEEP_VECTOR = 8       /* a line a target with the time of each probe, - for none */
};

/* All borrowed. Lane and index in targets are the same. */
struct sweep_config {
	struct engine engine;
	struct report *report;
	const struct targets *targets;
	const struct unresolved *unresolved; /* targets without an address, beside those */
	unsigned lists;			     /* enum sweep_lists */
	uint64_t count;			     /* probes a target, for the vector; 0 without end */
	bool details; /* percentiles, changes of headers, jitter and outages of the first lanes */
	int sent_tos; /* the DS field of probes, -1 the system's */
	bool prom;    /* metrics of the first targets are wanted */
	bool until_interrupted;	 /* every target is asked without end: no progress is shown */
	int64_t report_every_ns; /* the table so far this often; 0 never */
	uint32_t bound_ifindex;	 /* the interface probes are to leave by; 0 any */
	struct term_progress *progress;
};

/* The whole in numbers. */
struct sweep_sum {
	uint64_t targets, alive;
	struct records_summary total;
	double worst_loss_percent; /* of any one target */
	struct histogram *rtts;	   /* of all replies; the caller closes it */
	int64_t rtt_sum_ns;
};

/* 0, or -errno when a socket could not go on; out is filled then too. */
int sweep_loop(const struct sweep_config *c, struct sweep_sum *out, struct fail *why);

#endif
