/* craft_syn: a SYN that craft builds is the kernel's, byte for byte. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "craft.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <poll.h>

#include "netns.h"
#include "packet.h"
#include "tap.h"

/* Every frame of the loopback, cooked: from the IP header on. */
static int listen_all(void)
{
	return socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, htons(ETH_P_ALL));
}

/* The SYN that a connect to nobody sends; an empty view when none is seen in 5 s. */
static struct bytes kernel_syn(const struct addr *to, uint8_t *space, size_t size)
{
	struct sockaddr_storage name;
	socklen_t n_name = addr_to_sockaddr(to, 9, &name);
	int all = listen_all(), fd = socket(addr_af(to), SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct pollfd p = {.fd = all, .events = POLLIN};
	struct bytes b = {0};

	if (all >= 0 && fd >= 0 && connect(fd, (struct sockaddr *)&name, n_name) < 0)
		while (!b.left && poll(&p, 1, 5000) > 0) {
			ssize_t n = recv(all, space, size, 0);
			struct frame f = {.bytes = bytes_of(space, n > 0 ? (size_t)n : 0),
				.whole_bytes = (uint32_t)n,
				.layer = FRAME_IP};
			struct packet k;

			packet_read(&f, &k);
			if (k.has_tcp && k.tcp.flags == TCP_SYN)
				b = f.bytes;
		}
	close(all);
	close(fd);
	return b;
}

/* All but the numbers that are the kernel's own choice comes from here. */
static int build(struct craft *c, const struct packet *k, uint16_t mss, struct bytes *out)
{
	struct tcp_options kernels, wanted = {.has_mss = true,
					    .mss = mss,
					    .sack_permitted = true,
					    .has_timestamps = true,
					    .has_window_scale = true};
	uint8_t space[TCP_OPTIONS_MAX_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct tcp t = {.source_port = k->tcp.source_port,
		.destination_port = 9,
		.sequence = k->tcp.sequence,
		.flags = TCP_SYN,
		.window = (uint16_t)(UINT16_MAX - UINT16_MAX % mss)};
	struct ip4 h4 = {.ttl = 64,
		.id = k->ip4.id,
		.dont_fragment = true,
		.source = k->source,
		.destination = k->destination};
	struct ip6 h6 = {.hop_limit = 64,
		.flow_label = k->ip6.flow_label,
		.source = k->source,
		.destination = k->destination};

	tcp_options_get(k->tcp.options, &kernels);
	wanted.timestamp = kernels.timestamp;
	wanted.window_scale = kernels.window_scale;
	tcp_options_put(&o, &wanted);
	t.options = bytes_written(&o);
	return k->has_ip6 ? craft_tcp6(c, &h6, &t, bytes_of(NULL, 0), out, NULL)
			  : craft_tcp4(c, &h4, &t, bytes_of(NULL, 0), out, NULL);
}

/* The kernel leaves the sum to the device, and the loopback has none to do it. */
static void seal(uint8_t *space, const struct packet *k)
{
	uint8_t *field = space + (k->transport.p - space) + 16;
	struct bytes_out o = bytes_to(field, 2);

	memset(field, 0, 2);
	bytes_put_u16(&o, tcp_checksum(&k->source, &k->destination, k->transport));
}

static void test_syn(struct craft *c, const char *to, uint16_t mss)
{
	uint8_t space[256];
	struct addr a;
	struct frame f = {.layer = FRAME_IP};
	struct packet k;
	struct bytes built = {0};

	addr_parse(&a, to);
	f.bytes = kernel_syn(&a, space, sizeof space);
	f.whole_bytes = (uint32_t)f.bytes.left;
	if (!ok(f.bytes.left, "the kernel sends a SYN to %s", to))
		return;
	packet_read(&f, &k);
	seal(space, &k);
	is_int(build(c, &k, mss, &built), 0, "the same is built");
	ok(bytes_equal(built, f.bytes), "byte for byte");
	for (size_t i = 0; i < built.left && i < f.bytes.left; i++)
		if (built.p[i] != f.bytes.p[i])
			printf("# byte %zu: %02x, the kernel's %02x\n", i, built.p[i],
				f.bytes.p[i]);
}

int main(void)
{
	struct craft *c = NULL;

	if (!netns_enter())
		return tap_skip_all("no namespaces here");
	if (craft_open(&c, NULL) < 0)
		return tap_skip_all("no libnet");
	test_syn(c, "127.0.0.1", 65495);
	test_syn(c, "::1", 65476);
	craft_close(c);
	return tap_done();
}
