/* lab_view: what a rule can ask of a frame. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lab_view.h"

#include <string.h>

#include "cksum.h"
#include "ip4.h"
#include "ip6.h"

static struct addr read_v4(struct bytes *b)
{
	uint8_t bytes[4];

	bytes_copy(b, bytes, sizeof bytes);
	return addr_v4(bytes);
}

static void read_arp(struct lab_view *v, struct bytes b)
{
	bytes_skip(&b, 6); /* Ethernet and IPv4 are taken for granted */
	v->arp_op = bytes_u16(&b);
	bytes_copy(&b, v->arp_sender.bytes, 6);
	v->from = read_v4(&b);
	bytes_skip(&b, 6);
	v->to = read_v4(&b);
}

static void read_transport(struct lab_view *v, struct bytes b)
{
	v->l4_at = (size_t)(b.p - v->p);
	if (v->protocol == IPPROTO_ICMP || v->protocol == IPPROTO_ICMPV6) {
		v->has_icmp =
			icmp_get(b, v->protocol == IPPROTO_ICMP ? ADDR_V4 : ADDR_V6, &v->icmp);
		v->data_at = v->has_icmp ? v->l4_at + ICMP_HEADER_BYTES : 0;
	}
	if (v->protocol != IPPROTO_TCP && v->protocol != IPPROTO_UDP)
		return;
	v->source_port = bytes_u16(&b);
	v->destination_port = bytes_u16(&b);
	v->has_ports = !b.bad;
	v->data_at = v->l4_at + 8;
	if (v->protocol == IPPROTO_UDP)
		return;
	v->tcp_seq = bytes_u32(&b);
	v->tcp_ack = bytes_u32(&b);
	v->data_at = v->l4_at + (size_t)(bytes_u8(&b) >> 4) * 4;
	v->tcp_flags = bytes_u8(&b);
}

static void read_ip4(struct lab_view *v, struct bytes b)
{
	struct ip4 h;

	if (!ip4_get(&b, &h))
		return;
	v->from = h.source;
	v->to = h.destination;
	v->ttl = h.ttl;
	v->tos = h.tos;
	v->protocol = h.protocol;
	v->later_fragment = h.fragment_offset_bytes > 0;
	v->fragment = v->later_fragment || h.more_fragments;
	if (h.total_bytes > h.header_bytes)
		b = bytes_head(b, (size_t)h.total_bytes - h.header_bytes);
	v->end_at = (size_t)(b.p - v->p) + b.left;
	if (!v->later_fragment)
		read_transport(v, b);
}

static void read_ip6(struct lab_view *v, struct bytes b)
{
	struct ip6 h;
	struct ip6_upper u;

	if (!ip6_get(&b, &h))
		return;
	v->from = h.source;
	v->to = h.destination;
	v->ttl = h.hop_limit;
	v->tos = h.traffic_class;
	b = bytes_head(b, h.payload_bytes);
	v->end_at = (size_t)(b.p - v->p) + b.left;
	if (!ip6_upper(&b, h.next_header, &u))
		return;
	v->protocol = u.protocol;
	v->later_fragment = !u.first;
	v->fragment = u.fragment;
	if (u.first)
		read_transport(v, b);
}

void lab_view_read(struct lab_view *v, const uint8_t *p, size_t bytes)
{
	struct bytes b = bytes_of(p, bytes);

	*v = (struct lab_view){.p = p, .bytes = bytes};
	bytes_copy(&b, v->to_mac.bytes, 6);
	bytes_copy(&b, v->from_mac.bytes, 6);
	v->ethertype = bytes_u16(&b);
	v->has_vlan = v->ethertype == LAB_VLAN;
	if (v->has_vlan) {
		v->vlan = bytes_u16(&b);
		v->ethertype = bytes_u16(&b);
	}
	v->ip_at = (size_t)(b.p - p);
	v->end_at = bytes;
	if (v->ethertype == LAB_ARP)
		read_arp(v, b);
	else if (v->ethertype == LAB_IP4)
		read_ip4(v, b);
	else if (v->ethertype == LAB_IP6)
		read_ip6(v, b);
}

