/* waterfall_tls: the part of the report on TLS: what was agreed, the chain, each message. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_WATERFALL_TLS_H
#define PROBEKIT_HTTPGET_WATERFALL_TLS_H

#include "exchange.h"
#include "report.h"

/* Nothing for an exchange without TLS. */
void waterfall_tls(struct report *r, const struct exchange *x);

#endif
