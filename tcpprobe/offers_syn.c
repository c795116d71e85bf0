/* offers_syn: the SYNs that ask what a port offers, and the RST that ends what one of them began.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "offers_syn.h"

#include "syn.h"

/* MP_CAPABLE, version 1, HMAC-SHA256 and no checksums (RFC 8684 3.1). */
static const uint8_t mp_capable[] = {0x01, 0x01};

uint16_t offers_syn_flags(enum offers_ask ask)
{
	if (ask == OFFERS_ECN)
		return TCP_SYN | TCP_ECE | TCP_CWR;
	if (ask == OFFERS_ACCECN)
		return TCP_SYN | TCP_AE | TCP_ECE | TCP_CWR;
	return TCP_SYN;
}

static struct tcp_options options_for(
	const struct offers_syn *s, enum offers_ask ask, uint32_t timestamp)
{
	return (struct tcp_options){.has_mss = true,
		.mss = s->own.mss,
		.sack_permitted = true,
		.has_timestamps = ask != OFFERS_PLAIN,
		.timestamp = timestamp,
		.has_window_scale = true,
		.window_scale = s->own.window_scale,
		.has_fast_open = ask == OFFERS_COOKIE,
		.mptcp = bytes_of(mp_capable, ask == OFFERS_MPTCP ? sizeof(mp_capable) : 0)};
}

static int build(
	const struct offers_syn *s, const struct tcp *t, struct bytes *out, struct fail *why)
{
	const struct syn_fields f = {
		.target = s->target, .source = s->source, .ttl = s->own.ttl, .tos = s->tos};

	return syn_packet_wrap(s->craft, &f, t, out, why);
}

int offers_syn_build(const struct offers_syn *s, const struct offers_answer *a, uint32_t sequence,
	uint32_t timestamp, struct bytes *out, struct fail *why)
{
	const struct tcp_options options = options_for(s, a->ask, timestamp);
	uint8_t space[TCP_OPTIONS_MAX_BYTES];
	struct bytes_out o = bytes_to(space, sizeof(space));
	struct tcp t = {.source_port = a->source_port,
		.destination_port = s->port,
		.sequence = sequence,
		.flags = offers_syn_flags(a->ask),
		.window = s->own.window};

	tcp_options_put(&o, &options);
	t.options = bytes_written(&o);
	return build(s, &t, out, why);
}

int offers_syn_reset(const struct offers_syn *s, uint16_t source_port, uint32_t sequence,
	struct bytes *out, struct fail *why)
{
	const struct tcp t = {.source_port = source_port,
		.destination_port = s->port,
		.sequence = sequence + 1,
		.flags = TCP_RST};

	return build(s, &t, out, why);
}

struct bytes offers_syn_segment(const struct offers_syn *s, struct bytes whole)
{
	bytes_skip(&whole, s->target.family == ADDR_V6 ? IP6_HEADER_BYTES : IP4_HEADER_BYTES);
	return whole;
}

static enum offers_fate fate_of(enum syn_kind kind)
{
	switch (kind) {
	case SYN_OPEN:
		return OFFERS_SYN_ACK;
	case SYN_CLOSED:
		return OFFERS_RESET;
	case SYN_STALE:
		return OFFERS_STALE;
	case SYN_REJECTED:
	case SYN_FORGED:
	case SYN_NONE:
		break;
	}
	return OFFERS_UNASKED;
}

void offers_syn_read(struct offers_answer *out, const struct packet *p, uint32_t sequence)
{
	struct tcp_options o;
	uint8_t capable;

	out->fate = fate_of(syn_kind_of(&p->tcp, sequence));
	out->from = p->source;
	out->ttl = p->ttl;
	out->flags = p->tcp.flags;
	out->window = p->tcp.window;
	tcp_options_get(p->tcp.options, &o);
	out->has_mss = o.has_mss;
	out->mss = o.mss;
	out->has_window_scale = o.has_window_scale;
	out->window_scale = o.window_scale;
	out->sack = o.sack_permitted;
	out->has_timestamp = o.has_timestamps;
	out->timestamp = o.timestamp;
	out->cookie_bytes = o.has_fast_open ? (int)o.fast_open.left : -1;
	/* MP_CAPABLE is subtype 0, with the version in the four bits behind. */
	capable = bytes_u8(&o.mptcp);
	out->mptcp_version = !o.mptcp.bad && capable < 16 ? capable : -1;
}
