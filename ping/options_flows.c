/* options_flows: the options of --flows as the configuration of each module. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <unistd.h>

#include "options_parts.h"

enum {
	COUNT = 20,
	TIMEOUT_NS = 1000000000,
	INTERVAL_NS = 500000000,
	USER_GAP_NS = 2000000, /* as for one target's probes */
	GAP_NS = 10000,
	IN_FLIGHT = 65536,
	DATA_MIN = 2
};

int64_t options_flows_interval(const struct options *o)
{
	int64_t slowest_ns = o->flows * USER_GAP_NS;

	if (o->interval_given)
		return o->interval_ns;
	return slowest_ns > INTERVAL_NS ? slowest_ns : INTERVAL_NS;
}

uint64_t options_flows_count(const struct options *o)
{
	return o->count ? (uint64_t)o->count : COUNT;
}

/* The flows share the interval evenly. */
struct plan_config options_flows_plan(const struct options *o)
{
	int64_t interval_ns = options_flows_interval(o);

	return (struct plan_config){.lanes = (uint32_t)o->flows,
		.count = options_flows_count(o),
		.interval_ns = interval_ns,
		.gap_ns = interval_ns / o->flows,
		.timeout_ns = !o->timeout_given ? TIMEOUT_NS
			      : o->timeout_ns	? o->timeout_ns
						: INT64_MAX,
		.in_flight = IN_FLIGHT};
}

/* What a run by flows has no place for. */
static const char *stranger(const struct options *o)
{
	const char *first = options_of_plain_runs(o);
	const struct options_word words[] = {
		{o->flow_label >= 0, "-F"},
		{o->mtu, "--mtu"},
		{o->path, "--path"},
	};

	return first ? first : OPTIONS_FIRST(words);
}

int options_check_flows(const struct options *o, struct fail *why)
{
	if (stranger(o))
		return fail_set(why, EINVAL, "%s does not go with --flows", stranger(o));
	if (o->data_bytes < DATA_MIN)
		return fail_set(why, EINVAL, "--flows needs 2 data bytes or more (-s)");
	if (options_flows_interval(o) / o->flows < GAP_NS)
		return fail_set(
			why, EINVAL, "--flows needs an interval of 10 us a flow or more (-i)");
	if (getuid() && options_flows_interval(o) / o->flows < USER_GAP_NS)
		return fail_set(why, EINVAL,
			"cannot flood, minimal interval for user must be >= 2 ms a flow, use -i "
			"%.3f (or higher)",
			(double)o->flows * USER_GAP_NS / 1e9);
	return 0;
}
