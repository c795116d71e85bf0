/* selfcheck_rules: whether a rule of this host's own drops the probe or its answer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "nft.h" /* netinet/in.h comes before the kernel's headers */

#include <errno.h>
#include <inttypes.h>
#include <linux/netfilter.h>
#include <stdio.h>

#include "priv.h"
#include "report.h"
#include "selfcheck_parts.h"

static const char *family_word(uint8_t family)
{
	switch (family) {
	case NFPROTO_INET:
		return "inet";
	case NFPROTO_IPV4:
		return "ip";
	case NFPROTO_IPV6:
		return "ip6";
	case NFPROTO_NETDEV:
		return "netdev";
	default: /* the kernel's numbers, not ours */
		return "other";
	}
}

/* "rule 5 of inet filter output"; "the policy of ..." where it is no rule. */
static void name_culprit(char *to, size_t size, const struct nft_verdict *v)
{
	char rule[48] = "the policy";

	if (v->rule)
		snprintf(rule, sizeof(rule), "rule %" PRIu64, v->rule->handle);
	snprintf(to, size, "%s of %s %.*s %.*s", rule, family_word(v->chain->family),
		(int)v->chain->table.left, (const char *)v->chain->table.p,
		(int)v->chain->name.left, (const char *)v->chain->name.p);
}

/* True where there is something to say of it. */
static bool tell(struct selfcheck *s, const struct nft *n, const struct nft_packet *p)
{
	const char *what = p->answer ? "the answers, SYN-ACKs from" : "our SYNs to";
	struct nft_verdict v = nft_judge(n, p);
	char culprit[160], remote[ADDR_TEXT];

	if (v.fate == NFT_PASSES)
		return false;
	name_culprit(culprit, sizeof(culprit), &v);
	selfcheck_add(s, "nftables", v.fate == NFT_DROPS ? SELFCHECK_FAULT : SELFCHECK_DOUBT,
		"%s %s %s %s port %u", culprit, v.fate == NFT_DROPS ? "drops" : "may drop", what,
		report_addr(remote, &p->remote), p->port);
	return true;
}

static void judge(struct selfcheck *s, const struct selfcheck_place *p, const struct nft *n)
{
	struct nft_packet packet = {.local = p->to->source,
		.remote = p->to->target,
		.port = p->port,
		.flags = (uint8_t)p->own.flags,
		.interface = p->route->ifname,
		.ifindex = p->route->ifindex,
		.mark = p->mark};
	bool said;

	if (!n->n_rules && !n->n_chains) {
		selfcheck_add(s, "nftables", SELFCHECK_FINE, "there are no rules");
		return;
	}
	said = tell(s, n, &packet);

	packet.answer = true;
	if (!tell(s, n, &packet) && !said)
		selfcheck_add(s, "nftables", SELFCHECK_FINE,
			"none of %zu rules in %zu chains drops our SYNs or their answers",
			n->n_rules, n->n_chains);
}

void selfcheck_rules(struct selfcheck *s, const struct selfcheck_place *p)
{
	struct fail why = {0};
	struct nft n;
	int rc;

	priv_raise(NULL);
	rc = nft_read(&n, &why);
	priv_lower(NULL);
	if (rc >= 0)
		judge(s, p, &n);
	else
		selfcheck_add(s, "nftables", SELFCHECK_UNEXAMINED, "%s",
			rc == -EPERM ? "only who has cap_net_admin may read rules" : why.text);
	nft_close(&n);
}
