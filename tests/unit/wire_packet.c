/* wire_packet: frames between two packet sockets, one at each end of a link of the test's own. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "ends.h"
#include "tap.h"

#include "netns.h"

static struct bytes icmp6_frame(uint8_t *space, uint8_t type)
{
	struct bytes b = ends_frame(space, 0, ETH_TYPE_IP6, 90);

	space[20] = 58;
	space[54] = type;
	return b;
}

/* Frames arrive in their order: when the last one did, all did. */
static void settle(struct end *from, struct end *to, uint16_t last)
{
	uint8_t space[FRAME_BYTES];
	int64_t end_ns = clock_now() + 30LL * CLOCK_SECOND;
	struct pollfd p = {.fd = wire_fd(to->w), .events = POLLIN};

	ends_put(from, 99, ends_frame(space, 0, last, 60));
	ends_turn(from);
	while (clock_now() < end_ns && ends_turn(to) >= 0 &&
		!(to->frames && to->frame.bytes.left >= 14 &&
			(to->bytes[12] << 8 | to->bytes[13]) == last))
		poll(&p, 1, 10);
}

static void test_one(void)
{
	static const enum wire_kind order[] = {WIRE_SENT, WIRE_STAMP};
	struct wire_config c = ends_config("va");
	uint8_t space[FRAME_BYTES];
	struct bytes f = ends_arp(space, 0);
	struct end a, b;

	ok(ends_open(&a, &c), "a packet socket opens");
	c.device = "vb";
	ok(ends_open(&b, &c), "... one at the other end");
	is_int(wire_socket(a.w), WIRE_PACKET, "... of that kind");
	ok(wire_buffer_bytes(a.w) >= 262144 && !wire_note(a.w), "... with room");
	ok(ends_put(&a, 0, f) && ends_until(&a, &a.stamps, 1) && ends_until(&b, &b.frames, 1),
		"a frame crosses");
	ok(a.n_kinds == 2 && !memcmp(a.kinds, order, sizeof order), "... sent, then its stamp");
	ok(a.sent_ns <= a.stamp_ns + 10000 && a.stamp_ns <= b.came_ns + 10000,
		"... in the order of time");
	is_int(b.frame.stamp, STAMP_KERNEL, "... received by the kernel's clock");
	ok(bytes_equal(b.frame.bytes, f), "... as it was");
	is_int(b.frame.whole_bytes, 60, "... whole");
	ok(b.frame.layer == FRAME_LINK && b.frame.linktype == 1, "... from the link header on");
	is_int(b.frame.ifindex, if_nametoindex("vb"), "... with its interface");
	is_int(b.frame.number, 1, "... the first");
	is_int(a.frames, 0, "who sent it does not see it");
	wire_close(a.w);
	wire_close(b.w);
}

static void test_tags(void)
{
	struct wire_config c = ends_config("va");
	uint8_t space[FRAME_BYTES];
	struct end a, b;

	if (!ends_open(&a, &c))
		return;
	c.device = "vb";
	c.take = WIRE_TAKE_ARP;
	if (!ends_open(&b, &c))
		return;
	ends_put(&a, 0, ends_arp(space, 1));
	ends_turn(&a);
	ok(ends_until(&b, &b.frames, 1), "a tagged frame passes the filter");
	ok(bytes_equal(b.frame.bytes, ends_arp(space, 1)), "... the tag is where it was");
	is_int(b.frame.whole_bytes, 60, "... and counted");
	ends_clear(&b);
	c.take = 0;
	wire_close(b.w);
	if (!ends_open(&b, &c))
		return;
	ends_put(&a, 1, ends_arp(space, 2));
	ends_turn(&a);
	ok(ends_until(&b, &b.frames, 1) && bytes_equal(b.frame.bytes, ends_arp(space, 2)),
		"so is each of two");
	wire_close(a.w);
	wire_close(b.w);
}

