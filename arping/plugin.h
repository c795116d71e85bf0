/* plugin: a run as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_PLUGIN_H
#define PROBEKIT_ARPING_PLUGIN_H

#include "records.h"
#include "threshold.h"

struct plugin {
	struct threshold warning_rtt, warning_loss, critical_rtt, critical_loss;
};

/* Prints the line; returns the plugin's status: 0 fine, 1 warning, 2 critical, 3 unknown (of an
 * interrupted duplicate address detection). No answer at all, a duplicate address and a conflict
 * are critical whatever the thresholds are. */
int plugin_line(const struct plugin *v, struct report *r, const struct records_summary *s);

#endif
