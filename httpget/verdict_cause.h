/* verdict_cause: why a phase took so long, as clauses of the verdict. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_VERDICT_CAUSE_H
#define PROBEKIT_HTTPGET_VERDICT_CAUSE_H

#include "phases.h"
#include "strbuf.h"

void verdict_cause(
	struct strbuf *to, const struct exchange *x, enum phase longest, int64_t took_ns);

#endif
