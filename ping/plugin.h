/* plugin: a run as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_PLUGIN_H
#define PROBEKIT_PING_PLUGIN_H

#include "outputs.h"
#include "records.h"

#define PLUGIN_SERVICE "PING"

struct plugin {
	const char *program;
	struct outputs_thresholds thresholds;
	const char *failed; /* why the run ended before it could tell; NULL: it did not */
};

/* Prints the line; returns the plugin's status: 0 fine, 1 warning, 2 critical, 3 unknown when
 * it failed. No reply at all is critical whatever the thresholds are. */
int plugin_line(const struct plugin *v, struct report *r, const struct records_summary *s);

/* The same with a state and words of the caller's. */
int plugin_say(const struct plugin *v, struct report *r, const struct records_summary *s,
	enum report_state state, const char *text);

#endif
