/* hops_records: the tables of a path's records: each probe, each hop, who answers there, and what
 * to make of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "hops_records.h"
#include "pathrecord.h"
#include "report_table.h"

static const struct report_field probe_fields[] = {
	MUST(hops_probe_record, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(hops_probe_record, "hop", REPORT_U64, hop, "How many hops the probe was to live."),
	MUST(hops_probe_record, "seq", REPORT_U64, seq, "Which of the hop's probes, from 1."),
	MUST(hops_probe_record, "icmp_seq", REPORT_U64, icmp_seq,
		"The sequence in the packet, 16 bits."),
	MUST(hops_probe_record, "verdict", REPORT_TEXT, verdict,
		"transit, target, refused, too-big, duplicate, lost, unsent, or other."),
	FIELD(hops_probe_record, "from", REPORT_ADDR, from, "Who sent it."),
	FIELD(hops_probe_record, "rtt_ms", REPORT_MS, rtt_ns, "Round-trip time."),
	FIELD(hops_probe_record, "rtt_source", REPORT_TEXT, rtt_source,
		"Whose stamps the time is between: kernel, or user where one was missing."),
	FIELD(hops_probe_record, "came_late", REPORT_BOOL, late, "It came after the time-out."),
	FIELD(hops_probe_record, "ttl", REPORT_U64, ttl,
		"TTL or hop limit the answer arrived with."),
	FIELD(hops_probe_record, "quoted_ttl", REPORT_U64, quoted_ttl,
		"TTL or hop limit the probe reached it with; more than 1 where a tunnel hides "
		"hops."),
	FIELD(hops_probe_record, "quoted_tos", REPORT_U64, quoted_tos,
		"The DS field the probe reached it with."),
	FIELD(hops_probe_record, "icmp_type", REPORT_U64, icmp_type,
		"The type of the ICMP message."),
	FIELD(hops_probe_record, "icmp_code", REPORT_U64, icmp_code,
		"The code of the ICMP message."),
	FIELD(hops_probe_record, "icmp_name", REPORT_TEXT, icmp_name,
		"Both as the registry calls them."),
	FIELD(hops_probe_record, "mtu_bytes", REPORT_U64, mtu, "The MTU it gives."),
	FIELD(hops_probe_record, "mpls", REPORT_TEXT, labels,
		"The MPLS label stack, as label/class/TTL, outermost first."),
	FIELD(hops_probe_record, "error", REPORT_TEXT, error, "Why this host did not send it."),
};
const struct report_type records_path_probe_type = {"ping", "path_probe",
	"What became of one probe of a path.", probe_fields, COUNT(probe_fields)};

const struct report_type records_path_hop_type = {"ping", "path_hop",
	"One hop of a path, at the end.", pathrecord_hop_fields, PATHRECORD_HOP_FIELDS};

const struct report_type records_path_responder_type = {"ping", "path_responder",
	"One of several addresses that answered on one hop.", pathrecord_responder_fields,
	PATHRECORD_RESPONDER_FIELDS};

const struct report_type records_path_type = {"ping", "path", "What is to be made of a path.",
	pathrecord_path_fields, PATHRECORD_PATH_FIELDS};
