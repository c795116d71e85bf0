/* peer_answer: builds what the peer sends, a frame a function. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "peer_answer.h"

#include <string.h>

#include "ip4.h"
#include "ip6.h"

enum { AUTH_BYTES = 16, TCP_BYTES = 20, TCP_SYN_BYTES = 24, PEER_TTL = 64 };
enum { QUOTING_MAX_4 = 576, QUOTING_MAX_6 = 1280 }; /* RFC 1812 4.3.2.3, RFC 4443 2.4 (c) */

static bool is4(const struct peer_question *q)
{
	return q->v->ethertype == LAB_IP4;
}

static void put_ether(struct bytes_out *o, const struct peer_question *q)
{
	peer_ether(o, q, &q->v->from_mac);
}

/* The headers up to the transport, whose length is bytes. */
static void put_headers(struct bytes_out *o, const struct peer_question *q, const struct addr *from,
	uint8_t protocol, size_t bytes)
{
	uint8_t ttl = q->a->ttl >= 0 ? (uint8_t)q->a->ttl : PEER_TTL;
	uint8_t tos = q->a->tos >= 0 ? (uint8_t)q->a->tos : q->v->tos;
	struct ip4 h4 = {.ttl = ttl, .tos = tos, .protocol = protocol, .source = *from};
	struct ip6 h6 = {
		.hop_limit = ttl, .traffic_class = tos, .next_header = protocol, .source = *from};

	put_ether(o, q);
	h4.total_bytes = (uint16_t)(IP4_HEADER_BYTES + bytes);
	h6.payload_bytes = (uint16_t)bytes;
	h4.destination = h6.destination = q->v->from;
	if (is4(q))
		ip4_put(o, &h4);
	else
		ip6_put(o, &h6);
}

static size_t finish(const struct peer_question *q, struct bytes_out *o)
{
	struct lab_view v;

	if (o->bad)
		return 0;
	lab_view_read(&v, o->p, o->used);
	lab_view_checksum(&v, o->p);
	if (q->a->wrong_checksum && v.has_icmp)
		o->p[v.l4_at + 2] ^= 0x5a;
	return o->used;
}

static void put_echo(
	struct bytes_out *o, const struct peer_question *q, uint16_t sequence, size_t bytes)
{
	bytes_put_u32(o, is4(q) ? 0 : 129U << 24);
	bytes_put_u16(o, q->a->wrong_id ? q->v->icmp.id ^ 0x5555 : q->v->icmp.id);
	bytes_put_u16(o, sequence);
	if (bytes <= q->v->icmp.payload.left) {
		bytes_put(o, q->v->icmp.payload.p, bytes);
		return;
	}
	bytes_put(o, q->v->icmp.payload.p, q->v->icmp.payload.left);
	bytes_put_zeros(o, bytes - q->v->icmp.payload.left);
}

static size_t answer_bytes(const struct peer_action *a, size_t asked)
{
	if (a->truncate >= 0 && (size_t)a->truncate < asked)
		return (size_t)a->truncate;
	return a->oversize > 0 ? asked + (size_t)a->oversize : asked;
}

static void spoil(const struct peer_action *a, uint8_t *payload, size_t bytes)
{
	if (a->wrong_payload >= 0 && (size_t)a->wrong_payload < bytes)
		payload[a->wrong_payload] ^= 0xff;
	if (a->wrong_auth)
		for (size_t i = 0; i < AUTH_BYTES && i < bytes; i++)
			payload[i] ^= 0xa5;
}

size_t peer_echo(const struct peer_question *q, uint8_t *to)
{
	struct bytes_out o = bytes_to(to, PEER_FRAME_BYTES);
	size_t bytes = answer_bytes(q->a, q->v->icmp.payload.left);
	uint16_t sequence = (uint16_t)(q->v->icmp.sequence + (q->a->wrong_seq ? 0x1111 : 0));

	put_headers(&o, q, q->from, q->v->protocol, ICMP_HEADER_BYTES + bytes);
	put_echo(&o, q, sequence, bytes);
	if (!o.bad)
		spoil(q->a, to + o.used - bytes, bytes);
	return finish(q, &o);
}

size_t peer_injection(const struct peer_question *q, uint8_t *to)
{
	struct bytes_out o = bytes_to(to, PEER_FRAME_BYTES);
	const struct addr *from = q->a->by.family ? &q->a->by : q->from;
	size_t bytes = q->v->icmp.payload.left;

	put_headers(&o, q, from, q->v->protocol, ICMP_HEADER_BYTES + bytes);
	put_echo(&o, q, (uint16_t)(q->v->icmp.sequence + q->a->ahead), bytes);
	if (!o.bad && q->a->forge)
		memset(to + o.used - bytes, 0, bytes);
	return finish(q, &o);
}

