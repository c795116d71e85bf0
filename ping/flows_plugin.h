/* flows_plugin: a run by flows as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_FLOWS_PLUGIN_H
#define PROBEKIT_PING_FLOWS_PLUGIN_H

#include "flows.h"
#include "plugin.h"

/* Prints the line; returns the plugin's status. The thresholds are of all flows together; those
 * that are bad are a warning, and critical where their loss is so, or critical has no threshold.
 * Too few probes to tell are unknown, unless the thresholds make it critical. */
int flows_plugin_line(const struct plugin *v, struct report *r, const struct flows *f,
	const struct records_summary *s);

#endif
