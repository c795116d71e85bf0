/* path_records: the tables of the records of a port's path. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "path_records.h"

#include "pathrecord.h"
#include "report_table.h"

#define WHERE(type)                                                                                \
	MUST(type, "target", REPORT_TEXT, target, "The target as it was given."),                  \
		MUST(type, "port", REPORT_U64, port, "The port that is asked."),                   \
		FIELD(type, "source_port", REPORT_U64, source_port,                                \
			"The port it is asked from; null: one of its own for each probe.")

static const struct report_field probe_fields[] = {
	WHERE(path_probe_record),
	MUST(path_probe_record, "hop", REPORT_U64, hop, "How many hops the SYN was to live."),
	MUST(path_probe_record, "seq", REPORT_U64, seq, "Which of the hop's probes, from 1."),
	MUST(path_probe_record, "verdict", REPORT_TEXT, verdict,
		"transit, open (SYN-ACK), closed (RST), refused (ICMP), too-big, duplicate, lost "
		"or "
		"unsent."),
	FIELD(path_probe_record, "from", REPORT_ADDR, from, "Who sent it."),
	FIELD(path_probe_record, "rtt_ms", REPORT_MS, rtt_ns, "Round-trip time."),
	FIELD(path_probe_record, "rtt_source", REPORT_TEXT, rtt_source,
		"Whose stamps the time is between: kernel, or user where one was missing."),
	FIELD(path_probe_record, "came_late", REPORT_BOOL, late, "It came after the time-out."),
	FIELD(path_probe_record, "ttl", REPORT_U64, ttl,
		"TTL or hop limit the answer arrived with."),
	FIELD(path_probe_record, "quote", REPORT_TEXT, quoted,
		"How much of the SYN the error quotes: ports, sequence, fixed (20 bytes) or "
		"whole."),
	FIELD(path_probe_record, "quoted_ttl", REPORT_U64, quoted_ttl,
		"TTL or hop limit the probe reached it with; more than 1 where a tunnel hides "
		"hops."),
	FIELD(path_probe_record, "quoted_tos", REPORT_U64, quoted_tos,
		"The DS field the probe reached it with."),
	FIELD(path_probe_record, "icmp_type", REPORT_U64, icmp_type,
		"The type of the ICMP message."),
	FIELD(path_probe_record, "icmp_code", REPORT_U64, icmp_code,
		"The code of the ICMP message."),
	FIELD(path_probe_record, "icmp_name", REPORT_TEXT, icmp_name,
		"Both as the registry calls them."),
	FIELD(path_probe_record, "mtu_bytes", REPORT_U64, mtu, "The MTU it gives."),
	FIELD(path_probe_record, "mpls", REPORT_TEXT, labels,
		"The MPLS label stack, as label/class/TTL, outermost first."),
	FIELD(path_probe_record, "error", REPORT_TEXT, error, "Why this host did not send it."),
};
const struct report_type records_path_probe_type = {"tcpprobe", "path_probe",
	"What became of one probe of a path.", probe_fields, COUNT(probe_fields)};

const struct report_type records_path_hop_type = {"tcpprobe", "path_hop",
	"One hop of a path, at the end.", pathrecord_hop_fields, PATHRECORD_HOP_FIELDS};

const struct report_type records_path_responder_type = {"tcpprobe", "path_responder",
	"One of several addresses that answered on one hop.", pathrecord_responder_fields,
	PATHRECORD_RESPONDER_FIELDS};

const struct report_type records_path_type = {"tcpprobe", "path", "How a flow's path is.",
	pathrecord_path_fields, PATHRECORD_PATH_FIELDS};

static const struct report_field change_fields[] = {
	WHERE(path_change_record),
	MUST(path_change_record, "field", REPORT_TEXT, field,
		"source, destination, source_port, destination_port, sequence, dscp, ecn, "
		"flow_label, flags, window, mss, window_scale, sack, timestamps, other_options or "
		"checksum (right: it fits what is quoted)."),
	MUST(path_change_record, "was", REPORT_TEXT, was, "As the hop before saw it, or as sent."),
	MUST(path_change_record, "is", REPORT_TEXT, is, "As this hop saw it."),
	MUST(path_change_record, "before", REPORT_U64, before,
		"The last hop that saw the old value; 0: this host."),
	FIELD(path_change_record, "before_addr", REPORT_ADDR, before_addr, "Who answers there."),
	MUST(path_change_record, "hop", REPORT_U64, hop, "The first that saw the new one."),
	FIELD(path_change_record, "hop_addr", REPORT_ADDR, hop_addr, "Who answers there."),
	MUST(path_change_record, "translates", REPORT_BOOL, translates,
		"It is an address or a port: network address translation."),
};
const struct report_type records_path_change_type = {"tcpprobe", "path_change",
	"A change of the SYN on its way, by what routers quote of it.", change_fields,
	COUNT(change_fields)};

static const struct report_field port_fields[] = {
	MUST(path_port_record, "target", REPORT_TEXT, target, "The target as it was given."),
	{"port", REPORT_U64, offsetof(struct path_port_record, port),
		REPORT_REQUIRED | REPORT_LABEL, "The port that is asked.", NULL, NULL},
	FIELD(path_port_record, "source_port", REPORT_U64, source_port,
		"The port it is asked from; null: one of its own for each probe."),
	LABEL(path_port_record, "flow", REPORT_U64, flow,
		"Which of several flows, from 1; null: there is one."),
	MUST(path_port_record, "addr", REPORT_ADDR, addr, "The address that is asked."),
	MUST(path_port_record, "fate", REPORT_TEXT, fate,
		"open, closed, rejected (by ICMP), dies (nobody answers behind hop), loops or "
		"unknown "
		"(nobody answers at all)."),
	METRIC(path_port_record, "hop", REPORT_U64, hop,
		"open, closed: that of the answer; dies: the last that answers; rejected: the "
		"rejecter's first.",
		"probe_path_port_hop", "gauge"),
	FIELD(path_port_record, "hop_addr", REPORT_ADDR, hop_addr, "Who answers there."),
	FIELD(path_port_record, "again", REPORT_U64, again, "loops: where that hop comes again."),
	FIELD(path_port_record, "icmp_name", REPORT_TEXT, icmp_name, "rejected: why."),
	FIELD(path_port_record, "by_target", REPORT_BOOL, by_target,
		"rejected: by the target itself."),
	FIELD(path_port_record, "nearer", REPORT_BOOL, nearer,
		"open, closed: by its TTL the answer is from the hop before, on a path whose "
		"routers "
		"answer over as many hops as they are away: a box there may answer for the "
		"target."),
	METRIC(path_port_record, "loss_percent", REPORT_REAL, loss_percent,
		"open, closed: the share of probes to the target that are lost.",
		"probe_path_port_loss_percent", "gauge"),
	FIELD(path_port_record, "contrast", REPORT_TEXT, contrast,
		"With --compare, beside other_port: alike, unlike, stopped (one is, the other "
		"passes), "
		"in-name (one is answered nearer than the target is) or no-better (neither "
		"passes)."),
	FIELD(path_port_record, "other_port", REPORT_U64, other_port, "What it is compared with."),
	FIELD(path_port_record, "other_hop", REPORT_U64, other_hop, "That port's hop."),
	FIELD(path_port_record, "in_name", REPORT_BOOL, in_name,
		"A middlebox answers in the target's name: by other_port it is further away."),
	FIELD(path_port_record, "quoted_to", REPORT_U64, quoted_to,
		"The last hop that quotes the SYN with its options; null: none does. Changes "
		"behind it "
		"do not show."),
	FIELD(path_port_record, "changes", REPORT_U64, changes, "How many path_change there are."),
	FIELD(path_port_record, "translated_from", REPORT_U64, translated,
		"The first hop whose router answers by the target's address, which is translated "
		"there "
		"or before; null: none does."),
	FIELD(path_port_record, "strange", REPORT_U64, strange,
		"Errors that quote a SYN of ours, nobody can tell which: rewritten, or cut too "
		"short."),
	FIELD(path_port_record, "mss_bytes", REPORT_U64, mss, "The MSS the SYN offers."),
	MUST(path_port_record, "path_mtu_bytes", REPORT_U64, mtu,
		"The path MTU as this host knows it."),
	FIELD(path_port_record, "syn_ack_mss_bytes", REPORT_U64, syn_ack_mss,
		"What the SYN-ACK offers: clamped on the way back, or the target's own."),
};
const struct report_type records_path_port_type = {"tcpprobe", "path_port",
	"How far a flow's SYNs get, and who ends them.", port_fields, COUNT(port_fields)};
