/* options_sweep: the options of a sweep, and what makes a run one. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "options_parts.h"

enum { DEFAULT_RETRIES = 1, DEFAULT_PPS = 2000, IN_FLIGHT_LEAST = 1024, IN_FLIGHT_MOST = 1 << 20 };
#define SECOND INT64_C(1000000000)
#define DEFAULT_TIMEOUT_NS (SECOND * 3 / 10)

bool options_want_sweep(const struct options *o, int n, char **operands)
{
	if (o->localnet || o->targets_file || n > 1)
		return true;
	return n == 1 && gather_is_many(operands[0]);
}

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

/* What a watch, or one question to all nodes, does not have. */
static const char *unread(const struct options *o)
{
	if (o->out.pcap)
		return "--pcap";
	if (o->out.nagios)
		return "--nagios";
	if (o->out.explain)
		return "--explain";
	return o->out.stats ? "--stats" : NULL;
}

int options_read_watch(struct options *o, int operands, struct fail *why)
{
	const char *what = misplaced(o);

	what = what ? what : unread(o);
	if (what)
		return fail_set(why, EINVAL, "%s does not go with --watch", what);
	if (operands || o->localnet || o->targets_file)
		return fail_set(why, EINVAL, "--watch hears all: no destination, please");
	if (o->read_pcap && o->interface)
		return fail_set(why, EINVAL, "either -I or --read-pcap");
	o->watch = true;
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
	if (o->nodes && unread(o))
		return fail_set(why, EINVAL, "%s does not go with --localnet -6", unread(o));
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
