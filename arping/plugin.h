/* plugin: a run as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_PLUGIN_H
#define PROBEKIT_ARPING_PLUGIN_H

#include "outputs.h"
#include "records.h"
#include "sweep.h"

#define PLUGIN_SERVICE "ARPING"

struct plugin {
	struct outputs_thresholds thresholds;
	const char *failed; /* why the run could not go on, which is unknown; NULL: it could */
};

/* Prints the line; returns the plugin's status: 0 fine, 1 warning, 2 critical, 3 unknown (of an
 * interrupted duplicate address detection). No answer at all, a duplicate address and a conflict
 * are critical whatever the thresholds are. */
int plugin_line(const struct plugin *v, struct report *r, const struct records_summary *s);
/* Adds time and loss with their thresholds to the line. */
void plugin_numbers(const struct plugin *v, struct report *r, const struct records_summary *s);
/* The same of a sweep: loss is that of addresses, and of those of this host nothing is asked.
 * Several MACs of one address are critical; a sweep that did not come to its end is unknown. */
int plugin_sweep(const struct plugin *v, struct report *r, const struct records_summary *s,
	const struct sweep_sum *sum);

#endif
