/* trace_icmp: an ICMP error about a path's probe: family, type, code, four bytes of its own, then
 * what it says behind its quote. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "trace_icmp.h"

#include <string.h>

#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct bytes in = input.view;
	enum addr_family family = bytes_u8(&in) & 1 ? ADDR_V6 : ADDR_V4;
	uint8_t type = bytes_u8(&in), code = bytes_u8(&in);
	uint32_t info = bytes_u32(&in);
	struct trace_answer a = {.ttl = -1};

	if (!in.bad) {
		trace_icmp(&a, family, type, code, info, in);
		must(a.n_labels <= TRACE_LABELS && memchr(a.mark, 0, sizeof a.mark));
		must(!a.reason || *a.reason);
		must(a.kind == TRACE_TRANSIT ? !a.reason : *a.mark);
		must(!a.mtu_bytes || (a.kind == TRACE_TOO_BIG && a.mtu_bytes == info));
	}
	free(input.block);
	return 0;
}
