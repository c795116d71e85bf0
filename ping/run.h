/* run: one target's probes from the first to the summary. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_RUN_H
#define PROBEKIT_PING_RUN_H

#include <stdbool.h>

#include "engine.h"
#include "evidence.h"
#include "graph.h"
#include "names.h"
#include "records.h"
#include "summary.h"
#include "text.h"

/* What ends a run before its deadline, or a signal. 0 and false: not that. */
struct run_ends {
	uint64_t count; /* so many answers, and errors with errors_count */
	bool errors_count;
	bool at_error;	      /* the first ICMP error */
	bool at_reply;	      /* the first reply */
	uint64_t up_in_row;   /* so many consecutive probes answered: the goal of --until-up */
	uint64_t down_in_row; /* so many not answered, or refused by an ICMP error */
};

/* What a run works with; all borrowed. */
struct run_config {
	struct plan *plan;
	struct wire *wire;
	struct session *session;
	struct probe_echo *probe;
	struct report *report;
	struct names *names;
	struct text *text;
	struct records *records;
	const struct evidence *evidence; /* NULL none */
	struct graph *graph;		 /* NULL none */
	struct addr target;
	uint32_t bound_ifindex; /* without this interface there is nothing more to send; 0 any */
	struct run_ends ends;
	bool outstanding;  /* say so when a probe is sent and the one before has no answer */
	bool back_to_back; /* flood or adaptive */
	int64_t interval_ns;
	int sent_tos; /* the DS field of probes, -1 the system's */
};

/* Fills out with the run in numbers (its story and histogram are the plan's). 0, or -errno when the
 * socket could not go on; out is filled then too. Output that failed ends the run early: see
 * report_failed. */
int run_loop(const struct run_config *c, struct summary *out, struct fail *why);

#endif
