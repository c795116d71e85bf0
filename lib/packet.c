/* packet: walks a frame once. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "packet.h"

#include "cksum.h"

enum {
	LINKTYPE_NULL = 0,
	LINKTYPE_ETHERNET = 1,
	LINKTYPE_RAW = 101,
	LINKTYPE_LOOP = 108,
	LINKTYPE_LINUX_SLL = 113,
	LINKTYPE_IPV4 = 228,
	LINKTYPE_IPV6 = 229,
	LINKTYPE_LINUX_SLL2 = 276,
	LLC_HEADER_BYTES = 3,
	PROTOCOL_ICMP = 1,
	PROTOCOL_TCP = 6,
	PROTOCOL_ICMP6 = 58,
};

static enum packet_state fail_state(const struct bytes *b)
{
	return b->bad ? PACKET_CUT : PACKET_MALFORMED;
}

/* What carries no ethertype says by its first nibble what it is. */
static uint16_t ethertype_by_version(struct bytes *b)
{
	struct bytes ahead = *b;
	uint8_t first = bytes_u8(&ahead);

	b->bad = ahead.bad;
	switch (first >> 4) {
	case 4:
		return ETH_TYPE_IP4;
	case 6:
		return ETH_TYPE_IP6;
	default:
		return 0;
	}
}

/* A cooked header has an ethertype where Ethernet has one, or a number of its own below. */
static bool cooked_get(struct bytes *b, uint16_t type, struct packet *out)
{
	out->eth.type = type;
	return eth_is_tag(type) ? eth_get_behind(b, type, &out->eth) : !b->bad;
}

/* Eats the link header, tags and SNAP header; false when it is cut, has too many tags or is of a
 * link type that is not known here. */
static bool link_get(struct bytes *b, int linktype, struct packet *out)
{
	uint16_t type;

	switch (linktype) {
	case LINKTYPE_ETHERNET:
		out->has_eth = eth_get(b, &out->eth);
		return out->has_eth;
	case LINKTYPE_LINUX_SLL:
		bytes_skip(b, 14);
		type = bytes_u16(b);
		return cooked_get(b, type, out);
	case LINKTYPE_LINUX_SLL2:
		type = bytes_u16(b);
		bytes_skip(b, 18);
		return cooked_get(b, type, out);
	case LINKTYPE_NULL: /* an address family whose numbers and byte order vary */
	case LINKTYPE_LOOP:
		bytes_skip(b, 4);
		out->eth.type = ethertype_by_version(b);
		return !b->bad;
	case LINKTYPE_RAW:
	case LINKTYPE_IPV4:
	case LINKTYPE_IPV6:
		out->eth.type = ethertype_by_version(b);
		return !b->bad;
	default:
		return false;
	}
}

/* Cuts b to what the IP header says is left of the packet: padding goes, and what is missing is
 * noted. */
static void bound(struct bytes *b, size_t promised, struct packet *out)
{
	out->transport_cut = b->left < promised;
	out->transport_bytes = (uint32_t)promised;
	*b = bytes_head(*b, promised);
}

/* ICMPv6 sums the addresses too; a packet still to be routed elsewhere names the wrong one. */
static bool checksum_known(const struct packet *p, bool routed)
{
	if (p->fragment || p->transport_cut || p->transport.bad)
		return false;
	return p->protocol == PROTOCOL_ICMP ||
	       (p->source.family == ADDR_V6 && p->destination.family == ADDR_V6 && !routed);
}

static void checksum_check(struct packet *p)
{
	uint32_t sum = 0;

	if (p->protocol == PROTOCOL_ICMP6)
		sum = cksum_pseudo6(p->source.bytes, p->destination.bytes,
			(uint32_t)p->transport.left, PROTOCOL_ICMP6);
	sum = cksum_add(sum, p->transport.p, p->transport.left);
	p->checksum_checked = true;
	p->checksum_ok = cksum_finish(sum) == 0;
}

/* RFC 6980: a message of neighbour discovery is never fragmented. */
static enum packet_state neighbour_walk(struct bytes b, struct packet *out)
{
	out->has_ndp = !out->fragment && ndp_get(b, &out->ndp);
	if (out->has_ndp || out->fragment || out->ndp.fault == NDP_TYPE)
		return PACKET_OK;
	return out->transport_cut ? PACKET_CUT : PACKET_MALFORMED;
}

/* Segments that this host sends or forwards may not be summed yet when they are captured: a wrong
 * checksum is only told. */
static enum packet_state tcp_walk(struct bytes b, bool routed, struct packet *out)
{
	if (!tcp_get(&b, &out->tcp))
		return b.bad && out->transport_cut ? PACKET_CUT : PACKET_MALFORMED;
	out->has_tcp = true;
	out->tcp_payload = b;
	if (out->fragment || out->transport_cut || routed || out->source.family == ADDR_NONE ||
		out->source.family != out->destination.family)
		return PACKET_OK;
	out->checksum_checked = true;
	out->checksum_ok = !tcp_checksum(&out->source, &out->destination, out->transport);
	return PACKET_OK;
}

