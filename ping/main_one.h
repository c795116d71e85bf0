/* main_one: everything a run with one target needs, for the files of main that make one. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_MAIN_ONE_H
#define PROBEKIT_PING_MAIN_ONE_H

#include "evidence.h"
#include "flows.h"
#include "options.h"
#include "records.h"
#include "session.h"
#include "socket.h"
#include "trace.h"

/* In the order it is opened. */
struct parts {
	struct options o;
	struct resolve *resolve;
	struct destination to;
	uint32_t link_mtu_bytes; /* with --mtu */
	struct trace *trace;	 /* with --path */
	uint16_t *checksums;	 /* one for each of its hops */
	struct report *report;
	struct evidence evidence;
	uint8_t ip_options[IP4_OPTIONS_MAX_BYTES];
	struct wire_config wire_config;
	struct socket_opened socket;
	struct wait *wait;
	struct plan *plan;
	int64_t planned_ns;
	struct probe_echo *probe;
	struct names *names;
	struct flows_set *flows; /* with --flows */
	struct graph *graph;	 /* with --graph */
	struct text *text;
	struct records records;
	struct session *session;
};

/* --mtu: the largest probe, before anything is opened; and the search itself, with its report. */
int main_mtu_shape(struct parts *p, struct fail *why);
int main_mtu_find(struct parts *p, struct fail *why);
/* --path: what of it the parts are opened with; and the run, with its report. */
int main_path_shape(struct parts *p, struct fail *why);
int main_path_run(struct parts *p, struct fail *why);
/* --flows: what tells them apart, before anything is opened; and the run, with its report. */
int main_flows_shape(struct parts *p, struct fail *why);
int main_flows_run(struct parts *p, struct fail *why);

#endif
