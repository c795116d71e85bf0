/* poke_frame: the frames that poke sends. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "poke_frame.h"

#include <string.h>

#include "ip4.h"
#include "ip6.h"

enum { ETHER_ALL_BYTES = 6, ARP_REQUEST = 1, ARP_BYTES = 28, TCP_BYTES = 20 };
enum { NA_TARGET_AT = 4, NEIGHBOUR_SOLICITATION = 135, NEIGHBOUR_ADVERTISEMENT = 136 };

bool poke_kind_parse(enum poke_kind *out, const char *text)
{
	static const char *const names[] = {
		[POKE_ECHO] = "echo", [POKE_ARP] = "arp", [POKE_NS] = "ns", [POKE_SYN] = "syn"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(text, names[i])) {
			*out = (enum poke_kind)i;
			return true;
		}
	return false;
}

bool poke_needs_mac(const struct poke_frame *f)
{
	return f->kind == POKE_ECHO || f->kind == POKE_SYN;
}

struct addr poke_addr_after(const struct addr *a, uint64_t steps)
{
	struct addr out = *a;

	for (size_t i = addr_size(a); i-- && steps; steps >>= 8) {
		steps += out.bytes[i];
		out.bytes[i] = (uint8_t)steps;
	}
	return out;
}

static void put_ether(
	struct bytes_out *o, const struct mac *to, const struct mac *from, uint16_t type)
{
	bytes_put(o, to->bytes, 6);
	bytes_put(o, from->bytes, 6);
	bytes_put_u16(o, type);
}

static void put_ip(struct bytes_out *o, const struct poke_frame *f, const struct addr *to,
	uint8_t protocol, size_t bytes, uint8_t ttl)
{
	struct ip4 h4 = {.ttl = ttl,
		.protocol = protocol,
		.total_bytes = (uint16_t)(IP4_HEADER_BYTES + bytes),
		.source = f->from,
		.destination = *to};
	struct ip6 h6 = {.hop_limit = ttl,
		.next_header = protocol,
		.payload_bytes = (uint16_t)bytes,
		.source = f->from,
		.destination = *to};

	if (f->from.family == ADDR_V4)
		ip4_put(o, &h4);
	else
		ip6_put(o, &h6);
}

static size_t finish(uint8_t *frame, const struct bytes_out *o)
{
	struct lab_view v;

	lab_view_read(&v, frame, o->used);
	lab_view_checksum(&v, frame);
	return o->bad ? 0 : o->used;
}

static size_t build_arp(const struct poke_frame *f, uint8_t *frame)
{
	struct bytes_out o = bytes_to(frame, POKE_FRAME_BYTES);
	struct mac all;

	memset(all.bytes, 0xff, sizeof all.bytes);
	put_ether(&o, f->has_mac ? &f->mac : &all, &f->own_mac, LAB_ARP);
	bytes_put_u16(&o, 1);
	bytes_put_u16(&o, LAB_IP4);
	bytes_put_u16(&o, 0x0604);
	bytes_put_u16(&o, ARP_REQUEST);
	bytes_put(&o, f->own_mac.bytes, 6);
	bytes_put(&o, f->from.bytes, 4);
	bytes_put_zeros(&o, 6);
	bytes_put(&o, f->to.bytes, 4);
	return o.used;
}

static size_t build_ns(const struct poke_frame *f, uint8_t *frame)
{
	struct bytes_out o = bytes_to(frame, POKE_FRAME_BYTES);
	struct addr group;
	struct mac mac = {{0x33, 0x33, 0xff}};
	uint8_t body[28] = {0};

	addr_parse(&group, "ff02::1:ff00:0");
	memcpy(group.bytes + 13, f->to.bytes + 13, 3);
	memcpy(mac.bytes + 3, f->to.bytes + 13, 3);
	memcpy(body + NA_TARGET_AT, f->to.bytes, 16);
	body[20] = body[21] = 1; /* source link-layer address, 8 bytes */
	memcpy(body + 22, f->own_mac.bytes, 6);
	put_ether(&o, &mac, &f->own_mac, LAB_IP6);
	put_ip(&o, f, &group, IPPROTO_ICMPV6, 4 + sizeof body, 255);
	bytes_put_u32(&o, (uint32_t)NEIGHBOUR_SOLICITATION << 24);
	bytes_put(&o, body, sizeof body);
	return finish(frame, &o);
}

