/* records: the tables that say what each record holds. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "blackhole_report.h"
#include "list_records.h"
#include "path_records.h"
#include "records_types.h"
#include "report_table.h"
#include "walk_records.h"

#define WHERE(type)                                                                                \
	MUST(type, "target", REPORT_TEXT, target, "The target as it was given."),                  \
		MUST(type, "addr", REPORT_ADDR, addr, "The address that is asked."),               \
		MUST(type, "port", REPORT_U64, port, "The port that is asked.")

static const struct report_field start_fields[] = {
	WHERE(records_start),
	MUST(records_start, "method", REPORT_TEXT, method,
		"How: syn, offers, or connect without privilege."),
	FIELD(records_start, "cannot", REPORT_TEXT, cannot,
		"By connect: the reasons it cannot tell."),
	MUST(records_start, "source", REPORT_ADDR, source, "The address it asks from."),
	FIELD(records_start, "source_port", REPORT_U64, source_port,
		"The port of every probe; null: a fresh one each."),
	MUST(records_start, "mss_bytes", REPORT_U64, mss, "The MSS each SYN offers."),
	MUST(records_start, "interval_ms", REPORT_MS, interval_ns, "Time between probes."),
	MUST(records_start, "timeout_ms", REPORT_MS, timeout_ns,
		"A probe unanswered this long is lost; null: none ever is."),
};
const struct report_type records_start_type = {
	"tcpprobe", "start", "The run begins.", start_fields, COUNT(start_fields)};

#define PROBE_FIELDS                                                                               \
	WHERE(records_outcome),                                                                    \
		MUST(records_outcome, "seq", REPORT_U64, seq, "The probe's number, from 1.")

static const struct report_field answer_fields[] = {
	PROBE_FIELDS,
	MUST(records_outcome, "state", REPORT_TEXT, state,
		"open (SYN-ACK), closed (RST), rejected (ICMP), stale (it took the probe for part "
		"of "
		"an older connection) or forged (it answers no probe; not counted)."),
	MUST(records_outcome, "from", REPORT_ADDR, from, "Who sent it."),
	MUST(records_outcome, "source_port", REPORT_U64, source_port, "The probe's own port."),
	FIELD(records_outcome, "ttl", REPORT_U64, ttl, "TTL or hop limit it came with."),
	FIELD(records_outcome, "rtt_ms", REPORT_MS, rtt_ns, "Round-trip time."),
	FIELD(records_outcome, "rtt_source", REPORT_TEXT, rtt_source,
		"Whose stamps the time is between: kernel, or user where one was missing."),
	FIELD(records_outcome, "verdict", REPORT_TEXT, verdict,
		"Of its probe: fresh, late (after it was called lost) or duplicate (not the "
		"first)."),
	FIELD(records_outcome, "flags", REPORT_TEXT, flags, "The segment's flags."),
	FIELD(records_outcome, "window", REPORT_U64, window, "The segment's window, not scaled."),
	FIELD(records_outcome, "mss_bytes", REPORT_U64, mss, "The MSS a SYN-ACK offers."),
	FIELD(records_outcome, "window_scale", REPORT_U64, window_scale,
		"The window scale it offers."),
	FIELD(records_outcome, "sack", REPORT_BOOL, sack, "Whether SACK is permitted."),
	FIELD(records_outcome, "timestamps", REPORT_BOOL, timestamps,
		"Whether it takes timestamps."),
	FIELD(records_outcome, "syn_retransmits", REPORT_U64, retransmits,
		"How often the kernel sent the SYN again (connect); null: never. Then the time is "
		"null unless the kernel knows which one was answered."),
	FIELD(records_outcome, "icmp_type", REPORT_U64, icmp_type, "The type of the ICMP message."),
	FIELD(records_outcome, "icmp_code", REPORT_U64, icmp_code, "The code of the ICMP message."),
	FIELD(records_outcome, "icmp_text", REPORT_TEXT, reason,
		"Type and code of the ICMP message in words."),
};
const struct report_type records_answer_type = {"tcpprobe", "answer",
	"A segment or an ICMP error came to a probe.", answer_fields, COUNT(answer_fields)};

static const struct report_field lost_fields[] = {
	PROBE_FIELDS,
	FIELD(records_outcome, "waited_ms", REPORT_MS, waited_ns,
		"How long an answer was waited for."),
};
const struct report_type records_lost_type = {
	"tcpprobe", "lost", "A probe's time-out passed.", lost_fields, COUNT(lost_fields)};

static const struct report_field unsent_fields[] = {
	PROBE_FIELDS,
	MUST(records_outcome, "error", REPORT_TEXT, error,
		"Why this host's kernel refused the probe."),
};
const struct report_type records_unsent_type = {"tcpprobe", "unsent",
	"A probe that never left this host.", unsent_fields, COUNT(unsent_fields)};

struct records_drops {
	const char *target;
	uint64_t count;
};
static const struct report_field drops_fields[] = {
	MUST(records_drops, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(records_drops, "count", REPORT_U64, count, "Packets since the last such record."),
};
const struct report_type records_drops_type = {"tcpprobe", "drops",
	"Packets this host dropped at our own socket.", drops_fields, COUNT(drops_fields)};

struct records_pause {
	const char *target;
	int64_t length_ns;
};
static const struct report_field pause_fields[] = {
	MUST(records_pause, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(records_pause, "length_ms", REPORT_MS, length_ns, "How long the program was stopped."),
};
const struct report_type records_pause_type = {"tcpprobe", "pause",
	"The program was suspended; no loss.", pause_fields, COUNT(pause_fields)};

struct records_moved {
	const char *target;
	struct addr addr, was;
};
static const struct report_field moved_fields[] = {
	MUST(records_moved, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(records_moved, "addr", REPORT_ADDR, addr, "The address that is asked from now on."),
	MUST(records_moved, "old_addr", REPORT_ADDR, was, "The address that was asked before."),
};
const struct report_type records_moved_type = {"tcpprobe", "moved",
	"The name was looked up again and has another address.", moved_fields, COUNT(moved_fields)};

static const struct report_field summary_fields[] = {
	WHERE(records_summary),
	MUST(records_summary, "state", REPORT_TEXT, state,
		"open, closed, rejected, stale, filtered (no answer at all), mixed (probes "
		"disagree) "
		"or unknown (nothing left, or answers were dropped by this host)."),
	MUST(records_summary, "reason", REPORT_TEXT, reason,
		"Why: syn-ack, syn-proxy (a SYN-ACK as SYN proxies send it), rst, forged-rst (at "
		"least two signals say that it is not the host's), icmp, challenge-ack, silence, "
		"answers-disagree, own-drops (this host dropped packets that may have been "
		"answers), unsent or not-waited."),
	FIELD(records_summary, "who", REPORT_TEXT, who,
		"Who answered: host, middlebox (in the host's name), router (in its own, see "
		"rejecter) or this-host; null unknown."),
	FIELD(records_summary, "confidence", REPORT_TEXT, confidence,
		"How sure that is: low, medium or high; null where the state is unknown."),
	FIELD(records_summary, "signals", REPORT_TEXT, signals,
		"What says that the RSTs are not the host's: ttl (fewer hops than its known "
		"answers), rtt (less than half of their time), reach (they answer SYNs whose TTL "
		"does not last to the host), ip-id (not of its count), window (not that of its "
		"RSTs)."),
	METRIC(records_summary, "up", REPORT_BOOL, up, "Whether the port is as wanted.",
		"probe_success", "gauge"),
	METRIC(records_summary, "sent", REPORT_U64, sent, "Probes that left.",
		"probe_tcp_sent_total", "counter"),
	METRIC(records_summary, "open", REPORT_U64, open,
		"Probes by their first answer; here SYN-ACK.",
		"probe_tcp_answers_total{state=\"open\"}", "counter"),
	METRIC(records_summary, "closed", REPORT_U64, closed, "Probes answered by RST.",
		"probe_tcp_answers_total{state=\"closed\"}", "counter"),
	METRIC(records_summary, "rejected", REPORT_U64, rejected,
		"Probes answered by an ICMP error.", "probe_tcp_answers_total{state=\"rejected\"}",
		"counter"),
	METRIC(records_summary, "stale", REPORT_U64, stale,
		"Probes taken for part of an older connection.",
		"probe_tcp_answers_total{state=\"stale\"}", "counter"),
	METRIC(records_summary, "lost", REPORT_U64, lost, "Time-out passed, no answer.",
		"probe_tcp_lost_total", "counter"),
	FIELD(records_summary, "late", REPORT_U64, late, "Answers after the time-out."),
	FIELD(records_summary, "pending", REPORT_U64, pending, "No answer yet when the run ended."),
	FIELD(records_summary, "duplicates", REPORT_U64, duplicates,
		"Answers to a probe beyond the first."),
	FIELD(records_summary, "forged", REPORT_U64, forged,
		"Packets that claim to answer a probe and do not."),
	FIELD(records_summary, "unsent", REPORT_U64, unsent, "Probes this host refused to send."),
	FIELD(records_summary, "syn_retransmits", REPORT_U64, retransmits,
		"How often the kernel sent SYNs again that were answered then (connect); no loss."),
	FIELD(records_summary, "drops", REPORT_U64, drops,
		"Packets this host dropped before we could read them."),
	FIELD(records_summary, "rejecter", REPORT_ADDR, rejecter, "Who rejected last."),
	FIELD(records_summary, "icmp_type", REPORT_U64, icmp_type, "The type of the ICMP message."),
	FIELD(records_summary, "icmp_code", REPORT_U64, icmp_code, "The code of the ICMP message."),
	FIELD(records_summary, "rejecter_hops", REPORT_U64, rejecter_hops,
		"How many hops away it is, by the TTL its message came with."),
	PERF(records_summary, "loss_percent", REPORT_REAL, loss_percent,
		"Sent less answered, of sent.", "probe_tcp_loss_percent", "gauge"),
	FIELD(records_summary, "elapsed_ms", REPORT_MS, elapsed_ns, "How long the run took."),
	METRIC(records_summary, "rtt_min_ms", REPORT_MS, rtt_min_ns,
		"Shortest round-trip time of SYN-ACKs and RSTs.", "probe_tcp_rtt_min_seconds",
		"gauge"),
	PERF(records_summary, "rtt_avg_ms", REPORT_MS, rtt_mean_ns, "Mean round-trip time.",
		"probe_tcp_rtt_mean_seconds", "gauge"),
	METRIC(records_summary, "rtt_max_ms", REPORT_MS, rtt_max_ns, "Largest round-trip time.",
		"probe_tcp_rtt_max_seconds", "gauge"),
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
	"tcpprobe", "summary", "The run in numbers.", summary_fields, COUNT(summary_fields)};

const struct report_type *const records_types[] = {&records_start_type, &records_answer_type,
	&records_lost_type, &records_unsent_type, &records_drops_type, &records_pause_type,
	&records_moved_type, &records_comparison_type, &records_path_probe_type,
	&records_path_hop_type, &records_path_responder_type, &records_path_type,
	&records_path_change_type, &records_path_port_type, &records_summary_type, &list_start_type,
	&list_port_type, &list_summary_type, &records_offer_answer_type, &records_offers_type,
	&walk_segment_type, &walk_icmp_type, &walk_mark_type, &walk_type, &blackhole_round_type,
	&blackhole_found_type, &records_self_check_type, &records_self_summary_type};
const size_t records_types_n = COUNT(records_types);

int records_start(struct records *r, const struct records_start *s, int64_t realtime_ns)
{
	return report_put(r->report, &records_start_type, s, realtime_ns);
}

int records_drops(struct records *r, uint64_t count, int64_t realtime_ns)
{
	struct records_drops d = {r->target, count};

	return report_put(r->report, &records_drops_type, &d, realtime_ns);
}

int records_moved(
	struct records *r, const struct addr *is, const struct addr *was, int64_t realtime_ns)
{
	struct records_moved m = {r->target, *is, *was};

	r->addr = *is;
	return report_put(r->report, &records_moved_type, &m, realtime_ns);
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
