/* records_types: the records as the tables see them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_RECORDS_TYPES_H
#define PROBEKIT_HTTPGET_RECORDS_TYPES_H

#include "phases.h"
#include "records.h"

struct records_one {
	const char *target, *url, *method, *reason, *version, *framing, *failed, *error, *verdict,
		*proxy_reason, *proxy_body, *dropped;
	uint64_t run, hop, port, source_port, status;
	struct addr addr, source;
	int8_t reused, by_proxy, kept;
	int64_t took_ns[PHASES], wait_ns, ack_ns, first_ns, total_ns, rtt_ns, srtt_ns;
	uint64_t request_bytes, read_bytes, head_bytes, content_bytes, decoded_bytes, chunks,
		proxy_status, interims, syn_retransmits, retransmits, out_of_order, mss_bytes, cwnd;
};
struct records_attempt {
	const char *target, *error, *outcome;
	uint64_t run, hop, port, retransmits;
	struct addr addr, offender;
	int64_t took_ns;
};
struct records_tls {
	const char *target, *version, *cipher, *group, *alpn, *sni, *problem, *missing, *ending,
		*stapled;
	uint64_t run, hop, problems;
	int64_t staple_until_ns;
	int8_t resumed, ticket, verified;
};
struct records_certificate {
	const char *target, *chain, *subject, *issuer, *names, *serial, *key, *signature, *sha256;
	uint64_t run, hop, position;
	int64_t from_ns, until_ns, days;
	int8_t self_signed, authority;
};
struct records_message {
	const char *target, *message;
	uint64_t run, hop, bytes, packet;
	int64_t at_ns;
	int8_t sent, alert;
};
struct records_field {
	const char *target, *name, *value;
	uint64_t run, hop, offset;
	int8_t trailer;
};
struct records_finding {
	const char *target, *name, *severity, *clause, *what, *others;
	uint64_t run, hop, offset, length, count;
	struct bytes sample;
};

/* What a cache, proxy or gateway says of itself. */
struct records_said {
	const char *target, *says, *evidence;
	uint64_t run, hop;
};

struct records_tcp {
	const char *target;
	uint64_t run, hop, state, send_scale, receive_scale, send_mss, receive_mss, advertised_mss,
		path_mtu_bytes, window_segments, unacked, lost, outstanding_retransmits,
		total_retransmits, reordering, sent_bytes, acked_bytes, received_bytes,
		retransmitted_bytes, duplicate_sacks, out_of_order, delivery_bytes_per_s,
		send_window_bytes;
	int64_t rtt_ns, rtt_deviation_ns, rtt_least_ns, rto_ns, busy_ns, receiver_limited_ns,
		buffer_limited_ns;
	int8_t timestamps, sack, window_scale, ecn, ecn_seen;
};
struct records_packets {
	const char *target, *longest_cause, *closed_by, *reset_by, *reset_forged;
	uint64_t run, hop, drops, ttl, flights, longest_packet, reset_ttl, bad;
	uint64_t segments[2], retransmits[2], timeouts[2], out_of_order[2], duplicate_acks[2],
		zero_windows[2], zero_segments[2];
	int64_t handshake_ns, rtt_ns, longest_ns, rest_ns[PACKETS_REST_CAUSES], zero_window_ns[2];
	int8_t acked_by_response;
};
struct records_lookup {
	const char *target, *name, *source, *type, *code;
	uint64_t run, hop, asked, addresses, ttl_s;
	struct addr server, addr;
	int64_t at_ns, took_ns;
};
struct records_event {
	const char *target, *what;
	uint64_t run, hop, packet;
	int64_t at_ns;
	int8_t sent, doubtful;
};

extern const struct report_type records_tcp_type, records_packets_type, records_event_type,
	records_lookup_type;
extern const struct report_type records_exchange_type, records_attempt_type, records_field_type,
	records_finding_type, records_tls_type, records_certificate_type, records_message_type,
	records_said_type;

/* records_lookup.c: how the name was looked up. */
void records_put_lookup(struct report *r, const char *target, const struct exchange *x);
/* records_packets.c: what happened, what the kernel knows and what the packets tell. */
void records_put_packets(struct report *r, const char *target, const struct exchange *x);
/* records_tls.c: the records of TLS, none where there is none. */
void records_put_tls(struct report *r, const char *target, const struct exchange *x);

#endif
