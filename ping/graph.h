/* graph: the run as a picture: a live view on a terminal, a histogram at the end elsewhere. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_GRAPH_H
#define PROBEKIT_PING_GRAPH_H

#include "outcome.h"
#include "plan.h"
#include "report.h"

struct graph_config {
	struct report *report; /* borrowed, as the plan */
	int terminal;	       /* where the live view is drawn, if it is one; -1 nowhere */
	bool utf8;
};

/* NULL is fine for every call but the first: then nothing is drawn. */
struct graph;
int graph_open(struct graph **out, const struct graph_config *c, struct fail *why);
void graph_close(struct graph *g);
void graph_of(struct graph *g, const struct plan *plan); /* whose lane 0 is drawn */

bool graph_is_live(const struct graph *g); /* there is a view: it shows what lines would say */
void graph_sent(struct graph *g, uint64_t nth);
void graph_outcome(struct graph *g, const struct outcome *o);
/* Draws what changed, ten times a second at most. */
void graph_turn(struct graph *g, int64_t now_ns);
bool graph_is_lost(const struct graph *g);   /* its terminal was closed: it is all for nothing */
int64_t graph_due_ns(const struct graph *g); /* when a turn would draw; INT64_MAX: nothing to */
void graph_clear(struct graph *g);	     /* before other text; the next turn draws again */
void graph_keep(struct graph *g);      /* the view that stands stays; the next is drawn below it */
void graph_end(struct graph *g);       /* the view as the run ended */
void graph_histogram(struct graph *g); /* where there was no view */

#endif
