/* arp: a packet, read and written again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size), front = bytes_head(b, ARP_BYTES);
	uint8_t space[ARP_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct arp a;

	if (!arp_get(&b, &a)) {
		must(a.fault != ARP_GOOD && b.bad == (a.fault == ARP_CUT));
		return 0;
	}
	must(size >= ARP_BYTES && b.left == size - ARP_BYTES && a.fault == ARP_GOOD);
	must(!arp_is_probe(&a) || a.operation == ARP_REQUEST);
	a.hardware = 1;
	arp_put(&o, &a);
	memcpy(space, front.p, 2); /* the hardware type may be that of IEEE 802 */
	must(bytes_equal(bytes_written(&o), front));
	return 0;
}
