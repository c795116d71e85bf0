/* nft_expression: one expression of an nftables rule, as far as it can be known of a packet. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "nft_parts.h" /* netinet/in.h comes before the kernel's headers */

#include <linux/if_ether.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_tables.h>
#include <string.h>

#include "ip4.h"
#include "ip6.h"
#include "tcp.h"

static const struct nft_step passes = {.match = NFT_YES}, unknown = {.match = NFT_MAYBE};

/* Where a register begins; past the end for what is none. */
static size_t place(uint32_t reg)
{
	if (reg >= NFT_REG_1 && reg <= NFT_REG_4)
		return (reg - NFT_REG_1) * (size_t)16;
	if (reg >= NFT_REG32_00 && reg <= NFT_REG32_15)
		return (reg - NFT_REG32_00) * (size_t)4;
	return NFT_REGISTERS_BYTES;
}

/* value NULL: unknown. */
static void load(struct nft_values *g, uint32_t reg, const void *value, size_t n_bytes)
{
	size_t at = place(reg);

	for (size_t i = 0; i < n_bytes && at + i < NFT_REGISTERS_BYTES; i++) {
		g->known[at + i] = value;
		g->value[at + i] = value ? ((const uint8_t *)value)[i] : 0;
	}
}

static void load_name(struct nft_values *g, uint32_t reg, const char *name)
{
	enum { SIZE = 16 };
	char padded[SIZE] = {0};

	memcpy(padded, name, strnlen(name, SIZE - 1));
	load(g, reg, padded, SIZE);
}

static struct nft_step meta(const struct nft_packet *p, struct bytes a, struct nft_values *g)
{
	uint32_t to = nft_u32(a, NFTA_META_DREG, 0), key = nft_u32(a, NFTA_META_KEY, UINT32_MAX);
	uint32_t in = p->answer ? p->ifindex : 0, out = p->answer ? 0 : p->ifindex;
	uint8_t family = p->remote.family == ADDR_V6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
	const uint8_t protocol = IPPROTO_TCP;

	if (!to) /* it sets something */
		return passes;
	if (key == NFT_META_NFPROTO)
		load(g, to, &family, sizeof(family));
	else if (key == NFT_META_L4PROTO)
		load(g, to, &protocol, sizeof(protocol));
	else if (key == NFT_META_IIFNAME)
		load_name(g, to, p->answer ? p->interface : "");
	else if (key == NFT_META_OIFNAME)
		load_name(g, to, p->answer ? "" : p->interface);
	else if (key == NFT_META_IIF)
		load(g, to, &in, sizeof(in));
	else if (key == NFT_META_OIF)
		load(g, to, &out, sizeof(out));
	else if (key == NFT_META_MARK && !p->answer)
		load(g, to, &p->mark, sizeof(p->mark));
	else
		load(g, to, NULL, NFT_REGISTERS_BYTES);
	return passes;
}

/* A SYN is new to conntrack, its answer established. */
static struct nft_step connection(const struct nft_packet *p, struct bytes a, struct nft_values *g)
{
	const uint32_t state =
		p->answer ? NF_CT_STATE_BIT(IP_CT_ESTABLISHED) : NF_CT_STATE_BIT(IP_CT_NEW);
	uint32_t to = nft_u32(a, NFTA_CT_DREG, 0);
	bool is_state = nft_u32(a, NFTA_CT_KEY, UINT32_MAX) == NFT_CT_STATE;

	if (to)
		load(g, to, is_state ? &state : NULL, is_state ? sizeof(state) : 16);
	return passes;
}

/* What is known of the headers; the rest of known stays false. */
static void fill_network(const struct nft_packet *p, struct nft_values *h)
{
	bool v6 = p->remote.family == ADDR_V6;
	const struct addr *from = p->answer ? &p->remote : &p->local;
	const struct addr *to = p->answer ? &p->local : &p->remote;
	size_t protocol_at = v6 ? 6 : 9, from_at = v6 ? 8 : 12, n = addr_size(from);

	h->value[protocol_at] = IPPROTO_TCP;
	h->known[protocol_at] = true;
	/* Version and length of an IPv4 header; IPv6 has the traffic class there. */
	h->value[0] = 0x45;
	h->known[0] = !v6 && !p->answer;
	memcpy(h->value + from_at, from->bytes, n);
	memcpy(h->value + from_at + n, to->bytes, n);
	for (size_t i = 0; i < 2 * n; i++)
		h->known[from_at + i] = true;
}

