/* craft_tcp: TCP packets libnet builds, read back and summed, and changed by patch_segment. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "craft.h"

#include <errno.h>

#include "address.h"
#include "cksum.h"
#include "packet.h"
#include "patch.h"
#include "tap.h"

enum { LARGEST4 = 65535 - 20 - 20, LARGEST6 = 65535 - 6 - 20 };

static uint8_t data[LARGEST6 + 1];

static struct ip4 header4(void)
{
	return (struct ip4){.ttl = 64,
		.id = 0xbeef,
		.dont_fragment = true,
		.source = address("198.18.0.1"),
		.destination = address("198.19.255.254")};
}

static struct ip6 header6(void)
{
	return (struct ip6){.flow_label = 0xabcde,
		.hop_limit = 64,
		.source = address("2001:db8::1"),
		.destination = address("2001:db8:ffff::2")};
}

static struct tcp segment(uint16_t flags, struct bytes options)
{
	return (struct tcp){.source_port = 40000,
		.destination_port = 443,
		.sequence = 0xfffffff0,
		.acknowledgment = flags & TCP_ACK ? 0x01020304 : 0,
		.reserved = 5,
		.flags = flags,
		.window = 64240,
		.urgent = 3,
		.options = options};
}

static struct packet decoded(struct bytes b)
{
	struct frame f = {
		.bytes = b, .whole_bytes = (uint32_t)b.left, .layer = FRAME_IP, .ttl = -1};
	struct packet p;

	packet_read(&f, &p);
	return p;
}

static bool same(const struct packet *p, const struct tcp *t, struct bytes payload)
{
	return p->state == PACKET_OK && p->has_tcp && p->checksum_checked && p->checksum_ok &&
	       p->tcp.source_port == t->source_port &&
	       p->tcp.destination_port == t->destination_port && p->tcp.sequence == t->sequence &&
	       p->tcp.acknowledgment == t->acknowledgment && p->tcp.reserved == t->reserved &&
	       p->tcp.flags == t->flags && p->tcp.window == t->window &&
	       p->tcp.urgent == t->urgent && bytes_equal(p->tcp_payload, payload) &&
	       (p->has_ip6 || !cksum_of(p->transport.p - 20, 20));
}

/* Every flag alone, all of them, with and without options, small payloads of each parity. */
static void test_shapes(struct craft *c)
{
	static const uint8_t options[] = {2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2};
	size_t wrong = 0;

	for (unsigned flag = 0; flag <= 9; flag++)
		for (size_t n = 0; n < 5; n++)
			for (size_t has = 0; has < 2; has++) {
				struct tcp t = segment((uint16_t)(flag < 9 ? 1U << flag : 0x1ff),
					bytes_of(options, has ? sizeof options : 0));
				struct ip4 h4 = header4();
				struct ip6 h6 = header6();
				struct bytes payload = bytes_of(data, n), b = {0};
				struct packet p;

				wrong += craft_tcp4(c, &h4, &t, payload, &b, NULL) != 0;
				p = decoded(b);
				wrong += !same(&p, &t, payload) ||
					 !bytes_equal(p.tcp.options, t.options) ||
					 p.ip4.id != 0xbeef || !p.ip4.dont_fragment;
				wrong += craft_tcp6(c, &h6, &t, payload, &b, NULL) != 0;
				p = decoded(b);
				wrong += !same(&p, &t, payload) ||
					 !bytes_equal(p.tcp.options, t.options) ||
					 p.ip6.flow_label != 0xabcde;
			}
	is_int(wrong, 0, "every shape is built as asked, both checksums right");
}

