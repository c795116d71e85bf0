/* path_records: what the records of a port's path hold. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_PATH_RECORDS_H
#define PROBEKIT_TCPPROBE_PATH_RECORDS_H

#include "addr.h"
#include "report.h"

struct path_probe_record {
	const char *target, *verdict, *rtt_source, *icmp_name, *labels, *error, *quoted;
	struct addr from;
	uint64_t port, source_port, hop, seq, ttl, quoted_ttl, quoted_tos, icmp_type, icmp_code,
		mtu;
	int64_t rtt_ns;
	int8_t late;
};
struct path_change_record {
	const char *target, *field, *was, *is;
	struct addr before_addr, hop_addr;
	uint64_t port, source_port, before, hop;
	int8_t translates;
};
struct path_port_record {
	const char *target, *fate, *icmp_name, *contrast;
	struct addr addr, hop_addr;
	uint64_t port, source_port, flow, hop, again, quoted_to, changes, strange, mss, syn_ack_mss,
		mtu, other_port, other_hop, translated;
	double loss_percent;
	int8_t by_target, nearer, in_name;
};
extern const struct report_type records_path_probe_type, records_path_hop_type,
	records_path_responder_type, records_path_type, records_path_change_type,
	records_path_port_type;

#endif
