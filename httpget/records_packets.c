/* records_packets: the records of a connection: what the kernel knows, what its packets tell. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "records_types.h"
#include "report_table.h"
#include "timeline.h"

#define OF(type)                                                                                   \
	MUST(type, "target", REPORT_TEXT, target, "The URL as it was given."),                     \
		MUST(type, "run", REPORT_U64, run, "The repetition, from 1."),                     \
		MUST(type, "request", REPORT_U64, hop, "The request of this repetition, from 1.")

#define T records_tcp
static const struct report_field tcp_fields[] = {
	OF(T),
	MUST(T, "kernel_state", REPORT_U64, state,
		"The kernel's number of its state; 1 is established."),
	MUST(T, "timestamps", REPORT_BOOL, timestamps, "Whether it takes timestamps."),
	MUST(T, "sack", REPORT_BOOL, sack, "Whether SACK is permitted."),
	MUST(T, "window_scaling", REPORT_BOOL, window_scale, "Whether window scaling was."),
	MUST(T, "ecn", REPORT_BOOL, ecn, "Whether it does ECN (RFC 3168)."),
	MUST(T, "ecn_seen", REPORT_BOOL, ecn_seen, "Whether a packet came marked as such."),
	MUST(T, "send_scale", REPORT_U64, send_scale, "The peer's window scale."),
	MUST(T, "receive_scale", REPORT_U64, receive_scale, "This host's window scale."),
	MUST(T, "rtt_smoothed_ms", REPORT_MS, rtt_ns, "TCP's smoothed round-trip time."),
	MUST(T, "rtt_deviation_ms", REPORT_MS, rtt_deviation_ns,
		"Mean deviation of TCP's round-trip time."),
	MUST(T, "rtt_min_ms", REPORT_MS, rtt_least_ns, "The least one; 0: none was measured."),
	MUST(T, "rto_ms", REPORT_MS, rto_ns, "The retransmission time-out."),
	MUST(T, "send_mss_bytes", REPORT_U64, send_mss, "The largest segment this host sends."),
	MUST(T, "receive_mss_bytes", REPORT_U64, receive_mss,
		"The largest segment the kernel reckons to receive."),
	MUST(T, "advertised_mss_bytes", REPORT_U64, advertised_mss, "The MSS this host announced."),
	MUST(T, "path_mtu_bytes", REPORT_U64, path_mtu_bytes,
		"The path MTU as this host knows it."),
	MUST(T, "cwnd", REPORT_U64, window_segments, "The congestion window, in segments."),
	MUST(T, "unacked", REPORT_U64, unacked, "Segments not acknowledged."),
	MUST(T, "lost_segments", REPORT_U64, lost, "Segments taken for lost."),
	MUST(T, "outstanding_retransmits", REPORT_U64, outstanding_retransmits,
		"Retransmissions not acknowledged."),
	MUST(T, "retransmits", REPORT_U64, total_retransmits,
		"Segments of ours that were sent again."),
	MUST(T, "reordering", REPORT_U64, reordering, "Times that reordering was noticed."),
	MUST(T, "sent_bytes", REPORT_U64, sent_bytes, "Bytes sent, with what was sent again."),
	MUST(T, "acked_bytes", REPORT_U64, acked_bytes, "Bytes acknowledged."),
	MUST(T, "received_bytes", REPORT_U64, received_bytes, "Bytes received."),
	MUST(T, "retransmitted_bytes", REPORT_U64, retransmitted_bytes, "Bytes sent again."),
	MUST(T, "duplicate_sacks", REPORT_U64, duplicate_sacks,
		"What the server says came twice (DSACK)."),
	MUST(T, "out_of_order", REPORT_U64, out_of_order, "Segments that came out of order."),
	MUST(T, "delivery_bytes_per_s", REPORT_U64, delivery_bytes_per_s,
		"The newest rate at which what was sent was delivered, as TCP_INFO has it."),
	MUST(T, "busy_ms", REPORT_MS, busy_ns, "How long data of ours was under way."),
	MUST(T, "receiver_limited_ms", REPORT_MS, receiver_limited_ns,
		"Of that: held up by the server's window."),
	MUST(T, "buffer_limited_ms", REPORT_MS, buffer_limited_ns, "... by our send buffer."),
	MUST(T, "send_window_bytes", REPORT_U64, send_window_bytes,
		"The server's window; 0 where the kernel does not tell."),
};
const struct report_type records_tcp_type = {"httpget", "tcp",
	"What the kernel knows of a connection at the end of an exchange (TCP_INFO).", tcp_fields,
	COUNT(tcp_fields)};
#undef T

#define P records_packets
static const struct report_field packets_fields[] = {
	OF(P),
	MUST(P, "drops", REPORT_U64, drops, "Packets this host dropped before we could read them."),
	FIELD(P, "ttl", REPORT_U64, ttl, "Of the server's segments, as they came."),
	FIELD(P, "handshake_rtt_ms", REPORT_MS, handshake_ns,
		"From the SYN that was answered to its SYN-ACK."),
	FIELD(P, "rtt_min_ms", REPORT_MS, rtt_ns, "The least from a byte of ours to its ACK."),
	MUST(P, "acked_by_response", REPORT_BOOL, acked_by_response,
		"Whether no ACK of the request came before the response."),
	MUST(P, "flights", REPORT_U64, flights,
		"Rounds in which the response came: a rest of half a round trip is between two."),
	FIELD(P, "longest_rest_ms", REPORT_MS, longest_ns, "The longest rest in between."),
	FIELD(P, "longest_rest_packet", REPORT_U64, longest_packet, "What packet ended it."),
	FIELD(P, "longest_rest_cause", REPORT_TEXT, longest_cause,
		"server (it had nothing to send), loss, window (ours was closed), round (about a "
		"round trip: it waited for our ACKs), unknown (our own capture dropped packets)."),
	MUST(P, "rest_server_ms", REPORT_MS, rest_ns[PACKETS_REST_SERVER], "All rests by cause."),
	MUST(P, "rest_loss_ms", REPORT_MS, rest_ns[PACKETS_REST_LOSS], "..."),
	MUST(P, "rest_window_ms", REPORT_MS, rest_ns[PACKETS_REST_WINDOW], "..."),
	MUST(P, "rest_round_ms", REPORT_MS, rest_ns[PACKETS_REST_ROUND], "..."),
	MUST(P, "rest_unknown_ms", REPORT_MS, rest_ns[PACKETS_REST_UNSEEN], "..."),
	MUST(P, "sent_segments", REPORT_U64, segments[0], "Segments this end sent."),
	MUST(P, "sent_retransmits", REPORT_U64, retransmits[0], "Segments this end sent again."),
	MUST(P, "sent_timeouts", REPORT_U64, timeouts[0], "Of those: by time-out."),
	MUST(P, "sent_duplicate_acks", REPORT_U64, duplicate_acks[0], "Duplicate ACKs of ours."),
	MUST(P, "sent_zero_windows", REPORT_U64, zero_windows[0],
		"How often this end's window closed."),
	MUST(P, "sent_zero_window_segments", REPORT_U64, zero_segments[0],
		"Segments of ours that said so, answers to probes among them."),
	MUST(P, "sent_zero_window_ms", REPORT_MS, zero_window_ns[0], "For how long in all."),
	MUST(P, "received_segments", REPORT_U64, segments[1], "Segments the other end sent."),
	MUST(P, "received_retransmits", REPORT_U64, retransmits[1],
		"Segments the other end sent again."),
	MUST(P, "received_timeouts", REPORT_U64, timeouts[1], "Of those: by time-out."),
	MUST(P, "received_out_of_order", REPORT_U64, out_of_order[1], "Overtaken on the way."),
	MUST(P, "received_duplicate_acks", REPORT_U64, duplicate_acks[1],
		"Duplicate ACKs of the server's."),
	MUST(P, "received_zero_windows", REPORT_U64, zero_windows[1],
		"How often the other end's window closed."),
	MUST(P, "received_zero_window_segments", REPORT_U64, zero_segments[1],
		"Segments of the server's that said so."),
	MUST(P, "received_zero_window_ms", REPORT_MS, zero_window_ns[1], "For how long in all."),
	MUST(P, "bad_checksums", REPORT_U64, bad,
		"Segments that came with a wrong checksum; one left to a device is none."),
	FIELD(P, "closed_by", REPORT_TEXT, closed_by,
		"Who closed first: here or there; null: nobody did."),
	FIELD(P, "reset_by", REPORT_TEXT, reset_by,
		"By whose address a reset came: here or there; null: none."),
	FIELD(P, "reset_ttl", REPORT_U64, reset_ttl, "The TTL it came with."),
	FIELD(P, "reset_forged", REPORT_TEXT, reset_forged,
		"Why the reset is not the server's own; null: nothing speaks for it."),
};
const struct report_type records_packets_type = {"httpget", "packets",
	"What the packets of a connection tell of an exchange; only where they could be watched.",
	packets_fields, COUNT(packets_fields)};
#undef P

#define E records_event
static const struct report_field event_fields[] = {
	OF(E),
	MUST(E, "at_ms", REPORT_MS, at_ns, "When, since the exchange began."),
	FIELD(E, "ours", REPORT_BOOL, sent, "Whether it was ours; null: nobody's."),
	FIELD(E, "packet", REPORT_U64, packet,
		"The packet that shows it, as numbered by --pcap; null: not watched."),
	MUST(E, "doubtful", REPORT_BOOL, doubtful,
		"Whether our own capture dropped packets before: it may be their doing."),
	MUST(E, "what", REPORT_TEXT, what, "What happened, as a clause."),
};
const struct report_type records_event_type = {"httpget", "event",
	"Something that happened in an exchange, in its order.", event_fields, COUNT(event_fields)};
#undef E

static void put_tcp(struct report *r, const char *target, const struct exchange *x)
{
	const struct dial_info *t = &x->tcp;
	const struct records_tcp o = {.target = target,
		.run = x->run,
		.hop = x->hop,
		.state = t->state,
		.timestamps = t->timestamps,
		.sack = t->sack,
		.window_scale = t->window_scale,
		.ecn = t->ecn,
		.ecn_seen = t->ecn_seen,
		.send_scale = t->send_scale,
		.receive_scale = t->receive_scale,
		.rtt_ns = t->rtt_ns,
		.rtt_deviation_ns = t->rtt_deviation_ns,
		.rtt_least_ns = t->rtt_least_ns,
		.rto_ns = t->rto_ns,
		.send_mss = t->send_mss,
		.receive_mss = t->receive_mss,
		.advertised_mss = t->advertised_mss,
		.path_mtu_bytes = t->path_mtu_bytes,
		.window_segments = t->window_segments,
		.unacked = t->unacked,
		.lost = t->lost,
		.outstanding_retransmits = t->outstanding_retransmits,
		.total_retransmits = t->total_retransmits,
		.reordering = t->reordering,
		.sent_bytes = t->sent_bytes,
		.acked_bytes = t->acked_bytes,
		.received_bytes = t->received_bytes,
		.retransmitted_bytes = t->retransmitted_bytes,
		.duplicate_sacks = t->duplicate_sacks,
		.out_of_order = t->out_of_order,
		.delivery_bytes_per_s = t->delivery_bytes_per_s,
		.busy_ns = t->busy_ns,
		.receiver_limited_ns = t->receiver_limited_ns,
		.buffer_limited_ns = t->buffer_limited_ns,
		.send_window_bytes = t->send_window_bytes};

	report_put(r, &records_tcp_type, &o, x->begun_realtime_ns);
}

static const char *closed_by(const struct packets_facts *p)
{
	uint64_t ours = p->fin[FLOW_OUT].number, theirs = p->fin[FLOW_IN].number;

	if (!ours && !theirs)
		return NULL;
	return !theirs || (ours && ours < theirs) ? "here" : "there";
}

static void fill_reset(
	struct records_packets *o, const struct packets_facts *p, char odd[static PACKETS_TEXT])
{
	o->reset_ttl = UINT64_MAX;
	if (!p->reset)
		return;
	o->reset_by = p->reset_from == FLOW_OUT ? "here" : "there";
	if (p->reset_how.ttl >= 0)
		o->reset_ttl = (uint64_t)p->reset_how.ttl;
	o->reset_forged = packets_facts_forged(odd, p);
}

static void put_packets(struct report *r, const char *target, const struct exchange *x)
{
	static const char *const causes[] = {"server", "loss", "window", "round", "unknown"};
	const struct packets_facts *p = x->packets;
	struct records_packets o = {.target = target,
		.run = x->run,
		.hop = x->hop,
		.drops = p->drops,
		.ttl = report_u64(p->ttl),
		.handshake_ns = p->handshake_ns,
		.rtt_ns = p->rtt_ns,
		.acked_by_response = p->acked_by_response,
		.flights = p->flights,
		.longest_ns = p->longest_ns,
		.longest_packet = p->longest.number ? p->longest.number : UINT64_MAX,
		.longest_cause = p->longest.number ? causes[p->longest_cause] : NULL,
		.bad = p->bad[FLOW_IN],
		.closed_by = closed_by(p)};
	char odd[PACKETS_TEXT];

	for (unsigned i = 0; i < PACKETS_REST_CAUSES; i++)
		o.rest_ns[i] = p->rest_ns[i];
	for (unsigned i = 0; i < 2; i++) {
		o.segments[i] = p->segments[i];
		o.retransmits[i] = p->retransmits[i];
		o.timeouts[i] = p->timeouts[i];
		o.out_of_order[i] = p->out_of_order[i];
		o.duplicate_acks[i] = p->duplicate_acks[i];
		o.zero_windows[i] = p->zero_windows[i];
		o.zero_segments[i] = p->zero_segments[i];
		o.zero_window_ns[i] = p->zero_window_ns[i];
	}
	fill_reset(&o, p, odd);
	report_put(r, &records_packets_type, &o, x->begun_realtime_ns);
}

static void put_events(struct report *r, const char *target, const struct exchange *x)
{
	struct timeline *t = malloc(sizeof *t);

	if (!t) {
		report_no_memory(r);
		return;
	}
	timeline_make(t, x);
	for (unsigned i = 0; i < t->n; i++) {
		const struct timeline_row *row = &t->row[i];
		const struct records_event o = {.target = target,
			.run = x->run,
			.hop = x->hop,
			.at_ns = row->at_ns,
			.sent = row->mark == '>'   ? 1
				: row->mark == '<' ? 0
						   : -1,
			.packet = row->packet ? row->packet : UINT64_MAX,
			.doubtful = row->doubtful,
			.what = row->text};

		report_put(r, &records_event_type, &o, x->begun_realtime_ns);
	}
	free(t);
}

void records_put_packets(struct report *r, const char *target, const struct exchange *x)
{
	put_events(r, target, x);
	if (x->has_tcp)
		put_tcp(r, target, x);
	if (x->packets && x->packets->seen)
		put_packets(r, target, x);
}
