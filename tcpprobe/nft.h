/* nft: this host's own nftables rules, and whether they drop a SYN or its answer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_NFT_H
#define PROBEKIT_TCPPROBE_NFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "bytes.h"
#include "fail.h"

struct nft_chain {
	uint8_t family; /* NFPROTO_ */
	struct bytes table, name;
	bool is_base; /* of which: */
	uint32_t hook;
	struct bytes type, device;
	bool drops; /* by its policy */
	size_t first_rule, n_rules;
};
struct nft_rule {
	uint8_t family;
	struct bytes table, chain;
	uint64_t handle;
	struct bytes expressions;
};
struct nft_element {
	uint8_t family;
	struct bytes table, set;
	bool is_end; /* of an interval, which it is not part of */
	struct bytes key, key_end, data;
};
struct nft {
	uint8_t *
		messages; /* the kernel's answers one after the other; views below borrow from it */
	size_t used, size;
	struct nft_chain *chains;
	struct nft_rule *rules;
	struct nft_element *elements;
	size_t n_chains, n_rules, n_elements;
};

/* Reads all of them (nfnetlink). -EPERM without CAP_NET_ADMIN; caller closes out in any case. */
int nft_read(struct nft *out, struct fail *why);
void nft_close(struct nft *n);
/* What nft_read does with the answers. Pure; false without memory. */
bool nft_index(struct nft *n);

/* A SYN to be sent, or the SYN-ACK to come. */
struct nft_packet {
	bool answer;
	struct addr local, remote;
	uint16_t port; /* the remote one; ours is not known */
	uint8_t flags; /* of our SYN */
	const char *interface;
	uint32_t ifindex;
	uint32_t mark;
};
enum nft_fate { NFT_PASSES, NFT_MAY_DROP, NFT_DROPS };
struct nft_verdict {
	enum nft_fate fate;
	const struct nft_chain *base;  /* of what drops: where it is hooked, */
	const struct nft_chain *chain; /* and the chain; NULL where it passes */
	const struct nft_rule *rule;   /* NULL: its policy */
};
/* Pure. What a rule asks that cannot be known makes it one that may drop. */
struct nft_verdict nft_judge(const struct nft *n, const struct nft_packet *p);

#endif
