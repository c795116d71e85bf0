/* options_config: arping's options as the configuration of each module. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "options.h"

enum { MS_NS = 1000000, ROUTER_COUNT = 2, FRAME_BYTES = 1600 };
#define SECOND INT64_C(1000000000)
/* Routers may wait for half a second before they answer (RFC 4861 6.2.6, MAX_RA_DELAY_TIME). */
#define ROUTER_INTERVAL_NS (2 * SECOND)
#define ROUTER_HEAR_NS (600 * (int64_t)MS_NS)

struct link_want options_link(const struct options *o)
{
	return (struct link_want){.target = o->target,
		.interface = o->interface,
		.source = o->source,
		.family = o->family,
		.dad = o->dad,
		.announce = o->mode == SUMMARY_ANNOUNCE,
		.foreign = o->spoof};
}

static int64_t interval_ns(const struct options *o)
{
	return o->router && !o->interval_given ? ROUTER_INTERVAL_NS : o->interval_ns;
}

/* The wait after the last probe has always been an interval; a short one is no wait. */
static int64_t timeout_ns(const struct options *o)
{
	if (o->timeout_given)
		return o->timeout_ns;
	return interval_ns(o) > SECOND ? interval_ns(o) : SECOND;
}

static uint64_t count(const struct options *o)
{
	return o->router && !o->count ? ROUTER_COUNT : (uint64_t)o->count;
}

/* With an interval of 0 a probe leaves when the one before it was answered. */
struct plan_config options_plan(const struct options *o)
{
	return (struct plan_config){.lanes = 1,
		.count = o->rfc ? 0 : count(o),
		.interval_ns = interval_ns(o),
		.timeout_ns = o->rfc ? 0 : timeout_ns(o),
		.slowest_ns = timeout_ns(o),
		.linger_ns = timeout_ns(o),
		.hear_out = true,
		.detailed = 1,
		.pace = interval_ns(o) ? PLAN_INTERVAL : PLAN_ADAPTIVE};
}

static bool is_v6(const struct link *l)
{
	return l->target.family == ADDR_V6;
}

/* Of a group the card hands on only what was joined: advertisements to all nodes, and for an
 * address that is to be free what others ask for it. */
struct wire_config options_wire(const struct options *o, const struct link *l)
{
	struct wire_config c = {.socket = WIRE_PACKET,
		.device = l->name,
		.take = is_v6(l) ? WIRE_TAKE_ND : WIRE_TAKE_ARP,
		.burst = 64,
		.packet_bytes = FRAME_BYTES,
		.ttl = -1,
		.tos = -1,
		.pmtudisc = -1,
		.promiscuous = o->source_mac};

	if (is_v6(l)) {
		addr_parse(&c.groups[0], "ff02::1");
		if (o->dad)
			c.groups[1] = ndp_solicited_node(&l->target);
	}
	return c;
}

struct ask_config options_ask(const struct options *o, const struct link *l)
{
	return (struct ask_config){.target = l->target,
		.source = l->source,
		.mac = o->source_mac ? o->mac : l->mac,
		.tagged = o->vlan_text,
		.tci = o->tci};
}

struct hear_config options_hear(const struct options *o, const struct link *l)
{
	int vlan = o->vlan_text ? eth_vlan(o->tci) : 0;

	return (struct hear_config){.target = l->target,
		.source = l->source,
		.mac = o->source_mac ? o->mac : l->mac,
		.own = l->own,
		.own_n = l->own_n,
		.vlan = vlan ? vlan : HEAR_NO_VLAN,
		.dad = o->dad};
}

struct text_config options_text(const struct options *o, const struct link *l)
{
	return (struct text_config){.program = o->program,
		.target = l->target,
		.source = l->source,
		.mac = o->source_mac ? o->mac : l->mac,
		.interface = l->name,
		.quiet = o->quiet,
		.verbose = o->verbose,
		.verdict = o->rfc,
		.local = l->local};
}

struct dad_config options_dad(const struct options *o, const struct link *l, uint64_t random)
{
	return (struct dad_config){.family = (enum addr_family)l->target.family,
		.scale = o->scale,
		.probes = (uint32_t)o->count,
		.announce = o->announce,
		.random = random};
}

static enum ask_kind kind(const struct options *o)
{
	if (o->router)
		return ASK_ROUTER;
	if (o->dad)
		return o->source ? ASK_REQUEST : ASK_PROBE;
	return o->answer ? ASK_REPLY : o->unsolicited ? ASK_ANNOUNCE : ASK_REQUEST;
}

struct run_config options_run(const struct options *o)
{
	return (struct run_config){.mode = o->mode,
		.kind = kind(o),
		.count = count(o),
		.at_reply = o->first_reply || o->dad,
		.at_count = o->deadline_ns > 0,
		.broadcast = o->broadcast,
		.hear_ns = o->unique			  ? timeout_ns(o)
			   : o->router && !o->first_reply ? ROUTER_HEAR_NS
							  : 0};
}