static const char *kind_name(const struct lab_view *v)
{
	if (v->ethertype == LAB_ARP)
		return "arp";
	if (v->ethertype != LAB_IP4 && v->ethertype != LAB_IP6)
		return "other";
	switch (v->protocol) {
	case IPPROTO_ICMP:
		return "icmp";
	case IPPROTO_ICMPV6:
		return "icmp6";
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	}
	return v->ethertype == LAB_IP4 ? "ip4" : "ip6";
}

static void print_flags(uint8_t flags, FILE *to)
{
	static const char letters[] = "FSRPAU";

	fputs(" flags=", to);
	for (size_t i = 0; letters[i]; i++)
		if (flags & 1U << i)
			putc(letters[i], to);
}

void lab_view_print(const struct lab_view *v, FILE *to)
{
	char text[ADDR_TEXT], mac[MAC_TEXT];

	fprintf(to, "kind=%s", kind_name(v));
	if (v->ethertype == LAB_ARP)
		fprintf(to, " op=%u mac=%s", v->arp_op, mac_print(mac, &v->arp_sender));
	if (v->has_icmp)
		fprintf(to, " type=%u code=%u id=%u seq=%u", v->icmp.type, v->icmp.code, v->icmp.id,
			v->icmp.sequence);
	if (v->has_ports)
		fprintf(to, " sport=%u dport=%u", v->source_port, v->destination_port);
	if (v->has_ports && v->protocol == IPPROTO_TCP)
		print_flags(v->tcp_flags, to);
	if (v->fragment)
		fputs(" fragment", to);
	fprintf(to, " from=%s", addr_print(text, &v->from));
	fprintf(to, " to=%s", addr_print(text, &v->to));
	if (v->ttl)
		fprintf(to, " ttl=%u tos=%u", v->ttl, v->tos);
	if (v->ethertype == LAB_ARP ||
		(v->has_icmp && v->icmp.type >= 133 && v->icmp.type <= 136)) {
		fprintf(to, " ether-from=%s", mac_print(mac, &v->from_mac));
		fprintf(to, " ether-to=%s", mac_print(mac, &v->to_mac));
	}
	if (v->has_vlan)
		fprintf(to, " vlan=%u pcp=%u", v->vlan & 0xfffU, (unsigned)v->vlan >> 13);
	fprintf(to, " bytes=%zu", v->bytes);
}

static uint16_t transport_checksum(const struct lab_view *v, const uint8_t *p, size_t n)
{
	uint32_t sum = 0;

	if (v->ethertype == LAB_IP6)
		sum = cksum_pseudo6(v->from.bytes, v->to.bytes, (uint32_t)n, v->protocol);
	else if (v->protocol != IPPROTO_ICMP)
		sum = cksum_pseudo4(v->from.bytes, v->to.bytes, (uint16_t)n, v->protocol);
	return cksum_finish(cksum_add(sum, p, n));
}

static size_t checksum_offset(uint8_t protocol)
{
	if (protocol == IPPROTO_TCP)
		return 16;
	return protocol == IPPROTO_UDP ? 6 : 2;
}

static void store_u16(uint8_t *p, uint16_t value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

void lab_view_checksum(const struct lab_view *v, uint8_t *p)
{
	size_t header = v->ethertype == LAB_IP4 ? (size_t)(p[v->ip_at] & 15) * 4 : 0, at;
	uint16_t sum;

	if (header >= IP4_HEADER_BYTES && v->ip_at + header <= v->bytes) {
		store_u16(p + v->ip_at + 10, 0);
		store_u16(p + v->ip_at + 10, cksum_of(p + v->ip_at, header));
	}
	at = v->l4_at + checksum_offset(v->protocol);
	if (!v->l4_at || (!v->has_icmp && !v->has_ports) || at + 2 > v->end_at)
		return;
	store_u16(p + at, 0);
	sum = transport_checksum(v, p + v->l4_at, v->end_at - v->l4_at);
	store_u16(p + at, v->protocol == IPPROTO_UDP && !sum ? 0xffff : sum);
}
