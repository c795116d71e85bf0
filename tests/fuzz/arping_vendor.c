/* arping_vendor: a line of a list of vendors. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../arping/vendor.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *line = (const char *)data;
	struct vendor_line l;

	if (!size || !vendor_read(line, size, &l))
		return 0;
	must(l.bits >= 24 && l.bits <= 48 && !(l.prefix >> 48));
	must(!(l.prefix & ((UINT64_C(1) << (48 - l.bits)) - 1)));
	must(l.name_bytes && l.name > line && l.name + l.name_bytes <= line + size);
	return 0;
}
