/* peer_link: what the peer says on the link: ARP, neighbours and routers. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "ip6.h"
#include "peer_answer.h"

enum { LINK_TTL = 255, ICMP6_PROTOCOL = 58, ARP_REQUEST = 1, ARP_REPLY = 2 };
enum { ROUTER_ADVERTISEMENT = 134, SOLICITATION = 135, ADVERTISEMENT = 136 };
enum { SOURCE_OPTION = 1, TARGET_OPTION = 2, NONCE_OPTION = 14 };

static const struct mac broadcast = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};

void peer_ether(struct bytes_out *o, const struct peer_question *q, const struct mac *to)
{
	bool tagged = q->a->vlan >= 0 || (q->v->has_vlan && !q->a->untagged);

	bytes_put(o, to->bytes, 6);
	bytes_put(o, q->mac->bytes, 6);
	if (tagged) {
		bytes_put_u16(o, LAB_VLAN);
		bytes_put_u16(o, q->a->vlan >= 0 ? (uint16_t)q->a->vlan : q->v->vlan);
	}
	bytes_put_u16(o, q->v->ethertype);
}

static const struct mac *sender_of(const struct peer_question *q)
{
	return q->a->has_sender ? &q->a->sender : q->mac;
}

/* Cut as the rule says; what is shorter than the least frame is sent as it is. */
static size_t cut(const struct peer_question *q, const struct bytes_out *o)
{
	size_t header = LAB_ETHER_BYTES + (o->p[12] == 0x81 ? 4U : 0U);

	if (o->bad)
		return 0;
	if (q->a->truncate >= 0 && header + (size_t)q->a->truncate < o->used)
		return header + (size_t)q->a->truncate;
	return o->used;
}

struct arp_body {
	uint16_t op;
	const struct addr *from, *to;
	const struct mac *target;
};

static size_t put_arp(const struct peer_question *q, const struct mac *to, const struct arp_body *b,
	uint8_t *frame)
{
	struct bytes_out o = bytes_to(frame, PEER_FRAME_BYTES);

	peer_ether(&o, q, to);
	bytes_put_u16(&o, 1);
	bytes_put_u16(&o, LAB_IP4);
	bytes_put_u16(&o, 0x0604);
	bytes_put_u16(&o, q->a->opcode >= 0 ? (uint16_t)q->a->opcode : b->op);
	bytes_put(&o, sender_of(q)->bytes, 6);
	bytes_put(&o, b->from->bytes, 4);
	bytes_put(&o, b->target->bytes, 6);
	bytes_put(&o, b->to->bytes, 4);
	return cut(q, &o);
}

size_t peer_arp(const struct peer_question *q, uint8_t *to)
{
	const struct arp_body b = {.op = ARP_REPLY,
		.from = q->from,
		.to = q->a->answered.family ? &q->a->answered : &q->v->from,
		.target = &q->v->arp_sender};

	return put_arp(q, q->a->broadcast ? &broadcast : &q->v->from_mac, &b, to);
}

/* An IPv6 packet under construction: what is behind the ICMPv6 header comes from the callers. */
struct link6 {
	struct mac ether;
	struct addr source, destination;
	size_t bytes; /* of the message */
};

static void put_headers6(struct bytes_out *o, const struct peer_question *q, const struct link6 *l)
{
	const struct ip6 h = {.hop_limit = q->a->ttl >= 0 ? (uint8_t)q->a->ttl : LINK_TTL,
		.next_header = ICMP6_PROTOCOL,
		.payload_bytes = (uint16_t)l->bytes,
		.source = l->source,
		.destination = l->destination};

	peer_ether(o, q, &l->ether);
	ip6_put(o, &h);
}

static size_t finish6(const struct peer_question *q, struct bytes_out *o)
{
	struct lab_view v;

	if (o->bad)
		return 0;
	lab_view_read(&v, o->p, o->used);
	lab_view_checksum(&v, o->p);
	if (q->a->wrong_checksum)
		o->p[v.l4_at + 2] ^= 0x5a;
	return cut(q, o);
}

static void all_nodes(struct link6 *l)
{
	l->ether = (struct mac){{0x33, 0x33, 0, 0, 0, 1}};
	addr_parse(&l->destination, "ff02::1");
}

static void put_link_option(struct bytes_out *o, const struct peer_question *q, uint8_t type)
{
	if (q->a->no_option)
		return;
	bytes_put_u8(o, type);
	bytes_put_u8(o, q->a->zero_option ? 0 : 1);
	bytes_put(o, sender_of(q)->bytes, 6);
}

