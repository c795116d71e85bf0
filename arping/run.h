/* run: one address's probes from the first to the summary. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_RUN_H
#define PROBEKIT_ARPING_RUN_H

#include "ask.h"
#include "dad.h"
#include "engine.h"
#include "evidence.h"
#include "records.h"
#include "summary.h"
#include "text.h"

/* What a run works with; all borrowed. */
struct run_config {
	enum summary_mode mode;
	struct plan *plan;
	struct wire *wire;
	struct session *session;
	struct ask *ask;
	const struct hear_config *hear;
	struct report *report;
	struct text *text;
	struct records *records;
	struct capfile *evidence; /* NULL none */
	enum ask_kind kind;
	const struct dad_step *steps; /* probes at their own times; NULL: on the plan's grid */
	size_t steps_n;
	uint64_t count;	 /* 0 no end */
	bool at_reply;	 /* the first answer ends it */
	bool at_count;	 /* as many answers as count end it */
	bool broadcast;	 /* never to one alone */
	int64_t hear_ns; /* an end by an answer waits so long for others; 0 not */
};

/* Fills out with the run in numbers (its story, histogram and owners are borrowed from the plan and
 * from owners). 0, or -errno when it could not go on: -ENETDOWN, -ENODEV the interface; out is
 * filled then too. Output that failed ends the run early: see report_failed. */
int run_loop(
	const struct run_config *c, struct owners *owners, struct summary *out, struct fail *why);

#endif
