/* arp: packets read and written, whole, cut and malformed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "arp.h"

#include "exact.h"
#include "tap.h"

static const uint8_t reply[ARP_BYTES] = {0x00, 0x01, 0x08, 0x00, 6, 4, 0, 2, 0xba, 0xe4, 0xa7, 0xf8,
	0xdd, 0xe3, 198, 18, 0, 1, 0x72, 0xd7, 0xb1, 0x56, 0x5c, 0xd0, 198, 18, 0, 2};

static void test_get(void)
{
	uint8_t space[ARP_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct exact e = exact(reply, sizeof reply);
	struct bytes b = e.view;
	char text[ADDR_TEXT], mac[MAC_TEXT];
	struct arp a;

	ok(arp_get(&b, &a) && !b.left && !b.bad, "a reply is read and eaten");
	is_int(a.operation, ARP_REPLY, "operation");
	is_text(addr_print(text, &a.sender), "198.18.0.1", "sender");
	is_text(mac_print(mac, &a.sender_mac), "ba:e4:a7:f8:dd:e3", "sender's MAC");
	is_text(addr_print(text, &a.target), "198.18.0.2", "target");
	is_text(mac_print(mac, &a.target_mac), "72:d7:b1:56:5c:d0", "target's MAC");
	ok(a.hardware == 1 && a.protocol == 0x800 && a.hardware_bytes == 6 && a.protocol_bytes == 4,
		"types and lengths");
	a.hardware = 99;
	arp_put(&o, &a);
	ok(bytes_equal(bytes_written(&o), e.view), "written as Ethernet and IPv4 again");
	free(e.block);
}

static void test_cuts(void)
{
	size_t wrong = 0;

	for (size_t n = 0; n < sizeof reply; n++) {
		struct exact e = exact(reply, n);
		struct bytes b = e.view;
		struct arp a;

		wrong += arp_get(&b, &a) || !b.bad || a.fault != ARP_CUT;
		free(e.block);
	}
	is_int(wrong, 0, "cut anywhere it is refused as cut");
}

static void test_malformed(void)
{
	static const struct {
		uint8_t at, value;
		enum arp_fault fault;
		const char *name;
	} cases[] = {
		{1, 15, ARP_HARDWARE, "hardware type"},
		{0, 1, ARP_HARDWARE, "hardware type"},
		{1, 6, ARP_GOOD, "none"},
		{3, 6, ARP_PROTOCOL, "protocol type"},
		{4, 8, ARP_LENGTHS, "address lengths"},
		{4, 0, ARP_LENGTHS, "address lengths"},
		{5, 16, ARP_LENGTHS, "address lengths"},
		{5, 0, ARP_LENGTHS, "address lengths"},
		{7, 9, ARP_GOOD, "none"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct exact e = exact(reply, sizeof reply);
		struct bytes b = e.view;
		struct arp a;

		e.p[cases[i].at] = cases[i].value;
		is_int(arp_get(&b, &a), cases[i].fault == ARP_GOOD, "byte %u is %u", cases[i].at,
			cases[i].value);
		is_text(arp_fault_name(a.fault), cases[i].name, "... fault");
		ok(!b.bad, "... it is not cut");
		free(e.block);
	}
	is_text(arp_fault_name(ARP_CUT), "cut", "a cut one's name");
}

static void test_kinds(void)
{
	struct arp a = {.operation = ARP_REQUEST};

	a.sender = addr_v4((const uint8_t[]){0, 0, 0, 0});
	a.target = addr_v4((const uint8_t[]){198, 18, 0, 1});
	ok(arp_is_probe(&a), "from 0.0.0.0 it is a probe");
	a.operation = ARP_REPLY;
	ok(!arp_is_probe(&a), "but not a reply");
	a.sender = a.target;
	a.operation = ARP_REQUEST;
	ok(!arp_is_probe(&a), "nor who says that it has the address");
	a.sender = a.target = addr_v4((const uint8_t[]){0, 0, 0, 0});
	ok(!arp_is_probe(&a), "nor who asks for no address");
}

int main(void)
{
	test_get();
	test_cuts();
	test_malformed();
	test_kinds();
	return tap_done();
}