static void fill_transport(const struct nft_packet *p, struct nft_values *h)
{
	enum { FLAGS_AT = 13 };
	size_t port_at = p->answer ? 0 : 2;

	h->value[port_at] = (uint8_t)(p->port >> 8);
	h->value[port_at + 1] = (uint8_t)p->port;
	h->value[FLAGS_AT] = p->answer ? TCP_SYN | TCP_ACK : p->flags;
	h->known[port_at] = h->known[port_at + 1] = true;
	/* Whether an offer of ECN is answered is not known. */
	h->known[FLAGS_AT] = !p->answer || !(p->flags & TCP_ECE);
}

static struct nft_step payload(const struct nft_packet *p, struct bytes a, struct nft_values *g)
{
	uint32_t to = nft_u32(a, NFTA_PAYLOAD_DREG, 0);
	uint32_t base = nft_u32(a, NFTA_PAYLOAD_BASE, UINT32_MAX);
	uint32_t offset = nft_u32(a, NFTA_PAYLOAD_OFFSET, UINT32_MAX);
	uint32_t n_bytes = nft_u32(a, NFTA_PAYLOAD_LEN, 0);
	struct nft_values header = {.known = {false}};
	size_t at = place(to);

	if (!to)
		return passes;
	if (base == NFT_PAYLOAD_NETWORK_HEADER)
		fill_network(p, &header);
	else if (base == NFT_PAYLOAD_TRANSPORT_HEADER)
		fill_transport(p, &header);
	if (n_bytes > NFT_REGISTERS_BYTES || at + n_bytes > NFT_REGISTERS_BYTES)
		return unknown;
	for (size_t i = 0; i < n_bytes; i++) {
		bool inside = offset <= NFT_REGISTERS_BYTES && offset + i < NFT_REGISTERS_BYTES;

		g->known[at + i] = inside && header.known[offset + i];
		g->value[at + i] = g->known[at + i] ? header.value[offset + i] : 0;
	}
	return passes;
}

static struct nft_step bitwise(struct bytes a, struct nft_values *g)
{
	size_t from = place(nft_u32(a, NFTA_BITWISE_SREG, 0));
	size_t to = place(nft_u32(a, NFTA_BITWISE_DREG, 0));
	uint32_t n_bytes = nft_u32(a, NFTA_BITWISE_LEN, 0);
	struct bytes mask = nft_find(nft_find(a, NFTA_BITWISE_MASK), NFTA_DATA_VALUE);
	struct bytes change = nft_find(nft_find(a, NFTA_BITWISE_XOR), NFTA_DATA_VALUE);

	if (n_bytes > NFT_REGISTERS_BYTES || from + n_bytes > NFT_REGISTERS_BYTES ||
		to + n_bytes > NFT_REGISTERS_BYTES)
		return unknown;
	if (mask.left < n_bytes || change.left < n_bytes) { /* a shift */
		for (size_t i = 0; i < n_bytes; i++)
			g->known[to + i] = false;
		return passes;
	}
	for (size_t i = 0; i < n_bytes; i++) {
		uint8_t m = bytes_u8(&mask), x = bytes_u8(&change);

		g->known[to + i] = g->known[from + i] || !m;
		g->value[to + i] = (uint8_t)((g->known[from + i] ? g->value[from + i] & m : 0) ^ x);
	}
	return passes;
}

static bool is_known(const struct nft_values *g, size_t at, size_t n_bytes)
{
	if (at > NFT_REGISTERS_BYTES || n_bytes > NFT_REGISTERS_BYTES - at)
		return false;
	for (size_t i = 0; i < n_bytes; i++)
		if (!g->known[at + i])
			return false;
	return n_bytes > 0;
}

