/* records_probe: what a probe asked and found, and two ways compared, as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_RECORDS_PROBE_H
#define PROBEKIT_HTTPGET_RECORDS_PROBE_H

#include "probe.h"
#include "report.h"
#include "tally.h"

/* A record for each step and each result. */
void records_probe(struct report *r, const char *target, const struct probe *p);
/* One record of two ways: their names and what they took. */
void records_compare(struct report *r, const char *target, const char *const names[static 2],
	const struct tally *const ways[static 2], const char *verdict);

extern const struct report_type records_step_type, records_result_type, records_compare_type;

#endif
