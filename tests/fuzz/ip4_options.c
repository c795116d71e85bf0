/* ip4_options: lists of IPv4 options. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes whole = bytes_of(data, size), b = whole;
	struct ip4_option o;
	size_t eaten = 0;

	while (ip4_option_next(&b, &o)) {
		must(inside(o.data, whole) && !b.bad && o.type != IP4_OPTION_END);
		must(o.type != IP4_OPTION_NOP || !o.data.left);
		eaten += o.type == IP4_OPTION_NOP ? 1 : 2 + o.data.left;
		must(eaten + b.left == size);
	}
	must(!b.left && !o.data.left);
	must(!ip4_option_next(&b, &o));
	return 0;
}
