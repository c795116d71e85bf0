/* records_types: the records as the tables see them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_RECORDS_TYPES_H
#define PROBEKIT_HTTPGET_RECORDS_TYPES_H

#include "phases.h"
#include "records.h"

struct records_one {
	const char *target, *url, *method, *reason, *version, *framing, *failed, *error, *verdict;
	uint64_t run, hop, port, source_port, status;
	struct addr addr, source;
	int8_t reused, by_proxy, kept;
	int64_t took_ns[PHASES], wait_ns, ack_ns, first_ns, total_ns, rtt_ns, srtt_ns;
	uint64_t request_bytes, read_bytes, head_bytes, content_bytes, decoded_bytes, chunks,
		interims, syn_retransmits, retransmits, out_of_order, mss_bytes, cwnd;
};
struct records_attempt {
	const char *target, *error, *outcome;
	uint64_t run, hop, port, retransmits;
	struct addr addr, offender;
	int64_t took_ns;
};
struct records_tls {
	const char *target, *version, *cipher, *group, *alpn, *sni, *problem, *missing, *ending;
	uint64_t run, hop, problems;
	int8_t resumed, verified;
};
struct records_certificate {
	const char *target, *chain, *subject, *issuer, *names, *serial, *key, *signature, *sha256;
	uint64_t run, hop, position;
	int64_t from_ns, until_ns, days;
	int8_t self_signed, authority;
};
struct records_message {
	const char *target, *message;
	uint64_t run, hop, bytes;
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

extern const struct report_type records_exchange_type, records_attempt_type, records_field_type,
	records_finding_type, records_tls_type, records_certificate_type, records_message_type;

/* records_tls.c: the records of TLS, none where there is none. */
void records_put_tls(struct report *r, const char *target, const struct exchange *x);

#endif
