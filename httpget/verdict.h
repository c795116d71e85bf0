/* verdict: one sentence on where the time of an exchange went, with its evidence. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_VERDICT_H
#define PROBEKIT_HTTPGET_VERDICT_H

#include "exchange.h"
#include "strbuf.h"

/* "1.01 s of 1.06 s: the first SYN got no answer (1 retransmission); RTT is 72 us; ...". */
void verdict_put(struct strbuf *to, const struct exchange *x);
/* A time as people read it: "72 us", "1.3 ms", "1.01 s"; returns to. */
const char *verdict_time(char to[static 24], int64_t ns);

#endif
