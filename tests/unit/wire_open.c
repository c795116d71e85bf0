/* wire_open: every option of a socket, as packets on the link show it, and what cannot be opened.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include "tap.h"

#include "netns.h"
#include "pinger.h"

/* Everything on a link, IP header first. */
static int watch(unsigned ifindex)
{
	const struct sockaddr_ll link = {.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)ifindex};
	int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && bind(fd, (const struct sockaddr *)&link, sizeof link)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* The next request of p's on the link; views point into space. */
static bool next_request(
	int fd, const struct pinger *p, uint8_t *space, size_t size, struct packet *out)
{
	ssize_t n;

	while ((n = recv(fd, space, size, MSG_DONTWAIT)) > 0) {
		struct frame f = {.bytes = bytes_of(space, (size_t)n),
			.whole_bytes = (uint32_t)n,
			.layer = FRAME_IP};

		if (packet_read(&f, out) == PACKET_OK && out->has_icmp &&
			icmp_class(&out->icmp) == ICMP_CLASS_ECHO_REQUEST && out->icmp.id == p->id)
			return true;
	}
	return false;
}

/* One request over a socket of that config, as the link has it. */
static bool seen(const struct wire_config *c, const struct wire_to *to, struct packet *out)
{
	static uint8_t space[2048];
	int fd = watch(c->multicast_ifindex ? c->multicast_ifindex : 1);
	struct pinger *p = fd < 0 ? NULL : pinger_open(c, 1);
	bool good;

	if (!p)
		return false;
	pinger_put_to(p, 0, 56, to);
	pinger_until(p, &p->stamps, 1);
	good = next_request(fd, p, space, sizeof space, out);
	pinger_close(p);
	close(fd);
	return good;
}

static struct wire_to loopback(enum addr_family family)
{
	return (struct wire_to){.addr = address(family == ADDR_V6 ? "::1" : "127.0.0.1")};
}

static void fields4(enum wire_socket socket)
{
	struct wire_config c = pinger_config(socket, ADDR_V4);
	struct wire_to to = loopback(ADDR_V4);
	struct packet k;

	ok(seen(&c, &to, &k) && k.ttl == 64 && k.tos == 0, "IPv4, nothing asked for");
	c.ttl = 33;
	c.tos = 0xb8;
	c.pmtudisc = IP_PMTUDISC_DO;
	c.source = address("127.0.0.7");
	ok(seen(&c, &to, &k), "all asked for");
	is_int(k.ttl, 33, "... TTL");
	is_int(k.tos, 0xb8, "... TOS");
	ok(k.ip4.dont_fragment, "... not to be fragmented");
	ok(addr_equal(&k.source, &c.source), "... source");
	c.pmtudisc = IP_PMTUDISC_DONT;
	ok(seen(&c, &to, &k) && !k.ip4.dont_fragment, "... or to be");
	to.ttl = 9;
	to.source = address("127.0.0.8");
	ok(seen(&c, &to, &k), "asked for one packet");
	is_int(k.ttl, 9, "... TTL");
	ok(addr_equal(&k.source, &to.source), "... source");
}

static void fields6(enum wire_socket socket)
{
	struct wire_config c = pinger_config(socket, ADDR_V6);
	struct wire_to to = loopback(ADDR_V6);
	struct packet k;

	ok(seen(&c, &to, &k) && k.ttl == 64 && k.tos == 0, "IPv6, nothing asked for");
	ok(k.checksum_checked && k.checksum_ok, "... the kernel fills in the checksum");
	c.ttl = 33;
	c.tos = 0xb8;
	ok(seen(&c, &to, &k), "all asked for");
	is_int(k.ttl, 33, "... hop limit");
	is_int(k.tos, 0xb8, "... traffic class");
	c.flow_label = socket == WIRE_RAW ? 0x12345 : 0x54321;
	c.connect = to.addr;
	ok(seen(&c, &to, &k), "with a flow label");
	is_int(k.ip6.flow_label, c.flow_label, "... which is there");
	c.flow_label = 0;
	to.ttl = 9;
	ok(seen(&c, &to, &k) && k.ttl == 9, "a hop limit for one packet");
}

