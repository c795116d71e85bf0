/* plural: which word goes with which number. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plural.h"

#include "tap.h"

int main(void)
{
	is_text(plural(0, "hop", "hops"), "hops", "0 hops");
	is_text(plural(1, "hop", "hops"), "hop", "1 hop");
	is_text(plural(2, "hop", "hops"), "hops", "2 hops");
	is_text(plural(UINT64_C(0x100000001), "hop", "hops"), "hops", "a number that ends in 1");
	is_text(plural(UINT64_MAX, "answer names", "answers name"), "answers name", "words");
	return tap_done();
}
