/* bounds: thresholds that decide a run's exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_BOUNDS_H
#define PROBEKIT_PING_BOUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fail.h"
#include "histogram.h"

enum { BOUNDS_RTTS = 8 };

struct bounds {
	uint64_t min_alive; /* targets that must answer; UINT64_MAX: all of them */
	bool min_alive_given;
	double max_loss_percent; /* of any one target; negative: no limit */
	struct bounds_rtt {
		double quantile; /* 0 to 1; negative: the mean */
		double at_most_ms;
	} rtts[BOUNDS_RTTS];
	size_t n_rtts;
};

/* "P=MS": avg, max, p99 or a number up to 100, and milliseconds. */
int bounds_add_rtt(struct bounds *l, const char *text, struct fail *why);
bool bounds_given(const struct bounds *l);

struct bounds_facts {
	uint64_t targets, alive;
	double worst_loss_percent;    /* of one target; 100 where nothing was sent */
	const struct histogram *rtts; /* of all replies */
	double mean_ms;
};
struct bounds_verdict {
	bool given, held; /* held also where no limit was given */
	char failed[512]; /* those that did not hold, as "loss 10% > 5%, p99 7.12 > 5 ms"; or "" */
};
struct bounds_verdict bounds_judge(const struct bounds *l, const struct bounds_facts *f);

#endif
