/* watch_show: an event of a watch as a line and a record. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_WATCH_SHOW_H
#define PROBEKIT_ARPING_WATCH_SHOW_H

#include "report.h"
#include "vendor.h"
#include "watch.h"

/* All borrowed. */
struct watch_show {
	struct report *report;
	const struct vendor *vendors; /* NULL: no names */
	const char *target;	      /* the interface or the file; safe to print */
	bool quiet;		      /* lines for alarms only */
};
void watch_show(const struct watch_show *s, const struct watch_event *v, int64_t realtime_ns);

#endif
