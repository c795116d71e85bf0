/* packet_link: frames of every link type: one byte chooses the type, one says how much was cut off.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "must.h"

static const int linktypes[] = {0, 1, 101, 108, 113, 228, 229, 276, 147};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	size_t type = bytes_u8(&b) % (sizeof linktypes / sizeof linktypes[0]);
	uint8_t cut = bytes_u8(&b);
	struct frame f = {.layer = FRAME_LINK, .ifindex = 7};

	if (b.bad)
		return 0;
	f.linktype = linktypes[type];
	f.bytes = b;
	f.whole_bytes = (uint32_t)(b.left + cut);
	must_read(&f);
	return 0;
}
