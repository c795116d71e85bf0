/* addr: what parses, how it prints (RFC 5952), what compares. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "addr.h"

#include "address.h"
#include "tap.h"

static void test_print(void)
{
	/* The rules of RFC 5952 4.1 to 4.3 and 5, case by case. */
	static const struct {
		const char *given, *printed;
	} cases[] = {
		{"0.0.0.0", "0.0.0.0"},
		{"255.255.255.255", "255.255.255.255"},
		{"198.18.0.1", "198.18.0.1"},
		{"::", "::"},
		{"::1", "::1"},
		{"1::", "1::"},
		{"2001:0db8::0001", "2001:db8::1"},
		{"2001:db8:0:0:0:0:2:1", "2001:db8::2:1"},
		{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
		{"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
		{"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
		{"2001:DB8::ABCD", "2001:db8::abcd"},
		{"0:0:0:0:0:0:0:0", "::"},
		{"1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7:0"},
		{"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
		{"::ffff:c000:201", "::ffff:192.0.2.1"},
		{"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
		{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
			"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
	};
	char text[ADDR_TEXT];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct addr a = address(cases[i].given);

		is_text(addr_print(text, &a), cases[i].printed, "%s prints", cases[i].given);
	}
	is_text(addr_print(text, &(struct addr){.family = ADDR_NONE}), "-", "no address prints");
}

static void test_refused(void)
{
	static const char *const texts[] = {"", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256",
		"01.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4", "0x1.2.3.4", "1..2.3", "1.2.3.4/8",
		":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "::g",
		"[::1]", "::1%lo", "fe80::1%1", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4:5",
		"example.org"};
	struct addr a;

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		ok(!addr_parse(&a, texts[i]) && a.family == ADDR_NONE && addr_is_unspecified(&a),
			"\"%s\" is no address", texts[i]);
}

static void test_compare(void)
{
	struct addr low = address("10.0.0.1"), high = address("10.0.0.2"), six = address("::1");
	struct addr near_a = address("fe80::1"), near_b = address("fe80::1");

	ok(addr_compare(&low, &high) < 0 && addr_compare(&high, &low) > 0, "by bytes");
	ok(addr_compare(&high, &six) < 0 && addr_compare(&six, &high) > 0, "by family first");
	ok(addr_compare(&low, &low) == 0, "equal to itself");
	ok(addr_equal(&low, &low) && !addr_equal(&low, &high), "equality");
	near_a.zone = 2;
	ok(addr_equal(&near_a, &near_b), "an unknown zone is any zone");
	near_b.zone = 3;
	ok(!addr_equal(&near_a, &near_b), "two zones make two addresses");
	is_int(addr_size(&low), 4, "size of IPv4");
	is_int(addr_size(&six), 16, "size of IPv6");
	is_int(addr_size(&(struct addr){0}), 0, "size of none");
}

static void test_kinds(void)
{
	static const struct {
		const char *text;
		bool multicast, loopback, link_local, unspecified;
	} cases[] = {
		{.text = "0.0.0.0", .unspecified = true},
		{.text = "::", .unspecified = true},
		{.text = "127.0.0.1", .loopback = true},
		{.text = "127.255.0.9", .loopback = true},
		{.text = "128.0.0.1"},
		{.text = "::1", .loopback = true},
		{.text = "::2"},
		{.text = "224.0.0.1", .multicast = true},
		{.text = "239.255.255.255", .multicast = true},
		{.text = "223.255.255.255"},
		{.text = "240.0.0.1"},
		{.text = "169.254.1.1", .link_local = true},
		{.text = "169.255.1.1"},
		{.text = "fe80::1", .link_local = true},
		{.text = "febf::1", .link_local = true},
		{.text = "fec0::1"},
		{.text = "ff02::1", .multicast = true, .link_local = true},
		{.text = "ff12::1", .multicast = true, .link_local = true},
		{.text = "ff05::2", .multicast = true},
		{.text = "2001:db8::1"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct addr a = address(cases[i].text);

		ok(addr_is_multicast(&a) == cases[i].multicast &&
				addr_is_link_local(&a) == cases[i].link_local &&
				addr_is_unspecified(&a) == cases[i].unspecified,
			"%s is what it is", cases[i].text);
	}
}

static void test_sockaddr(void)
{
	struct sockaddr_storage s;
	struct addr four = address("198.18.0.1"), six = address("fe80::1"), back;

	is_int(addr_to_sockaddr(&four, 80, &s), sizeof(struct sockaddr_in), "IPv4 length");
	ok(s.ss_family == AF_INET && ntohs(((struct sockaddr_in *)&s)->sin_port) == 80, "port");
	back = addr_from_sockaddr((struct sockaddr *)&s);
	ok(addr_equal(&four, &back), "IPv4 comes back");
	six.zone = 7;
	is_int(addr_to_sockaddr(&six, 443, &s), sizeof(struct sockaddr_in6), "IPv6 length");
	back = addr_from_sockaddr((struct sockaddr *)&s);
	ok(addr_equal(&six, &back) && back.zone == 7, "IPv6 comes back with its zone");
	is_int(addr_to_sockaddr(&(struct addr){0}, 1, &s), 0, "no address has no sockaddr");
	s.ss_family = AF_UNIX;
	back = addr_from_sockaddr((struct sockaddr *)&s);
	is_int(back.family, ADDR_NONE, "another family is no address");
	ok(addr_af(&four) == AF_INET && addr_af(&six) == AF_INET6 && addr_af(&back) == AF_UNSPEC,
		"AF_ values");
}

static void test_scope(void)
{
	is_int(addr_scoped(address("fe80::1"), 7).zone, 7, "a link-local address is of a link");
	is_int(addr_scoped(address("ff02::1"), 7).zone, 7, "so is a group of that scope");
	is_int(addr_scoped(address("2001:db8::1"), 7).zone, 0, "a global one is of none");
	is_int(addr_scoped(address("169.254.0.1"), 7).zone, 0, "nor is one of IPv4");
}

static void test_mac(void)
{
	static const char *const refused[] = {"", "02:00:00:00:00", "02:00:00:00:00:0",
		"02:00:00:00:00:0g", "02:00:00:00:00:01:", "02:00-00:00:00:01", "020000000001",
		"2:0:0:0:0:1", "02:00:00:00:00:0001", "02:00:00:00:00:0\xff"};
	char text[MAC_TEXT];
	struct mac m;

	ok(mac_parse(&m, "02:00:5e:10:AB:ff"), "colons");
	is_text(mac_print(text, &m), "02:00:5e:10:ab:ff", "prints in lower case");
	ok(mac_parse(&m, "02-00-5E-10-ab-01") && m.bytes[5] == 1, "hyphens");
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		ok(!mac_parse(&m, refused[i]), "\"%s\" is no MAC address", refused[i]);
}

static bool holds(const char *prefix, const char *text)
{
	struct addr_prefix p;
	struct addr a = address(text);

	return addr_prefix_parse(&p, prefix) && addr_prefix_holds(&p, &a);
}

static void test_prefix(void)
{
	static const char *const refused[] = {"198.18.0.0", "198.18.0.0/", "198.18.0.0/33",
		"::/129", "::/-1", "::/+1", "::/ 1", "::/08", "::/1000", "::/4294967328", "::/1x",
		"/8", "x/8", "198.18.0.0/8/8",
		"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000/8"};
	struct addr_prefix p;
	char text[ADDR_TEXT];

	ok(addr_prefix_parse(&p, "198.19.255.255/15") && p.bits == 15, "host bits may be given");
	is_text(addr_print(text, &p.addr), "198.18.0.0", "and are cleared");
	ok(addr_prefix_parse(&p, "2001:db8:ffff::1/33") && p.bits == 33, "IPv6, within a byte");
	is_text(addr_print(text, &p.addr), "2001:db8:8000::", "and cleared from there");
	ok(holds("198.18.0.0/15", "198.19.1.2") && !holds("198.18.0.0/15", "198.20.0.0"), "/15");
	ok(holds("0.0.0.0/0", "1.2.3.4") && !holds("0.0.0.0/0", "::1"), "/0 of one family");
	ok(holds("10.0.0.1/32", "10.0.0.1") && !holds("10.0.0.1/32", "10.0.0.0"), "/32");
	ok(holds("2001:db8::/127", "2001:db8::1") && !holds("2001:db8::/127", "2001:db8::2"),
		"/127");
	ok(!addr_prefix_holds(&(struct addr_prefix){0}, &(struct addr){0}), "none holds none");
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		ok(!addr_prefix_parse(&p, refused[i]), "\"%s\" is no prefix", refused[i]);
}

int main(void)
{
	test_print();
	test_refused();
	test_compare();
	test_kinds();
	test_sockaddr();
	test_scope();
	test_mac();
	test_prefix();
	return tap_done();
}
