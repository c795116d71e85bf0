/* flows_report: what was found of the flows, in text and records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_FLOWS_REPORT_H
#define PROBEKIT_PING_FLOWS_REPORT_H

#include "flows.h"

void flows_report_progress(struct flows *f);
void flows_report_interim(const struct flows *f); /* the table so far, and what it says */
void flows_report_end(const struct flows *f);
void flows_report_stats(const struct flows *f); /* of all flows together */
/* Each sentence with the record keys it rests on. */
void flows_report_explain(const struct flows *f);
/* A record for each flow, and one for what they say together; with Prometheus' numbers. */
void flows_report_records(const struct flows *f);
struct records_summary flows_report_summary(const struct flows *f, const char *target);

#endif
