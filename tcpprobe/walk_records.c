/* walk_records: a walk as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "walk_records.h"

#include <stdio.h>
#include <string.h>

#include "report_table.h"
#include "segments.h"

#define WHERE(type)                                                                                \
	MUST(type, "target", REPORT_TEXT, target, "The target as it was given."),                  \
		MUST(type, "addr", REPORT_ADDR, addr, "The address that is asked."),               \
		MUST(type, "port", REPORT_U64, port, "The port that is asked.")

const struct report_type walk_segment_type = {"tcpprobe", "segment",
	"A segment of a walked connection.", segments_fields, SEGMENTS_FIELDS};

const struct report_type walk_icmp_type = {"tcpprobe", "segment_icmp",
	"An ICMP error about a segment of a walked connection.", segments_icmp_fields,
	SEGMENTS_ICMP_FIELDS};

struct walk_mark {
	const char *target, *text;
	struct addr addr;
	uint64_t port;
	int64_t after_ns;
};
static const struct report_field mark_fields[] = {
	WHERE(walk_mark),
	MUST(walk_mark, "after_ms", REPORT_MS, after_ns, "Since the connection began."),
	MUST(walk_mark, "what", REPORT_TEXT, text, "What happened."),
};
const struct report_type walk_mark_type = {"tcpprobe", "mark",
	"What became of a walked connection and no packet shows.", mark_fields, COUNT(mark_fields)};

struct walk_whole {
	const char *target, *state, *error, *closed_by, *closed_how, *here, *there;
	struct addr addr, source;
	uint64_t port, source_port, sent_bytes, received_bytes, segments_out, segments_in, syns,
		retransmits_out, retransmits_in, zero_windows_out, zero_windows_in, drops;
	int64_t connect_ns, handshake_ns, elapsed_ns;
	int8_t asked, answered, kept_open;
};
static const struct report_field whole_fields[] = {
	WHERE(walk_whole),
	FIELD(walk_whole, "source", REPORT_ADDR, source, "This end's address."),
	FIELD(walk_whole, "source_port", REPORT_U64, source_port, "And port."),
	MUST(walk_whole, "state", REPORT_TEXT, state, "What the port is, as in the summary."),
	FIELD(walk_whole, "error", REPORT_TEXT, error, "Of connect()."),
	FIELD(walk_whole, "connect_ms", REPORT_MS, connect_ns,
		"How long connect() took, with retransmissions."),
	FIELD(walk_whole, "handshake_rtt_ms", REPORT_MS, handshake_ns,
		"From the SYN that was answered to its SYN-ACK."),
	MUST(walk_whole, "elapsed_ms", REPORT_MS, elapsed_ns, "How long it all took."),
	MUST(walk_whole, "request_given", REPORT_BOOL, asked,
		"Whether there was a request to send."),
	FIELD(walk_whole, "request_answered", REPORT_BOOL, answered,
		"Whether bytes came back for it."),
	MUST(walk_whole, "sent_bytes", REPORT_U64, sent_bytes, "Bytes given to the kernel."),
	MUST(walk_whole, "received_bytes", REPORT_U64, received_bytes, "Bytes received."),
	FIELD(walk_whole, "sent_segments", REPORT_U64, segments_out, "Segments this end sent."),
	FIELD(walk_whole, "received_segments", REPORT_U64, segments_in,
		"Segments the other end sent."),
	FIELD(walk_whole, "syns", REPORT_U64, syns, "SYNs sent."),
	FIELD(walk_whole, "sent_retransmits", REPORT_U64, retransmits_out,
		"Segments this end sent again."),
	FIELD(walk_whole, "received_retransmits", REPORT_U64, retransmits_in,
		"Segments the other end sent again."),
	FIELD(walk_whole, "sent_zero_windows", REPORT_U64, zero_windows_out,
		"How often this end's window closed."),
	FIELD(walk_whole, "received_zero_windows", REPORT_U64, zero_windows_in,
		"How often the other end's window closed."),
	FIELD(walk_whole, "closed_by", REPORT_TEXT, closed_by,
		"Who closed first: here or there; null: nobody did."),
	FIELD(walk_whole, "closed_how", REPORT_TEXT, closed_how,
		"By fin or rst, as the packets show."),
	FIELD(walk_whole, "kept_open", REPORT_BOOL, kept_open,
		"The other end did not close in time: reset from here."),
	FIELD(walk_whole, "state_here", REPORT_TEXT, here,
		"This end's TCP state by the packets (RFC 9293)."),
	FIELD(walk_whole, "state_there", REPORT_TEXT, there, "The other end's."),
	MUST(walk_whole, "drops", REPORT_U64, drops,
		"Packets this host dropped before we could read them."),
};
const struct report_type walk_type = {
	"tcpprobe", "walk", "A walked connection as a whole.", whole_fields, COUNT(whole_fields)};

int walk_records_packet(struct records *r, const struct flow_tuple *t, const struct flow *f,
	int64_t start_ns, const struct capflow_packet *p)
{
	const struct segments_run run = {.report = r->report,
		.segment = &walk_segment_type,
		.icmp = &walk_icmp_type,
		.target = r->target,
		.addr = r->addr,
		.port = r->port,
		.start_ns = start_ns};

	return segments_put(&run, t, f, p);
}

int walk_records_mark(struct records *r, const char *text, int64_t after_ns, int64_t realtime_ns)
{
	const struct walk_mark out = {r->target, text, r->addr, r->port, after_ns};

	return report_put(r->report, &walk_mark_type, &out, realtime_ns);
}

static const char *side_word(enum flow_side s)
{
	return s == FLOW_OUT ? "here" : "there";
}

static void fill_flow(struct walk_whole *out, const struct flow *f)
{
	const struct flow_end *here = &f->end[FLOW_OUT], *there = &f->end[FLOW_IN];

	out->handshake_ns = f->handshake_ns < 0 ? INT64_MIN : f->handshake_ns;
	out->segments_out = here->segments;
	out->segments_in = there->segments;
	out->syns = here->syns;
	out->retransmits_out = here->retransmits;
	out->retransmits_in = there->retransmits;
	out->zero_windows_out = here->zero_windows;
	out->zero_windows_in = there->zero_windows;
	out->closed_by = f->closed ? side_word(f->closed_by) : NULL;
	out->closed_how = f->closed ? f->closed_by_rst ? "rst" : "fin" : NULL;
	out->here = flow_state_name(here->state);
	out->there = flow_state_name(there->state);
}

int walk_records_end(struct records *r, const struct walk_result *w, const struct summary *s,
	int64_t realtime_ns)
{
	struct walk_whole out = {.target = r->target,
		.addr = r->addr,
		.port = r->port,
		.source = w->local,
		.source_port = w->local_port ? w->local_port : UINT64_MAX,
		.state = verdict_state_word(summary_state(s)),
		.error = w->error ? strerror(w->error) : NULL,
		.connect_ns = w->connect_ns < 0 ? INT64_MIN : w->connect_ns,
		.elapsed_ns = w->end_ns - w->start_ns,
		.asked = w->asked,
		.answered = w->asked ? !w->unanswered : -1,
		.sent_bytes = w->sent_bytes,
		.received_bytes = w->received_bytes,
		.kept_open = w->connected ? w->peer_kept_open : -1,
		.drops = w->drops,
		.handshake_ns = INT64_MIN,
		.segments_out = UINT64_MAX,
		.segments_in = UINT64_MAX,
		.syns = UINT64_MAX,
		.retransmits_out = UINT64_MAX,
		.retransmits_in = UINT64_MAX,
		.zero_windows_out = UINT64_MAX,
		.zero_windows_in = UINT64_MAX};

	if (w->flow)
		fill_flow(&out, w->flow);
	return report_put(r->report, &walk_type, &out, realtime_ns);
}
