/* list_records: a list's ports and numbers as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_LIST_RECORDS_H
#define PROBEKIT_TCPPROBE_LIST_RECORDS_H

#include "list.h"

/* How it was asked. */
struct list_start {
	const char *method; /* syn, connect */
	uint64_t hosts, ports, asked, seed, shard, shards, retries;
	double rate_pps; /* NaN no ceiling */
	int64_t timeout_ns;
};
int list_record_start(struct report *r, const struct list_start *s);

enum { LIST_NAME = 256, LIST_DETAIL = 200, LIST_SERIES = 4096 };
/* The target as it was given, or its address; returns to. */
const char *list_name(char to[static LIST_NAME], const struct target *t);
/* What all that is known of a port of a host says. */
struct verdict_finding list_finding(
	const struct list *l, const struct list_port *p, const struct addr *host);

/* One question's record, where records are wanted. */
int list_record(const struct list *l, uint64_t index, int64_t realtime_ns);
/* Metrics of the first LIST_SERIES ports by their numbers, and of the whole. */
int list_prom_port(const struct list *l, uint64_t index);
struct list_summary {
	struct list_sum sum;
	uint64_t seed;
	int8_t up;
};
int list_record_summary(struct report *r, const struct list_summary *s, bool prom);

extern const struct report_type list_start_type, list_port_type, list_summary_type;

#endif
