/* ndp: messages and options read and written, whole, cut and malformed; what RFC 4861 allows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ndp.h"

#include "address.h"
#include "exact.h"
#include "golden.h"
#include "tap.h"

/* The message of a golden frame, in a block of its own. */
static struct exact message(const char *name)
{
	struct exact whole = golden_copy(golden_named(name)), e;

	e = exact(whole.p + 14 + 40, whole.view.left - 14 - 40);
	free(whole.block);
	return e;
}

static const char *shown(const struct addr *a)
{
	static char text[ADDR_TEXT];

	return addr_print(text, a);
}

static void test_solicitation(void)
{
	struct exact e = message("neighbour solicitation");
	struct ndp_option o;
	struct mac m;
	char text[MAC_TEXT];
	struct ndp n;

	ok(ndp_get(e.view, &n) && n.type == NDP_NS && !n.code, "a solicitation is read");
	is_text(shown(&n.target), "2001:db8::1", "its target");
	ok(ndp_find(&n, NDP_SOURCE_MAC, &o) && ndp_mac(&o, &m), "its sender's MAC");
	is_text(mac_print(text, &m), "72:d7:b1:56:5c:d0", "... is right");
	ok(!ndp_find(&n, NDP_TARGET_MAC, &o), "it has no target's MAC");
	free(e.block);
}

static void test_advertisement(void)
{
	struct exact e = message("neighbour advertisement");
	struct ndp n;

	ok(ndp_get(e.view, &n) && n.router && n.solicited && n.override, "an advertisement");
	e.p[4] = 0x40;
	ok(ndp_get(e.view, &n) && !n.router && n.solicited && !n.override, "with S alone");
	free(e.block);
}

static void test_router_options(const struct ndp *n)
{
	struct ndp_option o;
	struct ndp_prefix p;
	struct ndp_route r;
	struct ndp_list l;
	struct addr a;
	uint32_t mtu;
	char name[NDP_NAME_TEXT];

	ok(ndp_find(n, NDP_MTU, &o) && ndp_mtu(&o, &mtu) && mtu == 1480, "MTU");
	ok(ndp_find(n, NDP_PREFIX, &o) && ndp_prefix(&o, &p), "prefix");
	is_text(shown(&p.prefix.addr), "2001:db8:1::", "... its address");
	ok(p.prefix.bits == 64 && p.on_link && p.autonomous && p.valid_s == 86400 &&
			p.preferred_s == 14400,
		"... its other fields");
	ok(ndp_find(n, NDP_ROUTE, &o) && ndp_route(&o, &r), "route");
	is_text(shown(&r.prefix.addr), "2001:db8:2::", "... its address");
	ok(r.prefix.bits == 48 && r.preference == NDP_LOW && r.lifetime_s == 600, "... the rest");
	ok(ndp_find(n, NDP_RDNSS, &o) && ndp_rdnss(&o, &l) && l.lifetime_s == 1200, "servers");
	ok(ndp_rdnss_next(&l, &a), "... the first");
	is_text(shown(&a), "2001:db8::53", "... is right");
	ok(ndp_rdnss_next(&l, &a) && !ndp_rdnss_next(&l, &a) && !l.left.bad, "... there are two");
	ok(ndp_find(n, NDP_DNSSL, &o) && ndp_dnssl(&o, &l) && l.lifetime_s == 900, "domains");
	ok(ndp_dnssl_next(&l, name), "... the first");
	is_text(name, "lab.test", "... is right");
	ok(ndp_dnssl_next(&l, name), "... the second");
	is_text(name, "example", "... is right");
	ok(!ndp_dnssl_next(&l, name) && !l.left.bad, "... and padding");
}

static void test_router(void)
{
	struct exact e = message("router advertisement");
	struct ndp_option o;
	struct ndp_list l;
	uint32_t mtu;
	struct ndp n;

	ok(ndp_get(e.view, &n) && n.type == NDP_RA, "a router's advertisement is read");
	ok(n.hop_limit == 64 && n.managed && n.other_config && n.preference == NDP_HIGH, "flags");
	ok(n.lifetime_s == 1800 && n.reachable_ms == 30000 && n.retransmit_ms == 1000, "times");
	test_router_options(&n);
	e.p[5] = 0x10;
	ok(ndp_get(e.view, &n) && n.preference == NDP_MEDIUM, "the reserved preference is medium");
	ok(ndp_find(&n, NDP_PREFIX, &o) && !ndp_mtu(&o, &mtu), "a prefix is no MTU");
	ok(!ndp_rdnss(&o, &l) && !ndp_dnssl(&o, &l), "nor a list");
	free(e.block);
}

static void test_written_again(const char *name)
{
	struct exact e = message(name);
	uint8_t space[256];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct ndp n;

	ndp_get(e.view, &n);
	ndp_put(&o, &n);
	memset(e.p + 2, 0, 2);
	ok(bytes_equal(bytes_written(&o), e.view), "%s: written again, checksum 0", name);
	free(e.block);
}

