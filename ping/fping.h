/* fping: the loop of a run that speaks as fping does. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_FPING_H
#define PROBEKIT_PING_FPING_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "engine.h"
#include "targets.h"

/* All borrowed. Lane and index in targets are the same. */
struct fping_config {
	struct engine engine;
	const struct targets *targets;
	char *const *names; /* of the lanes, NULL each or all: as in targets, or the address */
	FILE *out, *err;
	int timer_fd;	/* ready when an interval's summary is due; -1 none */
	uint64_t count; /* 0 without end, or till the first answer */
	bool counting;	/* count or loop mode */
	bool verbose, alive, unreachable, per_reply, quiet;
	bool addresses, elapsed, stamps, outage, vector, stats, netdata;
	int64_t period_ns, report_ns;
	uint32_t unknown; /* targets without an address */
};

struct fping_sum {
	uint32_t targets, alive;
	int output_error; /* errno of a write to out, 0 none */
};

/* 0, or -errno when a socket could not go on; out is filled then too. */
int fping_loop(const struct fping_config *c, struct fping_sum *out, struct fail *why);

#endif