static void test_limits(struct craft *c)
{
	struct tcp t = segment(TCP_ACK, bytes_of(NULL, 0));
	struct ip4 h4 = header4();
	struct ip6 h6 = header6();
	struct fail why = {0};
	struct bytes b;
	struct packet p;

	is_int(craft_tcp4(c, &h4, &t, bytes_of(data, LARGEST4), &b, &why), 0, "the largest IPv4");
	p = decoded(b);
	ok(same(&p, &t, bytes_of(data, LARGEST4)), "is right");
	is_int(craft_tcp6(c, &h6, &t, bytes_of(data, LARGEST6), &b, &why), 0, "the largest IPv6");
	p = decoded(b);
	ok(same(&p, &t, bytes_of(data, LARGEST6)), "is right");
	is_int(craft_tcp4(c, &h4, &t, bytes_of(data, LARGEST4 + 1), &b, &why), -EMSGSIZE,
		"one more is too large");
	is_text(why.text, "a payload of 65496 bytes does not fit into a packet", "and it says so");
	is_int(craft_tcp6(c, &h6, &t, bytes_of(data, LARGEST6 + 1), &b, &why), -EMSGSIZE,
		"in IPv6 too");
	t.options = bytes_of(data, 41);
	is_int(craft_tcp4(c, &h4, &t, bytes_of(NULL, 0), &b, &why), -EINVAL,
		"41 bytes of options are refused");
	t.options = bytes_of("\3\3\7", 3);
	is_int(craft_tcp4(c, &h4, &t, bytes_of(NULL, 0), &b, &why), 0, "3 are padded");
	p = decoded(b);
	ok(p.checksum_ok && p.tcp.options.left == 4 && !p.tcp.options.p[3], "with a zero");
	is_int(craft_icmp4(c, &h4, &(struct icmp){.family = ADDR_V4, .type = 8}, &b, &why), 0,
		"an echo after it");
	p = decoded(b);
	ok(p.has_icmp && p.checksum_ok && p.transport.left == 8, "has nothing of it");
}

/* What is patched is byte for byte what is built anew. */
static void test_patch(struct craft *c, bool six)
{
	static const uint8_t timed[] = {1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2},
			     odd[] = {1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 0};
	uint32_t x = 12345;
	size_t wrong = 0;

	for (unsigned round = 0; round < 2000; round++) {
		const uint8_t *from = round & 1 ? odd : timed;
		size_t at = round & 1 ? 3 : 4;
		uint8_t options[sizeof timed], space[128];
		struct tcp t = segment(TCP_SYN, bytes_of(from, sizeof timed));
		struct ip4 h4 = header4();
		struct ip6 h6 = header6();
		struct bytes payload = bytes_of(data, round % 3), b;
		struct patch_segment m;
		struct bytes_out o = bytes_to(options + at, 4);
		size_t size;

		if (six)
			craft_tcp6(c, &h6, &t, payload, &b, NULL);
		else
			craft_tcp4(c, &h4, &t, payload, &b, NULL);
		size = b.left;
		memcpy(space, b.p, size);
		wrong += !patch_segment_of(&m, space, size);
		memcpy(options, from, sizeof options);
		x = x * 1664525 + 1013904223;
		bytes_put_u32(&o, x);
		t.options = bytes_of(options, sizeof options);
		t.source_port = (uint16_t)x;
		t.destination_port = (uint16_t)(x >> 7);
		t.sequence = x * 3;
		memcpy(h4.destination.bytes, options + at, 4);
		memcpy(h6.destination.bytes + 4, options + at, 4);
		patch_segment_ports(&m, t.source_port, t.destination_port);
		patch_segment_sequence(&m, t.sequence);
		patch_segment_destination(&m, six ? h6.destination.bytes : h4.destination.bytes);
		wrong += !patch_segment_timestamp(&m, x);
		if (six)
			craft_tcp6(c, &h6, &t, payload, &b, NULL);
		else
			craft_tcp4(c, &h4, &t, payload, &b, NULL);
		wrong += !bytes_equal(b, bytes_of(space, size));
	}
	is_int(wrong, 0, "2,000 patched packets of IPv%d are as built anew", six ? 6 : 4);
}

static void test_no_segment(struct craft *c)
{
	struct tcp t = segment(TCP_SYN, bytes_of("\2\4\5\xb4", 4));
	struct ip4 h4 = header4();
	struct patch_segment m;
	struct bytes b;
	uint8_t space[64];
	size_t wrong = 0;

	craft_tcp4(c, &h4, &t, bytes_of(NULL, 0), &b, NULL);
	memcpy(space, b.p, b.left);
	for (size_t n = 0; n < b.left; n++)
		wrong += patch_segment_of(&m, space, n);
	is_int(wrong, 0, "a cut packet is no segment");
	ok(patch_segment_of(&m, space, b.left), "a whole one is");
	ok(!patch_segment_timestamp(&m, 1), "it has no timestamp");
	space[9] = 17;
	ok(!patch_segment_of(&m, space, b.left), "UDP is none");
}

int main(void)
{
	struct craft *c = NULL;

	if (craft_open(&c, NULL) < 0)
		return tap_skip_all("no libnet");
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (uint8_t)(i * 7 + (i >> 8));
	test_shapes(c);
	test_limits(c);
	test_patch(c, false);
	test_patch(c, true);
	test_no_segment(c);
	craft_close(c);
	return tap_done();
}
