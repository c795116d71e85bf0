/* findings: what was found in one exchange. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "findings.h"

#include <string.h>

void findings_add(struct findings *f, enum anomaly which, uint64_t offset, uint64_t length,
	const void *sample, size_t sample_bytes)
{
	struct finding *one = &f->of[which];

	if (one->count++)
		return;
	f->order[f->n++] = which;
	one->offset = offset;
	one->length = length;
	one->sample_bytes =
		(unsigned)(sample_bytes < FINDING_SAMPLE - 1 ? sample_bytes : FINDING_SAMPLE - 1);
	if (one->sample_bytes)
		memcpy(one->sample, sample, one->sample_bytes);
}

bool findings_have(const struct findings *f, enum anomaly which)
{
	return f->of[which].count;
}

bool findings_worst(const struct findings *f, enum anomaly_severity *out)
{
	*out = ANOMALY_NOTE;
	for (unsigned i = 0; i < f->n; i++)
		if (anomaly_row(f->order[i])->severity > *out)
			*out = anomaly_row(f->order[i])->severity;
	return f->n;
}
