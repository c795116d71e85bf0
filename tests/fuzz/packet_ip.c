/* packet_ip: packets from their IP header on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frame f = {
		.bytes = bytes_of(data, size), .whole_bytes = (uint32_t)size, .layer = FRAME_IP};
	struct packet p = must_read(&f);

	must(p.state != PACKET_OK || p.has_ip4 || p.has_ip6);
	if (p.has_ip6)
		must_ip6(&p.ip6, data);
	if (p.state == PACKET_OK && p.checksum_checked) {
		const uint8_t *payload = p.has_tcp ? p.tcp_payload.p : p.icmp.payload.p;

		f.bytes = bytes_head(f.bytes, (size_t)(payload - data) - 1);
		must(must_read(&f).state == PACKET_CUT);
	}
	return 0;
}
