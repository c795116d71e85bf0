/* records: what happened, as records for JSON, Prometheus and Nagios. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_RECORDS_H
#define PROBEKIT_HTTPGET_RECORDS_H

#include "exchange.h"
#include "report.h"
#include "tally.h"

/* An exchange with its attempts, its response's fields and its findings: one record each. */
int records_exchange(struct report *r, const char *target, const struct exchange *x);

struct records_summary {
	const char *target;
	uint64_t urls, requests, responses, failed;
	uint64_t failed_name, failed_connect, failed_tls, failed_protocol, failed_timeout,
		failed_proxy, failed_http, failed_slo, findings;
	uint64_t content_bytes, read_bytes;
	double failed_percent;
	int64_t elapsed_ns, total_p50_ns, total_p90_ns, total_p99_ns, total_max_ns, total_mean_ns,
		name_p50_ns, connect_p50_ns, tls_p50_ns, think_p50_ns, first_p50_ns, first_p99_ns;
	int8_t up, interrupted;
	const char *unwatched;
	uint64_t exit_status;
};

void records_summarise(struct records_summary *s, const struct tally *t);
int records_summary(struct report *r, const struct records_summary *s);
int records_prom(struct report *r, const struct records_summary *s);

/* Every type, for the schema and its page. */
extern const struct report_type *const records_types[];
extern const size_t records_types_n;
extern const struct report_type records_summary_type;

#endif
