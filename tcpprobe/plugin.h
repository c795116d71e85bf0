/* plugin: a run as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_PLUGIN_H
#define PROBEKIT_TCPPROBE_PLUGIN_H

#include "outputs.h"
#include "records.h"

#define PLUGIN_SERVICE "TCPPROBE"

struct plugin {
	struct outputs_thresholds thresholds;
	enum report_state refused; /* what a port that refuses is */
};

/* Prints a line of text, whose state is at least this one; returns the exit status. */
int plugin_say(const struct plugin *v, struct report *r, const struct records_summary *s,
	enum report_state state, const char *text);
/* Prints the line; returns the exit status. found is that of the whole run. */
int plugin_line(const struct plugin *v, struct report *r, const struct records_summary *s,
	enum verdict_state found);

#endif