static size_t put_na(
	const struct peer_question *q, const struct link6 *l, unsigned flags, uint8_t *to)
{
	struct bytes_out o = bytes_to(to, PEER_FRAME_BYTES);

	put_headers6(&o, q, l);
	bytes_put_u32(&o, (uint32_t)ADVERTISEMENT << 24);
	bytes_put_u32(&o, (q->a->na_flags >= 0 ? (uint32_t)q->a->na_flags : flags) << 29);
	bytes_put(&o, q->from->bytes, 16);
	put_link_option(&o, q, TARGET_OPTION);
	return finish6(q, &o);
}

/* Solicited and override, with the target's link-layer address; to all, without the first, where
 * the question had no source (RFC 4861 4.4, 7.2.4). */
size_t peer_advertisement(const struct peer_question *q, uint8_t *to)
{
	bool to_all = addr_is_unspecified(&q->v->from) || q->a->broadcast;
	struct link6 l = {.ether = q->v->from_mac,
		.source = *q->from,
		.destination = q->v->from,
		.bytes = q->a->no_option ? 24 : 32};

	if (to_all)
		all_nodes(&l);
	return put_na(q, &l, to_all ? 1 : 3, to);
}

size_t peer_router(const struct peer_question *q, uint8_t *to)
{
	static const uint8_t options[] = {5, 1, 0, 0, 0, 0, 5, 0x78,		/* MTU 1400 */
		3, 4, 64, 0xc0, 0, 1, 0x51, 0x80, 0, 0, 0x38, 0x40, 0, 0, 0, 0, /* 86400, */
		0x20, 1, 0x0d, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,	/* 14400 s */
		25, 3, 0, 0, 0, 0, 0x0e, 0x10,					/* 3600 s */
		0x20, 1, 0x0d, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x53,	/* ::53 */
		31, 3, 0, 0, 0, 0, 0x0e, 0x10, 3, 'l', 'a', 'b',		/* 3600 s */
		7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 0, 0};
	struct bytes_out o = bytes_to(to, PEER_FRAME_BYTES);
	struct link6 l = {.ether = q->v->from_mac,
		.source = *q->from,
		.destination = q->v->from,
		.bytes = 16 + sizeof options + (q->a->no_option ? 0 : 8)};

	if (addr_is_unspecified(&q->v->from))
		all_nodes(&l);
	put_headers6(&o, q, &l);
	bytes_put_u32(&o, (uint32_t)ROUTER_ADVERTISEMENT << 24);
	bytes_put_u8(&o, 64);
	bytes_put_u8(&o, 0x40); /* other configuration */
	bytes_put_u16(&o, 1800);
	bytes_put_u32(&o, 30000);
	bytes_put_u32(&o, 1000);
	put_link_option(&o, q, SOURCE_OPTION);
	bytes_put(&o, options, sizeof options);
	return finish6(q, &o);
}

size_t peer_claim(const struct peer_question *q, uint8_t *to)
{
	static const struct mac none;
	const struct arp_body b = {
		.op = ARP_REQUEST, .from = q->from, .to = q->from, .target = &none};
	struct link6 l = {.source = *q->from, .bytes = q->a->no_option ? 24 : 32};

	all_nodes(&l);
	return q->v->ethertype == LAB_ARP ? put_arp(q, &broadcast, &b, to) : put_na(q, &l, 1, to);
}

static size_t put_probe6(const struct peer_question *q, uint8_t *to)
{
	struct bytes_out o = bytes_to(to, PEER_FRAME_BYTES);
	struct link6 l = {.ether = {{0x33, 0x33, 0xff}}, .bytes = 32};

	addr_parse(&l.source, "::");
	addr_parse(&l.destination, "ff02::1:ff00:0");
	memcpy(l.destination.bytes + 13, q->from->bytes + 13, 3);
	memcpy(l.ether.bytes + 3, q->from->bytes + 13, 3);
	put_headers6(&o, q, &l);
	bytes_put_u32(&o, (uint32_t)SOLICITATION << 24);
	bytes_put_u32(&o, 0);
	bytes_put(&o, q->from->bytes, 16);
	bytes_put_u16(&o, NONCE_OPTION << 8 | 1);
	bytes_put(&o, "nonce!", 6);
	return finish6(q, &o);
}

size_t peer_probe(const struct peer_question *q, uint8_t *to)
{
	static const struct addr nobody = {.family = ADDR_V4};
	static const struct mac none;
	const struct arp_body b = {
		.op = ARP_REQUEST, .from = &nobody, .to = q->from, .target = &none};

	return q->v->ethertype == LAB_ARP ? put_arp(q, &broadcast, &b, to) : put_probe6(q, to);
}
