/* records: what --json says: the fields of each record, and how a run's facts fill them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_RECORDS_H
#define PROBEKIT_TELNETLITE_RECORDS_H

#include "dial.h"
#include "report.h"
#include "runner.h"
#include "telnet.h"

struct records {
	struct report *report; /* borrowed, as target is */
	const char *target;
};

/* Unknown values are as report has them. */
struct records_attempt {
	const char *target;
	struct addr addr;
	uint64_t port;
	const char *outcome, *error;
	int64_t took_ns;
};
struct records_connection {
	const char *target;
	struct addr addr, source;
	uint64_t port, source_port;
	int64_t name_ns, connect_ns, rtt_ns, rtt_deviation_ns;
	uint64_t send_mss, receive_mss, advertised_mss, path_mtu_bytes, send_scale, receive_scale;
	int8_t sack, timestamps, window_scale, ecn;
	const char *congestion;
};
struct records_negotiation {
	const char *target, *direction, *text;
	uint64_t offset_bytes;
};
struct records_tls {
	const char *target, *version, *cipher, *group, *subject, *issuer, *names, *sha256, *problem;
	int64_t handshake_ns, from_ns, until_ns;
	int8_t verified;
};
struct records_step {
	const char *target, *step, *text, *verdict, *why, *instead;
	uint64_t number;
	int64_t took_ns;
};
struct records_summary {
	const char *target, *end, *error, *closed_by;
	uint64_t status, received_bytes, sent_bytes, retransmissions, steps;
	int64_t duration_ns, first_byte_ns, rtt_min_ns, rtt_ns, deviation_ns, name_ns, connect_ns,
		response_ns, silence_ns;
	uint64_t out_of_order, delivery_bytes_per_s;
	double failed_percent;
	int8_t telnet, up;
	const char *closed_how, *state_here, *state_there, *unwatched;
	enum dial_blame blame; /* of not connected; for --explain */
};

extern const struct report_type records_attempt_type, records_connection_type, records_tls_type,
	records_negotiation_type, records_step_type, records_summary_type, records_segment_type,
	records_icmp_type;
/* All of them, for the schema. */
extern const struct report_type *const records_types[];
extern const size_t records_types_n;

void records_negotiation(const struct records *r, bool incoming, uint64_t offset, const char *text);
void records_step(const struct records *r, const struct runner_event *e);
/* "timed out", "something else came", "the peer closed"; static */
const char *records_why(enum runner_why why);

#endif
