/* records: the tables that say what each record holds. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records_types.h"
#include "report_table.h"

static const struct report_field start_fields[] = {
	MUST(records_start, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(records_start, "addr", REPORT_ADDR, addr, "The address that is probed."),
	FIELD(records_start, "source", REPORT_ADDR, source, "The address the probes leave from."),
	FIELD(records_start, "interface", REPORT_TEXT, interface,
		"The interface the probes leave by."),
	MUST(records_start, "socket", REPORT_TEXT, socket, "The kind of socket: ping or raw."),
	FIELD(records_start, "missing", REPORT_TEXT, missing,
		"What this run cannot do for want of privilege, and the command that would enable "
		"it."),
	MUST(records_start, "id", REPORT_U64, id, "The ICMP identifier."),
	MUST(records_start, "data_bytes", REPORT_U64, data_bytes, "Data bytes in a probe."),
	MUST(records_start, "interval_ms", REPORT_MS, interval_ns, "Time between probes."),
	FIELD(records_start, "timeout_ms", REPORT_MS, timeout_ns,
		"A probe unanswered this long is lost; null: none ever is."),
};
const struct report_type records_start_type = {
	"ping", "start", "The run begins.", start_fields, COUNT(start_fields)};

#define PROBE_FIELDS                                                                               \
	MUST(records_outcome, "target", REPORT_TEXT, target, "The target as it was given."),       \
		FIELD(records_outcome, "addr", REPORT_ADDR, addr,                                  \
			"The address that was probed; null where a packet does not tell which."),  \
		FIELD(records_outcome, "seq", REPORT_U64, seq,                                     \
			"The probe's number, from 1; it does not wrap."),                          \
		FIELD(records_outcome, "icmp_seq", REPORT_U64, icmp_seq,                           \
			"The sequence in the packet, 16 bits."),                                   \
		FIELD(records_outcome, "flow", REPORT_U64, flow,                                   \
			"With --flows, its flow's number, from 1.")

#define FROM_FIELD FIELD(records_outcome, "from", REPORT_ADDR, from, "Who sent it.")

static const struct report_field reply_fields[] = {
	PROBE_FIELDS,
	FROM_FIELD,
	FIELD(records_outcome, "rtt_ms", REPORT_MS, rtt_ns, "Round-trip time."),
	FIELD(records_outcome, "rtt_source", REPORT_TEXT, rtt_source,
		"Whose stamps the time is between: kernel, or user where one was missing."),
	FIELD(records_outcome, "local_send_ms", REPORT_MS, local_send_ns,
		"Before it: from this program to the driver, with address resolution and "
		"queueing."),
	FIELD(records_outcome, "local_receive_ms", REPORT_MS, local_receive_ns,
		"After it: from the driver to this program."),
	MUST(records_outcome, "verdict", REPORT_TEXT, verdict,
		"fresh, late (after it was called lost) or duplicate."),
	MUST(records_outcome, "bytes", REPORT_U64, bytes, "Length of the ICMP message."),
	FIELD(records_outcome, "ttl", REPORT_U64, ttl, "TTL or hop limit it arrived with."),
	FIELD(records_outcome, "tos", REPORT_U64, tos, "The DS field it arrived with."),
	FIELD(records_outcome, "dscp", REPORT_TEXT, dscp,
		"The name of its DSCP, where it has one."),
	FIELD(records_outcome, "ecn_codepoint", REPORT_TEXT, ecn,
		"Its ECN bits: not-ect, ect0, ect1 or ce."),
	FIELD(records_outcome, "truncated", REPORT_BOOL, truncated,
		"It holds less data than was sent."),
	FIELD(records_outcome, "other_address", REPORT_BOOL, other_address,
		"It came from another address than was probed."),
};
const struct report_type records_reply_type = {
	"ping", "reply", "An authentic reply.", reply_fields, COUNT(reply_fields)};

static const struct report_field corrupt_fields[] = {
	PROBE_FIELDS,
	FROM_FIELD,
	FIELD(records_outcome, "checksum_bad", REPORT_BOOL, checksum_bad,
		"Its ICMP checksum is wrong."),
	FIELD(records_outcome, "wrong_at_bytes", REPORT_U64, wrong_at_bytes,
		"Offset of the first data byte that differs."),
};
const struct report_type records_corrupt_type = {"ping", "corrupt",
	"A reply of ours with changed data; not counted as received.", corrupt_fields,
	COUNT(corrupt_fields)};

static const struct report_field forged_fields[] = {PROBE_FIELDS, FROM_FIELD};
const struct report_type records_forged_type = {"ping", "forged",
	"A packet that claims to be a reply of ours and does not prove it, or answers a probe "
	"never "
	"sent or forgotten; not counted.",
	forged_fields, COUNT(forged_fields)};

static const struct report_field error_fields[] = {
	PROBE_FIELDS,
	FROM_FIELD,
	MUST(records_outcome, "icmp_type", REPORT_U64, icmp_type, "The type of the ICMP message."),
	MUST(records_outcome, "icmp_code", REPORT_U64, icmp_code, "The code of the ICMP message."),
	FIELD(records_outcome, "icmp_name", REPORT_TEXT, icmp_name,
		"Both as the registry calls them."),
	FIELD(records_outcome, "mtu_bytes", REPORT_U64, mtu, "The MTU it gives."),
	FIELD(records_outcome, "pointer", REPORT_U64, pointer,
		"The offset a parameter problem names."),
	FIELD(records_outcome, "gateway", REPORT_ADDR, gateway, "The router a redirect names."),
	FIELD(records_outcome, "rtt_ms", REPORT_MS, rtt_ns, "Round-trip time."),
	FIELD(records_outcome, "ttl", REPORT_U64, ttl, "TTL or hop limit it arrived with."),
};
const struct report_type records_error_type = {
	"ping", "error", "An ICMP error in place of a reply.", error_fields, COUNT(error_fields)};
const struct report_type records_redirect_type = {"ping", "redirect",
	"A router's redirect; the probe went on.", error_fields, COUNT(error_fields)};

static const struct report_field unsent_fields[] = {
	PROBE_FIELDS,
	MUST(records_outcome, "error", REPORT_TEXT, error,
		"Why this host's kernel refused the probe."),
	FIELD(records_outcome, "mtu_bytes", REPORT_U64, mtu,
		"The MTU that the probe was too long for, where the kernel told it."),
};
const struct report_type records_unsent_type = {"ping", "unsent",
	"A probe that never left this host; no loss of the path.", unsent_fields,
	COUNT(unsent_fields)};

static const struct report_field lost_fields[] = {
	PROBE_FIELDS,
	FIELD(records_outcome, "waited_ms", REPORT_MS, waited_ns,
		"How long an answer was waited for."),
};
const struct report_type records_lost_type = {
	"ping", "lost", "A probe's time-out passed.", lost_fields, COUNT(lost_fields)};

struct records_drops {
	const char *target;
	uint64_t count;
};
static const struct report_field drops_fields[] = {
	MUST(records_drops, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(records_drops, "count", REPORT_U64, count, "Packets since the last such record."),
};
const struct report_type records_drops_type = {"ping", "drops",
	"Packets this host dropped at our own socket; no loss of the path.", drops_fields,
	COUNT(drops_fields)};

struct records_pause {
	const char *target;
	int64_t length_ns;
};
static const struct report_field pause_fields[] = {
	MUST(records_pause, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(records_pause, "length_ms", REPORT_MS, length_ns, "How long the program was stopped."),
};
const struct report_type records_pause_type = {
	"ping", "pause", "The program was suspended; no loss.", pause_fields, COUNT(pause_fields)};

static const struct report_field summary_fields[] = {
	FIELD(records_summary, "target", REPORT_TEXT, target,
		"The target as it was given; null where there were many."),
	FIELD(records_summary, "addr", REPORT_ADDR, addr, "The address that was probed."),
	METRIC(records_summary, "targets", REPORT_U64, targets,
		"How many targets there were, where many.", "probe_targets", "gauge"),
	METRIC(records_summary, "alive", REPORT_U64, alive, "How many of them answered.",
		"probe_targets_alive", "gauge"),
	FIELD(records_summary, "unasked", REPORT_U64, unasked,
		"Of a sweep: addresses that no question went to, for the run ended before."),
	FIELD(records_summary, "unresolved", REPORT_U64, unresolved,
		"Of a sweep: targets that have no address."),
	METRIC(records_summary, "up", REPORT_BOOL, up, "Whether a reply came.", "probe_success",
		"gauge"),
	METRIC(records_summary, "transmitted", REPORT_U64, transmitted,
		"Probes, with those this host refused.", "probe_icmp_sent_total", "counter"),
	METRIC(records_summary, "answered", REPORT_U64, received, "Probes with an answer.",
		"probe_icmp_received_total", "counter"),
	METRIC(records_summary, "lost", REPORT_U64, lost, "Time-out passed, no answer.",
		"probe_icmp_lost_total", "counter"),
	FIELD(records_summary, "late", REPORT_U64, late, "Answers after the time-out."),
	FIELD(records_summary, "pending", REPORT_U64, pending, "No answer yet when the run ended."),
	METRIC(records_summary, "duplicates", REPORT_U64, duplicates,
		"Answers to a probe beyond the first.", "probe_icmp_duplicates_total", "counter"),
	METRIC(records_summary, "corrupted", REPORT_U64, corrupted,
		"Our replies with changed data.", "probe_icmp_corrupted_total", "counter"),
	FIELD(records_summary, "forged", REPORT_U64, forged,
		"Packets that claim to answer a probe and do not."),
	METRIC(records_summary, "rejected", REPORT_U64, rejected,
		"Probes answered by an ICMP error.", "probe_icmp_rejected_total", "counter"),
	FIELD(records_summary, "redirects", REPORT_U64, redirects, "Redirects seen."),
	METRIC(records_summary, "unsent", REPORT_U64, unsent, "Probes this host refused to send.",
		"probe_icmp_unsent_total", "counter"),
	METRIC(records_summary, "drops", REPORT_U64, drops,
		"Packets this host dropped before we could read them.",
		"probe_icmp_local_drops_total", "counter"),
	PERF(records_summary, "loss_percent", REPORT_REAL, loss_percent,
		"Transmitted less answered, of transmitted.", NULL, NULL),
	FIELD(records_summary, "elapsed_ms", REPORT_MS, elapsed_ns,
		"From the start to the last probe."),
	METRIC(records_summary, "rtt_min_ms", REPORT_MS, rtt_min_ns, "Least round-trip time.",
		"probe_icmp_rtt_min_seconds", "gauge"),
	PERF(records_summary, "rtt_avg_ms", REPORT_MS, rtt_mean_ns, "Mean round-trip time.",
		"probe_icmp_duration_seconds{phase=\"rtt\"}", "gauge"),
	METRIC(records_summary, "rtt_max_ms", REPORT_MS, rtt_max_ns, "Largest round-trip time.",
		"probe_icmp_rtt_max_seconds", "gauge"),
	FIELD(records_summary, "rtt_mdev_ms", REPORT_MS, rtt_deviation_ns,
		"Its standard deviation."),
	TIMES_PERCENTILES(records_summary),
	TIMES_JITTER(records_summary),
	FIELD(records_summary, "reordered", REPORT_U64, times.reordered,
		"Replies behind that of a later probe."),
	TIMES_LOSSES(records_summary),
	FIELD(records_summary, "ttl_changes", REPORT_U64, ttl_changes,
		"Changes of the replies' TTL."),
	FIELD(records_summary, "tos_changes", REPORT_U64, tos_changes,
		"Changes of the replies' DS field."),
	FIELD(records_summary, "user_stamped", REPORT_U64, user_stamped,
		"Answers whose time is by this program's clock for want of a kernel stamp."),
	FIELD(records_summary, "clock_steps", REPORT_U64, clock_steps,
		"Steps of the wall clock seen."),
	FIELD(records_summary, "goal_reached", REPORT_BOOL, goal_reached,
		"Whether what --until-up or --until-down waits for came."),
	FIELD(records_summary, "limits_held", REPORT_BOOL, limits_held,
		"Whether every limit given by --min-alive, --max-loss and --max-rtt held."),
	FIELD(records_summary, "limits_failed", REPORT_TEXT, limits_failed,
		"Those that did not: each with what was measured and the limit."),
	FIELD(records_summary, "interrupted", REPORT_BOOL, interrupted,
		"A signal, or a reader that went away, ended the run before it was done."),
};
const struct report_type records_summary_type = {
	"ping", "summary", "The run in numbers.", summary_fields, COUNT(summary_fields)};

static const struct report_field target_fields[] = {
	MUST(records_summary, "target", REPORT_TEXT, target, "The target as it was given."),
	FIELD(records_summary, "addr", REPORT_ADDR, addr,
		"The address that was probed; null where a name has none."),
	FIELD(records_summary, "error", REPORT_TEXT, error,
		"Why nothing was sent: the name has no address, or this host's kernel refused."),
	METRIC(records_summary, "up", REPORT_BOOL, up,
		"Whether a reply came; unknown where the end came before any probe.",
		"probe_success", "gauge"),
	FIELD(records_summary, "sent", REPORT_U64, transmitted, "Probes that left."),
	FIELD(records_summary, "answered", REPORT_U64, received, "Probes with an answer."),
	FIELD(records_summary, "lost", REPORT_U64, lost, "Time-out passed, no answer."),
	FIELD(records_summary, "late", REPORT_U64, late, "Answers after the time-out."),
	FIELD(records_summary, "pending", REPORT_U64, pending, "No answer yet when the run ended."),
	FIELD(records_summary, "duplicates", REPORT_U64, duplicates,
		"Answers to a probe beyond the first."),
	FIELD(records_summary, "corrupted", REPORT_U64, corrupted,
		"Our replies with changed data."),
	FIELD(records_summary, "rejected", REPORT_U64, rejected,
		"Probes answered by an ICMP error."),
	FIELD(records_summary, "unsent", REPORT_U64, unsent, "Probes this host refused to send."),
	METRIC(records_summary, "loss_percent", REPORT_REAL, loss_percent,
		"Sent less answered, of sent.", "probe_icmp_loss_percent", "gauge"),
	METRIC(records_summary, "rtt_min_ms", REPORT_MS, rtt_min_ns, "Least round-trip time.",
		"probe_icmp_rtt_min_seconds", "gauge"),
	METRIC(records_summary, "rtt_avg_ms", REPORT_MS, rtt_mean_ns, "Mean round-trip time.",
		"probe_icmp_duration_seconds{phase=\"rtt\"}", "gauge"),
	METRIC(records_summary, "rtt_max_ms", REPORT_MS, rtt_max_ns, "Largest round-trip time.",
		"probe_icmp_rtt_max_seconds", "gauge"),
	FIELD(records_summary, "rtt_mdev_ms", REPORT_MS, rtt_deviation_ns,
		"Its standard deviation."),
	FIELD(records_summary, "rtt_p50_ms", REPORT_MS, times.p50_ns, "Median."),
	FIELD(records_summary, "rtt_p95_ms", REPORT_MS, times.p95_ns, "95th percentile."),
	FIELD(records_summary, "rtt_p99_ms", REPORT_MS, times.p99_ns, "99th percentile."),
	FIELD(records_summary, "jitter_ms", REPORT_MS, times.jitter_ns,
		"Jitter as RFC 3550 6.4.1 has it."),
	FIELD(records_summary, "ipdv_ms", REPORT_MS, times.difference_ns,
		"Mean difference of consecutive round-trip times."),
	FIELD(records_summary, "reordered", REPORT_U64, times.reordered,
		"With --stats: replies behind that of a later probe."),
	FIELD(records_summary, "longest_loss", REPORT_U64, times.longest_loss,
		"Longest run of lost probes."),
	FIELD(records_summary, "loss_runs", REPORT_U64, times.loss_runs,
		"How many runs of lost probes."),
	FIELD(records_summary, "outage_ms", REPORT_MS, times.outage_ns,
		"Longest time without an answered probe."),
	FIELD(records_summary, "outage_start", REPORT_TIME, times.outage_start_ns,
		"When its first lost probe left."),
	FIELD(records_summary, "ttl_changes", REPORT_U64, ttl_changes,
		"With --stats: changes of the replies' TTL."),
	FIELD(records_summary, "tos_changes", REPORT_U64, tos_changes,
		"With --stats: changes of the replies' DS field."),
};
const struct report_type records_target_type = {"ping", "target",
	"One target of many, at the end; jitter, reordering and outages with --stats.",
	target_fields, COUNT(target_fields)};

const struct report_type *const records_types[] = {&records_start_type, &records_reply_type,
	&records_corrupt_type, &records_forged_type, &records_error_type, &records_redirect_type,
	&records_unsent_type, &records_lost_type, &records_drops_type, &records_pause_type,
	&records_target_type, &records_mtu_type, &records_path_probe_type, &records_path_hop_type,
	&records_path_responder_type, &records_path_type, &records_flow_type, &records_flows_type,
	&records_summary_type};
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

int records_target(struct records *r, const struct records_summary *s, int64_t realtime_ns)
{
	return report_put(r->report, &records_target_type, s, realtime_ns);
}

int records_summary(struct records *r, const struct records_summary *s, int64_t realtime_ns)
{
	return report_put(r->report, &records_summary_type, s, realtime_ns);
}
