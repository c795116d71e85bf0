/* run: one port's probes from the first to the summary. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_RUN_H
#define PROBEKIT_TCPPROBE_RUN_H

#include "again.h"
#include "engine.h"
#include "evidence.h"
#include "records.h"
#include "summary.h"
#include "text.h"

/* What a run works with; all borrowed. */
struct run_config {
	struct plan *plan;
	struct connects *connects; /* NULL: by SYN, with wire, session and syn */
	struct wire *wire;
	struct session *session;
	struct syn *syn;
	struct addr target;
	struct report *report;
	struct text *text;
	struct records *records;
	const struct evidence *evidence; /* NULL none */
	const struct again *again;	 /* NULL: the name is looked up once */
	bool pinned; /* one source port for all: a stale answer would only come again */
};

/* Fills out with the run in numbers (story and histogram are borrowed from the plan). 0, or -errno
 * when it could not go on; out is filled then too. Output that failed ends the run early: see
 * report_failed. */
int run_loop(const struct run_config *c, struct summary *out, struct fail *why);

#endif
