/* walk_records: a walk as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "walk_records.h"

#include <stdio.h>
#include <string.h>

#include "ladder.h"
#include "report_table.h"
#include "text.h"

enum { NOTE = 320 };

#define WHERE(type)                                                                                \
	MUST(type, "target", REPORT_TEXT, target, "The target as it was given."),                  \
		MUST(type, "addr", REPORT_ADDR, addr, "The address that is asked."),               \
		MUST(type, "port", REPORT_U64, port, "The port that is asked.")

struct walk_packet {
	const char *target, *side, *flags, *options, *here, *there, *checksum, *note, *reason,
		*quoted;
	struct addr addr, from;
	uint64_t port, source_port, packet, seq, seq_absolute, ack, ack_absolute, payload_bytes,
		window, window_bytes, ttl, ip_bytes, joined, mss, window_scale, icmp_type,
		icmp_code, mtu_bytes;
	int64_t after_ns;
	int8_t dont_fragment;
};

#define PACKET_FIELDS                                                                              \
	WHERE(walk_packet),                                                                        \
		MUST(walk_packet, "packet", REPORT_U64, packet,                                    \
			"Its number in the run and in the capture, from 1."),                      \
		MUST(walk_packet, "after_ms", REPORT_MS, after_ns, "Since the connection began."), \
		MUST(walk_packet, "from", REPORT_ADDR, from, "Who sent it.")

#define STATE_FIELDS                                                                               \
	MUST(walk_packet, "state_here", REPORT_TEXT, here,                                         \
		"This end's TCP state behind it (RFC 9293), by the packets."),                     \
		MUST(walk_packet, "state_there", REPORT_TEXT, there, "The other end's.")

static const struct report_field segment_fields[] = {
	PACKET_FIELDS,
	MUST(walk_packet, "side", REPORT_TEXT, side, "here or there: which end that is."),
	MUST(walk_packet, "source_port", REPORT_U64, source_port, "The port on this host."),
	MUST(walk_packet, "flags", REPORT_TEXT, flags, "Its flags."),
	MUST(walk_packet, "seq", REPORT_U64, seq, "Sequence number, relative to the SYN's."),
	MUST(walk_packet, "seq_absolute", REPORT_U64, seq_absolute, "As sent."),
	FIELD(walk_packet, "ack", REPORT_U64, ack, "Acknowledgment number, relative."),
	FIELD(walk_packet, "ack_absolute", REPORT_U64, ack_absolute, "As sent."),
	MUST(walk_packet, "payload_bytes", REPORT_U64, payload_bytes, "Bytes of data in it."),
	MUST(walk_packet, "window", REPORT_U64, window, "Its window, not scaled."),
	MUST(walk_packet, "window_bytes", REPORT_U64, window_bytes, "Its window in bytes."),
	FIELD(walk_packet, "mss", REPORT_U64, mss, "The MSS a SYN or SYN-ACK offers."),
	FIELD(walk_packet, "window_scale", REPORT_U64, window_scale, "The window scale it offers."),
	FIELD(walk_packet, "options", REPORT_TEXT, options, "All TCP options in words."),
	FIELD(walk_packet, "ttl", REPORT_U64, ttl, "TTL or hop limit where it was captured."),
	MUST(walk_packet, "ip_bytes", REPORT_U64, ip_bytes, "The IP packet's length."),
	MUST(walk_packet, "joined", REPORT_U64, joined,
		"How many segments of the MSS it stands for, by TSO or GRO; 1: itself."),
	MUST(walk_packet, "dont_fragment", REPORT_BOOL, dont_fragment,
		"Whether routers must not fragment it."),
	MUST(walk_packet, "checksum", REPORT_TEXT, checksum,
		"good, bad, offloaded (left to the device) or unknown (not all was captured)."),
	STATE_FIELDS,
	FIELD(walk_packet, "note", REPORT_TEXT, note, "What it means, in words."),
};
const struct report_type walk_segment_type = {"tcpprobe", "segment",
	"A segment of a walked connection.", segment_fields, COUNT(segment_fields)};

static const struct report_field icmp_fields[] = {
	PACKET_FIELDS,
	MUST(walk_packet, "icmp_type", REPORT_U64, icmp_type, "ICMP type."),
	MUST(walk_packet, "icmp_code", REPORT_U64, icmp_code, "And code."),
	MUST(walk_packet, "reason", REPORT_TEXT, reason, "Both in words."),
	FIELD(walk_packet, "mtu_bytes", REPORT_U64, mtu_bytes, "The MTU it announces."),
	MUST(walk_packet, "quoted", REPORT_TEXT, quoted, "Whose segment it quotes: here or there."),
	FIELD(walk_packet, "seq", REPORT_U64, seq, "That segment's sequence number, relative."),
	FIELD(walk_packet, "seq_absolute", REPORT_U64, seq_absolute, "As sent."),
	FIELD(walk_packet, "ttl", REPORT_U64, ttl, "TTL or hop limit it came with."),
	STATE_FIELDS,
};
const struct report_type walk_icmp_type = {"tcpprobe", "segment_icmp",
	"An ICMP error about a segment of a walked connection.", icmp_fields, COUNT(icmp_fields)};

struct walk_mark {
	const char *target, *text;
	struct addr addr;
	uint64_t port;
	int64_t after_ns;
};
static const struct report_field mark_fields[] = {
	WHERE(walk_mark),
	MUST(walk_mark, "after_ms", REPORT_MS, after_ns, "Since the connection began."),
	MUST(walk_mark, "text", REPORT_TEXT, text, "What happened."),
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
	FIELD(walk_whole, "handshake_ms", REPORT_MS, handshake_ns,
		"From the SYN that was answered to its SYN-ACK."),
	MUST(walk_whole, "elapsed_ms", REPORT_MS, elapsed_ns, "How long it all took."),
	MUST(walk_whole, "asked", REPORT_BOOL, asked, "Whether there was a request to send."),
	FIELD(walk_whole, "answered", REPORT_BOOL, answered, "Whether bytes came back for it."),
	MUST(walk_whole, "sent_bytes", REPORT_U64, sent_bytes, "Bytes given to the kernel."),
	MUST(walk_whole, "received_bytes", REPORT_U64, received_bytes, "Bytes read."),
	FIELD(walk_whole, "segments_out", REPORT_U64, segments_out, "Segments sent from here."),
	FIELD(walk_whole, "segments_in", REPORT_U64, segments_in, "Segments that came."),
	FIELD(walk_whole, "syns", REPORT_U64, syns, "SYNs sent."),
	FIELD(walk_whole, "retransmits_out", REPORT_U64, retransmits_out,
		"Segments this end sent again."),
	FIELD(walk_whole, "retransmits_in", REPORT_U64, retransmits_in, "That the other end did."),
	FIELD(walk_whole, "zero_windows_out", REPORT_U64, zero_windows_out,
		"How often this end's window closed."),
	FIELD(walk_whole, "zero_windows_in", REPORT_U64, zero_windows_in, "And the other end's."),
	FIELD(walk_whole, "closed_by", REPORT_TEXT, closed_by,
		"Who closed first: here or there, by the packets."),
	FIELD(walk_whole, "closed_how", REPORT_TEXT, closed_how, "By fin or rst."),
	FIELD(walk_whole, "kept_open", REPORT_BOOL, kept_open,
		"The other end did not close in time: reset from here."),
	FIELD(walk_whole, "state_here", REPORT_TEXT, here, "This end's TCP state at the end."),
	FIELD(walk_whole, "state_there", REPORT_TEXT, there, "The other end's."),
	MUST(walk_whole, "drops", REPORT_U64, drops, "Packets our own capture dropped."),
};
const struct report_type walk_type = {
	"tcpprobe", "walk", "A walked connection as a whole.", whole_fields, COUNT(whole_fields)};

static const char *side_word(enum flow_side s)
{
	return s == FLOW_OUT ? "here" : "there";
}

static const char *checksum_word(enum capflow_checksum c)
{
	switch (c) {
	case CAPFLOW_CHECKSUM_UNKNOWN:
		break;
	case CAPFLOW_CHECKSUM_GOOD:
		return "good";
	case CAPFLOW_CHECKSUM_OFFLOADED:
		return "offloaded";
	case CAPFLOW_CHECKSUM_BAD:
		return "bad";
	}
	return "unknown";
}

/* The text of b in to; NULL where there is none. Frees it. */
static const char *kept(char *to, size_t size, struct strbuf *b)
{
	bool any = b->used && !b->bad;

	if (any)
		snprintf(to, size, "%.*s", (int)b->used, b->p);
	strbuf_close(b);
	return any ? to : NULL;
}

