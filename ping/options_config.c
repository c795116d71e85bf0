/* options_config: ping's options as the configuration of each module. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "ipopt.h"
#include "options.h"
#include "resolve.h"

#define USER_GROUP_NS INT64_C(1000000000)
enum {
	MS_NS = 1000000,
	USER_ADAPTIVE_NS = 2 * MS_NS,  /* no user adapts to less */
	FLOOD_SLOWEST_NS = 10 * MS_NS, /* a hundred a second where nothing comes back */
	SAMPLED_BELOW_NS = MS_NS,      /* stamps of each probe would cost too much at this pace */
	ICMP_BYTES = 8,
	OPTIONS_DATA_MAX = PROBE_DATA_MAX4 - IP4_OPTIONS_MAX_BYTES
};
#define LINGER_NS INT64_C(10000000000)
/* To tell that a host went down need not take ten seconds a probe. */
#define GOAL_TIMEOUT_NS INT64_C(1000000000)

bool options_back_to_back(const struct options *o)
{
	return o->adaptive || o->flood || !o->interval_ns;
}

static bool as_answers_come(const struct options *o)
{
	return o->adaptive || !o->interval_ns;
}

bool options_wants_names(const struct options *o, const struct destination *p)
{
	switch ((enum options_names)o->names) {
	case OPTIONS_NAMES_OF_NAMES:
		return !p->literal;
	case OPTIONS_NO_NAMES:
		return false;
	case OPTIONS_NAMES:
		return true;
	}
	return false;
}

struct destination_want options_destination(const struct options *o)
{
	return (struct destination_want){.name = o->target,
		.family = o->family,
		.interfaces = o->interfaces.items,
		.n_interfaces = o->interfaces.n,
		.mark = o->mark < 0 ? 0 : (uint32_t)o->mark,
		.tos = o->tos < 0 ? 0 : (uint8_t)o->tos,
		.broadcast_allowed = o->broadcast,
		.refused = "Do you want to ping broadcast? Then -b. If not, check your local "
			   "firewall rules"};
}

struct report_config options_report(const struct options *o)
{
	return outputs_report(&o->out, o->unix_time ? REPORT_CLOCK_UNIX : REPORT_CLOCK_NONE);
}

static int64_t timeout_ns(const struct options *o)
{
	if (!o->timeout_given)
		return o->up_in_row || o->down_in_row ? GOAL_TIMEOUT_NS : LINGER_NS;
	return o->timeout_ns ? o->timeout_ns : INT64_MAX;
}

/* Long enough for most paths, short enough for who waits for the end of the search. */
int64_t options_mtu_timeout(const struct options *o)
{
	return o->timeout_given && o->timeout_ns ? o->timeout_ns : 500 * (int64_t)MS_NS;
}

/* With a deadline, count is of answers: probes go on until they are there. */
struct plan_config options_plan(const struct options *o)
{
	bool burst = as_answers_come(o) || o->preload > 1;

	return (struct plan_config){.lanes = 1,
		.count = o->deadline_ns ? 0 : (uint64_t)o->count,
		.interval_ns = !o->adaptive ? o->interval_ns
			       : getuid()   ? USER_ADAPTIVE_NS
					    : 0,
		.timeout_ns = timeout_ns(o),
		.slowest_ns = o->adaptive && o->interval_ns ? o->interval_ns : FLOOD_SLOWEST_NS,
		.linger_ns = timeout_ns(o),
		.preload = (uint32_t)o->preload,
		.in_flight = burst ? 65536 : 0,
		.detailed = 1,
		.pace = as_answers_come(o) ? PLAN_ADAPTIVE : PLAN_INTERVAL};
}

static int read_hops(const char *const *texts, size_t n, struct addr *hops, struct fail *why)
{
	for (size_t i = 0; i < n; i++) {
		int rc = resolve_literal(texts[i], AF_INET, &hops[i], why);

		if (rc < 0)
			return rc;
		if (!rc)
			return fail_set(why, EINVAL,
				"'%s' is no IPv4 address: hops are given as such", texts[i]);
	}
	return 0;
}

