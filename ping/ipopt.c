/* ipopt: the IPv4 options ping sends, and those that come back, in words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ipopt.h"

#include <inttypes.h>
#include <string.h>

enum { SLOTS_RR = 9, TS_FLAG_ONLY = 0, TS_FLAG_ADDRESS = 1, TS_FLAG_PRESPECIFIED = 3 };

static void build_route(struct bytes_out *o, uint8_t type, const struct addr *hops, size_t n)
{
	size_t slots = n ? n : SLOTS_RR;

	bytes_put_u8(o, IP4_OPTION_NOP);
	bytes_put_u8(o, type);
	bytes_put_u8(o, (uint8_t)(3 + 4 * slots));
	bytes_put_u8(o, 4);
	for (size_t i = 0; i < slots; i++) {
		if (i < n)
			bytes_put(o, hops[i].bytes, 4);
		else
			bytes_put_zeros(o, 4);
	}
}

static void build_timestamp(struct bytes_out *o, uint8_t flag, const struct addr *hops, size_t n)
{
	size_t bytes = flag == TS_FLAG_PRESPECIFIED ? 4 + 8 * n : flag == TS_FLAG_ONLY ? 40 : 36;

	bytes_put_u8(o, IP4_OPTION_TS);
	bytes_put_u8(o, (uint8_t)bytes);
	bytes_put_u8(o, 5);
	bytes_put_u8(o, flag);
	for (size_t i = 0; flag == TS_FLAG_PRESPECIFIED && i < n; i++) {
		bytes_put(o, hops[i].bytes, 4);
		bytes_put_zeros(o, 4);
	}
	bytes_put_zeros(o, bytes - o->used);
}

size_t ipopt_build(uint8_t to[static IP4_OPTIONS_MAX_BYTES], enum ipopt_kind kind,
	const struct addr *hops, size_t n_hops)
{
	struct bytes_out o = bytes_to(to, IP4_OPTIONS_MAX_BYTES);

	switch (kind) {
	case IPOPT_NOTHING:
		break;
	case IPOPT_RECORD_ROUTE:
		build_route(&o, IP4_OPTION_RR, NULL, 0);
		break;
	case IPOPT_SOURCE_ROUTE:
		build_route(&o, IP4_OPTION_LSRR, hops, n_hops);
		break;
	case IPOPT_TS_ONLY:
		build_timestamp(&o, TS_FLAG_ONLY, NULL, 0);
		break;
	case IPOPT_TS_ADDRESS:
		build_timestamp(&o, TS_FLAG_ADDRESS, NULL, 0);
		break;
	case IPOPT_TS_PRESPECIFIED:
		build_timestamp(&o, TS_FLAG_PRESPECIFIED, hops, n_hops);
		break;
	}
	return o.bad ? 0 : o.used;
}

static void add_hop(struct names_line *l, struct bytes *b)
{
	uint8_t raw[4];
	struct addr a;

	bytes_copy(b, raw, sizeof(raw));
	a = addr_v4(raw);
	names_add(l, "\t");
	if (addr_is_unspecified(&a))
		names_add(l, "0.0.0.0");
	else
		names_add_addr(l, &a);
}

static void add_route(struct ipopt_memory *m, struct bytes data, struct names_line *l)
{
	unsigned pointer = bytes_u8(&data);
	struct bytes hops = bytes_head(data, pointer < 4 ? 0 : pointer - 4);

	if (!hops.left)
		return;
	if (hops.left == m->route_bytes && !memcmp(hops.p, m->route, hops.left)) {
		names_add(l, "\t(same route)");
		return;
	}
	if (hops.left <= sizeof(m->route)) {
		memcpy(m->route, hops.p, hops.left);
		m->route_bytes = hops.left;
	}
	names_add(l, "\nRR: ");
	while (hops.left >= 4) {
		add_hop(l, &hops);
		names_add(l, "\n");
	}
}

static void add_source_route(uint8_t type, struct bytes data, struct names_line *l)
{
	bytes_u8(&data);
	names_add(l, "\n%cSRR: ", type == IP4_OPTION_LSRR ? 'L' : 'S');
	while (data.left >= 4) {
		add_hop(l, &data);
		names_add(l, "\n");
	}
}

/* Times are milliseconds since midnight UTC; the high bit marks another clock. The first of a clock
 * is absolute, the others are told as what they add to the one before. */
static void add_time(struct names_line *l, uint32_t time, int64_t before[static 2])
{
	unsigned other = time >> 31;
	int64_t ms = time & 0x7fffffff;
	const char *mark = other ? " not-standard" : "";

	if (before[other] < 0)
		names_add(l, "\t%" PRId64 " absolute%s\n", ms, mark);
	else
		names_add(l, "\t%" PRId64 "%s\n", ms - before[other], mark);
	before[other] = ms;
}

static void add_timestamps(struct bytes data, struct names_line *l)
{
	unsigned pointer = bytes_u8(&data), flags = bytes_u8(&data);
	struct bytes filled = bytes_head(data, pointer < 5 ? 0 : pointer - 5);
	bool addresses = (flags & 0x0f) != TS_FLAG_ONLY;
	int64_t before[2] = {-1, -1};

	if (filled.left < (addresses ? 8U : 4U))
		return;
	names_add(l, "\nTS: ");
	while (filled.left >= (addresses ? 8U : 4U)) {
		if (addresses)
			add_hop(l, &filled);
		add_time(l, bytes_u32(&filled), before);
	}
	if (flags >> 4)
		names_add(l, "Unrecorded hops: %u\n", flags >> 4);
}

void ipopt_add(struct ipopt_memory *m, const struct bytes *options, struct names_line *l)
{
	struct bytes b = *options;
	struct ip4_option option;

	while (b.left && ip4_option_next(&b, &option)) {
		switch (option.type) {
		case IP4_OPTION_RR:
			add_route(m, option.data, l);
			break;
		case IP4_OPTION_TS:
			add_timestamps(option.data, l);
			break;
		case IP4_OPTION_LSRR:
		case IP4_OPTION_SSRR:
			add_source_route(option.type, option.data, l);
			break;
		case IP4_OPTION_NOP:
			names_add(l, "\nNOP");
			break;
		case IP4_OPTION_END:
			return;
		default:
			names_add(l, "\nunknown option %x", option.type);
			break;
		}
	}
}