static uint64_t ttl_of(int16_t ttl)
{
	return ttl < 0 ? UINT64_MAX : (uint64_t)ttl;
}

static void fill_segment(struct walk_packet *out, const struct flow_tuple *t, const struct flow *f,
	const struct capflow_packet *p)
{
	const struct flow_segment *s = &p->segment;
	enum flow_side other = s->from == FLOW_OUT ? FLOW_IN : FLOW_OUT;
	bool acks = s->flags & TCP_ACK;

	out->side = side_word(s->from);
	out->from = t->addr[s->from];
	out->source_port = t->port[FLOW_OUT];
	out->seq = flow_relative(f, s->from, s->sequence);
	out->seq_absolute = s->sequence;
	out->ack = acks ? flow_relative(f, other, s->acknowledgment) : UINT64_MAX;
	out->ack_absolute = acks ? s->acknowledgment : UINT64_MAX;
	out->payload_bytes = s->payload_bytes;
	out->window = s->window;
	out->window_bytes = flow_window_bytes(f, s);
	out->mss = s->options.has_mss ? s->options.mss : UINT64_MAX;
	out->window_scale = s->options.has_window_scale ? s->options.window_scale : UINT64_MAX;
	out->ttl = ttl_of(s->ttl);
	out->ip_bytes = p->ip_bytes;
	out->joined = p->joined;
	out->dont_fragment = p->dont_fragment;
	out->checksum = checksum_word(p->checksum);
}

