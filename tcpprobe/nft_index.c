/* nft_index: the kernel's answers as chains, rules and elements of sets. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "nft_parts.h" /* netinet/in.h comes before the kernel's headers */

#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

enum { TYPE = 0x3fff, ALIGN = 4 };

void nft_skip(struct bytes *b, size_t n_bytes)
{
	size_t padded = (n_bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);

	bytes_skip(b, padded < b->left ? padded : b->left);
}

bool nft_attribute(struct bytes *b, uint16_t *type, struct bytes *value)
{
	struct nlattr head;

	if (b->left < sizeof(head))
		return false;
	memcpy(&head, b->p, sizeof(head));
	if (head.nla_len < sizeof(head) || head.nla_len > b->left)
		return false;
	*type = (uint16_t)(head.nla_type & TYPE);
	*value = bytes_of(b->p + sizeof(head), head.nla_len - sizeof(head));
	nft_skip(b, head.nla_len);
	return true;
}

struct bytes nft_find(struct bytes attributes, uint16_t type)
{
	struct bytes value;
	uint16_t found;

	while (nft_attribute(&attributes, &found, &value))
		if (found == type)
			return value;
	return bytes_of(NULL, 0);
}

uint32_t nft_u32(struct bytes attributes, uint16_t type, uint32_t otherwise)
{
	struct bytes value = nft_find(attributes, type);

	return value.left >= 4 ? bytes_u32(&value) : otherwise;
}

struct bytes nft_string(struct bytes attributes, uint16_t type)
{
	struct bytes value = nft_find(attributes, type);

	if (!value.left)
		return value;
	return bytes_head(value, strnlen((const char *)value.p, value.left));
}

/* Room for one more in an array that doubles. */
static void *grow(void **array, size_t n, size_t each)
{
	void *larger;

	if (n & (n - 1))
		return (char *)*array + n * each;
	larger = realloc(*array, (n ? 2 * n : 1) * each);
	if (!larger)
		return NULL;
	*array = larger;
	return (char *)larger + n * each;
}

static bool take_chain(struct nft *n, uint8_t family, struct bytes a)
{
	struct bytes hook = nft_find(a, NFTA_CHAIN_HOOK);
	struct nft_chain *c = grow((void **)&n->chains, n->n_chains, sizeof(*c));

	if (!c)
		return false;
	*c = (struct nft_chain){.family = family,
		.table = nft_string(a, NFTA_CHAIN_TABLE),
		.name = nft_string(a, NFTA_CHAIN_NAME),
		.is_base = hook.left > 0,
		.hook = nft_u32(hook, NFTA_HOOK_HOOKNUM, UINT32_MAX),
		.type = nft_string(a, NFTA_CHAIN_TYPE),
		.device = nft_string(hook, NFTA_HOOK_DEV),
		.drops = nft_u32(a, NFTA_CHAIN_POLICY, 1) == 0};
	n->n_chains++;
	return true;
}

static bool take_rule(struct nft *n, uint8_t family, struct bytes a)
{
	struct bytes handle = nft_find(a, NFTA_RULE_HANDLE);
	struct nft_rule *r = grow((void **)&n->rules, n->n_rules, sizeof(*r));

	if (!r)
		return false;
	*r = (struct nft_rule){.family = family,
		.table = nft_string(a, NFTA_RULE_TABLE),
		.chain = nft_string(a, NFTA_RULE_CHAIN),
		.handle = bytes_u64(&handle),
		.expressions = nft_find(a, NFTA_RULE_EXPRESSIONS)};
	n->n_rules++;
	return true;
}

static bool take_elements(struct nft *n, uint8_t family, struct bytes a)
{
	struct bytes list = nft_find(a, NFTA_SET_ELEM_LIST_ELEMENTS), one;
	uint16_t type;

	while (nft_attribute(&list, &type, &one)) {
		struct nft_element *e = grow((void **)&n->elements, n->n_elements, sizeof(*e));

		if (!e)
			return false;
		*e = (struct nft_element){.family = family,
			.table = nft_string(a, NFTA_SET_ELEM_LIST_TABLE),
			.set = nft_string(a, NFTA_SET_ELEM_LIST_SET),
			.is_end = nft_u32(one, NFTA_SET_ELEM_FLAGS, 0) & NFT_SET_ELEM_INTERVAL_END,
			.key = nft_find(nft_find(one, NFTA_SET_ELEM_KEY), NFTA_DATA_VALUE),
			.key_end = nft_find(nft_find(one, NFTA_SET_ELEM_KEY_END), NFTA_DATA_VALUE),
			.data = nft_find(one, NFTA_SET_ELEM_DATA)};
		n->n_elements++;
	}
	return true;
}

static bool take(struct nft *n, uint16_t type, struct bytes body)
{
	struct nfgenmsg about;

	if (body.left < sizeof(about) || type >> 8 != NFNL_SUBSYS_NFTABLES)
		return true;
	memcpy(&about, body.p, sizeof(about));
	bytes_skip(&body, NLMSG_ALIGN(sizeof(about)));
	if ((type & 0xff) == NFT_MSG_NEWCHAIN)
		return take_chain(n, about.nfgen_family, body);
	if ((type & 0xff) == NFT_MSG_NEWRULE)
		return take_rule(n, about.nfgen_family, body);
	if ((type & 0xff) == NFT_MSG_NEWSETELEM)
		return take_elements(n, about.nfgen_family, body);
	return true;
}

static struct nft_chain *chain_of(struct nft *n, const struct nft_rule *r)
{
	for (size_t i = 0; i < n->n_chains; i++)
		if (n->chains[i].family == r->family && bytes_equal(n->chains[i].table, r->table) &&
			bytes_equal(n->chains[i].name, r->chain))
			return &n->chains[i];
	return NULL;
}

/* The kernel tells the rules of a chain one after the other. */
static void link_rules(struct nft *n)
{
	struct nft_chain *c = NULL;

	for (size_t i = 0; i < n->n_rules; i++) {
		const struct nft_rule *r = &n->rules[i];

		if (!c || c->family != r->family || !bytes_equal(c->table, r->table) ||
			!bytes_equal(c->name, r->chain)) {
			c = chain_of(n, r);
			if (c) {
				c->first_rule = i;
				c->n_rules = 0;
			}
		}
		if (c)
			c->n_rules++;
	}
}

bool nft_index(struct nft *n)
{
	struct bytes b = bytes_of(n->messages, n->used);
	struct nlmsghdr head;
	bool good = true;

	while (good && b.left >= sizeof(head)) {
		memcpy(&head, b.p, sizeof(head));
		if (head.nlmsg_len < sizeof(head) || head.nlmsg_len > b.left)
			break;
		good = take(n, head.nlmsg_type,
			bytes_of(b.p + NLMSG_HDRLEN, head.nlmsg_len - NLMSG_HDRLEN));
		nft_skip(&b, head.nlmsg_len);
	}
	link_rules(n);
	return good;
}

void nft_close(struct nft *n)
{
	free(n->messages);
	free(n->chains);
	free(n->rules);
	free(n->elements);
	*n = (struct nft){0};
}
