/* tcpprobe_nft: rules built by hand as the kernel tells them, whole, cut, and as iptables makes
 * them; tests/net/tcpprobe_selfcheck.t has those of nft. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/nft.h" /* netinet/in.h comes before the kernel's headers */

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

enum { ROOM = 4096, TARGET_NAME = 1, DEEP = 8 };

/* Messages and attributes within each other: what is open ends where close says. */
struct built {
	uint8_t space[ROOM];
	size_t used, open[DEEP];
	unsigned depth;
};

static void put(struct built *b, const void *from, size_t n_bytes)
{
	memcpy(b->space + b->used, from, n_bytes);
	b->used += (n_bytes + 3) & ~(size_t)3;
}

static void open_attribute(struct built *b, uint16_t type)
{
	const struct nlattr head = {0, type};

	b->open[b->depth++] = b->used;
	put(b, &head, sizeof head);
}

static void close_attribute(struct built *b)
{
	size_t at = b->open[--b->depth];
	uint16_t length = (uint16_t)(b->used - at);

	memcpy(b->space + at, &length, sizeof length);
}

static void text(struct built *b, uint16_t type, const char *value)
{
	const struct nlattr head = {(uint16_t)(sizeof head + strlen(value) + 1), type};

	put(b, &head, sizeof head);
	put(b, value, strlen(value) + 1);
}

static void number(struct built *b, uint16_t type, uint32_t value)
{
	const struct nlattr head = {sizeof head + sizeof value, type};
	const uint8_t wire[] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16),
		(uint8_t)(value >> 8), (uint8_t)value};

	put(b, &head, sizeof head);
	put(b, wire, sizeof wire);
}

static void begin(struct built *b, uint16_t type)
{
	const struct nlmsghdr head = {.nlmsg_type = (uint16_t)(NFNL_SUBSYS_NFTABLES << 8 | type)};
	const struct nfgenmsg about = {.nfgen_family = NFPROTO_INET};

	b->open[b->depth++] = b->used;
	put(b, &head, sizeof head);
	put(b, &about, sizeof about);
}

static void end(struct built *b)
{
	size_t at = b->open[--b->depth];
	uint32_t length = (uint32_t)(b->used - at);

	memcpy(b->space + at, &length, sizeof length);
}

static void chain(struct built *b, uint32_t hook)
{
	begin(b, NFT_MSG_NEWCHAIN);
	text(b, NFTA_CHAIN_TABLE, "filter");
	text(b, NFTA_CHAIN_NAME, "OUTPUT");
	text(b, NFTA_CHAIN_TYPE, "filter");
	open_attribute(b, NFTA_CHAIN_HOOK);
	number(b, NFTA_HOOK_HOOKNUM, hook);
	close_attribute(b);
	number(b, NFTA_CHAIN_POLICY, 1);
	end(b);
}

static void begin_rule(struct built *b)
{
	begin(b, NFT_MSG_NEWRULE);
	text(b, NFTA_RULE_TABLE, "filter");
	text(b, NFTA_RULE_CHAIN, "OUTPUT");
	open_attribute(b, NFTA_RULE_EXPRESSIONS);
}

static void end_rule(struct built *b)
{
	close_attribute(b);
	end(b);
}

static void begin_expression(struct built *b, const char *name)
{
	open_attribute(b, NFTA_LIST_ELEM);
	text(b, NFTA_EXPR_NAME, name);
	open_attribute(b, NFTA_EXPR_DATA);
}

static void end_expression(struct built *b)
{
	close_attribute(b);
	close_attribute(b);
}

/* One of iptables' targets. */
static void target(struct built *b, const char *name)
{
	begin_rule(b);
	begin_expression(b, "target");
	text(b, TARGET_NAME, name);
	end_expression(b);
	end_rule(b);
}

static void drop(struct built *b, const char *match)
{
	begin_rule(b);
	if (match) {
		begin_expression(b, match);
		end_expression(b);
	}
	begin_expression(b, "immediate");
	number(b, NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
	open_attribute(b, NFTA_IMMEDIATE_DATA);
	open_attribute(b, NFTA_DATA_VERDICT);
	number(b, NFTA_VERDICT_CODE, NF_DROP);
	close_attribute(b);
	close_attribute(b);
	end_expression(b);
	end_rule(b);
}

static enum nft_fate fate(const struct built *b, size_t n_bytes, bool answer)
{
	struct nft_packet p = {.answer = answer, .port = 80, .flags = 2, .interface = "eth0"};
	struct nft n = {.messages = malloc(n_bytes + 1), .used = n_bytes};
	struct nft_verdict v;

	if (!n.messages)
		return NFT_PASSES;
	memcpy(n.messages, b->space, n_bytes);
	addr_parse(&p.local, "192.0.2.1");
	addr_parse(&p.remote, "192.0.2.2");
	ok(nft_index(&n), "%zu bytes are indexed", n_bytes);
	v = nft_judge(&n, &p);
	nft_close(&n);
	return v.fate;
}

static void test_targets(void)
{
	static const struct {
		const char *name;
		enum nft_fate fate;
	} cases[] = {
		{"REJECT", NFT_DROPS},
		{"LOG", NFT_PASSES},
		{"TCPMSS", NFT_PASSES},
		{"NFQUEUE", NFT_MAY_DROP},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct built b = {.used = 0};

		chain(&b, NF_INET_LOCAL_OUT);
		target(&b, cases[i].name);
		is_int(fate(&b, b.used, false), cases[i].fate, "%s", cases[i].name);
	}
}

static void test_rules(void)
{
	struct built b = {.used = 0};

	chain(&b, NF_INET_LOCAL_OUT);
	is_int(fate(&b, b.used, false), NFT_PASSES, "a chain without rules");
	drop(&b, "match");
	is_int(fate(&b, b.used, false), NFT_MAY_DROP, "a match of iptables' own is not known");
	drop(&b, "counter");
	is_int(fate(&b, b.used, false), NFT_DROPS, "a counter matches all");
	is_int(fate(&b, b.used, true), NFT_PASSES, "answers do not leave by output");
	b = (struct built){.used = 0};
	chain(&b, NF_INET_LOCAL_IN);
	drop(&b, NULL);
	is_int(fate(&b, b.used, false), NFT_PASSES, "nor do SYNs come by input");
	is_int(fate(&b, b.used, true), NFT_DROPS, "answers do");
}

/* What is cut is not taken for a rule that drops before all of it is there. */
static void test_cut(void)
{
	struct built b = {.used = 0};

	chain(&b, NF_INET_LOCAL_OUT);
	drop(&b, NULL);
	for (size_t n = 0; n < b.used; n++)
		is_int(fate(&b, n, false), NFT_PASSES, "... of %zu", b.used);
}

int main(void)
{
	test_targets();
	test_rules();
	test_cut();
	return tap_done();
}
