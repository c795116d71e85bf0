/* segments: the packets of a watched connection as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "segments.h"

#include <stdio.h>

#include "ladder.h"
#include "reason.h"
#include "report_table.h"
#include "tcp.h"

enum { NOTE = 320 };

struct segments_packet {
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
	MUST(segments_packet, "target", REPORT_TEXT, target, "The target as it was given."),       \
		MUST(segments_packet, "addr", REPORT_ADDR, addr, "The address that is asked."),    \
		MUST(segments_packet, "port", REPORT_U64, port, "The port that is asked."),        \
		MUST(segments_packet, "packet", REPORT_U64, packet,                                \
			"Its number in the run and in the capture, from 1."),                      \
		MUST(segments_packet, "after_ms", REPORT_MS, after_ns,                             \
			"Since the connection began."),                                            \
		MUST(segments_packet, "from", REPORT_ADDR, from, "Who sent it.")

#define STATE_FIELDS                                                                               \
	MUST(segments_packet, "state_here", REPORT_TEXT, here,                                     \
		"This end's TCP state by the packets (RFC 9293)."),                                \
		MUST(segments_packet, "state_there", REPORT_TEXT, there, "The other end's.")

const struct report_field segments_fields[] = {
	PACKET_FIELDS,
	MUST(segments_packet, "side", REPORT_TEXT, side, "here or there: which end that is."),
	MUST(segments_packet, "source_port", REPORT_U64, source_port, "The port on this host."),
	MUST(segments_packet, "flags", REPORT_TEXT, flags, "The segment's flags."),
	MUST(segments_packet, "seq", REPORT_U64, seq, "Sequence number, relative to the SYN's."),
	MUST(segments_packet, "seq_absolute", REPORT_U64, seq_absolute, "As sent."),
	FIELD(segments_packet, "ack", REPORT_U64, ack, "Acknowledgment number, relative."),
	FIELD(segments_packet, "ack_absolute", REPORT_U64, ack_absolute, "As sent."),
	MUST(segments_packet, "payload_bytes", REPORT_U64, payload_bytes, "Bytes of data in it."),
	MUST(segments_packet, "window", REPORT_U64, window, "The segment's window, not scaled."),
	MUST(segments_packet, "window_bytes", REPORT_U64, window_bytes, "Its window in bytes."),
	FIELD(segments_packet, "mss_bytes", REPORT_U64, mss, "The MSS a SYN or SYN-ACK offers."),
	FIELD(segments_packet, "window_scale", REPORT_U64, window_scale,
		"The window scale it offers."),
	FIELD(segments_packet, "options", REPORT_TEXT, options, "All TCP options in words."),
	FIELD(segments_packet, "ttl", REPORT_U64, ttl, "TTL or hop limit where it was captured."),
	MUST(segments_packet, "ip_bytes", REPORT_U64, ip_bytes, "The IP packet's length."),
	MUST(segments_packet, "joined", REPORT_U64, joined,
		"How many segments of the MSS it stands for, by TSO or GRO; 1: itself."),
	MUST(segments_packet, "dont_fragment", REPORT_BOOL, dont_fragment,
		"Whether routers must not fragment it."),
	MUST(segments_packet, "checksum", REPORT_TEXT, checksum,
		"good, bad, offloaded (left to the device) or unknown (not all was captured)."),
	STATE_FIELDS,
	FIELD(segments_packet, "note", REPORT_TEXT, note, "What it means, in words."),
};
_Static_assert(COUNT(segments_fields) == SEGMENTS_FIELDS, "as the header says");

const struct report_field segments_icmp_fields[] = {
	PACKET_FIELDS,
	MUST(segments_packet, "icmp_type", REPORT_U64, icmp_type, "The type of the ICMP message."),
	MUST(segments_packet, "icmp_code", REPORT_U64, icmp_code, "The code of the ICMP message."),
	MUST(segments_packet, "icmp_text", REPORT_TEXT, reason,
		"Type and code of the ICMP message in words."),
	FIELD(segments_packet, "mtu_bytes", REPORT_U64, mtu_bytes, "The MTU it announces."),
	MUST(segments_packet, "quoted", REPORT_TEXT, quoted,
		"Whose segment it quotes: here or there."),
	FIELD(segments_packet, "seq", REPORT_U64, seq, "That segment's sequence number, relative."),
	FIELD(segments_packet, "seq_absolute", REPORT_U64, seq_absolute, "As sent."),
	FIELD(segments_packet, "ttl", REPORT_U64, ttl, "TTL or hop limit it came with."),
	STATE_FIELDS,
};
_Static_assert(COUNT(segments_icmp_fields) == SEGMENTS_ICMP_FIELDS, "as the header says");

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
static const char *kept(struct report *r, char *to, size_t size, struct strbuf *b)
{
	bool any = b->used;

	if (b->bad)
		report_no_memory(r);
	if (any)
		snprintf(to, size, "%.*s", (int)b->used, b->p);
	strbuf_close(b);
	return any ? to : NULL;
}

static void fill_segment(struct segments_packet *out, const struct flow_tuple *t,
	const struct flow *f, const struct capflow_packet *p)
{
	const struct flow_segment *s = &p->segment;
	enum flow_side other = flow_other(s->from);
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
	out->ttl = report_u64(s->ttl);
	out->ip_bytes = p->ip_bytes;
	out->joined = p->joined;
	out->dont_fragment = p->dont_fragment;
	out->checksum = checksum_word(p->checksum);
}

static void fill_icmp(
	struct segments_packet *out, const struct flow *f, const struct capflow_icmp *i)
{
	out->from = i->from;
	out->icmp_type = i->type;
	out->icmp_code = i->code;
	out->mtu_bytes = i->mtu ? i->mtu : UINT64_MAX;
	out->quoted = side_word(i->quoted);
	out->seq = i->has_sequence ? flow_relative(f, i->quoted, i->sequence) : UINT64_MAX;
	out->seq_absolute = i->has_sequence ? i->sequence : UINT64_MAX;
	out->ttl = report_u64(i->ttl);
}

int segments_put(const struct segments_run *r, const struct flow_tuple *t, const struct flow *f,
	const struct capflow_packet *p)
{
	struct segments_packet out = {.target = r->target,
		.addr = r->addr,
		.port = r->port,
		.packet = p->number,
		.after_ns = p->at_ns - r->start_ns,
		.here = flow_state_name(p->state[FLOW_OUT]),
		.there = flow_state_name(p->state[FLOW_IN])};
	char options[NOTE], note[NOTE], flags[TCP_FLAGS_TEXT], reason[REASON_TEXT];
	struct strbuf text = {0};

	if (p->kind == CAPFLOW_ICMP) {
		fill_icmp(&out, f, &p->icmp);
		out.reason = reason_numbered(
			reason, p->icmp.from.family, p->icmp.type, p->icmp.code, p->icmp.mtu);
		return report_put(r->report, r->icmp, &out, p->at_realtime_ns);
	}
	fill_segment(&out, t, f, p);
	out.flags = tcp_flags_print(flags, p->segment.flags);
	ladder_options(&text, f, &p->segment);
	out.options = kept(r->report, options, sizeof(options), &text);
	ladder_note(&text, f, p);
	out.note = kept(r->report, note, sizeof(note), &text);
	return report_put(r->report, r->segment, &out, p->at_realtime_ns);
}
