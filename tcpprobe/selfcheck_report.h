/* selfcheck_report: a self-check as text, records, metrics and a plugin's line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_SELFCHECK_REPORT_H
#define PROBEKIT_TCPPROBE_SELFCHECK_REPORT_H

#include "report.h"
#include "selfcheck.h"

struct selfcheck_report {
	struct report *report; /* borrowed */
	const char *target;    /* as given */
	struct addr addr;      /* ADDR_NONE: there is no way to any of its addresses */
	uint16_t port;
};
void selfcheck_report_text(const struct selfcheck_report *r, const struct selfcheck *s);
/* --explain: of each fault and doubt what it means and what to do. */
void selfcheck_report_explain(const struct selfcheck_report *r, const struct selfcheck *s);
/* A record each, then the summary; its samples with prom. */
void selfcheck_report_records(const struct selfcheck_report *r, const struct selfcheck *s,
	bool prom, int64_t realtime_ns);
/* A plugin's line; returns its exit status. */
int selfcheck_report_nagios(const struct selfcheck_report *r, const struct selfcheck *s);

#endif
