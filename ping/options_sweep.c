/* options_sweep: a sweep's options as the configuration of each module. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "options.h"

enum {
	SECOND_NS = 1000000000,
	PER_SECOND_SAMPLED = 2000,
	DETAILED = 4096,
	IN_FLIGHT_MAX = 1 << 18,
	IN_FLIGHT_MIN = 4096,
	BURST = 4096,
	ICMP_BYTES = 8
};

static int64_t timeout_ns(const struct options *o)
{
	return o->timeout_given && o->timeout_ns ? o->timeout_ns : SECOND_NS;
}

struct gather_want options_gather(const struct options *o)
{
	return (struct gather_want){.texts = o->operands,
		.n = o->n_operands,
		.file = o->targets_file,
		.exclude = o->exclude,
		.family = o->family,
		.all_addresses = o->all_addresses,
		.order = o->order};
}

/* As many as the rate can have out within the longest time-out, twice. */
static uint32_t in_flight(const struct options *o, uint64_t lanes)
{
	uint64_t wanted = IN_FLIGHT_MAX;

	if (o->gap_ns)
		wanted = 2 * (uint64_t)(timeout_ns(o) / o->gap_ns);
	if (wanted > lanes * 2)
		wanted = lanes * 2;
	return wanted < IN_FLIGHT_MIN	? IN_FLIGHT_MIN
	       : wanted > IN_FLIGHT_MAX ? IN_FLIGHT_MAX
					: (uint32_t)wanted;
}

struct plan_config options_sweep_plan(const struct options *o, uint32_t lanes)
{
	return (struct plan_config){.lanes = lanes,
		.count = (uint64_t)o->count,
		.interval_ns = o->interval_ns,
		.gap_ns = o->gap_ns,
		.timeout_ns = timeout_ns(o),
		.preload = 1,
		.retries = (uint32_t)o->retries,
		.backoff_percent = o->backoff_percent,
		.in_flight = in_flight(o, lanes),
		.detailed = !o->out.stats      ? 0
			    : lanes > DETAILED ? DETAILED
					       : lanes};
}

/* Whether any output tells a round-trip time. */
static bool wants_times(const struct options *o)
{
	return options_lists(o) & (SWEEP_TABLE | SWEEP_VECTOR) || o->out.json || o->out.prom ||
	       o->out.nagios || o->out.stats || o->report_every_ns || o->bounds.n_rtts;
}

struct wire_config options_sweep_wire(const struct options *o, enum addr_family family)
{
	bool fast = !o->gap_ns || o->gap_ns < SECOND_NS / PER_SECOND_SAMPLED;

	return (struct wire_config){.family = family,
		.stamps = o->user_latency || !wants_times(o) ? WIRE_STAMPS_NONE
			  : fast			     ? WIRE_STAMPS_SAMPLED
							     : WIRE_STAMPS_ALL,
		.ttl = (int)o->ttl,
		.tos = (int)o->tos,
		.pmtudisc = options_pmtudisc(o, false),
		.mark = o->mark < 0 ? 0 : (uint32_t)o->mark,
		.send_buffer_bytes = (int)o->send_buffer,
		.burst = BURST,
		.unresolved = BURST,
		.packet_bytes = (uint32_t)o->data_bytes + ICMP_BYTES,
		.broadcast = o->broadcast,
		.debug = o->debug,
		.dont_route = o->dont_route,
		.no_multicast_loop = o->no_loop,
		.no_headers = !o->out.json && !o->out.stats};
}

unsigned options_lists(const struct options *o)
{
	unsigned lists = (o->alive ? SWEEP_ALIVE : 0) | (o->unreachable ? SWEEP_UNREACHABLE : 0) |
			 (o->vector ? SWEEP_VECTOR : 0);

	return lists ? lists : o->quiet ? 0 : SWEEP_TABLE;
}
