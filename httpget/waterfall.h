/* waterfall: the report on one exchange: addresses, phases as bars, TCP's facts, findings. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_WATERFALL_H
#define PROBEKIT_HTTPGET_WATERFALL_H

#include "exchange.h"
#include "report.h"

/* Lines on standard error. columns: of the terminal, 80 where there is none. */
void waterfall_print(struct report *r, const struct exchange *x, unsigned columns);

/* What caches and gateways say, and what the findings mean, without the rest. */
void waterfall_explain(struct report *r, const struct exchange *x);

#endif
