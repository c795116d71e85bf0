/* route: what every host has; with "lab" as argument, what tests/net/route.t has built. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "route.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"
#include "route_netlink.h"
#include "tap.h"

static const char *shown(const struct addr *a)
{
	static char text[2][ADDR_TEXT];
	static unsigned n;

	return addr_print(text[n++ & 1], a);
}

static struct route route_to(const char *to, const struct route_want *want, int wanted_rc)
{
	struct addr a = address(to);
	struct fail why = {0};
	struct route r;

	is_int(route_get(&r, &a, want, &why), wanted_rc, "route to %s: %s", to,
		wanted_rc ? why.text : "found");
	return r;
}

static uint32_t number_of(const char *name)
{
	struct route_interface i;

	route_interface(&i, name, 0, NULL);
	return i.ifindex;
}

static void test_loopback(void)
{
	struct route r = route_to("127.0.0.1", NULL, 0);
	struct addr own = address("127.0.0.1"), net = address("127.55.0.1"), none = {0};
	uint32_t ifindex = 0;
	struct fail why = {0};

	is_text(r.ifname, "lo", "by lo");
	is_text(shown(&r.source), "127.0.0.1", "from itself");
	ok(r.local && !r.broadcast && !r.multicast, "it is local");
	is_int(r.next_hop.family, ADDR_NONE, "without a next hop");
	is_int(route_owns(&own, &ifindex, &why), 1, "127.0.0.1 is ours");
	is_int(ifindex, r.ifindex, "on lo");
	is_int(route_owns(&net, NULL, &why), 1, "so is all of 127.0.0.0/8");
	is_int(route_owns(&none, NULL, &why), 0, "no address is not");
	is_int(route_get(&r, &none, NULL, &why), -EDESTADDRREQ, "and has no route");
}

static void test_many(void)
{
	struct addr to = address("127.0.0.1"), none = {0};
	struct routes *all = NULL;
	struct fail why = {0};
	struct route r;

	if (!ok(routes_open(&all, &why) >= 0, "routes by one socket"))
		return;
	for (unsigned i = 0; i < 3; i++) {
		is_int(routes_get(all, &r, &to, NULL, &why), 0, "one after the other");
		ok(r.local && r.hop_limit == 0 && r.mtu_bytes >= 1500, "... with what they say");
		is_text(r.ifname, "lo", "... and the interface");
		is_int(routes_get(all, &r, &none, NULL, &why), -EDESTADDRREQ, "none between");
	}
	routes_close(all);
	routes_close(NULL);
}

static void test_interface(void)
{
	struct route_interface i;
	struct fail why = {0};

	is_int(route_interface(&i, "lo", 0, &why), 0, "lo is there");
	ok(i.loopback && i.up && !i.has_mac && !i.vrf && i.mtu_bytes >= 1500, "as it should be");
	is_int(route_interface(&i, NULL, i.ifindex, &why), 0, "also by number");
	is_text(i.name, "lo", "with its name");
	is_int(route_interface(&i, "nosuch0", 0, &why), -ENODEV, "another is not");
	is_text(why.text, "nosuch0: no interface has that name", "and it says so");
	is_int(route_interface(&i, "a-name-longer-than-any", 0, &why), -ENODEV, "nor a long name");
	is_int(route_interface(&i, "", 0, &why), -ENODEV, "nor an empty one");
	is_int(route_interface(&i, NULL, 0x7ffffffe, &why), -ENODEV, "nor that number");
	is_text(why.text, "no interface has the number 2147483646", "and it says so");
	is_int(route_interface(&i, NULL, 0, &why), -ENODEV, "nor number 0");
}

static void test_lab_interface(void)
{
	struct route_interface i;
	struct fail why = {0};
	char mac[MAC_TEXT];

	is_int(route_interface(&i, "v0", 0, &why), 0, "v0 is there");
	is_text(i.has_mac ? mac_print(mac, &i.mac) : "", "02:00:00:00:00:10", "with its MAC");
	is_int(i.mtu_bytes, 1500, "and MTU");
	ok(i.up && i.running && !i.loopback && !i.point_to_point && !i.noarp, "and flags");
	is_int(route_interface(&i, "an-alternative-name", 0, &why), 0, "by its other name, too");
	is_text(i.name, "v0", "which is told by the first");
	is_int(route_interface(&i, "w0", 0, &why), 0, "w0 is there");
	ok(!i.up && i.noarp, "down, without ARP");
	if (getenv("LAB_VRF")) {
		is_int(route_interface(&i, "red", 0, &why), 0, "red is there");
		ok(i.vrf, "a VRF");
	} else {
		ok(true, "# SKIP this kernel makes no VRF");
	}
}

static void test_lab_v4(void)
{
	struct route_want want = {.ifindex = number_of("u0")};
	struct route r = route_to("198.18.0.20", NULL, 0);

	is_text(r.ifname, "v0", "on link by v0");
	is_text(shown(&r.source), "198.18.0.1", "from its first address");
	is_int(r.next_hop.family, ADDR_NONE, "to itself");
	is_int(r.mtu_bytes, 1500, "with the interface's MTU");
	ok(!r.local && !r.broadcast && !r.multicast, "plain unicast");
	r = route_to("192.0.2.1", NULL, 0);
	is_text(shown(&r.next_hop), "198.18.0.254", "elsewhere by the router");
	is_int(r.mtu_bytes, 1400, "with the route's MTU");
	r = route_to("198.19.5.1", NULL, 0);
	is_text(shown(&r.next_hop), "fe80::99", "by an IPv6 neighbour");
	is_int(r.next_hop.zone, r.ifindex, "with its zone");
	ok(route_to("198.18.0.255", NULL, 0).broadcast, "the last address is a broadcast");
	r = route_to("224.0.0.1", &want, 0);
	is_text(r.ifname, "u0", "a multicast leaves by the interface asked for");
	ok(r.multicast, "and is known as such");
	is_text(shown(&r.source), "198.18.1.1", "from its address");
	is_int(r.mtu_bytes, 1300, "with its MTU");
	r = route_to("198.18.0.2", NULL, 0);
	ok(r.local, "our own other address is local");
	route_to("198.19.6.1", NULL, -EHOSTUNREACH);
	route_to("198.19.7.1", NULL, -EACCES);
	route_to("198.19.8.1", NULL, -EINVAL);
}

static void test_lab_want(void)
{
	struct route_want want = {.mark = 7};
	struct route r = route_to("192.0.2.1", &want, 0);

	is_text(shown(&r.next_hop), "198.18.0.77", "a mark chooses another router");
	want = (struct route_want){.tos = 0x10};
	r = route_to("192.0.2.1", &want, 0);
	is_text(shown(&r.next_hop), "198.18.0.78", "so does a TOS");
	want = (struct route_want){.source = address("198.18.0.2")};
	r = route_to("198.18.0.20", &want, 0);
	is_text(shown(&r.source), "198.18.0.2", "a source stays");
	want.source = address("2001:db8::1");
	r = route_to("198.18.0.20", &want, 0);
	is_text(shown(&r.source), "198.18.0.1", "one of the other family does not count");
}

static void test_lab_hops(void)
{
	struct route_want want = {.ifindex = number_of("u0")};
	struct addr to = address("198.19.9.1"), one = address("192.0.2.1"), none = {0};
	struct route_hop hops[3];
	struct fail why = {0};

	is_int(route_hops(hops, 3, &to, NULL, &why), 3, "a route of three next hops");
	is_text(shown(&hops[0].via), "198.18.0.254", "by a router");
	is_int(hops[0].ifindex, number_of("v0"), "on its link");
	is_text(shown(&hops[1].via), "fe80::98", "by an IPv6 one");
	is_int(hops[1].via.zone, number_of("u0"), "with its zone");
	ok(!hops[0].no_carrier && !hops[0].unused, "in use");
	ok(hops[2].no_carrier && !hops[2].unused, "one without carrier, and in use all the same");
	is_int(route_hops(hops, 1, &to, NULL, &why), 3, "more than there is room for");
	to = address("2001:db8:a::1");
	is_int(route_hops(hops, 3, &to, NULL, &why), 2, "two of IPv6");
	is_text(shown(&hops[0].via), "fe80::98", "by the one");
	is_text(shown(&hops[1].via), "fe80::97", "and the other");
	is_int(route_hops(hops, 3, &one, NULL, &why), 0, "a route of one has none to share with");
	to = address("198.18.1.7");
	is_int(route_hops(hops, 3, &to, &want, &why), 0, "nor has one on link");
	to = address("198.19.6.1");
	is_int(route_hops(hops, 3, &to, NULL, &why), -EHOSTUNREACH, "nor one that refuses: %s",
		why.text);
	is_int(route_hops(hops, 3, &none, NULL, &why), -EDESTADDRREQ, "nor no address");
}

static void test_lab_v6(void)
{
	struct addr neighbour = address("fe80::77");
	struct fail why = {0};
	struct route r = route_to("2001:db8::20", NULL, 0);

	is_text(r.ifname, "v0", "on link by v0");
	is_text(shown(&r.source), "2001:db8::1", "from its address");
	is_int(r.next_hop.family, ADDR_NONE, "to itself");
	r = route_to("2001:db8:5::1", NULL, 0);
	is_text(shown(&r.next_hop), "fe80::99", "elsewhere by the router");
	is_int(r.next_hop.zone, r.ifindex, "with its zone");
	is_int(r.mtu_bytes, 1290, "with the route's MTU");
	ok(route_to("2001:db8::1", NULL, 0).local, "our own is local");
	route_to("2001:db8:6::1", NULL, -EHOSTUNREACH);
	route_to("2001:db8:7::1", NULL, -EACCES);
	route_to("2001:db8:8::1", NULL, -EINVAL);
	route_to("2001:db8:9::1", NULL, -ENETUNREACH);
	neighbour.zone = number_of("u0");
	is_int(route_get(&r, &neighbour, NULL, &why), 0, "a zone chooses the interface");
	is_text(r.ifname, "u0", "which is u0");
	is_int(r.source.zone, neighbour.zone, "the source has the zone as well");
}

static void test_lab_owns(void)
{
	struct addr a = address("198.18.0.2"), b = address("198.18.0.3");
	struct addr linklocal = address("fe80::11");
	uint32_t ifindex = 0;
	struct fail why = {0};

	is_int(route_owns(&a, &ifindex, &why), 1, "a second address is ours");
	is_int(ifindex, number_of("v0"), "on v0");
	is_int(route_owns(&b, &ifindex, &why), 0, "a neighbour's is not");
	a = address("192.0.2.1");
	is_int(route_owns(&a, NULL, &why), 0, "nor a stranger's");
	a = address("2001:db8:a::1");
	is_int(route_owns(&a, NULL, &why), 0, "nor one without a route");
	linklocal.zone = number_of("u0");
	is_int(route_owns(&linklocal, &ifindex, &why), 1, "a link-local one is, in its zone");
	linklocal.zone = number_of("v0");
	is_int(route_owns(&linklocal, NULL, &why), 0, "and not in another");
}

static void test_lab_interfaces(void)
{
	struct route_interface all[16];
	struct fail why = {0};
	int n = route_interfaces(all, 16, &why);
	unsigned named = 0;

	ok(n >= 7 && n <= 16, "%d interfaces", n);
	for (int i = 0; i < n && i < 16; i++)
		named += !strcmp(all[i].name, "v0") && all[i].has_mac && all[i].up;
	is_int(named, 1, "v0 is one of them, with what is known of it");
	is_int(route_interfaces(all, 1, &why), n,
		"with room for one they are counted all the same");
}

static void test_lab_addresses(void)
{
	struct route_address all[16];
	struct fail why = {0};
	uint32_t v0 = number_of("v0");

	is_int(route_addresses(all, 16, v0, ADDR_V4, &why), 2, "v0 has two IPv4 addresses");
	is_text(shown(&all[0].addr), "198.18.0.1", "the first");
	ok(all[0].bits == 24 && all[0].ifindex == v0 && !all[0].secondary && !all[0].tentative &&
			!all[0].point_to_point,
		"with its prefix");
	ok(all[1].secondary, "the second is secondary");
	is_int(route_addresses(all, 16, v0, ADDR_V6, &why), 2, "and two of IPv6");
	is_int(route_addresses(all, 16, v0, ADDR_NONE, &why), 4, "which are four");
	for (int i = 0; i < 4; i++)
		if (addr_is_link_local(&all[i].addr))
			is_int(all[i].addr.zone, v0, "a link-local one has its zone");
	is_int(route_addresses(all, 16, number_of("w0"), ADDR_NONE, &why), 0, "w0 has none");
	ok(route_addresses(all, 2, 0, ADDR_NONE, &why) >= 8, "all, of all interfaces");
}

static enum route_neighbour_state state_of(const struct addr *a, uint32_t ifindex)
{
	enum route_neighbour_state state;
	struct fail why = {0};

	if (route_neighbour_state(&state, a, ifindex, &why) < 0)
		printf("# %s\n", why.text);
	return state;
}

static void test_lab_neighbour(void)
{
	struct addr known = address("198.18.0.9"), failed = address("198.18.0.10"),
		    unknown = address("198.18.0.11"), known6 = address("2001:db8::9"), none = {0};
	struct addr set = address("198.18.0.12");
	uint32_t v0 = number_of("v0");

	is_int(state_of(&set, v0), ROUTE_NEIGHBOUR_PERMANENT, "one that somebody has set");
	is_int(state_of(&known, v0), ROUTE_NEIGHBOUR_KNOWN, "a neighbour in the table is known");
	is_int(state_of(&known6, v0), ROUTE_NEIGHBOUR_KNOWN, "one of IPv6, too");
	is_int(state_of(&known, number_of("u0")), ROUTE_NEIGHBOUR_UNASKED, "not on another link");
	is_int(state_of(&none, v0), ROUTE_NEIGHBOUR_UNASKED, "nor is no address");
	is_int(state_of(&failed, v0), ROUTE_NEIGHBOUR_FAILED, "who did not answer has failed");
	is_int(state_of(&unknown, v0), ROUTE_NEIGHBOUR_UNASKED, "who has no entry was not asked");
}

static int take_number(void *to, const struct nlmsghdr *answer)
{
	*(uint32_t *)to = answer->nlmsg_seq;
	return 0;
}

/* An answer that was left in the socket is no answer to the next question. */
static void test_left_over(void)
{
	struct ifinfomsg m = {.ifi_family = AF_UNSPEC, .ifi_index = 1};
	struct route_question q;
	uint32_t answered = 0;
	int fd = route_socket();

	route_question_init(&q, RTM_GETLINK, 0, &m, sizeof m);
	q.head.nlmsg_seq = 7;
	is_int(send(fd, &q, q.head.nlmsg_len, 0), (ssize_t)q.head.nlmsg_len, "a question asked");
	q.head.nlmsg_seq = 8;
	is_int(route_ask_by(fd, &q, sizeof m, take_number, &answered), 0, "and one more");
	is_int(answered, 8, "has its own answer");
	close(fd);
}

int main(int argc, char **argv)
{
	test_left_over();
	(void)argv;
	test_loopback();
	test_many();
	test_interface();
	if (argc > 1) {
		test_lab_interface();
		test_lab_interfaces();
		test_lab_addresses();
		test_lab_neighbour();
		test_lab_v4();
		test_lab_want();
		test_lab_v6();
		test_lab_hops();
		test_lab_owns();
	}
	return tap_done();
}