static size_t build_echo(const struct poke_frame *f, uint8_t *frame)
{
	struct bytes_out o = bytes_to(frame, POKE_FRAME_BYTES);
	bool is4 = f->from.family == ADDR_V4;

	put_ether(&o, &f->mac, &f->own_mac, is4 ? LAB_IP4 : LAB_IP6);
	put_ip(&o, f, &f->to, is4 ? IPPROTO_ICMP : IPPROTO_ICMPV6,
		ICMP_HEADER_BYTES + f->payload_bytes, f->ttl);
	bytes_put_u32(&o, (is4 ? 8U : 128U) << 24);
	bytes_put_u16(&o, f->id);
	bytes_put_u16(&o, f->sequence);
	for (size_t i = 0; i < f->payload_bytes; i++)
		bytes_put_u8(&o, (uint8_t)(i + f->sequence));
	return finish(frame, &o);
}

static size_t build_syn(const struct poke_frame *f, uint8_t *frame)
{
	struct bytes_out o = bytes_to(frame, POKE_FRAME_BYTES);

	put_ether(&o, &f->mac, &f->own_mac, f->from.family == ADDR_V4 ? LAB_IP4 : LAB_IP6);
	put_ip(&o, f, &f->to, IPPROTO_TCP, TCP_BYTES, f->ttl);
	bytes_put_u16(&o, (uint16_t)(40000 + f->sequence % 20000));
	bytes_put_u16(&o, f->port);
	bytes_put_u32(&o, 1000U + f->sequence);
	bytes_put_u32(&o, 0);
	bytes_put_u16(&o, 0x5000 | LAB_SYN);
	bytes_put_u16(&o, 65535);
	bytes_put_u32(&o, 0);
	return finish(frame, &o);
}

size_t poke_question_build(const struct poke_frame *f, uint8_t frame[static POKE_FRAME_BYTES])
{
	return f->from.family == ADDR_V4 ? build_arp(f, frame) : build_ns(f, frame);
}

size_t poke_frame_build(const struct poke_frame *f, uint8_t frame[static POKE_FRAME_BYTES])
{
	switch (f->kind) {
	case POKE_ECHO:
		return build_echo(f, frame);
	case POKE_ARP:
		return build_arp(f, frame);
	case POKE_NS:
		return build_ns(f, frame);
	case POKE_SYN:
		return build_syn(f, frame);
	}
	return 0;
}

bool poke_question_answered(const struct poke_frame *f, const struct lab_view *v, struct mac *out)
{
	struct bytes b = v->icmp.payload;
	uint8_t target[16];

	if (f->from.family == ADDR_V4) {
		*out = v->arp_sender;
		return v->arp_op == 2 && addr_equal(&v->from, &f->to);
	}
	if (!v->has_icmp || v->icmp.type != NEIGHBOUR_ADVERTISEMENT)
		return false;
	bytes_copy(&b, target, sizeof target);
	*out = v->from_mac;
	return !memcmp(target, f->to.bytes, sizeof target);
}

bool poke_checksum_ok(const struct lab_view *v)
{
	uint8_t copy[2048];

	if (v->bytes > sizeof copy)
		return true;
	memcpy(copy, v->p, v->bytes);
	lab_view_checksum(v, copy);
	return !memcmp(copy, v->p, v->bytes);
}

void poke_print_payload(const struct poke_frame *f, const struct lab_view *v)
{
	struct bytes b = v->icmp.payload;
	size_t n = b.left < f->payload_bytes ? b.left : f->payload_bytes;

	for (size_t i = 0; i < n; i++)
		if (bytes_u8(&b) != (uint8_t)(i + v->icmp.sequence)) {
			printf(" payload=wrong@%zu", i);
			return;
		}
	if (v->icmp.payload.left == f->payload_bytes)
		printf(" payload=ok");
	else
		printf(" payload=%zu/%zu", v->icmp.payload.left, f->payload_bytes);
}
