/* report: samples in Prometheus' text format, gathered by family until they are printed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_REPORT_PROM_H
#define PROBEKIT_REPORT_PROM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "report.h"
#include "strbuf.h"

struct report_family {
	const char *name; /* name_size bytes of a field's prom; borrowed */
	size_t name_size;
	const char *help, *type;
	struct strbuf samples;
};

/* All zeros is an empty one. */
struct report_families {
	struct report_family *items; /* in the order of their first samples */
	size_t n;
	struct strbuf labels; /* of every sample: label_a="b",... each with a comma behind it */
	uint64_t *seen;	      /* hashes of the series that have a sample; 0 is a free place */
	size_t seen_n, seen_size;
	bool bad; /* memory ran out */
};

void report_families_close(struct report_families *f);
/* A label KEY=VALUE whose key has key_size bytes. */
void report_families_label(struct report_families *f, const char *label, size_t key_size);
void report_families_record(struct report_families *f, const struct report_type *t,
	const void *record, const char *target);

struct report_buckets {
	const double *bounds;	/* ascending */
	const uint64_t *counts; /* at or below each bound */
	size_t n;
	uint64_t count;
	double sum;
};
void report_families_histogram(struct report_families *f, const char *name, const char *help,
	const char *target, const struct report_buckets *b);
/* False without memory. Errors of the stream are left to its owner. */
bool report_families_print(const struct report_families *f, FILE *to);

#endif
