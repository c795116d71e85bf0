/* ndp: neighbour discovery for IPv6 (RFC 4861): the messages. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ndp.h"

#include <string.h>

enum {
	NA_ROUTER = 0x80,
	NA_SOLICITED = 0x40,
	NA_OVERRIDE = 0x20,
	RA_MANAGED = 0x80,
	RA_OTHER = 0x40,
	RA_PREFERENCE_SHIFT = 3,
	ADDRESS_BYTES = 16
};

static struct addr address_get(struct bytes *b)
{
	uint8_t sixteen[ADDRESS_BYTES];

	bytes_copy(b, sixteen, sizeof sixteen);
	return addr_v6(sixteen);
}

/* RFC 4191 2.2: what is reserved is taken as medium. */
const char *ndp_preference_name(enum ndp_preference p)
{
	switch (p) {
	case NDP_LOW:
		return "low";
	case NDP_MEDIUM:
		break;
	case NDP_HIGH:
		return "high";
	}
	return "medium";
}

static enum ndp_preference preference_of(uint8_t flags)
{
	switch (flags >> RA_PREFERENCE_SHIFT & 3) {
	case 1:
		return NDP_HIGH;
	case 3:
		return NDP_LOW;
	default:
		return NDP_MEDIUM;
	}
}

static void advertisement_get(struct bytes *b, struct ndp *out)
{
	uint8_t flags;

	out->hop_limit = bytes_u8(b);
	flags = bytes_u8(b);
	out->managed = flags & RA_MANAGED;
	out->other_config = flags & RA_OTHER;
	out->preference = preference_of(flags);
	out->lifetime_s = bytes_u16(b);
	out->reachable_ms = bytes_u32(b);
	out->retransmit_ms = bytes_u32(b);
}

static bool options_good(struct bytes b)
{
	struct ndp_option o;

	while (ndp_option_next(&b, &o))
		;
	return !b.bad;
}

/* Eats the fixed part behind type, code and checksum. */
static void fixed_get(struct bytes *b, struct ndp *out)
{
	uint32_t word;

	if (out->type == NDP_RA) {
		advertisement_get(b, out);
		return;
	}
	word = bytes_u32(b);
	if (out->type == NDP_RS)
		return;
	out->target = address_get(b);
	if (out->type != NDP_NA)
		return;
	out->router = word >> 24 & NA_ROUTER;
	out->solicited = word >> 24 & NA_SOLICITED;
	out->override = word >> 24 & NA_OVERRIDE;
}

bool ndp_get(struct bytes message, struct ndp *out)
{
	struct bytes b = message;

	*out = (struct ndp){.type = bytes_u8(&b)};
	out->code = bytes_u8(&b);
	bytes_skip(&b, 2);
	if (!b.bad && (out->type < NDP_RS || out->type > NDP_NA))
		out->fault = NDP_TYPE;
	if (out->fault)
		return false;
	fixed_get(&b, out);
	if (b.bad)
		out->fault = NDP_CUT;
	else if (!options_good(b))
		out->fault = NDP_OPTION;
	else
		out->options = b;
	return !out->fault;
}

static bool is_solicited_node(const struct addr *a)
{
	static const uint8_t start[13] = {0xff, 0x02, [11] = 1, [12] = 0xff};

	return a->family == ADDR_V6 && !memcmp(a->bytes, start, sizeof start);
}

/* RFC 4861 7.1.1: who has no address yet asks the group, and has no link-layer address to tell. */
static enum ndp_fault check_solicitation(
	const struct ndp *m, const struct addr *source, const struct addr *destination)
{
	struct ndp_option o;

	if (!addr_is_unspecified(source))
		return NDP_GOOD;
	if (ndp_find(m, NDP_SOURCE_MAC, &o))
		return NDP_SOURCE;
	return m->type == NDP_RS || is_solicited_node(destination) ? NDP_GOOD : NDP_DESTINATION;
}

enum ndp_fault ndp_check(const struct ndp *m, const struct addr *source,
	const struct addr *destination, int hop_limit)
{
	if (m->fault)
		return m->fault;
	if (hop_limit != NDP_HOP_LIMIT)
		return NDP_HOPS;
	if (m->code)
		return NDP_CODE;
	if (addr_is_multicast(source))
		return NDP_SOURCE;
	switch (m->type) {
	case NDP_RA:
		return addr_is_link_local(source) ? NDP_GOOD : NDP_SOURCE;
	case NDP_NS:
	case NDP_NA:
		if (addr_is_multicast(&m->target) || addr_is_unspecified(&m->target))
			return NDP_TARGET;
		break;
	default:
		break;
	}
	if (m->type != NDP_NA)
		return check_solicitation(m, source, destination);
	return m->solicited && addr_is_multicast(destination) ? NDP_DESTINATION : NDP_GOOD;
}

static void advertisement_put(struct bytes_out *o, const struct ndp *in)
{
	static const uint8_t preferences[] = {3, 0, 1};
	unsigned flags = (unsigned)preferences[in->preference - NDP_LOW] << RA_PREFERENCE_SHIFT;

	flags |= (in->managed ? RA_MANAGED : 0U) | (in->other_config ? RA_OTHER : 0U);
	bytes_put_u8(o, in->hop_limit);
	bytes_put_u8(o, (uint8_t)flags);
	bytes_put_u16(o, in->lifetime_s);
	bytes_put_u32(o, in->reachable_ms);
	bytes_put_u32(o, in->retransmit_ms);
}

static uint32_t flags_of(const struct ndp *in)
{
	if (in->type != NDP_NA)
		return 0;
	return (uint32_t)((in->router ? NA_ROUTER : 0) | (in->solicited ? NA_SOLICITED : 0) |
			  (in->override ? NA_OVERRIDE : 0))
	       << 24;
}

void ndp_put(struct bytes_out *o, const struct ndp *in)
{
	bytes_put_u8(o, in->type);
	bytes_put_u8(o, in->code);
	bytes_put_u16(o, 0);
	if (in->type == NDP_RA)
		advertisement_put(o, in);
	else
		bytes_put_u32(o, flags_of(in));
	if (in->type == NDP_NS || in->type == NDP_NA)
		bytes_put(o, in->target.bytes, ADDRESS_BYTES);
	bytes_put(o, in->options.p, in->options.left);
	if (in->options.bad)
		o->bad = true;
}

const char *ndp_fault_name(enum ndp_fault fault)
{
	switch (fault) {
	case NDP_GOOD:
		return "none";
	case NDP_TYPE:
		return "type";
	case NDP_CUT:
		return "cut";
	case NDP_OPTION:
		return "option length";
	case NDP_CODE:
		return "code";
	case NDP_HOPS:
		return "hop limit";
	case NDP_TARGET:
		return "target address";
	case NDP_SOURCE:
		return "source address";
	case NDP_DESTINATION:
		return "destination address";
	}
	return "unknown";
}

struct addr ndp_solicited_node(const struct addr *target)
{
	static const uint8_t start[16] = {0xff, 0x02, [11] = 1, [12] = 0xff};
	struct addr group = addr_v6(start);

	memcpy(group.bytes + 13, target->bytes + 13, 3);
	group.zone = target->zone;
	return group;
}
