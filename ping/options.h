/* options: ping's command line as values; only main and this file's source see them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_OPTIONS_H
#define PROBEKIT_PING_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "addr.h"
#include "bounds.h"
#include "cli.h"
#include "destination.h"
#include "fail.h"
#include "gather.h"
#include "outputs.h"
#include "plan.h"
#include "probe.h"
#include "report.h"
#include "run.h"
#include "sweep.h"
#include "text.h"
#include "wire.h"

enum options_names { OPTIONS_NAMES_OF_NAMES, OPTIONS_NO_NAMES, OPTIONS_NAMES };
enum options_pmtu { PMTU_SYSTEM = -1, PMTU_DONT, PMTU_WANT, PMTU_DO, PMTU_PROBE };
enum options_timestamp {
	TIMESTAMP_NONE = -1,
	TIMESTAMP_ONLY,
	TIMESTAMP_ADDRESS,
	TIMESTAMP_PRESPECIFIED
};

struct options {
	/* as read from the table */
	bool audible, adaptive, sticky, connect, unix_time, debug, flood, no_loop, outstanding,
		quiet, dont_route, record_route, user_latency, verbose, version, help, broadcast,
		precise, ipv4, ipv6, breakdown, first_reply, ignore_errors, all_addresses, mtu,
		path, alive, unreachable, vector, graph;
	int64_t count, deadline_ns, id, flow_label, interval_ns, preload, mark, data_bytes,
		send_buffer, flows, tos, ttl, timeout_ns, retries, seed, report_every_ns, min_alive;
	struct outputs out;
	struct cli_list interfaces, source_route, max_rtt;
	const char *targets_file, *exclude, *rate, *backoff, *shard, *max_loss;
	const char *until_up, *until_down; /* "-": once */
	const char *pattern, *dscp, *tos_text;
	int names; /* -n and -H: the last one counts */
	int pmtu, timestamp;
	/* made from those */
	const char *program, *target;
	const char *const
		*operands; /* the target, or targets; before it addresses for -T tsprespec */
	unsigned n_operands;
	bool many; /* a sweep */
	bool live; /* main's to say: --path is drawn on a terminal */
	int64_t gap_ns;
	uint32_t backoff_percent;
	struct targets_order order;
	struct bounds bounds;
	enum addr_family family;
	uint8_t pattern_bytes[16];
	unsigned n_pattern;
	int64_t up_in_row, down_in_row; /* 0: not asked for */
	bool interval_given, timeout_given;
};

/* Fills out from argv (which is permuted). Returns 0, or -EINVAL with the one line to print. With
 * help or version set nothing else was checked. */
int options_parse(struct options *out, int argc, char **argv, struct fail *why);
void options_usage(const char *program, FILE *to);
/* The table's words, for completions. */
void options_words(FILE *to);

/* The values as each module wants them (options_config.c). */
struct destination_want options_destination(const struct options *o);
struct report_config options_report(const struct options *o);
struct plan_config options_plan(const struct options *o);
int64_t options_mtu_timeout(const struct options *o);
/* Fills out for a kind of socket; ip_options (40 bytes) is borrowed by it. -errno for bad hops,
 * when the data is too long for the family, and for what a user may not do to a group. */
int options_wire(const struct options *o, const struct destination *p, uint8_t *ip_options,
	struct wire_config *out, struct fail *why);
/* IP_PMTUDISC_DO and so on, -1 the system's; group4: the target is a group of IPv4. */
int options_pmtudisc(const struct options *o, bool group4);
/* Of --path (options_path.c): the most hops, the rounds of a report (0 with a deadline: until
 * that), and a plan whose lanes are the hops. */
unsigned options_path_hops(const struct options *o);
uint64_t options_path_rounds(const struct options *o);
struct plan_config options_path_plan(const struct options *o);
/* Of --flows (options_flows.c): a plan whose lanes are places in a round. */
int64_t options_flows_interval(const struct options *o);
uint64_t options_flows_count(const struct options *o);
struct plan_config options_flows_plan(const struct options *o);
/* Of a sweep (options_sweep.c). */
struct gather_want options_gather(const struct options *o);
struct plan_config options_sweep_plan(const struct options *o, uint32_t lanes);
struct wire_config options_sweep_wire(const struct options *o, enum addr_family family);
unsigned options_lists(const struct options *o); /* enum sweep_lists */
/* Its key is the caller's to fill. */
struct probe_config options_probe(
	const struct options *o, const struct destination *p, uint16_t id);
struct text_config options_text(const struct options *o, const struct destination *p);
struct text_header options_header(
	const struct options *o, const struct destination *p, const struct wire_config *w);
struct run_ends options_ends(const struct options *o);
bool options_back_to_back(const struct options *o);
bool options_wants_names(const struct options *o, const struct destination *p);

#endif
