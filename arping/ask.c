/* ask: the frames that arping sends: requests, probes, announcements, solicitations. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ask.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>

struct ask {
	struct ask_config c;
	struct craft *craft;
};

int ask_open(struct ask **out, const struct ask_config *c, struct fail *why)
{
	struct ask *a = calloc(1, sizeof(*a));
	int rc;

	if (!a)
		return fail_set(why, ENOMEM, "no memory for a packet");
	a->c = *c;
	rc = craft_open(&a->craft, why);
	if (rc < 0) {
		ask_close(a);
		return rc;
	}
	*out = a;
	return 0;
}

void ask_close(struct ask *a)
{
	if (!a)
		return;
	craft_close(a->craft);
	free(a);
}

void ask_target(struct ask *a, const struct addr *target)
{
	a->c.target = *target;
}

void ask_source(struct ask *a, const struct addr *source)
{
	a->c.source = *source;
}

static struct eth link_to(const struct ask *a, const struct mac *to)
{
	struct eth link = {.destination = *to, .source = a->c.mac, .tags_n = a->c.tagged};

	link.tags[0] = (struct eth_tag){.tpid = ETH_TYPE_VLAN, .tci = a->c.tci};
	return link;
}

/* Whoever takes an address that was nobody's says so from it. */
static struct addr sender(const struct ask *a, enum ask_kind kind)
{
	bool announces = kind == ASK_ANNOUNCE || kind == ASK_REPLY;
	struct addr nobody = {.family = a->c.target.family};

	if (!addr_is_unspecified(&a->c.source))
		return a->c.source;
	return announces ? a->c.target : nobody;
}

static int build_arp(struct ask *a, enum ask_kind kind, const struct mac *to, struct bytes *out,
	struct fail *why)
{
	const struct eth link = link_to(a, to ? to : &eth_broadcast);
	struct arp packet = {.operation = kind == ASK_REPLY ? ARP_REPLY : ARP_REQUEST,
		.sender_mac = a->c.mac,
		.sender = sender(a, kind),
		.target = a->c.target};

	/* A request does not know what it asks for; a reply that nobody asked for is to its sender.
	 */
	if (kind == ASK_REPLY)
		packet.target_mac = a->c.mac;
	else if (to)
		packet.target_mac = *to;
	return craft_arp(a->craft, &link, &packet, out, why);
}

/* Where a message goes: to one, to the group of the target, to all nodes, to all routers. */
static struct addr destination6(const struct ask *a, enum ask_kind kind, const struct mac *to)
{
	struct addr group;

	if (kind == ASK_ANNOUNCE || kind == ASK_REPLY)
		addr_parse(&group, "ff02::1");
	else if (kind == ASK_ROUTER)
		addr_parse(&group, "ff02::2");
	else
		return to ? a->c.target : ndp_solicited_node(&a->c.target);
	return group;
}

/* A message from nobody tells no link-layer address (RFC 4861 4.1, 4.3). */
static void put_options(const struct ask *a, enum ask_kind kind, struct bytes_out *o)
{
	bool nobody = addr_is_unspecified(&a->c.source);

	if (kind == ASK_PROBE)
		ndp_put_nonce(o, a->c.nonce);
	else if (kind == ASK_ANNOUNCE || kind == ASK_REPLY)
		ndp_put_mac(o, NDP_TARGET_MAC, &a->c.mac);
	else if (!nobody)
		ndp_put_mac(o, NDP_SOURCE_MAC, &a->c.mac);
}

static uint8_t type6(enum ask_kind kind)
{
	switch (kind) {
	case ASK_REQUEST:
	case ASK_PROBE:
		return NDP_NS;
	case ASK_ANNOUNCE:
	case ASK_REPLY:
		return NDP_NA;
	case ASK_ROUTER:
		return NDP_RS;
	}
	return NDP_NS;
}

static int build_ndp(struct ask *a, enum ask_kind kind, const struct mac *to, struct bytes *out,
	struct fail *why)
{
	uint8_t options[16];
	struct bytes_out o = bytes_to(options, sizeof(options));
	struct ip6 header = {.hop_limit = NDP_HOP_LIMIT,
		.next_header = IPPROTO_ICMPV6,
		.source = sender(a, kind),
		.destination = destination6(a, kind, to)};
	struct ndp message = {.type = type6(kind),
		.target = a->c.target,
		.override = true,
		.router = a->c.router};
	const struct mac group = eth_group(&header.destination);
	const struct eth link = link_to(a, to ? to : &group);

	put_options(a, kind, &o);
	message.options = bytes_written(&o);
	return craft_ndp(a->craft, &link, &header, &message, out, why);
}

int ask_build(struct ask *a, enum ask_kind kind, const struct mac *to, struct bytes *out,
	struct fail *why)
{
	if (a->c.target.family == ADDR_V4)
		return build_arp(a, kind, to, out, why);
	return build_ndp(a, kind, to, out, why);
}