/* b starts with the transport header of an unfragmented packet or a first fragment. */
static enum packet_state transport_get(struct bytes b, bool routed, struct packet *out)
{
	enum addr_family family = out->protocol == PROTOCOL_ICMP ? ADDR_V4 : ADDR_V6;
	struct bytes quote;

	out->transport = b;
	if (out->protocol == PROTOCOL_TCP)
		return tcp_walk(b, routed, out);
	if (out->protocol != PROTOCOL_ICMP && out->protocol != PROTOCOL_ICMP6)
		return PACKET_OK;
	if (out->source.family != ADDR_NONE && out->source.family != family)
		return PACKET_OK; /* one family's ICMP in the other's packet is nobody's message */
	if (!icmp_get(b, family, &out->icmp))
		return out->transport_cut ? PACKET_CUT : PACKET_MALFORMED;
	out->has_icmp = true;
	if (checksum_known(out, routed))
		checksum_check(out);
	quote = packet_quoted(&out->icmp);
	if (quote.left)
		packet_read_quote(quote, family, &out->quote);
	return family == ADDR_V6 ? neighbour_walk(b, out) : PACKET_OK;
}

static enum packet_state ip4_walk(struct bytes b, struct packet *out)
{
	struct ip4 *h = &out->ip4;

	if (!ip4_get(&b, h))
		return fail_state(&b);
	out->has_ip4 = true;
	out->source = h->source;
	out->destination = h->destination;
	out->ttl = h->ttl;
	out->tos = h->tos;
	out->protocol = h->protocol;
	if (h->total_bytes < h->header_bytes)
		return PACKET_MALFORMED;
	bound(&b, (size_t)h->total_bytes - h->header_bytes, out);
	out->fragment = h->more_fragments || h->fragment_offset_bytes;
	if (h->fragment_offset_bytes)
		return PACKET_OK;
	return transport_get(b, false, out);
}

static enum packet_state ip6_walk(struct bytes b, uint32_t ifindex, struct packet *out)
{
	struct ip6 *h = &out->ip6;
	struct ip6_upper upper;
	size_t held;

	if (!ip6_get(&b, h))
		return fail_state(&b);
	out->has_ip6 = true;
	out->source = addr_scoped(h->source, ifindex);
	out->destination = addr_scoped(h->destination, ifindex);
	out->ttl = h->hop_limit;
	out->tos = h->traffic_class;
	bound(&b, h->payload_bytes, out);
	held = b.left;
	if (!ip6_upper(&b, h->next_header, &upper))
		return b.bad && out->transport_cut ? PACKET_CUT : PACKET_MALFORMED;
	out->transport_bytes -= (uint32_t)(held - b.left);
	out->protocol = upper.protocol;
	out->fragment = upper.more_fragments || upper.fragment_offset_bytes;
	if (!upper.first)
		return PACKET_OK;
	return transport_get(b, upper.routed, out);
}

static enum packet_state arp_walk(struct bytes b, struct packet *out)
{
	out->has_arp = arp_get(&b, &out->arp);
	return out->has_arp ? PACKET_OK : fail_state(&b);
}

static void tags_note(struct packet *out)
{
	out->ethertype = out->eth.type;
	out->has_vlan = out->eth.tags_n > 0;
	out->vlan = out->eth.tags[0].tci;
}

static enum packet_state link_walk(const struct frame *f, struct packet *out)
{
	struct bytes b = f->bytes;
	bool known = link_get(&b, f->linktype, out);

	tags_note(out);
	if (!known)
		return fail_state(&b);
	out->network = b;
	switch (out->ethertype) {
	case ETH_TYPE_IP4:
		return ip4_walk(b, out);
	case ETH_TYPE_IP6:
		return ip6_walk(b, f->ifindex, out);
	case ETH_TYPE_ARP:
		return arp_walk(b, out);
	case 0:
		if (out->eth.framing != ETH_LLC || out->eth.length_bytes < LLC_HEADER_BYTES)
			return PACKET_MALFORMED;
		return b.left < out->eth.length_bytes ? PACKET_CUT : PACKET_OK;
	default:
		return PACKET_OK;
	}
}

static enum packet_state ip_walk(const struct frame *f, struct packet *out)
{
	struct bytes b = f->bytes;

	switch (ethertype_by_version(&b)) {
	case ETH_TYPE_IP4:
		return ip4_walk(b, out);
	case ETH_TYPE_IP6:
		return ip6_walk(b, f->ifindex, out);
	default:
		return fail_state(&b);
	}
}

static enum packet_state message_walk(const struct frame *f, struct packet *out)
{
	out->source = f->from;
	out->destination = f->to;
	out->ttl = f->ttl;
	out->tos = f->tos;
	out->protocol = f->protocol;
	out->transport_cut = f->bytes.left < f->whole_bytes;
	out->transport_bytes = f->whole_bytes;
	return transport_get(f->bytes, false, out);
}

enum packet_state packet_read(const struct frame *f, struct packet *out)
{
	*out = (struct packet){.ttl = -1, .tos = -1};
	switch (f->layer) {
	case FRAME_LINK:
		out->state = link_walk(f, out);
		break;
	case FRAME_IP:
		out->state = ip_walk(f, out);
		break;
	case FRAME_TRANSPORT:
		out->state = message_walk(f, out);
		break;
	}
	return out->state;
}
