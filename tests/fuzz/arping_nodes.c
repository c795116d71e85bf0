/* arping_nodes: frames that may answer an echo to all nodes, two bytes of length before each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../arping/nodes.h"
#include "given.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct nodes all;
	struct exact input = exact(data, size);
	struct bytes in = input.view;

	all.n = 0;
	all.received = all.beyond = all.duplicates = 0;
	while (in.left && !in.bad) {
		struct frame f = {.layer = FRAME_LINK, .linktype = 1, .ttl = -1, .tos = -1};
		uint16_t sequence = 0;
		struct packet p;

		f.bytes = given_piece(&in, bytes_u16(&in));
		f.whole_bytes = (uint32_t)f.bytes.left;
		p = must_read(&f);
		if (!nodes_match(&p, p.icmp.id, &sequence))
			continue;
		must(sequence == p.icmp.sequence && p.source.family == ADDR_V6);
		nodes_take(&all, &p, 1);
	}
	must(all.n <= NODES_MAX && all.n <= all.received && all.duplicates <= all.n);
	nodes_sort(&all);
	free(input.block);
	return 0;
}