static enum nft_match match(bool yes)
{
	return yes ? NFT_YES : NFT_NO;
}

static struct nft_step compare(struct bytes a, const struct nft_values *g)
{
	size_t at = place(nft_u32(a, NFTA_CMP_SREG, 0));
	struct bytes data = nft_find(nft_find(a, NFTA_CMP_DATA), NFTA_DATA_VALUE);
	int order;

	if (!is_known(g, at, data.left))
		return unknown;
	order = memcmp(g->value + at, data.p, data.left);
	switch (nft_u32(a, NFTA_CMP_OP, UINT32_MAX)) {
	case NFT_CMP_EQ:
		return (struct nft_step){.match = match(!order)};
	case NFT_CMP_NEQ:
		return (struct nft_step){.match = match(order)};
	case NFT_CMP_LT:
		return (struct nft_step){.match = match(order < 0)};
	case NFT_CMP_LTE:
		return (struct nft_step){.match = match(order <= 0)};
	case NFT_CMP_GT:
		return (struct nft_step){.match = match(order > 0)};
	case NFT_CMP_GTE:
		return (struct nft_step){.match = match(order >= 0)};
	default: /* the kernel's numbers, not ours */
		return unknown;
	}
}

static struct nft_step range(struct bytes a, const struct nft_values *g)
{
	size_t at = place(nft_u32(a, NFTA_RANGE_SREG, 0));
	struct bytes from = nft_find(nft_find(a, NFTA_RANGE_FROM_DATA), NFTA_DATA_VALUE);
	struct bytes to = nft_find(nft_find(a, NFTA_RANGE_TO_DATA), NFTA_DATA_VALUE);
	bool within;

	if (from.left != to.left || !is_known(g, at, from.left))
		return unknown;
	within = memcmp(g->value + at, from.p, from.left) >= 0 &&
		 memcmp(g->value + at, to.p, to.left) <= 0;
	return (struct nft_step){
		.match = match(within == (nft_u32(a, NFTA_RANGE_OP, 0) == NFT_RANGE_EQ))};
}

static struct nft_step verdict_in(struct bytes data)
{
	struct bytes verdict = nft_find(data, NFTA_DATA_VERDICT);

	return (struct nft_step){.match = NFT_YES,
		.has_verdict = verdict.left > 0,
		.code = (int32_t)nft_u32(verdict, NFTA_VERDICT_CODE, 0),
		.chain = nft_string(verdict, NFTA_VERDICT_CHAIN)};
}

static struct nft_step immediate(struct bytes a, struct nft_values *g)
{
	uint32_t to = nft_u32(a, NFTA_IMMEDIATE_DREG, 0);
	struct bytes data = nft_find(a, NFTA_IMMEDIATE_DATA);
	struct bytes value = nft_find(data, NFTA_DATA_VALUE);

	if (to == NFT_REG_VERDICT)
		return verdict_in(data);
	load(g, to, value.p, value.left);
	return passes;
}

/* The element of a set that a key is in; the one with the last key that is not behind it decides
 * where elements bound intervals. */
static const struct nft_element *find_element(
	const struct nft *n, const struct nft_rule *r, struct bytes set, struct bytes key)
{
	const struct nft_element *best = NULL;

	for (size_t i = 0; i < n->n_elements; i++) {
		const struct nft_element *e = &n->elements[i];

		if (e->family != r->family || !bytes_equal(e->table, r->table) ||
			!bytes_equal(e->set, set) || e->key.left != key.left ||
			memcmp(e->key.p, key.p, key.left) > 0)
			continue;
		if (e->key_end.left == key.left && memcmp(key.p, e->key_end.p, key.left) > 0)
			continue;
		if (!best || memcmp(e->key.p, best->key.p, key.left) >= 0)
			best = e;
	}
	return best;
}

/* Whether elements of the set bound intervals: then one need not be equal to the key. */
static bool has_intervals(const struct nft *n, const struct nft_rule *r, struct bytes set)
{
	for (size_t i = 0; i < n->n_elements; i++)
		if (n->elements[i].family == r->family &&
			bytes_equal(n->elements[i].table, r->table) &&
			bytes_equal(n->elements[i].set, set) &&
			(n->elements[i].is_end || n->elements[i].key_end.left))
			return true;
	return false;
}

