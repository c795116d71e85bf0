/* eth: headers, tags and SNAP read and written, whole and cut; multicast MACs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "eth.h"

#include "exact.h"
#include "tap.h"

static const uint8_t tagged[] = {0x72, 0xd7, 0xb1, 0x56, 0x5c, 0xd0, 0xba, 0xe4, 0xa7, 0xf8, 0xdd,
	0xe3, 0x88, 0xa8, 0x00, 0x07, 0x81, 0x00, 0xaf, 0xff, 0x08, 0x06};
static const uint8_t snap[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xba, 0xe4, 0xa7, 0xf8, 0xdd,
	0xe3, 0x00, 0x0a, 0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00, 0x08, 0x06, 0x11, 0x22, 0x99, 0x99};

static bool read(const void *p, size_t n_bytes, struct eth *out, struct bytes *left)
{
	struct exact e = exact(p, n_bytes);
	struct bytes b = e.view;
	bool good = eth_get(&b, out);

	*left = b;
	left->p = NULL;
	free(e.block);
	return good;
}

static void test_tags(void)
{
	uint8_t space[sizeof tagged];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct bytes left;
	struct eth h;
	size_t wrong = 0;

	ok(read(tagged, sizeof tagged, &h, &left) && !left.left, "two tags are read and eaten");
	ok(h.tags_n == 2 && h.tags[0].tpid == ETH_TYPE_QINQ && h.tags[1].tpid == ETH_TYPE_VLAN,
		"the outer one first");
	is_int(eth_vlan(h.tags[1].tci), 4095, "VLAN");
	is_int(eth_priority(h.tags[1].tci), 5, "priority");
	is_int(h.type, ETH_TYPE_ARP, "the type behind them");
	is_int(h.framing, ETH_II, "Ethernet II");
	is_int(h.source.bytes[5], 0xe3, "source");
	eth_put(&o, &h);
	ok(bytes_equal(bytes_written(&o), bytes_of(tagged, sizeof tagged)), "and written again");
	for (size_t n = 0; n < sizeof tagged; n++)
		wrong += read(tagged, n, &h, &left) || !left.bad;
	is_int(wrong, 0, "cut anywhere it is refused as cut");
}

static void test_many_tags(void)
{
	uint8_t frame[64] = {0};
	struct bytes_out o = bytes_to(frame, sizeof frame);
	struct bytes left;
	struct eth h;

	bytes_put_zeros(&o, 12);
	for (unsigned i = 0; i < ETH_TAGS_MAX; i++)
		bytes_put_u32(&o, 0x81000001);
	bytes_put_u16(&o, 0x0800);
	ok(read(frame, o.used, &h, &left) && h.tags_n == ETH_TAGS_MAX, "four tags are read");
	frame[o.used - 2] = 0x81;
	ok(!read(frame, sizeof frame, &h, &left) && !left.bad, "five are refused, not as cut");
}

static void test_8023(void)
{
	uint8_t other[sizeof snap];
	struct bytes left;
	struct eth h;

	ok(read(snap, sizeof snap, &h, &left), "802.3 with SNAP");
	ok(h.framing == ETH_SNAP && h.type == ETH_TYPE_ARP && h.length_bytes == 10, "is ARP");
	is_int(left.left, 2, "its padding is not part of the payload");
	ok(read(snap, 21, &h, &left) && h.framing == ETH_LLC && left.left == 7,
		"cut in its SNAP header it is 802.3 alone, the length tells the rest");
	memcpy(other, snap, sizeof snap);
	other[17] = 8;
	ok(read(other, sizeof other, &h, &left) && h.framing == ETH_LLC && !h.type,
		"another organisation's protocol has no type");
	other[14] = other[15] = 0x42;
	ok(read(other, sizeof other, &h, &left) && h.framing == ETH_LLC && left.left == 10,
		"LLC without SNAP");
	other[12] = 0x05;
	other[13] = 0xff;
	ok(read(other, sizeof other, &h, &left) && h.length_bytes == 1535, "the longest length");
	other[12] = 0x06;
	other[13] = 0x00;
	ok(read(other, sizeof other, &h, &left) && h.framing == ETH_II && h.type == 0x600,
		"the smallest type");
}

static void test_macs(void)
{
	static const struct {
		const char *group, *mac;
	} groups[] = {
		{"224.0.0.1", "01:00:5e:00:00:01"},
		{"239.255.1.2", "01:00:5e:7f:01:02"},
		{"ff02::1", "33:33:00:00:00:01"},
		{"ff02::1:ff28:9c5a", "33:33:ff:28:9c:5a"},
	};
	struct mac unicast, local, m;
	struct addr a;
	char text[MAC_TEXT];

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		addr_parse(&a, groups[i].group);
		m = eth_group(&a);
		is_text(mac_print(text, &m), groups[i].mac, "%s", groups[i].group);
	}
	mac_parse(&unicast, "00:1b:21:00:00:01");
	mac_parse(&local, "02:1b:21:00:00:01");
	ok(eth_is_group(&eth_broadcast) && !eth_is_group(&unicast), "groups");
	ok(eth_is_local(&local) && !eth_is_local(&unicast), "locally administered");
	ok(eth_equal(&local, &local) && !eth_equal(&local, &unicast), "equal");
}

int main(void)
{
	test_tags();
	test_many_tags();
	test_8023();
	test_macs();
	return tap_done();
}
