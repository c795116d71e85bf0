/* sweep_plugin: a sweep as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_SWEEP_PLUGIN_H
#define PROBEKIT_PING_SWEEP_PLUGIN_H

#include "bounds.h"
#include "plugin.h"
#include "targets.h"
#include "unresolved.h"

/* All borrowed. */
struct sweep_plugin {
	struct plugin plugin; /* of each target's mean round trip and loss */
	const struct plan *plan;
	const struct targets *targets;
	const struct unresolved *unresolved; /* targets without an address: down */
	const struct bounds *bounds;	     /* with min_alive that many must answer, else all */
	const struct bounds_verdict *limits;
	const struct records_summary *total;
};

/* Prints the line; returns the plugin's status. */
int sweep_plugin_line(const struct sweep_plugin *p, struct report *r);

#endif
