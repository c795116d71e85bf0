/* icmp: ICMP and ICMPv6 messages (RFC 792, RFC 4443; RFC 1191 for the MTU). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "icmp.h"

enum {
	V4_ECHO_REPLY = 0,
	V4_UNREACHABLE = 3,
	V4_SOURCE_QUENCH = 4,
	V4_REDIRECT = 5,
	V4_ECHO_REQUEST = 8,
	V4_TIME_EXCEEDED = 11,
	V4_PARAMETER_PROBLEM = 12,
	V6_UNREACHABLE = 1,
	V6_PACKET_TOO_BIG = 2,
	V6_INFORMATIONAL = 128, /* types below are errors (RFC 4443 2.1) */
	V6_ECHO_REQUEST = 128,
	V6_ECHO_REPLY = 129,
	V6_REDIRECT = 137,
	CODE_HOST = 1,
	CODE_ADDRESS = 3, /* of ICMPv6 */
	CODE_FRAGMENTATION_NEEDED = 4,
	ANY = 256 /* a code no message has */
};

bool icmp_get(struct bytes b, enum addr_family family, struct icmp *out)
{
	*out = (struct icmp){.family = family};
	out->type = bytes_u8(&b);
	out->code = bytes_u8(&b);
	out->checksum = bytes_u16(&b);
	out->rest = bytes_u32(&b);
	out->id = (uint16_t)(out->rest >> 16);
	out->sequence = (uint16_t)out->rest;
	out->payload = b;
	return !b.bad;
}

static bool is_echo(const struct icmp *m)
{
	enum icmp_class c = icmp_class(m);

	return c == ICMP_CLASS_ECHO_REQUEST || c == ICMP_CLASS_ECHO_REPLY;
}

void icmp_put(struct bytes_out *o, const struct icmp *in)
{
	bytes_put_u8(o, in->type);
	bytes_put_u8(o, in->code);
	bytes_put_u16(o, in->checksum);
	if (is_echo(in)) {
		bytes_put_u16(o, in->id);
		bytes_put_u16(o, in->sequence);
	} else {
		bytes_put_u32(o, in->rest);
	}
	bytes_put(o, in->payload.p, in->payload.left);
	if (in->payload.bad)
		o->bad = true;
}

enum icmp_class icmp_class(const struct icmp *m)
{
	return icmp_class_of(m->family, m->type);
}

static enum icmp_class class4(uint8_t type)
{
	switch (type) {
	case V4_ECHO_REQUEST:
		return ICMP_CLASS_ECHO_REQUEST;
	case V4_ECHO_REPLY:
		return ICMP_CLASS_ECHO_REPLY;
	case V4_UNREACHABLE:
	case V4_SOURCE_QUENCH:
	case V4_TIME_EXCEEDED:
	case V4_PARAMETER_PROBLEM:
		return ICMP_CLASS_ERROR;
	case V4_REDIRECT:
		return ICMP_CLASS_REDIRECT;
	default:
		return ICMP_OTHER;
	}
}

static enum icmp_class class6(uint8_t type)
{
	if (type < V6_INFORMATIONAL)
		return ICMP_CLASS_ERROR;
	switch (type) {
	case V6_ECHO_REQUEST:
		return ICMP_CLASS_ECHO_REQUEST;
	case V6_ECHO_REPLY:
		return ICMP_CLASS_ECHO_REPLY;
	case V6_REDIRECT:
		return ICMP_CLASS_REDIRECT;
	default:
		return ICMP_OTHER;
	}
}

enum icmp_class icmp_class_of(enum addr_family family, uint8_t type)
{
	switch (family) {
	case ADDR_V4:
		return class4(type);
	case ADDR_V6:
		return class6(type);
	case ADDR_NONE:
		break;
	}
	return ICMP_OTHER;
}

uint32_t icmp_mtu(const struct icmp *m)
{
	if (m->family == ADDR_V6)
		return m->type == V6_PACKET_TOO_BIG ? m->rest : 0;
	if (m->family != ADDR_V4 || m->type != V4_UNREACHABLE ||
		m->code != CODE_FRAGMENTATION_NEEDED)
		return 0;
	return m->rest & 0xffff; /* the upper half is unused, or the quote's length (RFC 4884) */
}

bool icmp_is_nobody_there(enum addr_family family, uint8_t type, uint8_t code)
{
	return family == ADDR_V6 ? type == V6_UNREACHABLE && code == CODE_ADDRESS
				 : type == V4_UNREACHABLE && code == CODE_HOST;
}

/* Names lie in the rows, so that the table needs no relocation. */
struct name {
	uint8_t family, type;
	uint16_t code;
	char text[56];
};

