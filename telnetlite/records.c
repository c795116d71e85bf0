/* records: the tables that say what each record holds. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records.h"

#include <stddef.h>

#include "clock.h"
#include "escape.h"
#include "report_table.h"
#include "segments.h"
#include "strbuf.h"

#define TARGET(type) MUST(type, "target", REPORT_TEXT, target, "The target as it was given.")

static const struct report_field attempt_fields[] = {
	TARGET(records_attempt),
	FIELD(records_attempt, "addr", REPORT_ADDR, addr, "The address; null for a Unix socket."),
	FIELD(records_attempt, "port", REPORT_U64, port, "The port."),
	MUST(records_attempt, "outcome", REPORT_TEXT, outcome,
		"connected, failed, timed-out, given-up (another was first), not-tried or trying."),
	FIELD(records_attempt, "error", REPORT_TEXT, error, "Why it failed."),
	FIELD(records_attempt, "took_ms", REPORT_MS, took_ns, "From its first packet to its end."),
};
const struct report_type records_attempt_type = {"telnetlite", "attempt",
	"One address that was tried.", attempt_fields, COUNT(attempt_fields)};

static const struct report_field connection_fields[] = {
	TARGET(records_connection),
	FIELD(records_connection, "addr", REPORT_ADDR, addr, "The address that was connected to."),
	FIELD(records_connection, "port", REPORT_U64, port, "Its port."),
	FIELD(records_connection, "source", REPORT_ADDR, source, "Our address."),
	FIELD(records_connection, "source_port", REPORT_U64, source_port, "Our port."),
	FIELD(records_connection, "name_ms", REPORT_MS, name_ns, "Looking the name up."),
	FIELD(records_connection, "connect_ms", REPORT_MS, connect_ns,
		"Connecting, over all addresses, with a proxy's part."),
	FIELD(records_connection, "rtt_smoothed_ms", REPORT_MS, rtt_ns,
		"TCP's smoothed round-trip time."),
	FIELD(records_connection, "rtt_deviation_ms", REPORT_MS, rtt_deviation_ns,
		"Mean deviation of TCP's round-trip time."),
	FIELD(records_connection, "send_mss_bytes", REPORT_U64, send_mss,
		"The largest segment this host sends."),
	FIELD(records_connection, "receive_mss_bytes", REPORT_U64, receive_mss,
		"The largest segment the kernel reckons to receive."),
	FIELD(records_connection, "advertised_mss_bytes", REPORT_U64, advertised_mss,
		"The MSS this host announced."),
	FIELD(records_connection, "path_mtu_bytes", REPORT_U64, path_mtu_bytes,
		"The path MTU as this host knows it."),
	FIELD(records_connection, "send_scale", REPORT_U64, send_scale, "The peer's window scale."),
	FIELD(records_connection, "receive_scale", REPORT_U64, receive_scale,
		"This host's window scale."),
	FIELD(records_connection, "sack", REPORT_BOOL, sack, "Whether SACK is permitted."),
	FIELD(records_connection, "timestamps", REPORT_BOOL, timestamps,
		"Whether it takes timestamps."),
	FIELD(records_connection, "ecn", REPORT_BOOL, ecn, "Whether it does ECN (RFC 3168)."),
	FIELD(records_connection, "congestion_control", REPORT_TEXT, congestion,
		"The congestion control of this host."),
};
const struct report_type records_connection_type = {"telnetlite", "connection",
	"The connection, once it stands.", connection_fields, COUNT(connection_fields)};

static const struct report_field tls_fields[] = {
	TARGET(records_tls),
	FIELD(records_tls, "version", REPORT_TEXT, version, "The version of TLS."),
	FIELD(records_tls, "cipher", REPORT_TEXT, cipher, "The cipher suite."),
	FIELD(records_tls, "group", REPORT_TEXT, group, "The group of the key exchange."),
	FIELD(records_tls, "subject", REPORT_TEXT, subject, "Whose certificate it is."),
	FIELD(records_tls, "issuer", REPORT_TEXT, issuer, "Who signed it."),
	FIELD(records_tls, "names", REPORT_TEXT, names,
		"The names and addresses it is for, with blanks between."),
	FIELD(records_tls, "valid_from", REPORT_TIME, from_ns, "From when on it holds."),
	FIELD(records_tls, "valid_until", REPORT_TIME, until_ns, "Until when it holds."),
	FIELD(records_tls, "sha256", REPORT_TEXT, sha256, "Its fingerprint."),
	FIELD(records_tls, "verified", REPORT_BOOL, verified,
		"Whether it is believed: its chain, its time and its name are right."),
	FIELD(records_tls, "problem", REPORT_TEXT, problem, "What is wrong with it first."),
	FIELD(records_tls, "tls_ms", REPORT_MS, handshake_ns, "How long the TLS handshake took."),
};
const struct report_type records_tls_type = {
	"telnetlite", "tls", "A TLS handshake.", tls_fields, COUNT(tls_fields)};

static const struct report_field negotiation_fields[] = {
	TARGET(records_negotiation),
	MUST(records_negotiation, "direction", REPORT_TEXT, direction, "in or out."),
	FIELD(records_negotiation, "offset_bytes", REPORT_U64, offset_bytes,
		"Where it stands in all that was received."),
	MUST(records_negotiation, "text", REPORT_TEXT, text,
		"The command, what was made of it, and the answer."),
};
const struct report_type records_negotiation_type = {"telnetlite", "negotiation",
	"A telnet command, with --trace.", negotiation_fields, COUNT(negotiation_fields)};

static const struct report_field step_fields[] = {
	TARGET(records_step),
	MUST(records_step, "number", REPORT_U64, number, "The step's number, from 1."),
	MUST(records_step, "step", REPORT_TEXT, step, "Its word: send, expect ..."),
	FIELD(records_step, "text", REPORT_TEXT, text, "What stands behind it; not of a secret."),
	MUST(records_step, "verdict", REPORT_TEXT, verdict, "passed or failed."),
	FIELD(records_step, "error", REPORT_TEXT, why, "Why it failed."),
	FIELD(records_step, "instead", REPORT_TEXT, instead, "What came instead, its end."),
	MUST(records_step, "took_ms", REPORT_MS, took_ns, "How long it took."),
};
const struct report_type records_step_type = {
	"telnetlite", "step", "A step of a script.", step_fields, COUNT(step_fields)};

#define PHASE(name) "probe_telnetlite_phase_seconds{phase=\"" name "\"}"

static const struct report_field summary_fields[] = {
	TARGET(records_summary),
	MUST(records_summary, "end", REPORT_TEXT, end, "How the session ended."),
	FIELD(records_summary, "error", REPORT_TEXT, error, "The error, where there was one."),
	MUST(records_summary, "exit_status", REPORT_U64, status, "The exit status."),
	METRIC(records_summary, "up", REPORT_BOOL, up, "Whether the exit status is 0.",
		"probe_success", "gauge"),
	PERF(records_summary, "failed_percent", REPORT_REAL, failed_percent,
		"0, or 100 where the status is another.", NULL, NULL),
	METRIC(records_summary, "name_ms", REPORT_MS, name_ns, "Looking the name up.",
		PHASE("name"), "gauge"),
	METRIC(records_summary, "connect_ms", REPORT_MS, connect_ns,
		"Connecting, over all addresses, with a proxy's part.", PHASE("connect"), "gauge"),
	PERF(records_summary, "response_ms", REPORT_MS, response_ns,
		"From the beginning to the last step that passed; without a script to the "
		"connection.",
		"probe_telnetlite_response_seconds", "gauge"),
	METRIC(records_summary, "silence_ms", REPORT_MS, silence_ns,
		"The longest time in which nothing came from the peer.",
		"probe_telnetlite_silence_seconds", "gauge"),
	FIELD(records_summary, "closed_by", REPORT_TEXT, closed_by,
		"Who closed first: here or there; null: nobody did."),
	FIELD(records_summary, "duration_ms", REPORT_MS, duration_ns,
		"From the connection to its end."),
	METRIC(records_summary, "first_received_ms", REPORT_MS, first_byte_ns,
		"From the connection to the first byte received.", PHASE("first_byte"), "gauge"),
	METRIC(records_summary, "received_bytes", REPORT_U64, received_bytes, "Bytes received.",
		"probe_telnetlite_received_bytes_total", "counter"),
	METRIC(records_summary, "sent_bytes", REPORT_U64, sent_bytes, "Bytes sent.",
		"probe_telnetlite_sent_bytes_total", "counter"),
	METRIC(records_summary, "rtt_min_ms", REPORT_MS, rtt_min_ns, "The kernel's least RTT.",
		"probe_telnetlite_rtt_min_seconds", "gauge"),
	METRIC(records_summary, "rtt_smoothed_ms", REPORT_MS, rtt_ns,
		"TCP's smoothed round-trip time.", "probe_telnetlite_rtt_seconds", "gauge"),
	FIELD(records_summary, "rtt_deviation_ms", REPORT_MS, deviation_ns,
		"Mean deviation of TCP's round-trip time."),
	METRIC(records_summary, "retransmits", REPORT_U64, retransmissions,
		"Segments of ours that were sent again.", "probe_telnetlite_retransmissions_total",
		"counter"),
	FIELD(records_summary, "out_of_order", REPORT_U64, out_of_order,
		"Segments that came out of order."),
	FIELD(records_summary, "delivery_bytes_per_s", REPORT_U64, delivery_bytes_per_s,
		"The newest rate at which what was sent was delivered, as TCP_INFO has it."),
	FIELD(records_summary, "telnet", REPORT_BOOL, telnet, "The peer spoke telnet."),
	METRIC(records_summary, "steps", REPORT_U64, steps, "Steps of a script that passed.",
		"probe_telnetlite_steps_total", "counter"),
	FIELD(records_summary, "closed_how", REPORT_TEXT, closed_how,
		"By fin or rst, as the packets show."),
	FIELD(records_summary, "state_here", REPORT_TEXT, state_here,
		"This end's TCP state by the packets (RFC 9293)."),
	FIELD(records_summary, "state_there", REPORT_TEXT, state_there, "The other end's."),
	FIELD(records_summary, "unwatched", REPORT_TEXT, unwatched,
		"Why the packets were not watched though that was asked for."),
};
const struct report_type records_summary_type = {
	"telnetlite", "summary", "The session is over.", summary_fields, COUNT(summary_fields)};

const struct report_type records_segment_type = {"telnetlite", "segment",
	"A segment of the connection, with --packets or --facts.", segments_fields,
	SEGMENTS_FIELDS};
const struct report_type records_icmp_type = {"telnetlite", "segment_icmp",
	"An ICMP error about a segment of the connection.", segments_icmp_fields,
	SEGMENTS_ICMP_FIELDS};

const struct report_type *const records_types[] = {&records_attempt_type, &records_connection_type,
	&records_tls_type, &records_negotiation_type, &records_step_type, &records_summary_type,
	&records_segment_type, &records_icmp_type};
const size_t records_types_n = COUNT(records_types);

void records_negotiation(const struct records *r, bool incoming, uint64_t offset, const char *text)
{
	struct records_negotiation n = {.target = r->target,
		.direction = incoming ? "in" : "out",
		.text = text,
		.offset_bytes = incoming ? offset : UINT64_MAX};

	report_put(r->report, &records_negotiation_type, &n, clock_wall());
}

const char *records_why(enum runner_why why)
{
	static const char *const words[] = {
		"timed out", "what must not come came", "the peer closed", "no TLS there"};

	return words[why];
}

void records_step(const struct records *r, const struct runner_event *e)
{
	struct strbuf instead = {0};
	bool failed = e->what == RUNNER_FAILED;
	struct records_step s = {.target = r->target,
		.step = script_word(e->step->kind),
		.text = e->step->kind == SCRIPT_SECRET ? NULL : e->step->text.p,
		.verdict = failed ? "failed" : "passed",
		.why = failed ? records_why(e->why) : NULL,
		.number = e->number,
		.took_ns = e->took_ns};

	if (failed) {
		escape_write(&instead, e->instead);
		strbuf_put_char(&instead, '\0');
		if (instead.bad)
			report_no_memory(r->report);
		s.instead = instead.bad ? NULL : instead.p;
	}
	report_put(r->report, &records_step_type, &s, clock_wall());
	strbuf_close(&instead);
}
