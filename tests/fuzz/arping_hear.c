/* arping_hear: a frame, and behind the first byte's flags a listener it is most likely to be for.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../arping/hear.h"
#include "must.h"

enum { DAD = 1, ROUTERS = 2, OTHER = 4, VLAN = 8 };

static const struct mac nobody = {{0x02, 0xff, 0, 0, 0, 1}};

/* Whoever sent the frame is asked for, and whom it is for asks. */
static struct hear_config listener(const struct packet *p, uint8_t flags)
{
	struct hear_config c = {.target = p->has_arp ? p->arp.sender : p->ndp.target,
		.source = p->has_arp ? p->arp.target : p->destination,
		.mac = p->has_arp && !(flags & OTHER) ? p->arp.target_mac : p->eth.destination,
		.own = &nobody,
		.own_n = 1,
		.vlan = flags & VLAN ? eth_vlan(p->vlan) : HEAR_NO_VLAN,
		.dad = flags & DAD};

	if (!c.vlan)
		c.vlan = HEAR_NO_VLAN;
	if (!c.target.family)
		c.target.family = ADDR_V4;
	if (flags & ROUTERS)
		c.target = (struct addr){.family = ADDR_V6};
	return c;
}

static void must_hold(const struct hear_config *c, const struct heard *h, const struct packet *p)
{
	bool names = h->kind == HEARD_ANSWER || h->kind == HEARD_CLAIM || h->kind == HEARD_PROBE;

	if (h->kind == HEARD_NOTHING)
		return;
	must(p->has_eth && h->vlan >= HEAR_NO_VLAN && h->vlan <= 4095);
	must(hear_same(&h->ether, &p->eth.source));
	must(h->unicast || eth_is_group(&p->eth.destination));
	must((h->kind == HEARD_ELSEWHERE) == (h->vlan != c->vlan));
	must((h->kind != HEARD_MALFORMED) || h->fault);
	must(h->kind != HEARD_ROUTER || (h->is_ndp && p->ttl == NDP_HOP_LIMIT && !h->fault));
	if (!names)
		return;
	must(!h->from_us && !h->fault && !hear_same(&h->mac, &c->mac));
	must(h->is_ndp ? p->has_ndp && p->ttl == NDP_HOP_LIMIT : p->has_arp);
	must(h->kind != HEARD_PROBE || (c->dad && h->request && addr_is_unspecified(&h->sender)));
	must(h->kind != HEARD_CLAIM || h->is_ndp || !c->dad);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frame f = {.layer = FRAME_LINK, .linktype = 1, .ttl = -1, .tos = -1};
	struct exact whole;
	struct packet p;
	struct hear_config c;
	struct heard h;

	if (!size)
		return 0;
	whole = exact(data + 1, size - 1);
	f.bytes = whole.view;
	f.whole_bytes = (uint32_t)whole.view.left;
	p = must_read(&f);
	c = listener(&p, data[0]);
	h = hear(&c, &f);
	must_hold(&c, &h, &p);
	/* The same from a MAC of our own is no conflict. */
	c.own = &h.mac;
	h = hear(&c, &f);
	must(!c.dad || (h.kind != HEARD_ANSWER && h.kind != HEARD_CLAIM && h.kind != HEARD_PROBE));
	free(whole.block);
	return 0;
}