static void test_cuts(const char *name)
{
	struct exact e = message(name);
	size_t wrong = 0, ends = 0;

	for (size_t n = 0; n < e.view.left; n++) {
		struct exact cut = exact(e.p, n);
		struct ndp m;
		bool good = ndp_get(cut.view, &m);

		wrong += !good && m.fault != NDP_CUT && m.fault != NDP_OPTION;
		wrong += !good && m.options.left;
		ends += good;
		free(cut.block);
	}
	is_int(wrong, 0, "%s: cut anywhere else it is refused as cut", name);
	printf("# it could end at %zu places\n", ends);
	ok(ends < 8, "%s: it could end between options only", name);
	free(e.block);
}

static void test_malformed(void)
{
	struct exact e = message("neighbour advertisement");
	struct ndp n;

	e.p[25] = 0;
	ok(!ndp_get(e.view, &n), "an option of no length is refused");
	is_int(n.fault, NDP_OPTION, "... as that");
	e.p[25] = 2;
	ok(!ndp_get(e.view, &n) && n.fault == NDP_OPTION, "so is one longer than the message");
	e.p[25] = 1;
	e.p[0] = 137;
	ok(!ndp_get(e.view, &n) && n.fault == NDP_TYPE, "a redirect is not read");
	e.p[0] = 128;
	ok(!ndp_get(e.view, &n) && n.fault == NDP_TYPE, "nor an echo");
	free(e.block);
}

static void test_bad_options(void)
{
	static const uint8_t prefix[] = {129, 0xc0, [29] = 0},
			     route[] = {65, 0, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8},
			     label[] = {0, 0, 0, 0, 0, 9, 64, 'a', [37] = 0},
			     zero[] = {0, 0, 0, 0, 0, 9, 2, 0, 'a', [13] = 0},
			     endless[] = {0, 0, 0, 0, 0, 9, 7, 'a', 'b', 'c', 'd', 'e', 'f', 'g'};
	struct ndp_option o = {.type = NDP_PREFIX, .data = bytes_of(prefix, sizeof prefix)};
	struct ndp_prefix p;
	struct ndp_route r;
	struct ndp_list l;
	struct bytes nonce;
	struct mac m;
	char name[NDP_NAME_TEXT];

	ok(!ndp_prefix(&o, &p), "a prefix of 129 bits is refused");
	o.data.left--;
	ok(!ndp_prefix(&o, &p), "so is one without its last byte");
	o = (struct ndp_option){.type = NDP_ROUTE, .data = bytes_of(route, sizeof route)};
	ok(!ndp_route(&o, &r), "a route of 65 bits in 8 bytes is refused");
	o = (struct ndp_option){.type = NDP_DNSSL, .data = bytes_of(label, sizeof label)};
	ok(ndp_dnssl(&o, &l) && !ndp_dnssl_next(&l, name) && l.left.bad && !*name,
		"a label of 64 bytes, too");
	o.data = bytes_of(endless, sizeof endless);
	ok(ndp_dnssl(&o, &l) && !ndp_dnssl_next(&l, name) && l.left.bad, "and a name without end");
	o.data = bytes_of(zero, sizeof zero);
	ok(ndp_dnssl(&o, &l) && !ndp_dnssl_next(&l, name) && l.left.bad && !*name,
		"and one with a byte 0 in it");
	o = (struct ndp_option){.type = NDP_RDNSS, .data = bytes_of(endless, sizeof endless)};
	ok(!ndp_rdnss(&o, &l), "and half a server");
	o = (struct ndp_option){.type = NDP_SOURCE_MAC, .data = bytes_of(endless, 14)};
	ok(!ndp_mac(&o, &m), "a MAC of 14 bytes is none");
	o = (struct ndp_option){.type = NDP_NONCE, .data = bytes_of(endless, 6)};
	ok(ndp_nonce(&o, &nonce) && nonce.left == 6, "a nonce");
}

/* A name of every length stays inside its buffer. */
static void test_long_names(void)
{
	uint8_t space[6 + 300];
	size_t longest = 0;

	for (size_t labels = 1; labels < 140; labels++) {
		struct bytes_out o = bytes_to(space, sizeof space);
		struct ndp_option option = {.type = NDP_DNSSL};
		char name[NDP_NAME_TEXT];
		struct ndp_list l;

		bytes_put_zeros(&o, 6);
		for (size_t i = 0; i < labels; i++)
			bytes_put_u16(&o, 0x0161);
		bytes_put_u8(&o, 0);
		option.data = bytes_written(&o);
		if (ndp_dnssl(&option, &l) && ndp_dnssl_next(&l, name))
			longest = strlen(name);
	}
	is_int(longest, 253, "the longest name");
}

