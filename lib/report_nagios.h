/* report: a monitoring plugin's one line with performance data. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_REPORT_NAGIOS_H
#define PROBEKIT_REPORT_NAGIOS_H

#include "report.h"
#include "strbuf.h"

void report_nagios_perf(struct strbuf *to, const struct report_type *t, const void *record,
	const char *target, const struct report_perf *perf, size_t n);
void report_nagios_line(struct strbuf *to, const char *service, enum report_state state,
	const char *text, const struct strbuf *perf);

#endif
