/* options_many: the options of a sweep, and what makes a run one. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "options_parts.h"

enum {
	DEFAULT_RETRIES = 2,
	DEFAULT_PPS = 1000,
	DEFAULT_BACKOFF_PERCENT = 150,
	HOPS_MAX = 4,
	DATA_BYTES = 56
};
#define SECOND INT64_C(1000000000)
#define USER_INTERVAL_NS INT64_C(2000000)

static int read_backoff(struct options *o, struct fail *why)
{
	double factor = DEFAULT_BACKOFF_PERCENT / 100.0;

	if (o->backoff && (!cli_decimal(o->backoff, &factor) || factor < 1 || factor > 10))
		return fail_set(
			why, EINVAL, "--backoff: '%s' is no factor from 1 to 10", o->backoff);
	o->backoff_percent = (uint32_t)(factor * 100 + 0.5);
	return 0;
}

static int read_limits(struct options *o, struct fail *why)
{
	struct bounds *l = &o->bounds;
	char text[32];
	int rc = 0;

	*l = (struct bounds){.min_alive_given = o->min_alive >= 0,
		.min_alive = o->min_alive < 0 ? 0 : (uint64_t)o->min_alive,
		.max_loss_percent = -1};
	if (o->max_loss) {
		snprintf(text, sizeof(text), "%.*s", (int)strcspn(o->max_loss, "%"), o->max_loss);
		if (!cli_decimal(text, &l->max_loss_percent) || l->max_loss_percent < 0 ||
			l->max_loss_percent > 100)
			return fail_set(
				why, EINVAL, "--max-loss: '%s' is no percentage", o->max_loss);
	}
	for (size_t i = 0; rc >= 0 && i < o->max_rtt.n; i++)
		rc = bounds_add_rtt(l, o->max_rtt.items[i], why);
	return rc;
}

/* What a single target's run does and a sweep does not. */
static const char *for_one_target(const struct options *o)
{
	const char *first = options_of_plain_runs(o);
	const struct options_word words[] = {
		{o->connect, "-C"},
		{o->flow_label >= 0, "-F"},
		{o->mtu, "--mtu"},
		{o->path, "--path"},
		{o->out.pcap != NULL, "--pcap"},
		{o->out.explain, "--explain"},
		{o->flows > 0, "--flows"},
	};

	return first ? first : OPTIONS_FIRST(words);
}

/* What only a sweep does, also with a single target. */
static const char *sweep_word(const struct options *o)
{
	const struct options_word words[] = {
		{o->targets_file != NULL, "--targets"},
		{o->exclude != NULL, "--exclude"},
		{o->all_addresses, "--all-addresses"},
		{o->rate != NULL, "--rate"},
		{o->retries >= 0, "--retries"},
		{o->backoff != NULL, "--backoff"},
		{o->seed >= 0 && !o->flows, "--seed"},
		{o->shard != NULL, "--shard"},
		{o->alive, "--alive"},
		{o->unreachable, "--unreachable"},
		{o->vector, "--vector"},
		{o->report_every_ns && !o->path, "--report-every"},
	};

	return OPTIONS_FIRST(words);
}

static int check_one_only(const struct options *o, struct fail *why)
{
	if (!for_one_target(o))
		return 0;
	if (sweep_word(o))
		return fail_set(why, EINVAL, "%s: for one target only, %s is of many",
			for_one_target(o), sweep_word(o));
	return fail_set(why, EINVAL, "%s: for one target only", for_one_target(o));
}

static int check_sweep(const struct options *o, struct fail *why)
{
	/* At how many targets a user sends is his; how often at one of them is not. */
	if (getuid() && o->retries && o->timeout_given && o->timeout_ns &&
		o->timeout_ns < USER_INTERVAL_NS)
		return fail_set(why, EINVAL,
			"cannot flood, minimal time-out before a user's retry must be >= 2 ms, "
			"use -W 0.002 (or higher)");
	if (o->vector && !o->count)
		return fail_set(why, EINVAL, "--vector needs a count (-c)");
	if (o->vector && o->count > 100000)
		return fail_set(why, EINVAL, "--vector: at most 100000 probes a target");
	return 0;
}

static bool is_many(const struct options *o)
{
	bool prefix = false;

	for (unsigned i = 0; i < o->n_operands; i++)
		prefix = prefix || gather_is_many(o->operands[i]);
	return prefix || sweep_word(o) ||
	       (o->n_operands > 1 && o->timestamp != TIMESTAMP_PRESPECIFIED);
}

/* What a search for the MTU has no place for: sizes, their number and pace are its own. */
static const char *not_of_mtu(const struct options *o)
{
	const char *first = options_of_plain_runs(o);
	const struct options_word words[] = {
		{o->count > 0, "-c"},
		{o->interval_given, "-i"},
		{o->data_bytes != DATA_BYTES, "-s"},
		{o->pmtu != PMTU_SYSTEM, "-M"},
		{o->out.pcap != NULL, "--pcap"},
		{o->out.prom != NULL, "--prom"},
		{o->out.stats, "--stats"},
		{o->out.explain, "--explain"},
		{o->out.nagios, "--nagios"},
		{bounds_given(&o->bounds), "--max-loss, --max-rtt or --min-alive"},
	};

	return first ? first : OPTIONS_FIRST(words);
}

static int check_mtu(const struct options *o, struct fail *why)
{
	if (o->mtu && not_of_mtu(o))
		return fail_set(why, EINVAL, "--mtu does not go with %s", not_of_mtu(o));
	return 0;
}

/* A plugin's status is of one set of limits. */
static int check_one(const struct options *o, struct fail *why)
{
	if (o->out.nagios && bounds_given(&o->bounds))
		return fail_set(why, EINVAL,
			"--nagios has limits of its own: use --warning and --critical");
	if (o->graph && o->out.nagios)
		return fail_set(why, EINVAL, "--graph has no place in --nagios's one line");
	if (o->flows)
		return options_check_flows(o, why);
	return o->path ? options_check_path(o, why) : check_mtu(o, why);
}

int options_read_many(struct options *o, int n, char **operands, struct fail *why)
{
	int rc;

	o->operands = (const char *const *)operands;
	o->n_operands = (unsigned)n;
	if (n < 1 && !o->targets_file)
		return fail_set(why, EDESTADDRREQ, "usage error: Destination address required");
	o->target = n ? operands[n - 1] : NULL;
	o->many = is_many(o);
	if ((rc = gather_rate(&o->gap_ns, o->rate, DEFAULT_PPS, why)) < 0 ||
		(rc = read_backoff(o, why)) < 0 ||
		(rc = gather_shard(&o->order, o->shard, why)) < 0 || (rc = read_limits(o, why)) < 0)
		return rc;
	o->order.permuted = o->seed >= 0;
	o->order.seed = o->seed < 0 ? 0 : (uint64_t)o->seed;
	if (!o->many && n - 1 > HOPS_MAX)
		return fail_set(why, EINVAL, "-T tsprespec takes at most %d addresses", HOPS_MAX);
	if (!o->many)
		return check_one(o, why);
	if ((rc = check_one_only(o, why)) < 0)
		return rc;
	/* Who is asked once is asked again before being called unreachable. */
	if (!o->count && o->retries < 0)
		o->retries = DEFAULT_RETRIES;
	if (!o->count && !o->report_every_ns)
		o->count = 1;
	if (o->retries < 0)
		o->retries = 0;
	return check_sweep(o, why);
}
