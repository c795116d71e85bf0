/* icmp_extension: ICMP errors with what follows their quote: one byte chooses the family. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "icmp_extension.h"
#include "must.h"

enum { LABELS = 8 };

static void objects(struct bytes structure)
{
	const uint8_t *end = structure.p + structure.left;
	struct bytes rest = structure;
	struct icmp_object o;
	unsigned n = 0;

	bytes_skip(&rest, 4);
	for (; icmp_object_next(&rest, &o); n++)
		must(o.data.p >= structure.p && o.data.p + o.data.left <= end);
	must(n <= structure.left / 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size), structure;
	enum addr_family family = bytes_u8(&b) & 1 ? ADDR_V6 : ADDR_V4;
	uint32_t labels[LABELS];
	struct icmp m;

	if (!icmp_get(b, family, &m))
		return 0;
	structure = icmp_extensions(&m);
	must(!structure.bad && structure.left <= m.payload.left);
	must(!structure.left || icmp_extensions_valid(structure, false));
	must(icmp_mpls_labels(structure, labels, LABELS) <= LABELS);
	objects(structure);
	/* As the kernel's error queue hands one over. */
	objects(m.payload);
	icmp_mpls_labels(m.payload, labels, LABELS);
	return 0;
}
