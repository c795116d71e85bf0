/* gateway_parts: what the sources of gateway share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_GATEWAY_PARTS_H
#define PROBEKIT_HTTPGET_GATEWAY_PARTS_H

#include "gateway.h"
#include "sniff.h"

/* A parameter behind an item: "desc" of "cdn-cache; desc=HIT, x". */
#define gateway_parameter sniff_parameter
/* A directive of Cache-Control, its number in out_s (which may be NULL). */
bool gateway_directive(const struct http *h, const char *name, int64_t *out_s);

#endif
