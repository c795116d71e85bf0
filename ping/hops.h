/* hops: the path to a target, all its hops asked in parallel and again and again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_HOPS_H
#define PROBEKIT_PING_HOPS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine.h"
#include "evidence.h"
#include "hops_report.h"
#include "names.h"
#include "pathview.h"
#include "trace.h"

/* Borrowed. A lane of the plan is a hop, lane 0 the first; its count is without end. */
struct hops_config {
	struct engine engine;
	struct probe_echo *probe;
	struct trace *trace;
	struct names *names;
	struct hops_report *report;
	struct pathview *view;		 /* NULL: none */
	const struct evidence *evidence; /* NULL: none */
	struct addr target;
	uint32_t bound_ifindex; /* without this interface there is nothing more to send; 0 any */
	uint64_t rounds;	/* 0: without end */
	int64_t timeout_ns;
	int64_t report_every_ns; /* 0: a report at the end only */
};

struct hops_sum {
	int64_t took_ns;
	uint64_t drops, forged, corrupted, redirects, user_stamped;
	int local_error; /* the last errno a send was refused with, 0 none */
	bool interrupted;
};

/* 0, or -errno when the socket could not go on; out is filled then too. */
int hops_loop(const struct hops_config *c, struct hops_sum *out, struct fail *why);

#endif
