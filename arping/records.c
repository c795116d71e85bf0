/* records: the tables that say what each record holds. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records_sweep.h"
#include "records_types.h"
#include "records_watch.h"
#include "report_table.h"

#define TARGET(type)                                                                               \
	MUST(type, "target", REPORT_TEXT, target,                                                  \
		"The target as it was given; the interface where routers are asked for.")

static const struct report_field start_fields[] = {
	TARGET(records_start),
	FIELD(records_start, "addr", REPORT_ADDR, addr, "The address that is asked for."),
	MUST(records_start, "mode", REPORT_TEXT, mode,
		"lookup, dad, announce, router, sweep or watch."),
	FIELD(records_start, "source", REPORT_ADDR, source,
		"The address that asks; null: nobody's, as duplicate address detection has it."),
	MUST(records_start, "interface", REPORT_TEXT, interface,
		"The interface the probes leave by."),
	MUST(records_start, "mac", REPORT_TEXT, mac, "The MAC it asks from."),
	FIELD(records_start, "vlan", REPORT_U64, vlan, "The VLAN ID of the tag it asks with."),
	FIELD(records_start, "interval_ms", REPORT_MS, interval_ns,
		"Time between probes; null: at times the RFC has."),
	FIELD(records_start, "timeout_ms", REPORT_MS, timeout_ns,
		"A probe unanswered this long is lost; null: none ever is."),
};
const struct report_type records_start_type = {
	"arping", "start", "The run begins.", start_fields, COUNT(start_fields)};

#define PROBE_FIELDS                                                                               \
	TARGET(records_outcome),                                                                   \
		FIELD(records_outcome, "addr", REPORT_ADDR, addr,                                  \
			"The address that is asked for."),                                         \
		FIELD(records_outcome, "seq", REPORT_U64, seq,                                     \
			"The number of the newest probe before it, from 1.")
#define HEARD_FIELDS                                                                               \
	FIELD(records_outcome, "from", REPORT_ADDR, from, "Who sent it."),                         \
		MUST(records_outcome, "mac", REPORT_TEXT, mac, "The MAC that the message names."), \
		MUST(records_outcome, "ether_mac", REPORT_TEXT, ether_mac,                         \
			"The MAC the frame came from."),                                           \
		FIELD(records_outcome, "vlan", REPORT_U64, vlan,                                   \
			"The VLAN ID of the frame's tag; null without one."),                      \
		MUST(records_outcome, "cast", REPORT_TEXT, cast, "unicast or broadcast."),         \
		MUST(records_outcome, "message", REPORT_TEXT, message,                             \
			"request, reply, NS, NA or RA.")
#define OWNER_FIELDS                                                                               \
	FIELD(records_outcome, "owner", REPORT_U64, owner,                                         \
		"Which of the MACs heard of it is, from 1."),                                      \
		FIELD(records_outcome, "other_mac", REPORT_BOOL, other_mac,                        \
			"It is not the first MAC that was heard of: a duplicate address."),        \
		FIELD(records_outcome, "na_router", REPORT_BOOL, na_router, "R flag of an NA."),   \
		FIELD(records_outcome, "na_solicited", REPORT_BOOL, na_solicited,                  \
			"S flag of an NA."),                                                       \
		FIELD(records_outcome, "na_override", REPORT_BOOL, na_override,                    \
			"O flag of an NA.")
#define RTT_FIELDS                                                                                 \
	FIELD(records_outcome, "rtt_ms", REPORT_MS, rtt_ns, "Round-trip time."),                   \
		FIELD(records_outcome, "rtt_source", REPORT_TEXT, rtt_source,                      \
			"Whose stamps the time is between: kernel, or user where one was "         \
			"missing."),                                                               \
		MUST(records_outcome, "verdict", REPORT_TEXT, verdict,                             \
			"Of its probe: fresh, late (after it was called lost), duplicate (not "    \
			"the first answer) or stranger (no probe had left).")

static const struct report_field reply_fields[] = {
	PROBE_FIELDS, HEARD_FIELDS, OWNER_FIELDS, RTT_FIELDS};
const struct report_type records_reply_type = {"arping", "reply",
	"Somebody has the address; in duplicate address detection a conflict.", reply_fields,
	COUNT(reply_fields)};
const struct report_type records_conflict_type = {"arping", "conflict",
	"Somebody else asks at the same time whether the address is free.", reply_fields,
	COUNT(reply_fields)};

static const struct report_field claim_fields[] = {PROBE_FIELDS, HEARD_FIELDS, OWNER_FIELDS};
const struct report_type records_claim_type = {"arping", "claim",
	"Somebody said unasked that it has the address; no answer.", claim_fields,
	COUNT(claim_fields)};

static const struct report_field router_fields[] = {
	TARGET(records_router),
	MUST(records_router, "from", REPORT_ADDR, from, "Who sent it."),
	FIELD(records_router, "seq", REPORT_U64, seq,
		"The number of the newest probe before it, from 1."),
	MUST(records_router, "mac", REPORT_TEXT, mac, "Its MAC."),
	FIELD(records_router, "rtt_ms", REPORT_MS, rtt_ns, "Round-trip time."),
	MUST(records_router, "lifetime_s", REPORT_U64, lifetime_s,
		"How long it may be a default router; 0: it is none."),
	MUST(records_router, "preference", REPORT_TEXT, preference, "low, medium or high."),
	MUST(records_router, "hop_limit", REPORT_U64, hop_limit,
		"The hop limit hosts should use; 0: it does not say."),
	MUST(records_router, "managed", REPORT_BOOL, managed, "Addresses by DHCPv6."),
	MUST(records_router, "other_config", REPORT_BOOL, other_config,
		"Other configuration by DHCPv6."),
	FIELD(records_router, "mtu_bytes", REPORT_U64, mtu_bytes, "The link's MTU."),
	MUST(records_router, "prefixes", REPORT_U64, prefixes, "How many prefixes it gives."),
	FIELD(records_router, "prefix", REPORT_ADDR, prefix, "The first of them."),
	FIELD(records_router, "prefix_bits", REPORT_U64, prefix_bits, "Its length."),
	FIELD(records_router, "on_link", REPORT_BOOL, on_link, "Its addresses are on this link."),
	FIELD(records_router, "autonomous", REPORT_BOOL, autonomous,
		"Hosts make addresses from it."),
	FIELD(records_router, "valid_s", REPORT_U64, valid_s,
		"How long it holds; 4294967295: for ever."),
	FIELD(records_router, "preferred_s", REPORT_U64, preferred_s,
		"How long its addresses are preferred."),
	MUST(records_router, "servers", REPORT_U64, servers, "How many DNS servers it names."),
	FIELD(records_router, "server", REPORT_ADDR, server, "The first of them."),
	FIELD(records_router, "search", REPORT_TEXT, search, "The first search domain."),
};
const struct report_type records_router_type = {"arping", "router",
	"A router advertisement (RFC 4861 4.2).", router_fields, COUNT(router_fields)};

static const struct report_field malformed_fields[] = {
	PROBE_FIELDS,
	HEARD_FIELDS,
	MUST(records_outcome, "fault", REPORT_TEXT, fault, "What is wrong with it."),
};
const struct report_type records_malformed_type = {"arping", "malformed",
	"A message that is not as the protocol has it; not counted as an answer.", malformed_fields,
	COUNT(malformed_fields)};

static const struct report_field elsewhere_fields[] = {PROBE_FIELDS, HEARD_FIELDS};
const struct report_type records_elsewhere_type = {"arping", "elsewhere",
	"A message on another VLAN than was asked on; not counted as an answer.", elsewhere_fields,
	COUNT(elsewhere_fields)};

static const struct report_field unsent_fields[] = {
	PROBE_FIELDS,
	MUST(records_outcome, "error", REPORT_TEXT, error,
		"Why this host's kernel refused the probe."),
};
const struct report_type records_unsent_type = {"arping", "unsent",
	"A probe that never left this host.", unsent_fields, COUNT(unsent_fields)};

static const struct report_field lost_fields[] = {
	PROBE_FIELDS,
	FIELD(records_outcome, "waited_ms", REPORT_MS, waited_ns,
		"How long an answer was waited for."),
};
const struct report_type records_lost_type = {
	"arping", "lost", "A probe's time-out passed.", lost_fields, COUNT(lost_fields)};

struct records_drops {
	const char *target;
	uint64_t count;
};
static const struct report_field drops_fields[] = {
	TARGET(records_drops),
	MUST(records_drops, "count", REPORT_U64, count, "Frames since the last such record."),
};
const struct report_type records_drops_type = {"arping", "drops",
	"Frames this host dropped at our own socket.", drops_fields, COUNT(drops_fields)};

struct records_pause {
	const char *target;
	int64_t length_ns;
};
static const struct report_field pause_fields[] = {
	TARGET(records_pause),
	MUST(records_pause, "length_ms", REPORT_MS, length_ns, "How long the program was stopped."),
};
const struct report_type records_pause_type = {"arping", "pause",
	"The program was suspended; no loss.", pause_fields, COUNT(pause_fields)};

static const struct report_field summary_fields[] = {
	TARGET(records_summary),
	FIELD(records_summary, "addr", REPORT_ADDR, addr, "The address that was asked for."),
	MUST(records_summary, "mode", REPORT_TEXT, mode,
		"lookup, dad, announce, router, sweep or watch."),
	METRIC(records_summary, "up", REPORT_BOOL, up, "Whether an answer came.", "probe_success",
		"gauge"),
	METRIC(records_summary, "sent", REPORT_U64, transmitted, "Probes that left.",
		"probe_arp_sent_total", "counter"),
	FIELD(records_summary, "broadcasts", REPORT_U64, broadcasts,
		"Of them those to everybody or a group."),
	METRIC(records_summary, "answers", REPORT_U64, received,
		"Answers, every one; in duplicate address detection conflicts.",
		"probe_arp_received_total", "counter"),
	FIELD(records_summary, "answered", REPORT_U64, answered, "Probes with an answer."),
	METRIC(records_summary, "lost", REPORT_U64, lost, "Time-out passed, no answer.",
		"probe_arp_lost_total", "counter"),
	FIELD(records_summary, "late", REPORT_U64, late, "Answers after the time-out."),
	FIELD(records_summary, "pending", REPORT_U64, pending, "No answer yet when the run ended."),
	FIELD(records_summary, "duplicates", REPORT_U64, repeated,
		"Answers to a probe beyond the first."),
	METRIC(records_summary, "owners", REPORT_U64, owners,
		"How many MACs said that they have the address.", "probe_arp_owners", "gauge"),
	FIELD(records_summary, "mac", REPORT_TEXT, mac, "The first of them."),
	METRIC(records_summary, "duplicate", REPORT_BOOL, duplicate,
		"Whether there is more than one.", "probe_arp_duplicate", "gauge"),
	METRIC(records_summary, "targets", REPORT_U64, targets,
		"How many targets there were, where many.", "probe_arp_targets", "gauge"),
	METRIC(records_summary, "alive", REPORT_U64, alive,
		"Of them: somebody answered. Of a watch: addresses heard of.", "probe_arp_alive",
		"gauge"),
	METRIC(records_summary, "silent", REPORT_U64, silent,
		"Of a sweep: addresses that were asked and did not answer.", "probe_arp_silent",
		"gauge"),
	FIELD(records_summary, "unasked", REPORT_U64, unasked,
		"Of a sweep: addresses that no question went to, for the run ended before."),
	FIELD(records_summary, "retried", REPORT_U64, retried,
		"Of a sweep: addresses that answered, but not to every question."),
	METRIC(records_summary, "duplicate_addresses", REPORT_U64, duplicates,
		"Of them: several MACs answered. Of a watch: events of that kind.",
		"probe_arp_duplicates", "gauge"),
	FIELD(records_summary, "proxies", REPORT_U64, proxies,
		"MACs that answered for eight addresses or more: proxy ARP?"),
	METRIC(records_summary, "events", REPORT_U64, events, "Of a watch: events told.",
		"probe_arp_events_total", "counter"),
	METRIC(records_summary, "alarms", REPORT_U64, alarms,
		"Of them those to worry about: any but new and gone.", "probe_arp_alarms_total",
		"counter"),
	FIELD(records_summary, "claims", REPORT_U64, claims,
		"Messages that said unasked who has the address."),
	FIELD(records_summary, "liars", REPORT_U64, liars,
		"Answers that name another MAC than their frame came from."),
	FIELD(records_summary, "malformed", REPORT_U64, malformed, "Malformed messages."),
	FIELD(records_summary, "elsewhere", REPORT_U64, elsewhere,
		"Messages on another VLAN than was asked on."),
	FIELD(records_summary, "conflict", REPORT_BOOL, conflict,
		"Of duplicate address detection: somebody has the address or wants it too."),
	FIELD(records_summary, "available", REPORT_BOOL, available,
		"Of duplicate address detection: nobody does, as far as was asked."),
	FIELD(records_summary, "announced", REPORT_U64, announced, "Announcements that left."),
	FIELD(records_summary, "unsent", REPORT_U64, unsent, "Probes this host refused to send."),
	FIELD(records_summary, "drops", REPORT_U64, drops,
		"Packets this host dropped before we could read them."),
	PERF(records_summary, "loss_percent", REPORT_REAL, loss_percent,
		"Sent less answered, of sent.", NULL, NULL),
	FIELD(records_summary, "elapsed_ms", REPORT_MS, elapsed_ns, "How long the run took."),
	METRIC(records_summary, "rtt_min_ms", REPORT_MS, rtt_min_ns, "Least round-trip time.",
		"probe_arp_rtt_min_seconds", "gauge"),
	PERF(records_summary, "rtt_avg_ms", REPORT_MS, rtt_mean_ns, "Mean round-trip time.",
		"probe_arp_rtt_seconds", "gauge"),
	METRIC(records_summary, "rtt_max_ms", REPORT_MS, rtt_max_ns, "Largest round-trip time.",
		"probe_arp_rtt_max_seconds", "gauge"),
	FIELD(records_summary, "rtt_mdev_ms", REPORT_MS, rtt_deviation_ns,
		"Its standard deviation."),
	TIMES_PERCENTILES(records_summary),
	TIMES_JITTER(records_summary),
	TIMES_LOSSES(records_summary),
	FIELD(records_summary, "user_stamped", REPORT_U64, user_stamped,
		"Answers whose time is by this program's clock for want of a kernel stamp."),
	FIELD(records_summary, "clock_steps", REPORT_U64, clock_steps,
		"Steps of the wall clock seen."),
	FIELD(records_summary, "interrupted", REPORT_BOOL, interrupted,
		"A signal, or a reader that went away, ended the run before it was done."),
};
const struct report_type records_summary_type = {
	"arping", "summary", "The run in numbers.", summary_fields, COUNT(summary_fields)};

const struct report_type *const records_types[] = {&records_start_type, &records_reply_type,
	&records_conflict_type, &records_claim_type, &records_router_type, &records_malformed_type,
	&records_elsewhere_type, &records_unsent_type, &records_lost_type, &records_drops_type,
	&records_pause_type, &records_host_type, &records_event_type, &records_summary_type};
const size_t records_types_n = COUNT(records_types);

int records_start(struct records *r, const struct records_start *s, int64_t realtime_ns)
{
	struct records_start start = *s;

	if (start.timeout_ns == INT64_MAX)
		start.timeout_ns = INT64_MIN;
	return report_put(r->report, &records_start_type, &start, realtime_ns);
}

int records_drops(struct records *r, uint64_t count, int64_t realtime_ns)
{
	struct records_drops d = {r->target, count};

	return report_put(r->report, &records_drops_type, &d, realtime_ns);
}

int records_pause(struct records *r, int64_t length_ns, int64_t realtime_ns)
{
	struct records_pause p = {r->target, length_ns};

	return report_put(r->report, &records_pause_type, &p, realtime_ns);
}

int records_summary(struct records *r, const struct records_summary *s, int64_t realtime_ns)
{
	return report_put(r->report, &records_summary_type, s, realtime_ns);
}

int records_prom(struct records *r, const struct records_summary *s)
{
	return report_prom(r->report, &records_summary_type, s, r->target);
}
