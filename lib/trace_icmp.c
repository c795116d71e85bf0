/* trace_icmp: what an ICMP error says of a path whose probe it quotes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "trace_icmp.h"

#include <stdio.h>

#include "icmp_extension.h"

enum {
	UNREACHABLE4 = 3,
	EXCEEDED4 = 11,
	FRAGMENTATION_NEEDED = 4,
	UNREACHABLE6 = 1,
	TOO_BIG6 = 2,
	EXCEEDED6 = 3
};

static enum trace_kind kind_of(enum addr_family family, uint8_t type, uint8_t code)
{
	if (type == (family == ADDR_V6 ? EXCEEDED6 : EXCEEDED4) && !code)
		return TRACE_TRANSIT;
	if (family == ADDR_V6 ? type == TOO_BIG6
			      : type == UNREACHABLE4 && code == FRAGMENTATION_NEEDED)
		return TRACE_TOO_BIG;
	return TRACE_REFUSED;
}

/* The letters traceroute has always used; a dot where it has none. */
static char letter(enum addr_family family, uint8_t type, uint8_t code)
{
	static const char four[] = "NHP.FSUWIAZQTXVC", six[] = "NXSH";

	if (family == ADDR_V6 && type == TOO_BIG6)
		return 'F';
	if (family == ADDR_V6 && type == UNREACHABLE6 && code < sizeof(six) - 1)
		return six[code];
	if (family == ADDR_V4 && type == UNREACHABLE4 && code < sizeof(four) - 1)
		return four[code];
	return '.';
}

void trace_icmp(struct trace_answer *out, enum addr_family family, uint8_t type, uint8_t code,
	uint32_t info, struct bytes extensions)
{
	char c = letter(family, type, code);

	out->kind = kind_of(family, type, code);
	out->n_labels = icmp_mpls_labels(extensions, out->labels, TRACE_LABELS);
	if (out->kind == TRACE_TRANSIT)
		return;
	out->reason = icmp_name(family, type, code);
	if (c != '.')
		snprintf(out->mark, sizeof(out->mark), "!%c", c);
	else
		snprintf(out->mark, sizeof(out->mark), "!<%u>", code);
	if (out->kind == TRACE_TOO_BIG)
		out->mtu_bytes = info;
}
