/* craft_link: whole frames that libnet builds, read back by packet. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>

#include "address.h"
#include "craft.h"
#include "packet.h"
#include "tap.h"

static const struct mac here = {{2, 0, 0x5e, 0x10, 0, 1}}, there = {{2, 0, 0x5e, 0x10, 0, 2}};
static const struct eth_tag tag = {ETH_TYPE_VLAN, 0xa005};

static struct eth link_to(const struct mac *to, bool tagged)
{
	return (struct eth){.destination = *to,
		.source = here,
		.tags_n = tagged,
		.tags = {tag},
		.type = 0x1234};
}

static struct packet read(struct bytes b)
{
	struct frame f = {
		.bytes = b, .whole_bytes = (uint32_t)b.left, .layer = FRAME_LINK, .linktype = 1};
	struct packet p;

	packet_read(&f, &p);
	return p;
}

static void check_link(const struct packet *p, const struct mac *to, bool tagged)
{
	is_int(p->state, PACKET_OK, "... it is read");
	ok(eth_equal(&p->eth.destination, to) && eth_equal(&p->eth.source, &here), "... its MACs");
	ok(p->has_vlan == tagged && (!tagged || p->vlan == tag.tci), "... its tag");
}

static void test_arp(struct craft *c, bool tagged)
{
	struct eth link = link_to(&eth_broadcast, tagged);
	struct arp a = {.operation = ARP_REQUEST,
		.sender_mac = here,
		.sender = address("198.18.0.1"),
		.target_mac = there,
		.target = address("198.18.0.2")};
	struct packet p;
	struct bytes b;
	size_t dirty = 0;

	is_int(craft_arp(c, &link, &a, &b, NULL), 0, "ARP%s", tagged ? ", tagged" : "");
	is_int(b.left, ETH_LEAST_BYTES, "... is padded");
	p = read(b);
	check_link(&p, &eth_broadcast, tagged);
	ok(p.has_arp && p.arp.operation == ARP_REQUEST, "... its operation");
	ok(addr_equal(&p.arp.sender, &a.sender) && addr_equal(&p.arp.target, &a.target) &&
			eth_equal(&p.arp.sender_mac, &here) && eth_equal(&p.arp.target_mac, &there),
		"... its addresses");
	for (size_t i = ETH_HEADER_BYTES + tagged * (size_t)ETH_TAG_BYTES + ARP_BYTES; i < b.left;
		i++)
		dirty += b.p[i] != 0;
	is_int(dirty, 0, "... padded with zeros");
}

static void test_ndp(struct craft *c, uint8_t type, bool tagged)
{
	static const uint8_t nonce[NDP_NONCE_BYTES] = {9, 8, 7, 6, 5, 4};
	uint8_t space[16];
	struct bytes_out options = bytes_to(space, sizeof space);
	struct ip6 header = {.hop_limit = NDP_HOP_LIMIT,
		.source = address("fe80::1"),
		.destination = address("ff02::2")};
	struct ndp m = {.type = type, .router = true, .override = true};
	struct mac group = eth_group(&header.destination);
	struct eth link = link_to(&group, tagged);
	struct packet p;
	struct bytes b;

	m.target = address("2001:db8::7");
	ndp_put_mac(&options, NDP_SOURCE_MAC, &here);
	ndp_put_nonce(&options, nonce);
	m.options = bytes_written(&options);
	is_int(craft_ndp(c, &link, &header, &m, &b, NULL), 0, "type %u%s", type,
		tagged ? ", tagged" : "");
	p = read(b);
	check_link(&p, &group, tagged);
	ok(p.has_ndp && p.ndp.type == type && p.checksum_ok && p.ttl == NDP_HOP_LIMIT,
		"... its type, checksum and hop limit");
	is_int(p.ndp.router && p.ndp.override && !p.ndp.solicited, type == NDP_NA, "... its flags");
	is_int(addr_equal(&p.ndp.target, &m.target), type == NDP_NA || type == NDP_NS,
		"... its target");
	ok(bytes_equal(p.ndp.options, bytes_of(space, sizeof space)), "... its options");
}

static void test_echo(struct craft *c)
{
	struct eth link = link_to(&there, true);
	struct ip6 header = {.hop_limit = 1, .flow_label = 0xabcde};
	struct icmp m = {.family = ADDR_V6, .type = 128, .id = 7, .sequence = 9};
	struct packet p;
	struct bytes b;

	header.source = address("2001:db8::1");
	header.destination = address("ff02::1");
	is_int(craft_frame6(c, &link, &header, &m, &b, NULL), 0, "an echo request");
	p = read(b);
	check_link(&p, &there, true);
	ok(p.has_icmp && p.checksum_ok && p.icmp.id == 7 && p.ip6.flow_label == 0xabcde,
		"... its fields");
}

static void test_refusals(struct craft *c)
{
	static const uint8_t data[2000];
	struct eth link = link_to(&there, true);
	struct ip6 header = {.source = address("fe80::1"), .destination = address("ff02::1")};
	struct ndp m = {.type = NDP_NS, .options = bytes_of(data, sizeof data)};
	struct arp a = {.operation = ARP_REPLY};
	struct fail why = {0};
	struct bytes b;

	is_int(craft_ndp(c, &link, &header, &m, &b, &why), -EMSGSIZE, "too many options");
	is_text(why.text, "2000 bytes of options do not fit into a message", "... say so");
	m.options = (struct bytes){.bad = true};
	is_int(craft_ndp(c, &link, &header, &m, &b, &why), -EMSGSIZE, "options that were cut");
	link.tags_n = 2;
	is_int(craft_arp(c, &link, &a, &b, &why), -EINVAL, "two tags");
	is_text(why.text, "a frame with 2 tags cannot be built", "... say so");
}

int main(void)
{
	struct craft *c = NULL;

	is_int(craft_open(&c, NULL), 0, "libnet opens");
	for (int round = 0; round < 2; round++) {
		test_arp(c, false);
		test_arp(c, true);
		for (unsigned type = NDP_RS; type <= NDP_NA; type++) {
			test_ndp(c, (uint8_t)type, false);
			test_ndp(c, (uint8_t)type, true);
		}
		test_echo(c);
		test_refusals(c);
	}
	craft_close(c);
	return tap_done();
}
