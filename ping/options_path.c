/* options_path: the options of --path as the configuration of each module. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <unistd.h>

#include "options_parts.h"
#include "trace.h"

enum {
	HOPS = 30,
	ROUNDS = 10,
	MS_NS = 1000000,
	USER_INTERVAL_NS = 200 * MS_NS,
	ROOT_INTERVAL_NS = 10 * MS_NS
};
#define TIMEOUT_NS INT64_C(2000000000)

static const char *not_of_a_path(const struct options *o)
{
	const char *first = options_of_plain_runs(o);
	const struct options_word words[] = {
		{o->mtu, "--mtu"},
		{bounds_given(&o->bounds), "--max-loss, --max-rtt or --min-alive"},
	};

	return first ? first : OPTIONS_FIRST(words);
}

/* Each interval has a probe for every hop. */
int options_check_path(const struct options *o, struct fail *why)
{
	int64_t least_ns = getuid() ? USER_INTERVAL_NS : ROOT_INTERVAL_NS;

	if (not_of_a_path(o))
		return fail_set(why, EINVAL, "--path does not go with %s", not_of_a_path(o));
	if (o->interval_ns < least_ns)
		return fail_set(why, EINVAL, "--path: the least interval is %s s here",
			getuid() ? "0.2" : "0.01");
	return 0;
}

unsigned options_path_hops(const struct options *o)
{
	return o->ttl > 0 ? (unsigned)o->ttl : HOPS;
}

uint64_t options_path_rounds(const struct options *o)
{
	return o->count || o->deadline_ns || o->live ? (uint64_t)o->count : ROUNDS;
}

/* A round is spread over its interval: routers limit how many errors they send in a burst. How many
 * rounds there are is the mode's to count: a pause may come between them. */
struct plan_config options_path_plan(const struct options *o)
{
	unsigned hops = options_path_hops(o);

	return (struct plan_config){.lanes = hops,
		.interval_ns = o->interval_ns,
		.gap_ns = o->interval_ns / hops,
		.timeout_ns = !o->timeout_given ? TIMEOUT_NS
			      : o->timeout_ns	? o->timeout_ns
						: INT64_MAX,
		.in_flight = 65536};
}
