/* nodes_report: what the nodes of a link that answered come to: numbers, words, a plugin's line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_NODES_REPORT_H
#define PROBEKIT_ARPING_NODES_REPORT_H

#include "histogram.h"
#include "nodes.h"
#include "plugin.h"

struct nodes_sum {
	const struct nodes *nodes;
	const char *interface;
	uint64_t sent, unsent, drops;
	unsigned clock_steps;
	bool interrupted; /* by a signal */
	bool early;	  /* the end came before all questions were asked */
	/* Filled by nodes_times: of each node's first answer. */
	struct tally times;
	struct histogram *histogram; /* borrowed */
};

void nodes_times(struct nodes_sum *s);
/* Fills all but the target, its mode and how long it took. */
void nodes_summarise(struct records_summary *out, const struct nodes_sum *s);
void nodes_stats(struct report *r, const struct nodes_sum *s);
void nodes_explain(struct report *r, const struct nodes_sum *s);
/* Prints the line; returns the plugin's status: nobody, and an address with two MACs, are critical,
 * a run that was ended before it was over is unknown. */
int nodes_plugin(const struct plugin *v, struct report *r, const struct records_summary *record,
	const struct nodes_sum *s);

#endif
