/* hear: what a frame on the link says of the address that is asked for. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "hear.h"

#include <string.h>

bool hear_same(const struct mac *a, const struct mac *b)
{
	return !memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

/* What we sent ourselves says nothing. Another interface of this host is no conflict for the one
 * that is to get the address (RFC 5227 2.1.1), but an answer as good as any where somebody looks
 * for it.
 */
static bool is_own(const struct hear_config *c, const struct mac *m)
{
	for (size_t i = 0; c->dad && i < c->own_n; i++)
		if (hear_same(&c->own[i], m))
			return true;
	return hear_same(&c->mac, m);
}

static void nothing(struct heard *h)
{
	h->kind = HEARD_NOTHING;
}

/* An ARP reply is to who asked: its addresses are ours, as it has them. */
static bool is_to_us(const struct hear_config *c, const struct arp *a)
{
	return addr_equal(&a->target, &c->source) && hear_same(&a->target_mac, &c->mac);
}

static void judge_arp(const struct hear_config *c, const struct arp *a, struct heard *h)
{
	bool names = addr_equal(&a->sender, &c->target);

	h->request = a->operation == ARP_REQUEST;
	h->mac = a->sender_mac;
	h->sender = a->sender;
	h->asked = a->target;
	h->asked_mac = a->target_mac;
	h->from_us = is_own(c, &h->mac);
	if (a->operation != ARP_REQUEST && a->operation != ARP_REPLY)
		nothing(h);
	else if (names && !h->from_us && (c->dad || is_to_us(c, a)))
		h->kind = HEARD_ANSWER;
	else if (names && !h->from_us)
		h->kind = HEARD_CLAIM;
	else if (c->dad && !h->from_us && arp_is_probe(a) && addr_equal(&a->target, &c->target))
		h->kind = HEARD_PROBE;
}

/* What the peer may have meant by a packet that is cut or of another kind cannot be told, but it is
 * counted: a device that sends such is of interest. */
static void take_arp(const struct hear_config *c, const struct packet *p, struct heard *h)
{
	if (c->target.family != ADDR_V4)
		return;
	if (p->has_arp) {
		judge_arp(c, &p->arp, h);
		return;
	}
	h->kind = HEARD_MALFORMED;
	h->fault = arp_fault_name(p->arp.fault);
}

static bool names_target(const struct hear_config *c, const struct ndp *m)
{
	return addr_equal(&m->target, &c->target);
}

static void take_advertisement(const struct hear_config *c, const struct packet *p, struct heard *h)
{
	struct ndp_option o;

	h->router = p->ndp.router;
	h->solicited = p->ndp.solicited;
	h->override = p->ndp.override;
	if (ndp_find(&p->ndp, NDP_TARGET_MAC, &o))
		ndp_mac(&o, &h->mac);
	h->from_us = is_own(c, &h->mac);
	if (h->from_us)
		return;
	h->kind = c->dad || addr_equal(&p->destination, &c->source) ? HEARD_ANSWER : HEARD_CLAIM;
}

/* A solicitation from nobody asks whether the address is free. One with our nonce is our own, sent
 * back by a switch or a loop (RFC 7527 4.2). */
static void take_solicitation(const struct hear_config *c, const struct packet *p, struct heard *h)
{
	struct ndp_option o;
	struct bytes nonce;
	bool ours = false;

	h->request = true;
	if (!c->dad || !addr_is_unspecified(&p->source))
		return;
	if (ndp_find(&p->ndp, NDP_NONCE, &o) && ndp_nonce(&o, &nonce))
		ours = bytes_equal(nonce, bytes_of(c->nonce, sizeof(c->nonce)));
	h->from_us = ours || is_own(c, &h->mac);
	if (!h->from_us)
		h->kind = HEARD_PROBE;
}

static void take_router(const struct packet *p, struct heard *h)
{
	struct ndp_option o;

	h->kind = HEARD_ROUTER;
	h->ndp = p->ndp;
	if (ndp_find(&p->ndp, NDP_SOURCE_MAC, &o))
		ndp_mac(&o, &h->mac);
}

static const char *fault_of(const struct packet *p)
{
	enum ndp_fault fault = p->ndp.fault;

	if (fault == NDP_GOOD)
		fault = ndp_check(&p->ndp, &p->source, &p->destination, p->ttl);
	if (fault != NDP_GOOD)
		return ndp_fault_name(fault);
	return p->checksum_checked && !p->checksum_ok ? "checksum" : NULL;
}

static bool is_of_interest(const struct hear_config *c, const struct packet *p)
{
	bool router = addr_is_unspecified(&c->target);

	if (!p->has_icmp || p->icmp.family != ADDR_V6)
		return false;
	if (p->icmp.type == NDP_RA)
		return router;
	return !router && (p->icmp.type == NDP_NA || p->icmp.type == NDP_NS);
}

static void take_ndp(const struct hear_config *c, const struct packet *p, struct heard *h)
{
	if (c->target.family == ADDR_V4 || !is_of_interest(c, p))
		return;
	h->is_ndp = true;
	h->sender = p->source;
	/* A message that is cut before its target names nobody, and is counted for that. */
	if (p->icmp.type != NDP_RA && p->ndp.fault != NDP_CUT && !names_target(c, &p->ndp))
		return;
	h->fault = fault_of(p);
	if (h->fault) {
		h->kind = HEARD_MALFORMED;
		return;
	}
	if (p->icmp.type == NDP_NA)
		take_advertisement(c, p, h);
	else if (p->icmp.type == NDP_NS)
		take_solicitation(c, p, h);
	else
		take_router(p, h);
}

/* VLAN 0 is a priority and no VLAN (IEEE 802.1Q). */
static int vlan_of(const struct packet *p)
{
	int id = p->has_vlan ? eth_vlan(p->vlan) : 0;

	return id ? id : HEAR_NO_VLAN;
}

struct heard hear_packet(const struct hear_config *c, const struct packet *p)
{
	struct heard h = {.kind = HEARD_NOTHING};

	if (!p->has_eth)
		return h;
	h.mac = h.ether = p->eth.source;
	h.vlan = vlan_of(p);
	h.unicast = hear_same(&p->eth.destination, &c->mac);
	/* What others say to each other is none of our business, even where we see it. */
	if (!h.unicast && !eth_is_group(&p->eth.destination))
		return h;
	if (p->ethertype == ETH_TYPE_ARP)
		take_arp(c, p, &h);
	else if (p->ethertype == ETH_TYPE_IP6)
		take_ndp(c, p, &h);
	if (h.kind != HEARD_NOTHING && h.vlan != c->vlan)
		h.kind = HEARD_ELSEWHERE;
	return h;
}

struct heard hear(const struct hear_config *c, const struct frame *f)
{
	struct packet p;

	packet_read(f, &p);
	return hear_packet(c, &p);
}
