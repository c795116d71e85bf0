/* mtu_report: what was found of a path's MTU, in a sentence and a record. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_MTU_REPORT_H
#define PROBEKIT_PING_MTU_REPORT_H

#include "mtu.h"
#include "records.h"

/* host and device are safe to print; device is the one the probes leave by. */
void mtu_report_text(struct report *r, const char *host, const char *device,
	const struct mtu_config *c, const struct mtu_found *f);
int mtu_report_record(struct records *r, const struct mtu_config *c, const struct mtu_found *f,
	int64_t realtime_ns);

#endif
