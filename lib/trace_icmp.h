/* trace_icmp: what an ICMP error says of a path whose probe it quotes. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TRACE_ICMP_H
#define PROBEKIT_TRACE_ICMP_H

#include "bytes.h"
#include "trace.h"

/* Sets out's kind, reason, mark, MTU and labels. info: the MTU of a message that tells one.
 * extensions: what it says behind its quote (icmp_extensions), an empty view none. */
void trace_icmp(struct trace_answer *out, enum addr_family family, uint8_t type, uint8_t code,
	uint32_t info, struct bytes extensions);

#endif
