/* tally: many exchanges together: times by phase, failures by class. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_TALLY_H
#define PROBEKIT_HTTPGET_TALLY_H

#include "histogram.h"
#include "phases.h"

/* The phases, and those that are no part of their sequence. */
enum tally_span { TALLY_FIRST = PHASES, TALLY_TOTAL, TALLY_SPANS };

enum { TALLY_CLASSES = 9 /* by exit status: enum link_phase */ };

struct tally {
	struct histogram *spans[TALLY_SPANS];
	uint64_t requests, responses, http_failed, slo_failed, findings;
	uint64_t failed[TALLY_CLASSES];
	uint64_t content_bytes, read_bytes;
	int64_t total_sum_ns, total_max_ns;
};

int tally_open(struct tally *t, struct fail *why);
void tally_close(struct tally *t);
void tally_add(struct tally *t, const struct exchange *x);
uint64_t tally_failed(const struct tally *t); /* all classes together */
const char *tally_span_name(unsigned span);   /* "name" ... "transfer", "first", "total" */
/* A quantile of a span, INT64_MIN where none was seen. */
int64_t tally_quantile(const struct tally *t, unsigned span, double q);

/* "PHASE=MS" as --slo has it, checked: false for a phase that is none or no time. */
bool tally_slo(const char *text, unsigned *span, int64_t *limit_ns);
/* The time of a span in one exchange; INT64_MIN unknown. */
int64_t tally_time(const struct exchange *x, unsigned span);

#endif
