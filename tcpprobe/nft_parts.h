/* nft_parts: attributes of netlink, for what indexes rules and what judges by them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_NFT_PARTS_H
#define PROBEKIT_TCPPROBE_NFT_PARTS_H

#include "nft.h"

/* Over a message or an attribute and what pads it. */
void nft_skip(struct bytes *b, size_t n_bytes);
/* The next attribute of b; false at the end and where one is cut. Headers are in this host's order,
 * nftables' numbers in the network's. */
bool nft_attribute(struct bytes *b, uint16_t *type, struct bytes *value);
/* The first of that type; an empty view where there is none. */
struct bytes nft_find(struct bytes attributes, uint16_t type);
uint32_t nft_u32(struct bytes attributes, uint16_t type, uint32_t otherwise);
/* A string without its end. */
struct bytes nft_string(struct bytes attributes, uint16_t type);

/* Registers as a rule's expressions fill them; of each byte it is known whether it is known. */
enum { NFT_REGISTERS_BYTES = 64 };
struct nft_values {
	uint8_t value[NFT_REGISTERS_BYTES];
	bool known[NFT_REGISTERS_BYTES];
};
enum nft_match { NFT_NO, NFT_YES, NFT_MAYBE };
struct nft_step {
	enum nft_match match;
	bool has_verdict;
	int32_t code;	    /* NF_DROP, NFT_JUMP ... */
	struct bytes chain; /* of a jump */
};
/* One expression of a rule. */
struct nft_step nft_expression(const struct nft *n, const struct nft_packet *p,
	const struct nft_rule *r, struct bytes expression, struct nft_values *g);

#endif
