/* sniff: what content looks like by its first bytes, against what its head says. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_SNIFF_H
#define PROBEKIT_HTTPGET_SNIFF_H

#include "bytes.h"
#include "slice.h"

enum { SNIFF_BYTES = 512 };

/* A media type of which these bytes have the mark ("image/png"), NULL for none. */
const char *sniff_type(struct bytes first);
/* "utf-8", "utf-16le", "utf-16be" by a byte order mark; "utf-8" and "us-ascii" by what the bytes
 * are; NULL for neither. whole: no more follow. */
const char *sniff_charset(struct bytes first, bool whole);
/* Whether Content-Type and the bytes contradict each other: kinds that share a form (XML, ZIP) and
 * text of any kind do not. */
bool sniff_type_differs(struct slice content_type, struct bytes first);
bool sniff_charset_differs(struct slice content_type, struct bytes first, bool whole);
/* A parameter of a field value, its quotes left out; empty for none. */
const char *sniff_parameter(char *to, size_t size, struct slice value, const char *name);

#endif