/* One of each kind, then a frame of the marker's type; which of them come. */
static void test_take(unsigned take)
{
	static const uint8_t types[] = {129, 132, 133, 137, 138, 128};
	static const bool wanted_nd[] = {false, false, true, true, false, false};
	struct wire_config c = ends_config("va");
	unsigned wanted = 1;
	uint8_t space[FRAME_BYTES];
	struct end a, b;

	c.take = take;
	if (!ends_open(&a, &c))
		return;
	c.take = 0;
	c.device = "vb";
	if (!ends_open(&b, &c))
		return;
	for (size_t i = 0; i < sizeof types; i++) {
		ends_put(&b, i, icmp6_frame(space, types[i]));
		wanted += (take & WIRE_TAKE_ND && wanted_nd[i]) ||
			  (take & WIRE_TAKE_ECHO6 && types[i] == 129);
	}
	ends_put(&b, 8, ends_frame(space, 0, ETH_TYPE_IP4, 60));
	ends_put(&b, 9, ends_frame(space, 0, 30, 60)); /* 802.3 */
	space[20] = 8, space[21] = 6;		       /* with ARP behind SNAP */
	ends_put(&b, 10, bytes_of(space, 60));
	wanted += take & WIRE_TAKE_ARP ? 1 : 0;
	/* The marker is one that is taken. */
	if (take & WIRE_TAKE_ARP) {
		settle(&b, &a, ETH_TYPE_ARP);
	} else {
		ends_put(&b, 11, icmp6_frame(space, take & WIRE_TAKE_ND ? 134 : 129));
		ends_turn(&b);
		ends_until(&a, &a.frames, wanted);
		ends_turn(&a);
	}
	is_int(a.frames, wanted, "what a socket takes that asked for %u", take);
	wire_close(a.w);
	wire_close(b.w);
}

static void test_outgoing(void)
{
	struct wire_config c = ends_config("va");
	uint8_t space[FRAME_BYTES];
	struct end a, quiet, b;

	if (!ends_open(&b, &c) || !ends_open(&quiet, &c))
		return;
	c.outgoing = true;
	if (!ends_open(&a, &c))
		return;
	ends_put(&b, 0, ends_arp(space, 0));
	ends_turn(&b);
	ok(ends_until(&a, &a.frames, 1) && bytes_equal(a.frame.bytes, ends_arp(space, 0)),
		"what others send here is seen if wanted");
	ok(ends_turn(&quiet) >= 0 && !quiet.frames, "... and not if not");
	wire_close(a.w);
	wire_close(b.w);
	wire_close(quiet.w);
}

static void test_large(void)
{
	struct wire_config c = ends_config("va");
	uint8_t space[FRAME_BYTES];
	struct end a, b;

	c.packet_bytes = 8000;
	if (!ends_open(&a, &c))
		return;
	c.packet_bytes = 1000;
	c.device = "vb";
	if (!ends_open(&b, &c))
		return;
	ends_put(&a, 0, ends_frame(space, 1, 0x88b5, 4000));
	ends_turn(&a);
	ok(ends_until(&b, &b.frames, 1), "a frame larger than the buffer comes");
	ok(b.frame.bytes.left == 1540 && b.frame.whole_bytes == 4000, "... cut, and says so");
	wire_close(a.w);
	wire_close(b.w);
}

static bool in_file(const char *path, const char *text)
{
	char line[256];
	bool found = false;
	FILE *in = fopen(path, "r");

	while (in && !found && fgets(line, sizeof line, in))
		found = strstr(line, text);
	if (in)
		fclose(in);
	return found;
}