static void test_check(void)
{
	static const struct {
		const char *message, *source, *destination;
		int hops;
		enum ndp_fault fault;
		const char *name;
	} cases[] = {
		{"neighbour solicitation", "2001:db8::2", "ff02::1:ff00:1", 255, NDP_GOOD, "none"},
		{"neighbour solicitation", "2001:db8::2", "2001:db8::1", 255, NDP_GOOD, "none"},
		{"neighbour solicitation", "2001:db8::2", "ff02::1:ff00:1", 254, NDP_HOPS,
			"hop limit"},
		{"neighbour solicitation", "::", "ff02::1:ff00:1", 255, NDP_SOURCE,
			"source address"},
		{"neighbour solicitation", "ff02::1", "ff02::1:ff00:1", 255, NDP_SOURCE,
			"source address"},
		{"duplicate address detection", "::", "ff02::1:ff00:9", 255, NDP_GOOD, "none"},
		{"duplicate address detection", "::", "2001:db8::9", 255, NDP_DESTINATION,
			"destination address"},
		{"neighbour advertisement", "2001:db8::1", "2001:db8::2", 255, NDP_GOOD, "none"},
		{"neighbour advertisement", "2001:db8::1", "ff02::1", 255, NDP_DESTINATION,
			"destination address"},
		{"neighbour advertisement", "2001:db8::1", "2001:db8::2", -1, NDP_HOPS,
			"hop limit"},
		{"router advertisement", "fe80::1", "ff02::1", 255, NDP_GOOD, "none"},
		{"router advertisement", "2001:db8::1", "ff02::1", 255, NDP_SOURCE,
			"source address"},
		{"router solicitation", "::", "ff02::2", 255, NDP_SOURCE, "source address"},
		{"router solicitation", "fe80::1", "ff02::2", 255, NDP_GOOD, "none"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct exact e = message(cases[i].message);
		struct addr source = address(cases[i].source), to = address(cases[i].destination);
		enum ndp_fault fault;
		struct ndp n;

		ndp_get(e.view, &n);
		fault = ndp_check(&n, &source, &to, cases[i].hops);
		is_int(fault, cases[i].fault, "%s from %s to %s by %d", cases[i].message,
			cases[i].source, cases[i].destination, cases[i].hops);
		is_text(ndp_fault_name(fault), cases[i].name, "... its name");
		free(e.block);
	}
}

static void test_check_fields(void)
{
	struct exact e = message("neighbour advertisement");
	struct addr from = address("2001:db8::1"), to = address("2001:db8::2");
	struct ndp n;

	ndp_get(e.view, &n);
	n.target = address("ff02::1");
	is_int(ndp_check(&n, &from, &to, 255), NDP_TARGET, "no multicast is a target");
	n.target = address("::");
	is_int(ndp_check(&n, &from, &to, 255), NDP_TARGET, "nor is no address");
	e.p[1] = 1;
	ndp_get(e.view, &n);
	is_int(ndp_check(&n, &from, &to, 255), NDP_CODE, "the code is 0");
	free(e.block);
}

static void test_options_written(void)
{
	static const uint8_t nonce[NDP_NONCE_BYTES] = {1, 2, 3, 4, 5, 6};
	static const struct mac m = {{2, 0, 0x5e, 0x10, 0, 0xff}};
	uint8_t space[16];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct ndp n = {.type = NDP_NS};
	struct ndp_option option;
	struct mac got;
	struct bytes b;

	ndp_put_mac(&o, NDP_SOURCE_MAC, &m);
	ndp_put_nonce(&o, nonce);
	n.options = bytes_written(&o);
	ok(ndp_find(&n, NDP_SOURCE_MAC, &option) && ndp_mac(&option, &got) &&
			!memcmp(&got, &m, sizeof m),
		"a MAC option is read again");
	ok(ndp_find(&n, NDP_NONCE, &option) && ndp_nonce(&option, &b) &&
			bytes_equal(b, bytes_of(nonce, sizeof nonce)),
		"and a nonce");
}

static void test_solicited_node(void)
{
	struct addr a = address("fe80::2aa:ff:fe28:9c5a"), group;

	a.zone = 3;
	group = ndp_solicited_node(&a);
	is_text(shown(&group), "ff02::1:ff28:9c5a", "the solicited-node group");
	is_int(group.zone, 3, "on the same link");
}

int main(void)
{
	static const char *const names[] = {"neighbour solicitation", "neighbour advertisement",
		"duplicate address detection", "router solicitation", "router advertisement"};

	test_solicitation();
	test_advertisement();
	test_router();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		test_written_again(names[i]);
		test_cuts(names[i]);
	}
	test_malformed();
	test_bad_options();
	test_long_names();
	test_check();
	test_check_fields();
	test_options_written();
	test_solicited_node();
	return tap_done();
}