static enum ipopt_kind option_kind(const struct options *o)
{
	if (o->record_route)
		return IPOPT_RECORD_ROUTE;
	if (o->source_route.n)
		return IPOPT_SOURCE_ROUTE;
	switch ((enum options_timestamp)o->timestamp) {
	case TIMESTAMP_NONE:
		return IPOPT_NOTHING;
	case TIMESTAMP_ONLY:
		return IPOPT_TS_ONLY;
	case TIMESTAMP_ADDRESS:
		return IPOPT_TS_ADDRESS;
	case TIMESTAMP_PRESPECIFIED:
		return IPOPT_TS_PRESPECIFIED;
	}
	return IPOPT_NOTHING;
}

static int make_ip_options(const struct options *o, const struct destination *p, uint8_t *to,
	struct bytes *out, struct fail *why)
{
	struct addr hops[CLI_LIST_MAX + 1];
	const char *const *texts = o->source_route.n ? o->source_route.items : o->operands;
	size_t n = o->source_route.n ? o->source_route.n : o->n_operands - 1, size;
	enum ipopt_kind kind = option_kind(o);
	int rc = read_hops(texts, n, hops, why);

	*out = bytes_of(to, 0);
	if (rc < 0 || p->target.family != ADDR_V4 || kind == IPOPT_NOTHING)
		return rc;
	if (kind == IPOPT_SOURCE_ROUTE)
		hops[n++] = p->target;
	size = ipopt_build(to, kind, hops, n);
	if (!size)
		return fail_set(why, EINVAL, "%zu hops are too many for an IP header", n);
	*out = bytes_of(to, size);
	return 0;
}

static int check_size(
	const struct options *o, const struct destination *p, bool ip_options, struct fail *why)
{
	int64_t most = p->target.family == ADDR_V6 ? PROBE_DATA_MAX6
		       : ip_options		   ? OPTIONS_DATA_MAX
						   : PROBE_DATA_MAX4;

	if (o->data_bytes <= most)
		return 0;
	return fail_set(why, ERANGE, "invalid -s value: '%lld': out of range: 0 <= value <= %lld",
		(long long)o->data_bytes, (long long)most);
}

/* One probe to a group is answered by many. */
static int check_manners_to_group(
	const struct options *o, const struct destination *p, struct fail *why)
{
	if (!p->group || !getuid())
		return 0;
	if (o->interval_ns < USER_GROUP_NS)
		return fail_set(why, EINVAL,
			"minimal interval for %s ping for user must be >= 1000 ms, use -i 1 (or "
			"higher)",
			p->target.family == ADDR_V6 ? "multicast" : "broadcast");
	if (p->target.family == ADDR_V4 && o->pmtu >= 0 && o->pmtu != PMTU_DO)
		return fail_set(why, EINVAL, "broadcast ping does not fragment");
	return 0;
}

int options_pmtudisc(const struct options *o, bool group4)
{
	switch ((enum options_pmtu)o->pmtu) {
	case PMTU_SYSTEM:
		return group4 ? IP_PMTUDISC_DO : -1;
	case PMTU_DONT:
		return IP_PMTUDISC_DONT;
	case PMTU_WANT:
		return IP_PMTUDISC_WANT;
	case PMTU_DO:
		return IP_PMTUDISC_DO;
	case PMTU_PROBE:
		return IP_PMTUDISC_PROBE;
	}
	return -1;
}

static enum wire_stamps stamps(const struct options *o)
{
	if (o->user_latency)
		return WIRE_STAMPS_NONE;
	return as_answers_come(o) || o->interval_ns < SAMPLED_BELOW_NS ? WIRE_STAMPS_SAMPLED
								       : WIRE_STAMPS_ALL;
}