static void fill_icmp(struct walk_packet *out, const struct flow *f, const struct capflow_icmp *i)
{
	out->from = i->from;
	out->icmp_type = i->type;
	out->icmp_code = i->code;
	out->mtu_bytes = i->mtu ? i->mtu : UINT64_MAX;
	out->quoted = side_word(i->quoted);
	out->seq = i->has_sequence ? flow_relative(f, i->quoted, i->sequence) : UINT64_MAX;
	out->seq_absolute = i->has_sequence ? i->sequence : UINT64_MAX;
	out->ttl = ttl_of(i->ttl);
}

int walk_records_packet(struct records *r, const struct flow_tuple *t, const struct flow *f,
	int64_t start_ns, const struct capflow_packet *p)
{
	struct walk_packet out = {.target = r->target,
		.addr = r->addr,
		.port = r->port,
		.packet = p->number,
		.after_ns = p->at_ns - start_ns,
		.here = flow_state_name(p->state[FLOW_OUT]),
		.there = flow_state_name(p->state[FLOW_IN])};
	char options[NOTE], note[NOTE], flags[TCP_FLAGS_TEXT], reason[TEXT_REASON];
	struct strbuf text = {0};

	if (p->kind == CAPFLOW_ICMP) {
		fill_icmp(&out, f, &p->icmp);
		out.reason = text_reason(
			reason, p->icmp.from.family, p->icmp.type, p->icmp.code, p->icmp.mtu);
		return report_put(r->report, &walk_icmp_type, &out, p->at_realtime_ns);
	}
	fill_segment(&out, t, f, p);
	out.flags = tcp_flags_print(flags, p->segment.flags);
	ladder_options(&text, f, &p->segment);
	out.options = kept(options, sizeof(options), &text);
	ladder_note(&text, f, p);
	out.note = kept(note, sizeof(note), &text);
	return report_put(r->report, &walk_segment_type, &out, p->at_realtime_ns);
}

int walk_records_mark(struct records *r, const char *text, int64_t after_ns, int64_t realtime_ns)
{
	const struct walk_mark out = {r->target, text, r->addr, r->port, after_ns};

	return report_put(r->report, &walk_mark_type, &out, realtime_ns);
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
