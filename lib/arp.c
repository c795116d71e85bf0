/* arp: address resolution for IPv4 over Ethernet (RFC 826, RFC 5227). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "arp.h"

enum {
	HARDWARE_ETHERNET = 1,
	HARDWARE_IEEE802 = 6, /* RFC 826 over SNAP; hosts take both (RFC 1122 2.3.3) */
	PROTOCOL_IP4 = 0x0800,
	MAC_BYTES = 6,
	IP4_BYTES = 4
};

static struct addr address_get(struct bytes *b)
{
	uint8_t four[IP4_BYTES];

	bytes_copy(b, four, sizeof four);
	return addr_v4(four);
}

static enum arp_fault fault_of(const struct arp *a, bool bad)
{
	if (bad)
		return ARP_CUT;
	if (a->hardware != HARDWARE_ETHERNET && a->hardware != HARDWARE_IEEE802)
		return ARP_HARDWARE;
	if (a->protocol != PROTOCOL_IP4)
		return ARP_PROTOCOL;
	if (a->hardware_bytes != MAC_BYTES || a->protocol_bytes != IP4_BYTES)
		return ARP_LENGTHS;
	return ARP_GOOD;
}

bool arp_get(struct bytes *b, struct arp *out)
{
	*out = (struct arp){.hardware = bytes_u16(b)};
	out->protocol = bytes_u16(b);
	out->hardware_bytes = bytes_u8(b);
	out->protocol_bytes = bytes_u8(b);
	out->operation = bytes_u16(b);
	out->fault = fault_of(out, b->bad);
	if (out->fault)
		return false;
	bytes_copy(b, out->sender_mac.bytes, MAC_BYTES);
	out->sender = address_get(b);
	bytes_copy(b, out->target_mac.bytes, MAC_BYTES);
	out->target = address_get(b);
	out->fault = fault_of(out, b->bad);
	return !out->fault;
}

void arp_put(struct bytes_out *o, const struct arp *in)
{
	bytes_put_u16(o, HARDWARE_ETHERNET);
	bytes_put_u16(o, PROTOCOL_IP4);
	bytes_put_u8(o, MAC_BYTES);
	bytes_put_u8(o, IP4_BYTES);
	bytes_put_u16(o, in->operation);
	bytes_put(o, in->sender_mac.bytes, MAC_BYTES);
	bytes_put(o, in->sender.bytes, IP4_BYTES);
	bytes_put(o, in->target_mac.bytes, MAC_BYTES);
	bytes_put(o, in->target.bytes, IP4_BYTES);
}

const char *arp_fault_name(enum arp_fault fault)
{
	switch (fault) {
	case ARP_GOOD:
		return "none";
	case ARP_CUT:
		return "cut";
	case ARP_HARDWARE:
		return "hardware type";
	case ARP_PROTOCOL:
		return "protocol type";
	case ARP_LENGTHS:
		return "address lengths";
	}
	return "unknown";
}

bool arp_is_probe(const struct arp *a)
{
	return a->operation == ARP_REQUEST && addr_is_unspecified(&a->sender) &&
	       !addr_is_unspecified(&a->target);
}
