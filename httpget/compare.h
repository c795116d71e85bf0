/* compare: two ways to the same URL, as a sentence. Pure but for memory. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_COMPARE_H
#define PROBEKIT_HTTPGET_COMPARE_H

#include "strbuf.h"
#include "tally.h"

enum compare_kind { COMPARE_NONE = -1, COMPARE_FAMILY, COMPARE_PROXY };

/* "IPv4" and "IPv6", "proxy" and "direct". */
const char *compare_way(enum compare_kind kind, unsigned way);
/* "IPv6 takes 12 ms more (22 ms, not 10 ms), most of it in connect", "IPv6 does not work: ...". */
void compare_put(
	struct strbuf *to, enum compare_kind kind, const struct tally *const ways[static 2]);

#endif
