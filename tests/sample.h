/* sample: a record with a field of each kind. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SAMPLE_H
#define PROBEKIT_SAMPLE_H

#include <stddef.h>

#include "report.h"

struct sample {
	uint64_t sent;
	int64_t delta, rtt_ns, took_ns, at_ns;
	double loss;
	const char *target;
	struct addr addr;
	int8_t up;
	struct bytes data;
	struct report_list hops;
};

#define SAMPLE_AT(member) offsetof(struct sample, member)
static const struct report_field sample_fields[] = {
	{"sent", REPORT_U64, SAMPLE_AT(sent), REPORT_REQUIRED, "Probes \"sent\".", NULL, NULL},
	{"delta", REPORT_I64, SAMPLE_AT(delta), 0, "A difference.", NULL, NULL},
	{"rtt_ms", REPORT_MS, SAMPLE_AT(rtt_ns), 0, "A time | or none.", NULL, NULL},
	{"took_s", REPORT_SECONDS, SAMPLE_AT(took_ns), 0, "A longer time.", NULL, NULL},
	{"loss_percent", REPORT_REAL, SAMPLE_AT(loss), 0, "Loss.", NULL, NULL},
	{"target", REPORT_TEXT, SAMPLE_AT(target), 0, "As given.", NULL, NULL},
	{"addr", REPORT_ADDR, SAMPLE_AT(addr), 0, "An address.", NULL, NULL},
	{"up", REPORT_BOOL, SAMPLE_AT(up), 0, "Whether.", NULL, NULL},
	{"at", REPORT_TIME, SAMPLE_AT(at_ns), 0, "When.", NULL, NULL},
	{"data", REPORT_BYTES, SAMPLE_AT(data), 0, "Bytes.", NULL, NULL},
	{"hops_ms", REPORT_MS_LIST, SAMPLE_AT(hops), 0, "Times.", NULL, NULL},
};
static const struct report_type sample_type = {"probe", "sample", "A sample.", sample_fields,
	sizeof sample_fields / sizeof *sample_fields};

#endif
