/* hops_records: the tables of a path's records: each probe, each hop, who answers there, and what
 * to make of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "hops_records.h"
#include "report_table.h"

#define COUNTER(type, key, kind, member, help, prom)                                               \
	{                                                                                          \
		key, kind, offsetof(struct type, member), REPORT_REQUIRED, help, prom, "counter"   \
	}

static const struct report_field probe_fields[] = {
	MUST(hops_probe_record, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(hops_probe_record, "hop", REPORT_U64, hop, "How many hops the probe was to live."),
	MUST(hops_probe_record, "seq", REPORT_U64, seq, "Which of the hop's probes, from 1."),
	MUST(hops_probe_record, "icmp_seq", REPORT_U64, icmp_seq,
		"The sequence in the packet, 16 bits."),
	MUST(hops_probe_record, "verdict", REPORT_TEXT, verdict,
		"transit, target, refused, too-big, duplicate, lost, unsent, or other."),
	FIELD(hops_probe_record, "addr", REPORT_ADDR, addr, "Who answered."),
	FIELD(hops_probe_record, "rtt_ms", REPORT_MS, rtt_ns, "Round-trip time."),
	FIELD(hops_probe_record, "rtt_source", REPORT_TEXT, rtt_source,
		"Whose stamps the time is between: kernel, or user where one was missing."),
	FIELD(hops_probe_record, "late", REPORT_BOOL, late, "It came after the time-out."),
	FIELD(hops_probe_record, "ttl", REPORT_U64, ttl,
		"TTL or hop limit the answer arrived with."),
	FIELD(hops_probe_record, "quoted_ttl", REPORT_U64, quoted_ttl,
		"TTL or hop limit the probe reached the router with."),
	FIELD(hops_probe_record, "quoted_tos", REPORT_U64, quoted_tos,
		"The DS field the probe reached it with."),
	FIELD(hops_probe_record, "icmp_type", REPORT_U64, icmp_type, "Type of an ICMP error."),
	FIELD(hops_probe_record, "icmp_code", REPORT_U64, icmp_code, "Its code."),
	FIELD(hops_probe_record, "icmp_name", REPORT_TEXT, icmp_name,
		"Both as the registry calls them."),
	FIELD(hops_probe_record, "mtu_bytes", REPORT_U64, mtu, "The MTU it gives."),
	FIELD(hops_probe_record, "mpls", REPORT_TEXT, labels,
		"The MPLS label stack it tells of, as label/class/TTL, outermost first."),
	FIELD(hops_probe_record, "error", REPORT_TEXT, error, "Why this host did not send it."),
};
const struct report_type records_path_probe_type = {"ping", "path_probe",
	"What became of one probe of a path.", probe_fields, COUNT(probe_fields)};

static const struct report_field hop_fields[] = {
	MUST(hops_hop_record, "target", REPORT_TEXT, target, "The target as it was given."),
	{"hop", REPORT_U64, offsetof(struct hops_hop_record, hop), REPORT_REQUIRED | REPORT_LABEL,
		"The hop, from 1.", NULL, NULL},
	LABEL(hops_hop_record, "addr", REPORT_ADDR, addr, "Who answered last."),
	FIELD(hops_hop_record, "name", REPORT_TEXT, name, "The name of that address."),
	FIELD(hops_hop_record, "is_target", REPORT_BOOL, is_target, "Whether that is the target."),
	MUST(hops_hop_record, "responders", REPORT_U64, responders,
		"How many addresses answered: see path_responder."),
	MUST(hops_hop_record, "changes", REPORT_U64, changes,
		"How often another one answered than before."),
	COUNTER(hops_hop_record, "sent", REPORT_U64, sent, "Probes that left.",
		"probe_path_hop_sent_total"),
	COUNTER(hops_hop_record, "answered", REPORT_U64, answered, "Probes answered by anyone.",
		"probe_path_hop_answered_total"),
	COUNTER(hops_hop_record, "lost", REPORT_U64, lost, "Time-out passed, no answer.",
		"probe_path_hop_lost_total"),
	MUST(hops_hop_record, "late", REPORT_U64, late, "Of answered: after the time-out."),
	MUST(hops_hop_record, "pending", REPORT_U64, pending, "No answer yet when the run ended."),
	MUST(hops_hop_record, "duplicates", REPORT_U64, duplicates, "Answers beyond the first."),
	MUST(hops_hop_record, "unsent", REPORT_U64, unsent, "Probes this host's kernel refused."),
	METRIC(hops_hop_record, "loss_percent", REPORT_REAL, loss_percent,
		"Lost, of answered and lost together.", "probe_path_hop_loss_percent", "gauge"),
	METRIC(hops_hop_record, "limits", REPORT_BOOL, limits,
		"It loses clearly more than the hops behind it: it limits its answers.",
		"probe_path_hop_limits", "gauge"),
	FIELD(hops_hop_record, "rtt_last_ms", REPORT_MS, last_ns, "The newest round-trip time."),
	METRIC(hops_hop_record, "rtt_min_ms", REPORT_MS, min_ns, "Least round-trip time.",
		"probe_path_hop_rtt_min_seconds", "gauge"),
	METRIC(hops_hop_record, "rtt_avg_ms", REPORT_MS, mean_ns, "Mean round-trip time.",
		"probe_path_hop_rtt_mean_seconds", "gauge"),
	METRIC(hops_hop_record, "rtt_max_ms", REPORT_MS, max_ns, "Largest round-trip time.",
		"probe_path_hop_rtt_max_seconds", "gauge"),
	FIELD(hops_hop_record, "rtt_mdev_ms", REPORT_MS, deviation_ns, "Standard deviation."),
	METRIC(hops_hop_record, "rtt_p50_ms", REPORT_MS, p50_ns, "Round-trip times: the median.",
		"probe_path_hop_rtt_seconds{quantile=\"0.5\"}", "summary"),
	METRIC(hops_hop_record, "rtt_p90_ms", REPORT_MS, p90_ns, "90th percentile.",
		"probe_path_hop_rtt_seconds{quantile=\"0.9\"}", "summary"),
	METRIC(hops_hop_record, "rtt_p99_ms", REPORT_MS, p99_ns, "99th percentile.",
		"probe_path_hop_rtt_seconds{quantile=\"0.99\"}", "summary"),
	FIELD(hops_hop_record, "jitter_ms", REPORT_MS, jitter_ns, "Jitter as RFC 3550 has it."),
	FIELD(hops_hop_record, "ipdv_ms", REPORT_MS, difference_ns,
		"Mean difference of consecutive round-trip times."),
	FIELD(hops_hop_record, "ttl", REPORT_U64, ttl, "TTL the newest answer arrived with."),
	FIELD(hops_hop_record, "hops_back", REPORT_U64, back,
		"Length of the way back, if its sender began with 64, 128 or 255."),
	FIELD(hops_hop_record, "quoted_ttl", REPORT_U64, quoted_ttl,
		"TTL the newest probe reached it with; more than 1 where a tunnel hides hops."),
	FIELD(hops_hop_record, "quoted_tos", REPORT_U64, quoted_tos,
		"The DS field the newest probe reached it with."),
	FIELD(hops_hop_record, "icmp_name", REPORT_TEXT, icmp_name,
		"Why it sends probes back, where it does."),
	FIELD(hops_hop_record, "mtu_bytes", REPORT_U64, mtu,
		"The MTU of its next link, where probes are larger."),
	FIELD(hops_hop_record, "mpls", REPORT_TEXT, labels,
		"The MPLS label stack, as label/class/TTL, outermost first."),
};
const struct report_type records_path_hop_type = {
	"ping", "path_hop", "One hop of a path, at the end.", hop_fields, COUNT(hop_fields)};

static const struct report_field responder_fields[] = {
	MUST(hops_responder_record, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(hops_responder_record, "hop", REPORT_U64, hop, "The hop, from 1."),
	MUST(hops_responder_record, "addr", REPORT_ADDR, addr, "Who answered there."),
	FIELD(hops_responder_record, "name", REPORT_TEXT, name, "The name of that address."),
	MUST(hops_responder_record, "answers", REPORT_U64, answers, "How many probes."),
	FIELD(hops_responder_record, "ttl", REPORT_U64, ttl, "TTL its newest answer arrived with."),
};
const struct report_type records_path_responder_type = {"ping", "path_responder",
	"One of several addresses that answered on one hop.", responder_fields,
	COUNT(responder_fields)};

static const struct report_field path_fields[] = {
	MUST(hops_path_record, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(hops_path_record, "addr", REPORT_ADDR, addr, "The address that was probed."),
	MUST(hops_path_record, "state", REPORT_TEXT, state,
		"reached; ends (nobody behind hop answers); loops; stops (hop sends probes back); "
		"nothing (no hop answers)."),
	METRIC(hops_path_record, "hop", REPORT_U64, hop,
		"reached: the target's; otherwise the hop where that is.", "probe_path_hops",
		"gauge"),
	FIELD(hops_path_record, "hop_addr", REPORT_ADDR, hop_addr, "Who answers there."),
	FIELD(hops_path_record, "again", REPORT_U64, again,
		"loops: the next hop of the same router."),
	METRIC(hops_path_record, "loss_percent", REPORT_REAL, loss_percent,
		"reached: the share of probes to the target that are lost.",
		"probe_path_loss_percent", "gauge"),
	METRIC(hops_path_record, "loss_from", REPORT_U64, loss_from,
		"The hop from which on they are; null where none is lost.",
		"probe_path_loss_from_hop", "gauge"),
	FIELD(hops_path_record, "loss_from_addr", REPORT_ADDR, loss_from_addr,
		"Who answers there."),
	FIELD(hops_path_record, "icmp_name", REPORT_TEXT, icmp_name, "stops: why."),
	FIELD(hops_path_record, "mtu_bytes", REPORT_U64, mtu, "stops: the MTU it gives."),
	METRIC(hops_path_record, "length_changes", REPORT_U64, length_changes,
		"How often the path's length changed.", "probe_path_length_changes_total",
		"counter"),
};
const struct report_type records_path_type = {
	"ping", "path", "What is to be made of a path.", path_fields, COUNT(path_fields)};
