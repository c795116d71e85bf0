/* options_path: the options of --path as the configuration of each module. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "options.h"
#include "trace.h"

#define SECOND INT64_C(1000000000)
enum { HOPS = 30, ROUNDS = 10, FLOW_ROUNDS = 5, MOST_PPS = 1000, IN_FLIGHT = 65536 };

static const char *stranger(const struct options *o)
{
	if (o->reference)
		return "--reference";
	if (o->offers || o->walk.walk)
		return o->offers ? "--offers" : "--walk";
	return o->flows && o->source_port ? "--flows with --source-port" : NULL;
}

static const char *lonely(const struct options *o)
{
	if (o->compare)
		return "--compare";
	if (o->ecn)
		return "--ecn";
	return o->flows ? "--flows" : NULL;
}

/* A round is for every hop of every flow. Routers limit their errors to about one a second, so many
 * flows are asked less often. */
static int check_interval(struct options *o, struct fail *why)
{
	int64_t probes = (int64_t)options_path_hops(o) * options_path_flows(o);

	if (o->interval_ns < 0)
		o->interval_ns = o->flows > 4 ? o->flows * SECOND / 4 : SECOND;
	if (probes * SECOND / o->interval_ns > MOST_PPS)
		return fail_set(why, EINVAL,
			"--path: %lld probes a round are over 1000 a second, use -i %.1f (or "
			"higher)",
			(long long)probes, (double)probes / MOST_PPS);
	return 0;
}

int options_read_path(struct options *o, struct fail *why)
{
	int rc = o->compare ? portset_number(&o->other_port, o->compare, why) : 0;

	if (rc < 0)
		return rc;
	if (!o->path)
		return lonely(o) ? fail_set(why, EINVAL, "%s belongs to --path", lonely(o)) : 0;
	if (stranger(o))
		return fail_set(why, EINVAL, "--path does not go with %s", stranger(o));
	if (o->compare && o->other_port == o->port)
		return fail_set(why, EINVAL, "--compare %u is the port that is asked", o->port);
	return check_interval(o, why);
}

unsigned options_path_hops(const struct options *o)
{
	return o->ttl ? (unsigned)o->ttl : HOPS;
}

unsigned options_path_flows(const struct options *o)
{
	return (o->flows ? (unsigned)o->flows : 1) + (o->compare != NULL);
}

uint64_t options_path_rounds(const struct options *o)
{
	if (o->count || o->deadline_ns || o->live)
		return (uint64_t)o->count;
	return o->flows ? FLOW_ROUNDS : ROUNDS;
}

/* A round is spread over its interval: routers limit how many errors they send in a burst. How many
 * rounds there are is the mode's to count: a pause may come between them. */
struct plan_config options_path_plan(const struct options *o)
{
	unsigned lanes = options_path_hops(o) * options_path_flows(o);

	return (struct plan_config){.lanes = lanes,
		.interval_ns = o->interval_ns,
		.gap_ns = o->interval_ns / lanes,
		.timeout_ns = o->timeout_ns,
		.in_flight = IN_FLIGHT};
}
