/* options: tcpprobe's command line as values; only main and this file's source see them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_OPTIONS_H
#define PROBEKIT_TCPPROBE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cli.h"
#include "connects.h"
#include "destination.h"
#include "fail.h"
#include "options_list.h"
#include "options_walk.h"
#include "outputs.h"
#include "plan.h"
#include "wire.h"

enum options_refused { REFUSED_OK, REFUSED_WARN, REFUSED_CRIT };
enum { OPTIONS_PORT = 80, OPTIONS_FLOWS = 32 };

struct options {
	/* as read from the table */
	bool quiet, verbose, numeric, version, help, ipv4, ipv6, offers, path, ecn;
	bool self_check;
	int64_t reresolve;
	int64_t count, interval_ns, timeout_ns, deadline_ns, reference, flows, ttl, mark,
		source_port, retransmits_ns;
	const char *dscp, *compare;
	struct cli_list interfaces;
	int refused; /* enum options_refused */
	struct outputs out;
	struct options_list list;
	struct options_walk walk;
	/* made from those */
	const char *program, *target; /* as given */
	char host[256];
	uint16_t port;
	enum addr_family family;
	int64_t tos;	     /* the DS field, -1 the system's */
	uint16_t other_port; /* with --compare */
	bool live;	     /* main's to say: --path is drawn on a terminal */
};

/* Fills out from argv (which is permuted). Returns 0, or -EINVAL with the one line to print. With
 * help or version set nothing else was checked. */
int options_parse(struct options *out, int argc, char **argv, struct fail *why);
/* What goes with --walk; fills in the time-out where none was given. */
int options_check_walk(struct options *o, struct fail *why);
/* A run is of one mode; what does not go with --offers or --self-check. */
struct plugin options_plugin(const struct options *o); /* its line, with --nagios */
int options_check_modes(const struct options *o, struct fail *why);
void options_usage(const char *program, FILE *to);
/* The table's words, for completions. */
void options_words(FILE *to);
extern const struct cli options_cli;

/* The values as each module wants them; borrowed from o. */
struct destination_want options_destination(const struct options *o);
/* -EINVAL for what is no host's to answer, of which group says that the routes call it so. */
int options_check_target(const struct addr *a, bool group, struct fail *why);
/* Of probes by connect() few may be in flight. */
struct plan_config options_plan(const struct options *o, bool connects);
/* --path (options_path.c), with its default interval. */
int options_read_path(struct options *o, struct fail *why);
/* How many flows, the other port's included. */
unsigned options_path_hops(const struct options *o);
unsigned options_path_flows(const struct options *o);
uint64_t options_path_rounds(const struct options *o);
struct plan_config options_path_plan(const struct options *o);
struct wire_config options_wire(const struct options *o, const struct destination *d);

#endif