/* A recorded route comes back with the reply, to either kind of socket. */
static void route_option(enum wire_socket socket)
{
	static const uint8_t route[40] = {1, 7, 39, 4};
	struct wire_config c = pinger_config(socket, ADDR_V4);
	struct wire_to to = loopback(ADDR_V4);
	struct wire_event e = {.kind = WIRE_SENT};
	struct packet k;
	struct pinger *p;
	bool found = false;

	c.ip_options = bytes_of(route, sizeof route);
	ok(seen(&c, &to, &k) && k.ip4.options.left == 40, "IP options are sent");
	p = pinger_open(&c, 1);
	if (!p)
		return;
	pinger_put(p, 0);
	for (unsigned turns = 0; turns < 1000 && !found; turns++) {
		wire_turn(p->w, NULL);
		while (wire_next(p->w, &e) && e.kind != WIRE_FRAME)
			;
		found = e.kind == WIRE_FRAME;
	}
	ok(found && packet_read(&e.frame, &k) == PACKET_OK, "the reply comes");
	/* Beside a message the kernel leaves out what is no option. */
	found = k.has_ip4 ? k.ip4.options.left == 40
			  : e.frame.ip_options.left >= 39 && e.frame.ip_options.p[0] == 7;
	ok(found, "... with those it brought");
	pinger_close(p);
}

static void groups(void)
{
	struct wire_config c = pinger_config(WIRE_PING, ADDR_V6);
	struct wire_to to = {.addr = address("ff02::1")};
	struct packet k;

	if (!netns_ip("link add v0 type veth peer name v1") ||
		!netns_ip("addr add 198.18.0.1/24 dev v0") ||
		!netns_ip("addr add 2001:db8::1/64 dev v0 nodad") || !netns_ip("link set v0 up") ||
		!netns_ip("link set v1 up") || !netns_runs("v0")) {
		ok(true, "multicast # SKIP no ip, or no veth");
		return;
	}
	c.multicast_ifindex = to.addr.zone = if_nametoindex("v0");
	c.source = address("2001:db8::1");
	c.ttl = 7;
	ok(seen(&c, &to, &k) && k.ttl == 7, "IPv6 multicast by an interface, with its hop limit");
	c = pinger_config(WIRE_PING, ADDR_V4);
	c.multicast_ifindex = if_nametoindex("v0");
	c.ttl = 7;
	to.addr = address("224.0.0.1");
	ok(seen(&c, &to, &k) && k.ttl == 7, "IPv4's too");
}

static void fails(const struct wire_config *c, int error, const char *words)
{
	struct fail why = {.error = 0};
	struct wire *w = NULL;

	is_int(wire_open(&w, c, &why), -error, "%s", why.text);
	ok(strstr(why.text, words), "... says \"%s\"", words);
}

static void refusals(void)
{
	static const uint8_t bad_option[] = {7, 2, 4, 0};
	static const struct sock_filter endless = {.code = BPF_JMP | BPF_JA, .k = 7};
	struct wire_config c = pinger_config(WIRE_PING, ADDR_V4);

	c.device = "nosuch";
	fails(&c, ENODEV, "SO_BINDTODEVICE nosuch");
	c = pinger_config(WIRE_PING, ADDR_V4);
	c.source = address("203.0.113.1");
	fails(&c, EADDRNOTAVAIL, "bind");
	c = pinger_config(WIRE_PING, ADDR_V4);
	c.connect = address("203.0.113.1");
	fails(&c, ENETUNREACH, "connect");
	c = pinger_config(WIRE_PING, ADDR_V4);
	c.ttl = 0;
	fails(&c, EINVAL, "to 0");
	c = pinger_config(WIRE_PING, ADDR_V4);
	c.ip_options = bytes_of(bad_option, sizeof bad_option);
	fails(&c, EINVAL, "IP options");
	c = pinger_config(WIRE_RAW, ADDR_V4);
	c.filter = &endless;
	c.filter_size = 1;
	fails(&c, EINVAL, "filter");
}

static void forbidden(void)
{
	struct wire_config c = pinger_config(WIRE_PING, ADDR_V4);

	if (!ok(!unshare(CLONE_NEWNET), "a network as a kernel makes it, without ping sockets"))
		return;
	fails(&c, EACCES, "socket");
	c.family = ADDR_V6;
	fails(&c, EACCES, "socket");
}

int main(void)
{
	if (!netns_enter())
		return tap_skip_all("user namespaces are forbidden here");
	fields4(WIRE_PING);
	fields4(WIRE_RAW);
	fields6(WIRE_PING);
	fields6(WIRE_RAW);
	route_option(WIRE_PING);
	route_option(WIRE_RAW);
	groups();
	refusals();
	forbidden();
	return tap_done();
}
