/* options_sweep: the options of a sweep, and what makes a run one. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "options_parts.h"

enum { DEFAULT_RETRIES = 1, DEFAULT_PPS = 2000, IN_FLIGHT_LEAST = 1024, IN_FLIGHT_MOST = 1 << 20 };
#define SECOND INT64_C(1000000000)
#define DEFAULT_GONE_NS (300 * SECOND)
#define DEFAULT_TIMEOUT_NS (SECOND * 3 / 10)

/* What says something of one address alone. */
static const char *misplaced(const struct options *o)
{
	if (o->dad)
		return "-D";
	if (o->unsolicited || o->answer)
		return o->answer ? "-A" : "-U";
	if (o->router)
		return "--router";
	if (o->spoof)
		return "--spoof";
	return o->source_mac ? "--source-mac" : NULL;
}

/* What says how many are asked. */
static const char *of_many(const struct options *o)
{
	if (o->exclude)
		return "--exclude";
	if (o->rate)
		return "--rate";
	if (o->retries >= 0)
		return "--retries";
	if (o->seed >= 0)
		return "--seed";
	return o->shard ? "--shard" : NULL;
}

/* What asks, where a watch is to hear. */
static const char *asking(const struct options *o)
{
	if (o->count)
		return "-c";
	if (o->broadcast)
		return "-b";
	if (o->unique)
		return "--unique";
	if (o->source)
		return "-s";
	if (o->timeout_given)
		return "-W";
	if (o->family)
		return o->ipv4 ? "-4" : "-6";
	return of_many(o);
}

/* One address with what is of many is asked as those are. */
int options_want_sweep(struct options *o, int n, char **operands, struct fail *why)
{
	const char *many = o->vendor ? "--vendor" : of_many(o);

	o->sweep = o->localnet || o->targets_file || n > 1 ||
		   (n == 1 && (gather_is_many(operands[0]) || (many && !misplaced(o))));
	if (many && !o->sweep && (n || o->router))
		return fail_set(why, EINVAL, "%s does not go with %s", many, misplaced(o));
	return 0;
}

int options_read_watch(struct options *o, int operands, struct fail *why)
{
	const char *what = misplaced(o);

	what = what ? what : o->out.nagios ? "--nagios" : asking(o);
	if (what)
		return fail_set(why, EINVAL, "%s does not go with --watch", what);
	if (operands || o->localnet || o->targets_file)
		return fail_set(why, EINVAL, "--watch hears all: no destination, please");
	if (o->read_pcap && o->interface)
		return fail_set(why, EINVAL, "either -I or --read-pcap");
	o->watch = true;
	if (o->gone_ns < 0)
		o->gone_ns = DEFAULT_GONE_NS;
	o->mode = SUMMARY_WATCH;
	return 0;
}

int options_read_sweep(struct options *o, struct fail *why)
{
	const char *what = misplaced(o);
	int rc;

	if (what)
		return fail_set(why, EINVAL, "%s is for one address, not for many", what);
	if (o->shard && o->seed < 0)
		return fail_set(
			why, EINVAL, "--shard needs --seed: parts fit together in one order only");
	if ((rc = gather_rate(&o->gap_ns, o->rate, DEFAULT_PPS, why)) < 0 ||
		(rc = gather_shard(&o->order, o->shard, why)) < 0)
		return rc;
	o->nodes = o->localnet && o->family == ADDR_V6;
	if (o->nodes && (o->operands_n || o->targets_file))
		return fail_set(
			why, EINVAL, "--localnet -6 asks all nodes: no destination, please");
	if (o->nodes && o->out.pcap)
		return fail_set(why, EINVAL, "--pcap does not go with --localnet -6");
	if (o->out.nagios && o->first_reply)
		return fail_set(why, EINVAL, "--nagios asks all of many: no -f, please");
	o->mode = SUMMARY_SWEEP;
	o->order.permuted = true;
	o->order.seed = o->seed < 0 ? 0 : (uint64_t)o->seed;
	if (o->retries < 0)
		o->retries = DEFAULT_RETRIES;
	return 0;
}

int64_t options_sweep_timeout_ns(const struct options *o)
{
	return o->timeout_given ? o->timeout_ns : DEFAULT_TIMEOUT_NS;
}

/* As many as the rate can have out within a time-out, twice; the last answer may come late. */
static uint32_t in_flight(const struct options *o, uint64_t lanes)
{
	uint64_t wanted = o->gap_ns ? 2 * (uint64_t)(options_sweep_timeout_ns(o) / o->gap_ns)
				    : IN_FLIGHT_MOST;

	if (wanted > lanes * 2)
		wanted = lanes * 2;
	return wanted < IN_FLIGHT_LEAST	 ? IN_FLIGHT_LEAST
	       : wanted > IN_FLIGHT_MOST ? IN_FLIGHT_MOST
					 : (uint32_t)wanted;
}

struct plan_config options_sweep_plan(const struct options *o, uint32_t lanes)
{
	int64_t timeout_ns = options_sweep_timeout_ns(o);

	return (struct plan_config){.lanes = lanes,
		.count = o->count ? (uint64_t)o->count : 1,
		.interval_ns = o->interval_ns,
		.gap_ns = o->gap_ns,
		.timeout_ns = timeout_ns,
		.linger_ns = timeout_ns,
		.hear_out = true,
		.retries = (uint32_t)o->retries,
		.in_flight = in_flight(o, lanes)};
}
