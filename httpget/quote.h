/* quote: text as a JSON string. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_QUOTE_H
#define PROBEKIT_HTTPGET_QUOTE_H

#include "slice.h"
#include "strbuf.h"

/* Appends it with its quotes; none is an empty string, bytes that are no UTF-8 become U+FFFD. */
void quote_put(struct strbuf *to, struct slice s);

#endif
