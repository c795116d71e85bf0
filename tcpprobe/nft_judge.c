/* nft_judge: whether the chains that a packet passes drop it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "nft_parts.h" /* netinet/in.h comes before the kernel's headers */

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <string.h>

/* A chain may be jumped to from many: what takes more than this is not followed. */
enum { DEPTH = 16, RULES_MOST = 100000, HOOK_INET_INGRESS = 5 };

/* A chain on its way: those before it wait for its end. */
struct frame {
	const struct nft_chain *chain;
	size_t next; /* rule to look at */
	bool sure;   /* that the packet comes here */
};
struct walk {
	const struct nft *n;
	const struct nft_packet *p;
	const struct nft_chain *base;
	struct frame stack[DEPTH];
	unsigned depth;
	struct nft_verdict may; /* the first that may drop; fate PASSES: none */
	struct nft_verdict by;	/* what drops */
	bool may_accept; /* something before may have accepted: then nothing drops for sure */
	unsigned rules;
};
enum end { END_NONE, END_ACCEPT, END_DROP };

static const struct nft_chain *find_chain(
	const struct nft *n, const struct nft_rule *r, struct bytes name)
{
	for (size_t i = 0; i < n->n_chains; i++)
		if (n->chains[i].family == r->family && bytes_equal(n->chains[i].table, r->table) &&
			bytes_equal(n->chains[i].name, name))
			return &n->chains[i];
	return NULL;
}

static struct nft_step evaluate(const struct walk *w, const struct nft_rule *r)
{
	struct nft_values g = {.known = {false}};
	struct nft_step all = {.match = NFT_YES};
	struct bytes list = r->expressions, one;
	uint16_t type;

	while (nft_attribute(&list, &type, &one)) {
		struct nft_step step = nft_expression(w->n, w->p, r, one, &g);

		if (step.match == NFT_NO)
			return step;
		if (step.match == NFT_MAYBE)
			all.match = NFT_MAYBE;
		if (!step.has_verdict)
			continue;
		step.match = all.match;
		return step;
	}
	return all;
}

static void note(struct walk *w, const struct nft_chain *c, const struct nft_rule *r)
{
	if (w->may.fate == NFT_PASSES)
		w->may = (struct nft_verdict){NFT_MAY_DROP, w->base, c, r};
}

static enum end drop(struct walk *w, const struct nft_chain *c, const struct nft_rule *r, bool sure)
{
	if (!sure || w->may_accept) {
		note(w, c, r);
		return sure ? END_ACCEPT : END_NONE;
	}
	w->by = (struct nft_verdict){NFT_DROPS, w->base, c, r};
	return END_DROP;
}

static void enter(struct walk *w, const struct nft_chain *c, bool sure)
{
	if (c && w->depth < DEPTH)
		w->stack[w->depth++] = (struct frame){.chain = c, .sure = sure};
}

/* What the verdict of a rule of f comes to. */
static enum end follow(
	struct walk *w, struct frame *f, const struct nft_rule *r, const struct nft_step *s)
{
	bool sure = f->sure && s->match == NFT_YES;

	switch (s->code) {
	case NF_DROP:
		return drop(w, f->chain, r, sure);
	case NFT_RETURN:
		/* Whether one that may return does so is not known: nothing behind it is. */
		f->sure = f->sure && s->match == NFT_YES;
		w->depth -= s->match == NFT_YES;
		return END_NONE;
	case NFT_GOTO:
		w->depth -= s->match == NFT_YES;
		enter(w, find_chain(w->n, r, s->chain), sure);
		return END_NONE;
	case NFT_JUMP:
		enter(w, find_chain(w->n, r, s->chain), sure);
		return END_NONE;
	case NFT_CONTINUE:
	case NFT_BREAK:
		return END_NONE;
	default: /* accept, queue, stolen: this chain lets it go */
		w->may_accept = w->may_accept || !sure;
		return sure ? END_ACCEPT : END_NONE;
	}
}

/* The next rule of the chain; NULL at its end. */
static const struct nft_rule *next_rule(struct walk *w, struct frame *f)
{
	if (f->next == f->chain->n_rules || w->rules == RULES_MOST)
		return NULL;
	w->rules++;
	return &w->n->rules[f->chain->first_rule + f->next++];
}

static enum end run(struct walk *w)
{
	enum end end = END_NONE;

	while (w->depth && end == END_NONE) {
		struct frame *f = &w->stack[w->depth - 1];
		const struct nft_rule *r = next_rule(w, f);
		struct nft_step s;

		if (!r) {
			w->depth--;
			continue;
		}
		s = evaluate(w, r);
		if (s.match != NFT_NO && s.has_verdict)
			end = follow(w, f, r, &s);
	}
	return end;
}

static bool is_of_family(const struct nft_chain *c, const struct nft_packet *p)
{
	if (c->family == NFPROTO_INET || c->family == NFPROTO_NETDEV)
		return true;
	return c->family == (p->remote.family == ADDR_V6 ? NFPROTO_IPV6 : NFPROTO_IPV4);
}

/* Chains of the type nat do not filter. */
static bool is_on_way(const struct nft_chain *c, const struct nft_packet *p)
{
	bool ours = bytes_equal(c->device, bytes_of(p->interface, strlen(p->interface)));

	if (!c->is_base || !is_of_family(c, p) || bytes_equal(c->type, bytes_of("nat", 3)))
		return false;
	if (c->family == NFPROTO_NETDEV)
		return ours && c->hook == (p->answer ? NF_NETDEV_INGRESS : NF_NETDEV_EGRESS);
	if (p->answer)
		return c->hook == NF_INET_PRE_ROUTING || c->hook == NF_INET_LOCAL_IN ||
		       (c->hook == HOOK_INET_INGRESS && ours);
	return c->hook == NF_INET_LOCAL_OUT || c->hook == NF_INET_POST_ROUTING;
}

static struct nft_verdict judge_base(
	const struct nft *n, const struct nft_packet *p, const struct nft_chain *c)
{
	struct walk w = {.n = n, .p = p, .base = c};
	enum end end;

	enter(&w, c, true);
	end = run(&w);
	if (end == END_NONE && c->drops)
		end = drop(&w, c, NULL, w.rules < RULES_MOST);
	return end == END_DROP ? w.by : w.may;
}

struct nft_verdict nft_judge(const struct nft *n, const struct nft_packet *p)
{
	struct nft_verdict worst = {.fate = NFT_PASSES};

	for (size_t i = 0; i < n->n_chains && worst.fate != NFT_DROPS; i++) {
		struct nft_verdict v;

		if (!is_on_way(&n->chains[i], p))
			continue;
		v = judge_base(n, p, &n->chains[i]);
		if (v.fate > worst.fate)
			worst = v;
	}
	return worst;
}
