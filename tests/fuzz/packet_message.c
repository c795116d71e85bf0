/* packet_message: transport messages as sockets give them: one byte is the protocol, one says which
 * addresses are known. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "must.h"

static struct addr known(unsigned bits)
{
	static const uint8_t bytes[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1};

	switch (bits & 3) {
	case 1:
		return addr_v4(bytes);
	case 2:
		return addr_v6(bytes);
	default:
		return (struct addr){.family = ADDR_NONE};
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	struct frame f = {.layer = FRAME_TRANSPORT, .ttl = 64, .tos = -1};
	struct packet p;
	uint8_t flags;

	f.protocol = bytes_u8(&b);
	flags = bytes_u8(&b);
	if (b.bad)
		return 0;
	f.from = known(flags);
	f.to = known(flags >> 2U);
	f.bytes = b;
	f.whole_bytes = (uint32_t)b.left;
	p = must_read(&f);
	must(p.ttl == 64 && p.tos == -1 && p.protocol == f.protocol);
	must(bytes_equal(p.transport, b));
	must(!p.checksum_checked || f.protocol == 1 || f.to.family == f.from.family);
	return 0;
}