static size_t quoted_bytes(const struct peer_question *q)
{
	size_t there = q->v->end_at - q->v->ip_at, header = q->v->l4_at - q->v->ip_at;
	size_t headers = ICMP_HEADER_BYTES + (is4(q) ? IP4_HEADER_BYTES : IP6_HEADER_BYTES);
	size_t most = (is4(q) ? QUOTING_MAX_4 : QUOTING_MAX_6) - headers;
	int64_t wanted = (int64_t)header + q->a->quote;

	if (!q->a->has_quote)
		wanted = (int64_t)most;
	if (wanted < 0)
		return 0;
	return (size_t)wanted < there ? (size_t)wanted : there;
}

/* A quote of another echo than the one that was sent, its checksum still right. */
static void spoil_quote(const struct peer_question *q, uint8_t *quote, size_t bytes)
{
	uint8_t whole[PEER_FRAME_BYTES];
	size_t echo = q->v->l4_at - q->v->ip_at;
	struct lab_view v;

	if (!q->v->has_icmp || bytes < echo + ICMP_HEADER_BYTES || q->v->bytes > sizeof whole)
		return;
	memcpy(whole, q->v->p, q->v->bytes);
	if (q->a->wrong_id)
		whole[q->v->l4_at + 4] ^= 0x55;
	if (q->a->wrong_seq)
		whole[q->v->l4_at + 6] ^= 0x55;
	if (q->a->wrong_to)
		whole[q->v->ip_at + (is4(q) ? IP4_HEADER_BYTES : IP6_HEADER_BYTES) - 1] ^= 0x55;
	spoil(q->a, whole + q->v->l4_at + ICMP_HEADER_BYTES, q->v->icmp.payload.left);
	lab_view_read(&v, whole, q->v->bytes);
	lab_view_checksum(&v, whole);
	memcpy(quote, whole + q->v->ip_at, bytes);
}

size_t peer_error(const struct peer_question *q, uint8_t *to)
{
	struct bytes_out o = bytes_to(to, PEER_FRAME_BYTES);
	size_t bytes = quoted_bytes(q);

	if (!q->v->l4_at)
		return 0;
	put_headers(
		&o, q, q->from, is4(q) ? IPPROTO_ICMP : IPPROTO_ICMPV6, ICMP_HEADER_BYTES + bytes);
	bytes_put_u8(&o, (uint8_t)q->a->type);
	bytes_put_u8(&o, (uint8_t)q->a->code);
	bytes_put_u16(&o, 0);
	bytes_put_u32(&o, q->a->rest);
	bytes_put(&o, q->v->p + q->v->ip_at, bytes);
	if (!o.bad)
		spoil_quote(q, to + o.used - bytes, bytes);
	return finish(q, &o);
}

static uint8_t tcp_flags(const struct peer_question *q, bool is_open)
{
	uint8_t asked = q->v->tcp_flags & (LAB_SYN | LAB_FIN | LAB_RST | LAB_ACK);

	if (asked & LAB_RST)
		return 0;
	if (!is_open)
		return LAB_RST | LAB_ACK;
	if (asked == LAB_SYN)
		return LAB_SYN | LAB_ACK;
	if (asked & LAB_FIN)
		return LAB_FIN | LAB_ACK;
	return q->v->end_at > q->v->data_at ? LAB_ACK : 0;
}

/* Keeps no state: sequence numbers come from the question, or are a constant in a SYN. */
size_t peer_tcp(const struct peer_question *q, bool is_open, uint8_t *to)
{
	struct bytes_out o = bytes_to(to, PEER_FRAME_BYTES);
	uint8_t flags = tcp_flags(q, is_open);
	bool has_mss = flags & LAB_SYN;
	size_t data = q->v->end_at > q->v->data_at ? q->v->end_at - q->v->data_at : 0;
	uint32_t taken = (uint32_t)data + !!(q->v->tcp_flags & (LAB_SYN | LAB_FIN));

	if (!flags)
		return 0;
	put_headers(&o, q, q->from, IPPROTO_TCP, has_mss ? TCP_SYN_BYTES : TCP_BYTES);
	bytes_put_u16(&o, q->v->destination_port);
	bytes_put_u16(&o, q->v->source_port);
	bytes_put_u32(&o, q->v->tcp_flags & LAB_ACK ? q->v->tcp_ack : 0x1000000);
	bytes_put_u32(&o, q->v->tcp_seq + taken);
	bytes_put_u8(&o, has_mss ? 0x60 : 0x50);
	bytes_put_u8(&o, flags);
	bytes_put_u16(&o, flags & LAB_RST ? 0 : 65535);
	bytes_put_u32(&o, 0);
	if (has_mss)
		bytes_put_u32(&o, 2U << 24 | 4U << 16 | 1460);
	return finish(q, &o);
}
