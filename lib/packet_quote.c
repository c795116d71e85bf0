/* packet: finds and reads the packet quoted in an ICMP error. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "packet.h"

enum {
	PROTOCOL_ICMP = 1,
	PROTOCOL_TCP = 6,
	PROTOCOL_UDP = 17,
	PROTOCOL_DCCP = 33,
	PROTOCOL_ICMP6 = 58,
	PROTOCOL_SCTP = 132,
	PROTOCOL_UDPLITE = 136,
	ICMP4_UNREACHABLE = 3,
	ICMP4_TIME_EXCEEDED = 11,
	ICMP4_PARAMETER_PROBLEM = 12,
	ICMP6_UNREACHABLE = 1,
	ICMP6_TIME_EXCEEDED = 3,
	ND_REDIRECTED_HEADER = 4,
};

/* The redirected packet lies in an option behind target and destination (RFC 4861 4.5, 4.6.3). */
static struct bytes redirect6_quote(struct bytes b)
{
	bytes_skip(&b, 32);
	while (b.left) {
		uint8_t type = bytes_u8(&b);
		size_t size = bytes_u8(&b) * (size_t)8;
		struct bytes body = bytes_take(&b, size - 2); /* size 0 wraps and is refused */

		if (type == ND_REDIRECTED_HEADER) {
			bytes_skip(&body, 6);
			return body;
		}
	}
	return bytes_head(b, 0);
}

/* Without the extension objects that may follow the quote (RFC 4884 5.1, 5.2). */
static struct bytes error_quote(const struct icmp *m)
{
	size_t quoted = 0;

	if (m->family == ADDR_V4 &&
		(m->type == ICMP4_UNREACHABLE || m->type == ICMP4_TIME_EXCEEDED ||
			m->type == ICMP4_PARAMETER_PROBLEM))
		quoted = (m->rest >> 16 & 0xff) * (size_t)4;
	if (m->family == ADDR_V6 &&
		(m->type == ICMP6_UNREACHABLE || m->type == ICMP6_TIME_EXCEEDED))
		quoted = (m->rest >> 24) * (size_t)8;
	return bytes_head(m->payload, quoted ? quoted : m->payload.left);
}

struct bytes packet_quoted(const struct icmp *m)
{
	switch (icmp_class(m)) {
	case ICMP_CLASS_ERROR:
		return error_quote(m);
	case ICMP_CLASS_REDIRECT:
		return m->family == ADDR_V6 ? redirect6_quote(m->payload) : m->payload;
	case ICMP_OTHER:
	case ICMP_CLASS_ECHO_REQUEST:
	case ICMP_CLASS_ECHO_REPLY:
		break;
	}
	return bytes_head(m->payload, 0);
}

static bool has_ports(uint8_t protocol)
{
	switch (protocol) {
	case PROTOCOL_TCP:
	case PROTOCOL_UDP:
	case PROTOCOL_DCCP:
	case PROTOCOL_SCTP:
	case PROTOCOL_UDPLITE:
		return true;
	default:
		return false;
	}
}

static void quoted_transport(struct bytes b, enum addr_family family, struct packet_quote *q)
{
	uint8_t echoes = family == ADDR_V4 ? PROTOCOL_ICMP : PROTOCOL_ICMP6;
	struct icmp m;

	q->transport = b;
	if (has_ports(q->protocol) && b.left >= 4) {
		q->has_ports = true;
		q->source_port = bytes_u16(&b);
		q->destination_port = bytes_u16(&b);
	}
	if (q->protocol == PROTOCOL_TCP) {
		b = q->transport;
		tcp_get(&b, &q->tcp);
	}
	if (q->protocol != echoes || !icmp_get(b, family, &m) ||
		icmp_class(&m) != ICMP_CLASS_ECHO_REQUEST)
		return;
	q->has_echo = true;
	q->echo_id = m.id;
	q->echo_sequence = m.sequence;
	q->echo_payload = m.payload;
}

static bool quote4(struct bytes b, struct packet_quote *q)
{
	struct ip4 h;

	if (!ip4_get(&b, &h))
		return false;
	*q = (struct packet_quote){
		.present = true,
		.source = h.source,
		.destination = h.destination,
		.protocol = h.protocol,
		.ttl = h.ttl,
		.tos = h.tos,
		.ip_id = h.id,
	};
	/* Some stacks hand back a total length they have changed: one that cannot be is no bound.
	 */
	if (h.total_bytes >= h.header_bytes)
		b = bytes_head(b, (size_t)h.total_bytes - h.header_bytes);
	if (!h.fragment_offset_bytes)
		quoted_transport(b, ADDR_V4, q);
	return true;
}

static bool quote6(struct bytes b, struct packet_quote *q)
{
	struct ip6 h;
	struct ip6_upper upper;

	if (!ip6_get(&b, &h))
		return false;
	*q = (struct packet_quote){
		.present = true,
		.source = h.source,
		.destination = h.destination,
		.ttl = h.hop_limit,
		.tos = h.traffic_class,
		.flow_label = h.flow_label,
	};
	if (h.payload_bytes)
		b = bytes_head(b, h.payload_bytes);
	if (!ip6_upper(&b, h.next_header, &upper))
		return true;
	q->protocol = upper.protocol;
	if (upper.first)
		quoted_transport(b, ADDR_V6, q);
	return true;
}

bool packet_read_quote(struct bytes b, enum addr_family family, struct packet_quote *out)
{
	*out = (struct packet_quote){.present = false};
	switch (family) {
	case ADDR_V4:
		return quote4(b, out);
	case ADDR_V6:
		return quote6(b, out);
	case ADDR_NONE:
		break;
	}
	return false;
}