static size_t key_bytes(const struct nft *n, const struct nft_rule *r, struct bytes set)
{
	for (size_t i = 0; i < n->n_elements; i++)
		if (n->elements[i].family == r->family &&
			bytes_equal(n->elements[i].table, r->table) &&
			bytes_equal(n->elements[i].set, set))
			return n->elements[i].key.left;
	return 0;
}

static struct nft_step lookup(
	const struct nft *n, const struct nft_rule *r, struct bytes a, struct nft_values *g)
{
	struct bytes set = nft_string(a, NFTA_LOOKUP_SET), key;
	size_t at = place(nft_u32(a, NFTA_LOOKUP_SREG, 0)), n_bytes = key_bytes(n, r, set);
	bool inverted = nft_u32(a, NFTA_LOOKUP_FLAGS, 0) & NFT_LOOKUP_F_INV;
	bool is_map = nft_find(a, NFTA_LOOKUP_DREG).left > 0;
	const struct nft_element *e;
	bool found;

	if (!n_bytes) /* it may be filled as packets come, and is empty now */
		return (struct nft_step){.match = match(inverted)};
	if (!is_known(g, at, n_bytes))
		return unknown;
	key = bytes_of(g->value + at, n_bytes);
	e = find_element(n, r, set, key);
	found = e && !e->is_end && (has_intervals(n, r, set) || bytes_equal(e->key, key));
	if (!is_map || !found)
		return (struct nft_step){.match = match(found != inverted)};
	if (nft_u32(a, NFTA_LOOKUP_DREG, 0) == NFT_REG_VERDICT)
		return verdict_in(e->data);
	load(g, nft_u32(a, NFTA_LOOKUP_DREG, 0), NULL, 16);
	return passes;
}

static bool is(struct bytes name, const char *text)
{
	return bytes_equal(name, bytes_of(text, strlen(text)));
}

/* What iptables-nft has of its own: most of them change a packet or tell of it. */
static struct nft_step target(struct bytes a)
{
	enum { NAME = 1 }; /* NFTA_TARGET_NAME */
	static const char idle[][12] = {"LOG", "NFLOG", "MARK", "CONNMARK", "TCPMSS", "CT", "DSCP",
		"TTL", "HL", "CHECKSUM", "CLASSIFY"};
	struct bytes name = nft_string(a, NAME);

	if (is(name, "REJECT"))
		return (struct nft_step){.match = NFT_YES, .has_verdict = true, .code = NF_DROP};
	for (size_t i = 0; i < sizeof(idle) / sizeof(*idle); i++)
		if (is(name, idle[i]))
			return passes;
	return (struct nft_step){.match = NFT_MAYBE, .has_verdict = true, .code = NF_DROP};
}

static bool is_idle(struct bytes name)
{
	return is(name, "counter") || is(name, "log") || is(name, "notrack") ||
	       is(name, "objref") || is(name, "last");
}

struct nft_step nft_expression(const struct nft *n, const struct nft_packet *p,
	const struct nft_rule *r, struct bytes expression, struct nft_values *g)
{
	struct bytes name = nft_string(expression, NFTA_EXPR_NAME);
	struct bytes a = nft_find(expression, NFTA_EXPR_DATA);

	if (is(name, "meta"))
		return meta(p, a, g);
	if (is(name, "payload"))
		return payload(p, a, g);
	if (is(name, "cmp"))
		return compare(a, g);
	if (is(name, "bitwise"))
		return bitwise(a, g);
	if (is(name, "immediate"))
		return immediate(a, g);
	if (is(name, "ct"))
		return connection(p, a, g);
	if (is(name, "lookup"))
		return lookup(n, r, a, g);
	if (is(name, "range"))
		return range(a, g);
	if (is(name, "reject"))
		return (struct nft_step){.match = NFT_YES, .has_verdict = true, .code = NF_DROP};
	if (is(name, "target"))
		return target(a);
	return is_idle(name) ? passes : unknown;
}