static const struct name names[] = {
	{4, 0, ANY, "echo-reply"},
	{4, 3, 0, "net-unreachable"},
	{4, 3, 1, "host-unreachable"},
	{4, 3, 2, "protocol-unreachable"},
	{4, 3, 3, "port-unreachable"},
	{4, 3, 4, "fragmentation-needed"},
	{4, 3, 5, "source-route-failed"},
	{4, 3, 6, "destination-network-unknown"},
	{4, 3, 7, "destination-host-unknown"},
	{4, 3, 8, "source-host-isolated"},
	{4, 3, 9, "network-administratively-prohibited"},
	{4, 3, 10, "host-administratively-prohibited"},
	{4, 3, 11, "network-unreachable-for-tos"},
	{4, 3, 12, "host-unreachable-for-tos"},
	{4, 3, 13, "communication-administratively-prohibited"},
	{4, 3, 14, "host-precedence-violation"},
	{4, 3, 15, "precedence-cutoff-in-effect"},
	{4, 3, ANY, "destination-unreachable"},
	{4, 4, ANY, "source-quench"},
	{4, 5, 0, "redirect-for-network"},
	{4, 5, 1, "redirect-for-host"},
	{4, 5, 2, "redirect-for-tos-and-network"},
	{4, 5, 3, "redirect-for-tos-and-host"},
	{4, 5, ANY, "redirect"},
	{4, 6, ANY, "alternate-host-address"},
	{4, 8, ANY, "echo-request"},
	{4, 9, ANY, "router-advertisement"},
	{4, 10, ANY, "router-solicitation"},
	{4, 11, 0, "time-exceeded-in-transit"},
	{4, 11, 1, "fragment-reassembly-time-exceeded"},
	{4, 11, ANY, "time-exceeded"},
	{4, 12, 0, "pointer-indicates-the-error"},
	{4, 12, 1, "missing-a-required-option"},
	{4, 12, 2, "bad-length"},
	{4, 12, ANY, "parameter-problem"},
	{4, 13, ANY, "timestamp-request"},
	{4, 14, ANY, "timestamp-reply"},
	{4, 15, ANY, "information-request"},
	{4, 16, ANY, "information-reply"},
	{4, 17, ANY, "address-mask-request"},
	{4, 18, ANY, "address-mask-reply"},
	{4, 40, ANY, "photuris"},
	{4, 42, ANY, "extended-echo-request"},
	{4, 43, ANY, "extended-echo-reply"},
	{6, 1, 0, "no-route-to-destination"},
	{6, 1, 1, "communication-administratively-prohibited"},
	{6, 1, 2, "beyond-scope-of-source-address"},
	{6, 1, 3, "address-unreachable"},
	{6, 1, 4, "port-unreachable"},
	{6, 1, 5, "source-address-failed-policy"},
	{6, 1, 6, "reject-route-to-destination"},
	{6, 1, 7, "error-in-source-routing-header"},
	{6, 1, 8, "headers-too-long"},
	{6, 1, ANY, "destination-unreachable"},
	{6, 2, ANY, "packet-too-big"},
	{6, 3, 0, "hop-limit-exceeded-in-transit"},
	{6, 3, 1, "fragment-reassembly-time-exceeded"},
	{6, 3, ANY, "time-exceeded"},
	{6, 4, 0, "erroneous-header-field"},
	{6, 4, 1, "unrecognized-next-header-type"},
	{6, 4, 2, "unrecognized-ipv6-option"},
	{6, 4, 3, "first-fragment-has-incomplete-header-chain"},
	{6, 4, 4, "sr-upper-layer-header-error"},
	{6, 4, 5, "unrecognized-next-header-type-by-intermediate-node"},
	{6, 4, 6, "extension-header-too-big"},
	{6, 4, 7, "extension-header-chain-too-long"},
	{6, 4, 8, "too-many-extension-headers"},
	{6, 4, 9, "too-many-options-in-extension-header"},
	{6, 4, 10, "option-too-big"},
	{6, 4, ANY, "parameter-problem"},
	{6, 128, ANY, "echo-request"},
	{6, 129, ANY, "echo-reply"},
	{6, 130, ANY, "multicast-listener-query"},
	{6, 131, ANY, "multicast-listener-report"},
	{6, 132, ANY, "multicast-listener-done"},
	{6, 133, ANY, "router-solicitation"},
	{6, 134, ANY, "router-advertisement"},
	{6, 135, ANY, "neighbor-solicitation"},
	{6, 136, ANY, "neighbor-advertisement"},
	{6, 137, ANY, "redirect"},
	{6, 138, ANY, "router-renumbering"},
	{6, 139, ANY, "node-information-query"},
	{6, 140, ANY, "node-information-response"},
	{6, 143, ANY, "multicast-listener-report-v2"},
	{6, 151, ANY, "multicast-router-advertisement"},
	{6, 152, ANY, "multicast-router-solicitation"},
	{6, 153, ANY, "multicast-router-termination"},
	{6, 160, ANY, "extended-echo-request"},
	{6, 161, ANY, "extended-echo-reply"},
};

const char *icmp_name(enum addr_family family, uint8_t type, uint8_t code)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].family == family && names[i].type == type &&
			(names[i].code == code || names[i].code == ANY))
			return names[i].text;
	return NULL;
}