static void test_groups(void)
{
	static const char text[] = "ff0200000000000000000001ff112233";
	struct wire_config c = ends_config("va");
	struct end a;

	addr_parse(&c.groups[1], "ff02::1:ff11:2233");
	addr_parse(&c.groups[2], "224.0.0.251");
	c.all_multicast = c.promiscuous = true;
	netns_write("/proc/sys/net/ipv6/conf/va/disable_ipv6", "0");
	ok(ends_open(&a, &c), "groups are joined");
	ok(in_file("/proc/net/igmp6", text), "... switches are told");
	ok(in_file("/proc/net/dev_mcast", "3333ff112233"), "... the card lets them in");
	ok(in_file("/proc/net/dev_mcast", "01005e0000fb"), "... IPv4's, too");
	wire_close(a.w);
	ok(!in_file("/proc/net/igmp6", text), "and left at the end");
}

static void test_drops(void)
{
	struct wire_config c = ends_config("va");
	uint8_t space[FRAME_BYTES];
	uint64_t told;
	struct end a, b;

	c.burst = 1;
	c.packet_bytes = 60;
	if (!ends_open(&a, &c))
		return;
	c.device = "vb";
	c.packet_bytes = 2000;
	c.stamps = WIRE_STAMPS_NONE;
	if (!ends_open(&b, &c))
		return;
	for (unsigned i = 0; i < 4000 && !wire_drops(a.w); i++) {
		ends_put(&b, i, ends_frame(space, 0, 0x88b5, 1400));
		ends_turn(&b);
	}
	told = wire_drops(a.w);
	ok(told > 0, "what finds no room is counted");
	is_int(b.stamps, 0, "without stamps none are told");
	ends_turn(&a);
	is_int(a.drops, wire_drops(a.w), "... and told");
	wire_close(a.w);
	wire_close(b.w);
}

static void test_link(void)
{
	struct wire_config c = ends_config("va");
	uint8_t space[FRAME_BYTES];
	struct end a;

	if (!ends_open(&a, &c))
		return;
	ok(netns_ip("link set va down") && ends_until(&a, &a.links, 1),
		"an interface that goes down");
	is_int(a.link_error, ENETDOWN, "... is told as that");
	ends_put(&a, 0, ends_arp(space, 0));
	ok(ends_until(&a, &a.unsent, 1) && a.error == ENETDOWN, "... nothing leaves by it");
	is_int(a.links, 1, "... that it is down is told once");
	netns_ip("link set va up");
	netns_runs("va");
	ends_put(&a, 1, ends_arp(space, 0));
	ok(ends_until(&a, &a.sent, 1), "up again, frames leave");
	ends_clear(&a);
	ok(netns_ip("link set va down") && ends_until(&a, &a.links, 1) && a.link_error == ENETDOWN,
		"that it is down again is told again");
	ok(netns_ip("link del va") && ends_until(&a, &a.links, 2), "one that goes away then");
	is_int(a.link_error, ENODEV, "... is told as that, though nothing is sent");
	ends_put(&a, 2, ends_arp(space, 0));
	ok(ends_until(&a, &a.unsent, 1) && a.error == ENXIO, "... nothing leaves by it");
	wire_close(a.w);
}

static void test_refusals(void)
{
	struct wire_config c = ends_config(NULL);
	struct fail why = {0};
	struct wire *w = NULL;

	is_int(wire_open(&w, &c, &why), -EINVAL, "no interface");
	c.device = "nosuch0";
	is_int(wire_open(&w, &c, &why), -ENODEV, "one that is not there");
	is_text(why.text, "nosuch0: No such device", "... says so");
}

int main(void)
{
	if (!netns_enter())
		return tap_skip_all("no user namespaces here");
	/* Nothing but the test's own frames on the link. */
	netns_write("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
	if (!netns_ip("link add va mtu 9000 type veth peer name vb mtu 9000") ||
		!netns_ip("link set va up") || !netns_ip("link set vb up") || !netns_runs("va") ||
		!netns_runs("vb"))
		return tap_skip_all("no links of our own here");
	test_one();
	test_tags();
	for (unsigned take = 1; take < 8; take++)
		test_take(take);
	test_outgoing();
	test_large();
	test_groups();
	test_drops();
	test_link();
	test_refusals();
	return tap_done();
}
