/* options: arping's command line as values; only main and this file's source see them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_OPTIONS_H
#define PROBEKIT_ARPING_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "ask.h"
#include "cli.h"
#include "dad.h"
#include "fail.h"
#include "gather.h"
#include "hear.h"
#include "link.h"
#include "outputs.h"
#include "plan.h"
#include "report.h"
#include "run.h"
#include "summary.h"
#include "text.h"
#include "wire.h"

struct options {
	/* as read from the table */
	bool answer, broadcast, dad, unsolicited, first_reply, quiet, numeric, verbose, version,
		help, ipv4, ipv6, unique, announce, router, spoof, localnet, watch;
	int64_t count, deadline_ns, interval_ns, timeout_ns, retries, seed, gone_ns;
	const char *targets_file, *exclude, *rate, *shard, *vendor, *state, *read_pcap, *exec;
	const char *interface, *source, *source_mac, *vlan_text, *scale_text;
	struct outputs out;
	/* made from those */
	const char *program, *target; /* NULL with router */
	enum addr_family family;
	struct mac mac; /* with source_mac */
	uint16_t tci;	/* with vlan_text */
	double scale;	/* of the RFC's waits */
	bool rfc;	/* duplicate address detection by the RFC's times */
	bool interval_given, timeout_given;
	enum summary_mode mode;
	bool sweep, nodes;     /* nodes: all of IPv6 by one question */
	char *const *operands; /* of a sweep: addresses, prefixes, ranges, names */
	size_t operands_n;
	int64_t gap_ns; /* between two probes of a sweep */
	struct targets_order order;
};

/* Fills out from argv (which is permuted). Returns 0, or -EINVAL with the one line to print;
 * -ERANGE for a number that arping has always refused with status 1. With help or version set
 * nothing else was checked. */
int options_parse(struct options *out, int argc, char **argv, struct fail *why);
void options_usage(const char *program, FILE *to);
/* The table's words, for completions. */
void options_words(FILE *to);

/* The values as each module wants them (options_config.c). */
struct link_want options_link(const struct options *o);
struct plan_config options_plan(const struct options *o);
struct wire_config options_wire(const struct options *o, const struct link *l);
struct ask_config options_ask(const struct options *o, const struct link *l);
struct hear_config options_hear(const struct options *o, const struct link *l);
struct text_config options_text(const struct options *o, const struct link *l);
struct dad_config options_dad(const struct options *o, const struct link *l, uint64_t random);
/* Its objects are the caller's to fill. */
struct run_config options_run(const struct options *o);

/* options_sweep.c: reads what belongs to a sweep; -EINVAL for what does not go with one. */
int options_read_sweep(struct options *o, struct fail *why);
int options_read_watch(struct options *o, int operands, struct fail *why);
int options_want_sweep(struct options *o, int n, char **operands, struct fail *why);
struct plan_config options_sweep_plan(const struct options *o, uint32_t lanes);
/* Of a sweep without -W: seconds would make it slow. */
int64_t options_sweep_timeout_ns(const struct options *o);

#endif
