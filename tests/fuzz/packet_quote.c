/* packet_quote: quoted packets, as an ICMP error or the kernel's error queue holds them: one byte
 * chooses the family. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	enum addr_family family = bytes_u8(&b) & 1 ? ADDR_V6 : ADDR_V4;
	struct packet_quote q;

	if (b.bad)
		return 0;
	must(packet_read_quote(b, family, &q) == q.present);
	must_quote(&q, b);
	must(!q.present || q.source.family == family);
	return 0;
}