/* -F 0 asks for a label of chance (RFC 6437 2). */
static uint32_t flow_label(const struct options *o)
{
	uint32_t label = (uint32_t)o->flow_label;

	if (o->flow_label < 0)
		return 0;
	while (!label && getrandom(&label, sizeof(label), 0) == sizeof(label))
		label &= 0xfffff;
	return label;
}

int options_wire(const struct options *o, const struct destination *p, uint8_t *ip_options,
	struct wire_config *out, struct fail *why)
{
	bool flood = as_answers_come(o) || o->preload > 1 || o->flows || o->path;
	int rc = check_manners_to_group(o, p, why);

	if (rc < 0)
		return rc;
	*out = (struct wire_config){.family = (enum addr_family)p->target.family,
		.stamps = stamps(o),
		.device = *p->device ? p->device : NULL,
		.multicast_ifindex = p->group ? p->ifindex : 0,
		.ttl = o->path ? -1 : (int)o->ttl,
		.tos = (int)o->tos,
		.pmtudisc = options_pmtudisc(o, p->group && p->target.family == ADDR_V4),
		.mark = o->mark < 0 ? 0 : (uint32_t)o->mark,
		.flow_label = p->target.family == ADDR_V6 ? flow_label(o) : 0,
		.flow_labels = o->flows > 0,
		.send_buffer_bytes = (int)o->send_buffer,
		.burst = flood ? (uint32_t)o->preload + 64 : 8,
		.packet_bytes = (uint32_t)o->data_bytes + ICMP_BYTES,
		.broadcast = o->broadcast,
		.debug = o->debug,
		.dont_route = o->dont_route,
		.no_multicast_loop = o->no_loop};
	if (p->source_given || o->sticky)
		out->source = p->source;
	if (o->connect || out->flow_label)
		out->connect = p->target;
	rc = make_ip_options(o, p, ip_options, &out->ip_options, why);
	return rc < 0 ? rc : check_size(o, p, out->ip_options.left > 0, why);
}

struct run_ends options_ends(const struct options *o)
{
	return (struct run_ends){.count = (uint64_t)o->count,
		.errors_count = !o->ignore_errors,
		.at_error = o->deadline_ns && !o->ignore_errors && !o->up_in_row && !o->down_in_row,
		.at_reply = o->first_reply,
		.up_in_row = (uint64_t)o->up_in_row,
		.down_in_row = (uint64_t)o->down_in_row};
}

struct probe_config options_probe(const struct options *o, const struct destination *p, uint16_t id)
{
	struct probe_config c = {.target = p->target,
		.target_is_group = p->group,
		.id = id,
		.data_bytes = (size_t)o->data_bytes,
		.pattern_bytes = o->n_pattern};

	memcpy(c.pattern, o->pattern_bytes, sizeof(c.pattern));
	return c;
}

struct text_config options_text(const struct options *o, const struct destination *p)
{
	return (struct text_config){.program = o->program,
		.host = p->host,
		.target = p->target,
		.data_bytes = (size_t)o->data_bytes,
		.quiet = o->quiet,
		.verbose = o->verbose,
		.flood = o->flood,
		.precise = o->precise,
		.audible = o->audible,
		.breakdown = o->breakdown,
		.target_is_group = p->group};
}

struct text_header options_header(
	const struct options *o, const struct destination *p, const struct wire_config *w)
{
	bool by_zone = p->source_given && p->source.zone;

	return (struct text_header){.source = p->source,
		.device = w->device ? w->device
			  : by_zone ? p->leaves_by
				    : NULL,
		.show_source = o->interfaces.n || o->sticky,
		.flow_label = w->flow_label ? (int64_t)w->flow_label : -1,
		.header_bytes = 20 + ICMP_BYTES + (w->ip_options.left ? IP4_OPTIONS_MAX_BYTES : 0),
		.pattern = o->pattern_bytes,
		.pattern_bytes = o->n_pattern};
}
