/* findings: what was found in one exchange: each kind once, with where it first was and how often.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_FINDINGS_H
#define PROBEKIT_HTTPGET_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "anomaly.h"

enum { FINDING_SAMPLE = 48 };
struct finding {
	uint64_t offset, length, count;
	char sample[FINDING_SAMPLE]; /* the first bytes there, raw, with a NUL; may be empty */
	unsigned sample_bytes;
};

struct findings {
	struct finding of[ANOMALIES];
	enum anomaly order[ANOMALIES]; /* as they were found */
	unsigned n;
};

/* sample may be NULL. */
void findings_add(struct findings *f, enum anomaly which, uint64_t offset, uint64_t length,
	const void *sample, size_t sample_bytes);
bool findings_have(const struct findings *f, enum anomaly which);
/* The worst there is; false where there is none. */
bool findings_worst(const struct findings *f, enum anomaly_severity *out);

#endif
