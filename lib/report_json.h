/* report: one record as a line of JSON Lines. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_REPORT_JSON_H
#define PROBEKIT_REPORT_JSON_H

#include <stdint.h>

#include "report.h"
#include "strbuf.h"

/* A string in quotes. */
void report_json_string(struct strbuf *to, struct bytes from);
/* ns since 1970 as RFC 3339 in UTC with places (0 to 9) decimals, without quotes. */
void report_json_time(struct strbuf *to, int64_t realtime_ns, unsigned places);
/* The line with its newline. labels are members that were made before: "\"label_a\":\"b\"," or
 * nothing. */
void report_json_record(struct strbuf *to, const struct report_type *t, const void *record,
	int64_t at_realtime_ns, const struct strbuf *labels);

#endif
