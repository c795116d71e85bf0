/* main_parts: what a run holds, for main and the mains of its modes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_MAIN_PARTS_H
#define PROBEKIT_TCPPROBE_MAIN_PARTS_H

#include "options.h"
#include "route.h"
#include "run.h"
#include "stack.h"
#include "wait.h"

/* Everything a run needs, in the order it is opened. */
struct parts {
	struct options o;
	struct resolve *resolve;
	struct destination to;
	struct route route;
	struct stack_settings settings;
	struct stack_syn own;
	struct again again; /* of --reresolve */
	struct wire *wire;
	struct report *report;
	struct evidence evidence;
	struct wait *wait;
	struct plan *plan;
	struct syn_config probes; /* of syn */
	int pinned;		  /* holds --source-port; 0 none */
	struct syn *syn;
	int64_t deadline_ns; /* INT64_MAX none */
	bool unprivileged;
	struct connects *connects;
	struct session *session;
	struct text text;
	struct records records;
};

/* In the order a run makes them, each -errno where the run cannot go on. */
int main_find(struct parts *p, struct fail *why);	  /* the target and the way to it */
int main_open_outputs(struct parts *p, struct fail *why); /* report and evidence */
/* --source-port, while there is the privilege that one below 1024 needs. */
int main_pin(struct parts *p, struct fail *why);
int main_drop(struct parts *p, struct fail *why);
/* After a run: with --reference and a closed port, whose RSTs those are. */
int main_inquire(struct parts *p, struct summary *s, struct fail *why);

/* How the route to the target is asked for, once the target is found. */
struct route_want main_route_want(const struct parts *p);

/* Whole runs of the modes; each prints its errors and returns the exit status. */
int main_offers(struct parts *p);
int main_offers_connect(struct parts *p); /* of what main_offers has opened */
int main_selfcheck(struct parts *p);

/* The header and the start record of --offers; cannot: what a connection cannot tell, NULL where
 * SYNs of our own ask. */
void main_offers_announce(struct parts *p, const char *method, const char *cannot);

#endif
