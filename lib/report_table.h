/* report: short words for the tables of fields; for the sources that hold such tables alone. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_REPORT_TABLE_H
#define PROBEKIT_REPORT_TABLE_H

#include <stddef.h>

#include "report.h"

/* A field of struct type; MUST is never null; METRIC is a Prometheus sample, PERF one that is in
 * the Nagios line too; LABEL labels the samples of its record. */
#define FIELD(type, key, kind, member, help)                                                       \
	{                                                                                          \
		key, kind, offsetof(struct type, member), 0, help, NULL, NULL                      \
	}
#define MUST(type, key, kind, member, help)                                                        \
	{                                                                                          \
		key, kind, offsetof(struct type, member), REPORT_REQUIRED, help, NULL, NULL        \
	}
#define METRIC(type, key, kind, member, help, prom, prom_type)                                     \
	{                                                                                          \
		key, kind, offsetof(struct type, member), 0, help, prom, prom_type                 \
	}
#define PERF(type, key, kind, member, help, prom, prom_type)                                       \
	{                                                                                          \
		key, kind, offsetof(struct type, member), REPORT_PERFDATA, help, prom, prom_type   \
	}
#define LABEL(type, key, kind, member, help)                                                       \
	{                                                                                          \
		key, kind, offsetof(struct type, member), REPORT_LABEL, help, NULL, NULL           \
	}
#define COUNT(fields) (sizeof(fields) / sizeof(*(fields)))

#endif
