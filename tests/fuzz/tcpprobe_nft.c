/* tcpprobe_nft: what a kernel might say of its rules, and what is made of them: a byte of choices,
 * then the messages. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/nft.h"

#include "must.h"

enum { ANSWER = 1, V6 = 2 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nft_packet p = {
		.port = 80, .flags = TCP_SYN, .interface = "eth0", .ifindex = 2, .mark = 0};
	struct nft n = {.messages = malloc(size), .used = size ? size - 1 : 0};
	struct nft_verdict v;

	must(n.messages || !size);
	if (n.used)
		memcpy(n.messages, data + 1, n.used);
	p.answer = size && data[0] & ANSWER;
	addr_parse(&p.local, size && data[0] & V6 ? "2001:db8::1" : "198.18.0.1");
	addr_parse(&p.remote, size && data[0] & V6 ? "2001:db8::2" : "198.18.0.2");
	must(nft_index(&n));
	v = nft_judge(&n, &p);
	must((v.fate == NFT_PASSES) == !v.chain && !v.chain == !v.base);
	must(!v.rule || v.chain);
	nft_close(&n);
	return 0;
}
