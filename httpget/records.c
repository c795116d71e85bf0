/* records: the tables that say what each record holds. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records.h"

#include "records_types.h"

#define FIELD(type, key, kind, member, help)                                                       \
	{                                                                                          \
		key, kind, offsetof(struct type, member), 0, help, NULL, NULL                      \
	}
#define MUST(type, key, kind, member, help)                                                        \
	{                                                                                          \
		key, kind, offsetof(struct type, member), REPORT_REQUIRED, help, NULL, NULL        \
	}
#define METRIC(type, key, kind, member, help, prom, prom_type)                                     \
	{                                                                                          \
		key, kind, offsetof(struct type, member), 0, help, prom, prom_type                 \
	}
#define PERF(type, key, kind, member, help, prom, prom_type)                                       \
	{                                                                                          \
		key, kind, offsetof(struct type, member), REPORT_PERFDATA, help, prom, prom_type   \
	}
#define COUNT(fields) (sizeof(fields) / sizeof(*(fields)))

#define X records_one
static const struct report_field exchange_fields[] = {
	MUST(X, "target", REPORT_TEXT, target, "The URL as it was given."),
	MUST(X, "url", REPORT_TEXT, url, "The URL of this request, behind redirections."),
	MUST(X, "run", REPORT_U64, run, "The repetition, from 1."),
	MUST(X, "hop", REPORT_U64, hop, "The request of this repetition, from 1."),
	MUST(X, "method", REPORT_TEXT, method, "The method."),
	FIELD(X, "addr", REPORT_ADDR, addr, "The address that was connected to."),
	FIELD(X, "port", REPORT_U64, port, "Its port."),
	FIELD(X, "source", REPORT_ADDR, source, "The address it left from."),
	FIELD(X, "source_port", REPORT_U64, source_port, "Its port."),
	MUST(X, "reused", REPORT_BOOL, reused, "Whether a connection was used again."),
	MUST(X, "proxy", REPORT_BOOL, by_proxy, "Whether it went by a proxy."),
	FIELD(X, "status", REPORT_U64, status, "The response's status code."),
	FIELD(X, "reason", REPORT_TEXT, reason, "The reason phrase behind it."),
	FIELD(X, "http_version", REPORT_TEXT, version, "The response's version: 0.9, 1.0, 1.1."),
	FIELD(X, "framing", REPORT_TEXT, framing,
		"What ends the response: none (no body), length, chunked, close, tunnel."),
	FIELD(X, "name_ms", REPORT_MS, took_ns[PHASE_NAME], "Looking the name up."),
	FIELD(X, "connect_ms", REPORT_MS, took_ns[PHASE_CONNECT],
		"From the first SYN to a connection."),
	FIELD(X, "tls_ms", REPORT_MS, took_ns[PHASE_TLS], "The TLS handshake."),
	FIELD(X, "send_ms", REPORT_MS, took_ns[PHASE_SEND],
		"Until the request's last byte left, by the kernel's stamp where it gave one."),
	FIELD(X, "wait_ms", REPORT_MS, wait_ns, "From then to the first byte of the response."),
	FIELD(X, "network_ms", REPORT_MS, took_ns[PHASE_NETWORK],
		"Of that wait: one round trip, the least that was measured."),
	FIELD(X, "think_ms", REPORT_MS, took_ns[PHASE_THINK],
		"Of that wait: the rest, the server's."),
	FIELD(X, "transfer_ms", REPORT_MS, took_ns[PHASE_TRANSFER],
		"From the first byte to the last."),
	FIELD(X, "ack_ms", REPORT_MS, ack_ns,
		"From the request's last byte to its acknowledgment, by the kernel's stamps."),
	FIELD(X, "first_byte_ms", REPORT_MS, first_ns, "From the beginning to the first byte."),
	FIELD(X, "total_ms", REPORT_MS, total_ns, "From the beginning to the end."),
	FIELD(X, "request_bytes", REPORT_U64, request_bytes, "Bytes of the request."),
	FIELD(X, "read_bytes", REPORT_U64, read_bytes, "Bytes read."),
	FIELD(X, "head_bytes", REPORT_U64, head_bytes, "Bytes of the response's head."),
	FIELD(X, "content_bytes", REPORT_U64, content_bytes, "Content, without chunk sizes."),
	FIELD(X, "decoded_bytes", REPORT_U64, decoded_bytes,
		"The same with its content codings undone; null: it has none."),
	FIELD(X, "chunks", REPORT_U64, chunks, "Chunks of the chunked coding."),
	FIELD(X, "interim", REPORT_U64, interims, "1xx responses before it."),
	FIELD(X, "rtt_ms", REPORT_MS, rtt_ns, "The least round-trip time TCP saw."),
	FIELD(X, "rtt_smoothed_ms", REPORT_MS, srtt_ns,
		"TCP's smoothed round-trip time at the end."),
	FIELD(X, "syn_retransmits", REPORT_U64, syn_retransmits,
		"SYNs that were sent again before one was answered."),
	FIELD(X, "retransmits", REPORT_U64, retransmits, "Segments of ours that were sent again."),
	FIELD(X, "out_of_order", REPORT_U64, out_of_order, "Segments that came out of order."),
	FIELD(X, "mss_bytes", REPORT_U64, mss_bytes, "The segment size towards the server."),
	FIELD(X, "cwnd", REPORT_U64, cwnd, "The congestion window at the end, in segments."),
	MUST(X, "kept", REPORT_BOOL, kept, "Whether the connection may carry another request."),
	FIELD(X, "failed", REPORT_TEXT, failed,
		"What failed: local, connect, tls, protocol, timeout, proxy, name; null: nothing."),
	FIELD(X, "error", REPORT_TEXT, error, "The same as a sentence."),
	MUST(X, "verdict", REPORT_TEXT, verdict, "Where the time went, as a sentence."),
};
const struct report_type records_exchange_type = {"httpget", "exchange",
	"One request and its response.", exchange_fields, COUNT(exchange_fields)};
#undef X

static const struct report_field attempt_fields[] = {
	MUST(records_attempt, "target", REPORT_TEXT, target, "The URL as it was given."),
	MUST(records_attempt, "run", REPORT_U64, run, "The repetition, from 1."),
	MUST(records_attempt, "hop", REPORT_U64, hop, "The request of this repetition, from 1."),
	MUST(records_attempt, "addr", REPORT_ADDR, addr, "The address that was tried."),
	MUST(records_attempt, "port", REPORT_U64, port, "The port."),
	FIELD(records_attempt, "took_ms", REPORT_MS, took_ns, "Until it was decided."),
	MUST(records_attempt, "outcome", REPORT_TEXT, outcome,
		"What became of it: connected, failed, timed-out, given-up, not-tried ..."),
	MUST(records_attempt, "retransmits", REPORT_U64, retransmits, "SYNs that were sent again."),
	FIELD(records_attempt, "error", REPORT_TEXT, error, "Why it failed; null: it did not."),
	FIELD(records_attempt, "offender", REPORT_ADDR, offender,
		"Who sent the ICMP error that says so; null: none came."),
};
const struct report_type records_attempt_type = {"httpget", "attempt",
	"One address that a connection was tried to.", attempt_fields, COUNT(attempt_fields)};

static const struct report_field field_fields[] = {
	MUST(records_field, "target", REPORT_TEXT, target, "The URL as it was given."),
	MUST(records_field, "run", REPORT_U64, run, "The repetition, from 1."),
	MUST(records_field, "hop", REPORT_U64, hop, "The request of this repetition, from 1."),
	MUST(records_field, "name", REPORT_TEXT, name, "The field's name, in its own letters."),
	MUST(records_field, "value", REPORT_TEXT, value, "Its value; bytes as they came."),
	MUST(records_field, "offset_bytes", REPORT_U64, offset,
		"Where its line begins in the stream."),
	MUST(records_field, "trailer", REPORT_BOOL, trailer,
		"Whether it stands behind the content."),
};
const struct report_type records_field_type = {"httpget", "field",
	"One field of a response's head or trailers.", field_fields, COUNT(field_fields)};

static const struct report_field finding_fields[] = {
	MUST(records_finding, "target", REPORT_TEXT, target, "The URL as it was given."),
	MUST(records_finding, "run", REPORT_U64, run, "The repetition, from 1."),
	MUST(records_finding, "hop", REPORT_U64, hop, "The request of this repetition, from 1."),
	MUST(records_finding, "finding", REPORT_TEXT, name,
		"Its name, the same for the same thing."),
	MUST(records_finding, "severity", REPORT_TEXT, severity, "note, warning or error."),
	FIELD(records_finding, "clause", REPORT_TEXT, clause,
		"What it is against; null: a limit of this program."),
	MUST(records_finding, "offset_bytes", REPORT_U64, offset,
		"Where it was first seen in the stream."),
	MUST(records_finding, "length_bytes", REPORT_U64, length, "How long it is there."),
	MUST(records_finding, "count", REPORT_U64, count, "How often it was seen."),
	FIELD(records_finding, "sample", REPORT_BYTES, sample, "The first bytes there."),
	MUST(records_finding, "what", REPORT_TEXT, what, "What it is, as a clause."),
	FIELD(records_finding, "others", REPORT_TEXT, others,
		"What another receiver would read or do; null: the same."),
};
const struct report_type records_finding_type = {"httpget", "finding",
	"Something in a response that is not as it should be.", finding_fields,
	COUNT(finding_fields)};

#define S records_summary
#define TOTAL "httpget_total_seconds"
static const struct report_field summary_fields[] = {
	FIELD(S, "target", REPORT_TEXT, target, "The URL as it was given; null: several."),
	METRIC(S, "requests", REPORT_U64, requests, "Requests.", "httpget_requests_total",
		"counter"),
	METRIC(S, "responses", REPORT_U64, responses, "Complete responses.",
		"httpget_responses_total", "counter"),
	FIELD(S, "failed", REPORT_U64, failed, "Requests without a complete response."),
	PERF(S, "failed_percent", REPORT_REAL, failed_percent, "The same of a hundred.", NULL,
		NULL),
	METRIC(S, "failed_name", REPORT_U64, failed_name, "Of them: the name lookup.",
		"httpget_failed_total{class=\"name\"}", "counter"),
	METRIC(S, "failed_connect", REPORT_U64, failed_connect, "... connecting.",
		"httpget_failed_total{class=\"connect\"}", "counter"),
	METRIC(S, "failed_tls", REPORT_U64, failed_tls, "... TLS.",
		"httpget_failed_total{class=\"tls\"}", "counter"),
	METRIC(S, "failed_protocol", REPORT_U64, failed_protocol,
		"... a response that is cut, reset or no HTTP.",
		"httpget_failed_total{class=\"protocol\"}", "counter"),
	METRIC(S, "failed_timeout", REPORT_U64, failed_timeout, "... a time-out.",
		"httpget_failed_total{class=\"timeout\"}", "counter"),
	METRIC(S, "failed_proxy", REPORT_U64, failed_proxy, "... a proxy that refused.",
		"httpget_failed_total{class=\"proxy\"}", "counter"),
	METRIC(S, "failed_http", REPORT_U64, failed_http,
		"Responses of status 400 and above, with --fail.",
		"httpget_failed_total{class=\"http\"}", "counter"),
	METRIC(S, "failed_slo", REPORT_U64, failed_slo, "Exchanges beyond a limit of --slo.",
		"httpget_failed_total{class=\"slo\"}", "counter"),
	METRIC(S, "findings", REPORT_U64, findings, "Kinds of findings, of all exchanges.",
		"httpget_findings_total", "counter"),
	METRIC(S, "content_bytes", REPORT_U64, content_bytes, "Content read.",
		"httpget_content_bytes_total", "counter"),
	METRIC(S, "read_bytes", REPORT_U64, read_bytes, "Bytes read.", "httpget_read_bytes_total",
		"counter"),
	FIELD(S, "elapsed_ms", REPORT_MS, elapsed_ns, "The whole run."),
	PERF(S, "total_p50_ms", REPORT_MS, total_p50_ns, "Median time of a complete exchange.",
		TOTAL "{quantile=\"0.5\"}", "summary"),
	METRIC(S, "total_p90_ms", REPORT_MS, total_p90_ns, "90th percentile of it.",
		TOTAL "{quantile=\"0.9\"}", "summary"),
	METRIC(S, "total_p99_ms", REPORT_MS, total_p99_ns, "99th percentile of it.",
		TOTAL "{quantile=\"0.99\"}", "summary"),
	FIELD(S, "total_max_ms", REPORT_MS, total_max_ns, "The longest."),
	FIELD(S, "total_mean_ms", REPORT_MS, total_mean_ns, "Their mean."),
	FIELD(S, "name_p50_ms", REPORT_MS, name_p50_ns, "Median of the name lookups."),
	FIELD(S, "connect_p50_ms", REPORT_MS, connect_p50_ns, "Median of connecting."),
	FIELD(S, "tls_p50_ms", REPORT_MS, tls_p50_ns, "Median of the TLS handshakes."),
	FIELD(S, "think_p50_ms", REPORT_MS, think_p50_ns,
		"Median of the server's part of the wait."),
	FIELD(S, "first_byte_p50_ms", REPORT_MS, first_p50_ns, "Median time to the first byte."),
	FIELD(S, "first_byte_p99_ms", REPORT_MS, first_p99_ns, "99th percentile of it."),
	MUST(S, "interrupted", REPORT_BOOL, interrupted, "Whether a signal ended the run."),
	MUST(S, "exit_status", REPORT_U64, exit_status, "The exit status."),
};
const struct report_type records_summary_type = {
	"httpget", "summary", "The run ends.", summary_fields, COUNT(summary_fields)};
#undef S

const struct report_type *const records_types[] = {&records_attempt_type, &records_exchange_type,
	&records_tls_type, &records_certificate_type, &records_message_type, &records_field_type,
	&records_finding_type, &records_summary_type};
const size_t records_types_n = COUNT(records_types);
