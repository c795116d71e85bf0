/* conclude: what is said when a session is over: its statistics, what it means, a plugin's line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_CONCLUDE_H
#define PROBEKIT_TELNETLITE_CONCLUDE_H

#include "histogram.h"
#include "notice.h"
#include "outputs.h"
#include "records.h"

#define CONCLUDE_SERVICE "TELNETLITE"

struct conclude {
	const struct outputs *out; /* borrowed, as all is */
	struct notice *notice;
	struct report *report;
	const struct histogram *steps; /* how long each took; NULL unknown */
	const char *failed;	       /* the last message to the user, "" none */
};

/* What --stats, --explain, --prom and --nagios ask for. Returns the exit status: s->status, or that
 * of a plugin. */
int conclude(const struct conclude *c, const struct records_summary *s);
/* explain.c: on standard error. */
void explain(struct notice *n, const struct records_summary *s);

#endif
