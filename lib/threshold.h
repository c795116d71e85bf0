/* threshold: monitoring-plugins' range syntax (Monitoring Plugins Development Guidelines, 2.5).
 * Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_THRESHOLD_H
#define PROBEKIT_THRESHOLD_H

#include <stdbool.h>
#include <stddef.h>

struct threshold {
	double low,
		high; /* alert outside [low, high]; -INFINITY for "~", INFINITY for an open end */
	bool inside;  /* "@": alert inside instead */
	bool set;
};

/* "10", "10:", "~:10", "10:20", "@10:20"; a unit (ms, s, %) behind a number is allowed and ignored.
 */
bool threshold_parse(struct threshold *out, const char *text);
/* "RTT,LOSS%" as --warning and --critical take them, each a range. RTT is in ms unless it says s;
 * the % may be left out. Nothing is written when it is false. */
bool threshold_pair(struct threshold *rtt_ms, struct threshold *loss_percent, const char *text);
/* False when not set. A value that is NaN (unknown) is outside every range. */
bool threshold_alerts(const struct threshold *t, double value);
/* As perfdata wants it; returns to; empty when not set. */
const char *threshold_print(char *to, size_t size, const struct threshold *t);

#endif
