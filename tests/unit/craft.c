/* craft: each packet libnet builds, read back by the decoders and summed by cksum. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "craft.h"

#include <errno.h>
#include <stdlib.h>

#include "cksum.h"
#include "tap.h"

enum { LARGEST4 = 65507, LARGEST6 = 65527 };

static const uint8_t here4[4] = {198, 18, 0, 1}, there4[4] = {198, 19, 255, 254};
static const uint8_t here6[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1};
static const uint8_t there6[16] = {0x20, 0x01, 0x0d, 0xb8, [8] = 0xff, [15] = 2};

static uint8_t data[LARGEST6];

static struct icmp echo(enum addr_family family, size_t n_bytes)
{
	return (struct icmp){.family = family,
		.type = family == ADDR_V4 ? 8 : 128,
		.id = 0x1234,
		.sequence = 0xfedc,
		.payload = bytes_of(data, n_bytes)};
}

static struct ip4 header4(void)
{
	return (struct ip4){.tos = 0xb8,
		.ttl = 63,
		.id = 0xbeef,
		.dont_fragment = true,
		.source = addr_v4(here4),
		.destination = addr_v4(there4)};
}

static struct ip6 header6(void)
{
	return (struct ip6){.traffic_class = 0xb8,
		.flow_label = 0xabcde,
		.hop_limit = 63,
		.source = addr_v6(here6),
		.destination = addr_v6(there6)};
}

static bool same_message(struct bytes b, const struct icmp *sent)
{
	struct icmp got;

	return icmp_get(b, sent->family, &got) && got.type == sent->type &&
	       got.code == sent->code && got.rest == ((uint32_t)sent->id << 16 | sent->sequence) &&
	       bytes_equal(got.payload, sent->payload);
}

static uint16_t sum6(struct bytes b)
{
	uint32_t sum = cksum_pseudo6(here6, there6, (uint32_t)b.left, IPPROTO_ICMPV6);

	return cksum_finish(cksum_add(sum, b.p, b.left));
}

/* One echo of n bytes, both within IPv4 and alone; says what is wrong, or nothing. */
static const char *wrong4(struct craft *c, size_t n_bytes)
{
	struct icmp m = echo(ADDR_V4, n_bytes);
	struct ip4 h = header4(), got;
	struct bytes b, whole;
	struct addr none = {0};

	if (craft_icmp4(c, &h, &m, &b, NULL) < 0)
		return "not built";
	whole = b;
	if (whole.left != IP4_HEADER_BYTES + ICMP_HEADER_BYTES + n_bytes)
		return "size";
	if (!ip4_get(&b, &got) || got.total_bytes != whole.left || got.tos != h.tos ||
		got.ttl != h.ttl || got.id != h.id || !got.dont_fragment || got.more_fragments ||
		got.fragment_offset_bytes || got.protocol != IPPROTO_ICMP ||
		!addr_equal(&got.source, &h.source) ||
		!addr_equal(&got.destination, &h.destination))
		return "header";
	if (cksum_of(whole.p, IP4_HEADER_BYTES) || cksum_of(b.p, b.left))
		return "checksum";
	if (!same_message(b, &m))
		return "message";
	if (craft_icmp(c, &m, &none, &none, &b, NULL) < 0 || !same_message(b, &m) ||
		cksum_of(b.p, b.left))
		return "alone";
	return NULL;
}

static const char *wrong6(struct craft *c, size_t n_bytes)
{
	struct icmp m = echo(ADDR_V6, n_bytes);
	struct ip6 h = header6(), got;
	struct bytes b;

	if (craft_icmp6(c, &h, &m, &b, NULL) < 0)
		return "not built";
	if (b.left != IP6_HEADER_BYTES + ICMP_HEADER_BYTES + n_bytes)
		return "size";
	if (!ip6_get(&b, &got) || got.payload_bytes != b.left ||
		got.traffic_class != h.traffic_class || got.flow_label != h.flow_label ||
		got.hop_limit != h.hop_limit || got.next_header != IPPROTO_ICMPV6 ||
		!addr_equal(&got.source, &h.source) ||
		!addr_equal(&got.destination, &h.destination))
		return "header";
	if (sum6(b))
		return "checksum";
	if (!same_message(b, &m))
		return "message";
	if (craft_icmp(c, &m, &h.source, &h.destination, &b, NULL) < 0 || !same_message(b, &m) ||
		sum6(b))
		return "alone";
	return NULL;
}

/* Every size where it is cheap, then odd and even ones up to the largest. */
static void test_sizes(struct craft *c, const char *with)
{
	const char *wrong = NULL;
	size_t n;

	for (n = 0; n <= LARGEST4 && !wrong; n += n < 300 ? 1 : 1237)
		wrong = wrong4(c, n);
	ok(!wrong, "IPv4 echoes of %s, 0 to %zu bytes: %s", with, n, wrong ? wrong : "right");
	wrong = wrong4(c, LARGEST4);
	ok(!wrong, "65507 bytes: %s", wrong ? wrong : "right");
	for (n = 0, wrong = NULL; n <= LARGEST6 && !wrong; n += n < 300 ? 1 : 1237)
		wrong = wrong6(c, n);
	ok(!wrong, "IPv6 echoes of %s, 0 to %zu bytes: %s", with, n, wrong ? wrong : "right");
	wrong = wrong6(c, LARGEST6 - 1);
	ok(!wrong, "65526 bytes: %s", wrong ? wrong : "right");
	wrong = wrong6(c, LARGEST6);
	ok(!wrong, "65527 bytes: %s", wrong ? wrong : "right");
}

static void test_too_large(struct craft *c)
{
	struct icmp m = echo(ADDR_V4, LARGEST4 + 1);
	struct ip4 h4 = header4();
	struct ip6 h6 = header6();
	struct fail why = {0};
	struct bytes b;

	is_int(craft_icmp4(c, &h4, &m, &b, &why), -EMSGSIZE, "65508 bytes do not fit into IPv4");
	is_text(why.text, "a payload of 65508 bytes does not fit into a packet", "and it says so");
	m = echo(ADDR_V6, LARGEST6);
	m.payload.left++;
	is_int(craft_icmp6(c, &h6, &m, &b, &why), -EMSGSIZE, "65528 bytes do not fit into IPv6");
	m = echo(ADDR_V4, 1);
	is_int(craft_icmp6(c, &h6, &m, &b, &why), -EINVAL, "ICMPv4 does not go into IPv6");
	m.payload.bad = true;
	is_int(craft_icmp4(c, &h4, &m, &b, &why), -EINVAL, "nor does a payload that was cut");
	m = (struct icmp){0};
	is_int(craft_icmp(c, &m, &h4.source, &h4.source, &b, &why), -EINVAL, "nor no message");
	ok(!wrong4(c, 56), "a refusal leaves nothing behind");
}

static void test_options(struct craft *c)
{
	static const uint8_t rr[39] = {IP4_OPTION_RR, 39, 4};
	struct icmp m = echo(ADDR_V4, 57);
	struct ip4 h = header4(), got;
	struct fail why = {0};
	struct bytes b, whole;

	h.options = bytes_of(rr, sizeof rr);
	is_int(craft_icmp4(c, &h, &m, &b, &why), 0, "39 bytes of options are built");
	whole = b;
	ok(ip4_get(&b, &got), "the header is read");
	is_int(got.header_bytes, 60, "it is as long as can be");
	is_int(got.total_bytes, 60 + 8 + 57, "the total is right");
	ok(!cksum_of(whole.p, 60) && !cksum_of(b.p, b.left), "so are both checksums");
	ok(got.options.left == 40 && !memcmp(got.options.p, rr, 39) && !got.options.p[39],
		"the options are there, padded with a zero");
	ok(same_message(b, &m), "so is the message");
	m = echo(ADDR_V4, LARGEST4 - 40);
	is_int(craft_icmp4(c, &h, &m, &b, &why), 0, "65467 bytes go with 40 of options");
	m = echo(ADDR_V4, LARGEST4 - 39);
	is_int(craft_icmp4(c, &h, &m, &b, &why), -EMSGSIZE, "65468 do not");
	h.options = bytes_of(data, 41);
	is_int(craft_icmp4(c, &h, &m, &b, &why), -EINVAL, "41 bytes of options are refused");
	ok(!wrong4(c, 56), "the next packet has no options");
}

static void test_types(struct craft *c)
{
	struct icmp m = {.family = ADDR_V4, .payload = bytes_of(data, 28)}, got;
	struct ip4 h = header4();
	struct ip6 h6 = header6();
	struct bytes b;
	unsigned wrong = 0;

	for (unsigned type = 0; type < 256; type++) {
		m.type = (uint8_t)type;
		m.code = (uint8_t)(255 - type);
		m.rest = 0x01020304;
		m.id = 0x0102, m.sequence = 0x0304; /* which of them counts depends on the type */
		m.family = ADDR_V4;
		wrong += craft_icmp4(c, &h, &m, &b, NULL) < 0;
		bytes_skip(&b, IP4_HEADER_BYTES);
		wrong += cksum_of(b.p, b.left) || !same_message(b, &m);
		m.family = ADDR_V6;
		wrong += craft_icmp6(c, &h6, &m, &b, NULL) < 0;
		bytes_skip(&b, IP6_HEADER_BYTES);
		wrong += sum6(b) || !same_message(b, &m);
	}
	is_int(wrong, 0, "every type of both families is built as asked");
	m = (struct icmp){.family = ADDR_V4, .type = 3, .code = 4, .rest = 1400, .id = 7};
	craft_icmp4(c, &h, &m, &b, NULL);
	bytes_skip(&b, IP4_HEADER_BYTES);
	ok(icmp_get(b, ADDR_V4, &got) && icmp_mtu(&got) == 1400, "an error takes rest, not id");
}

static void test_alone(struct craft *c)
{
	struct icmp m = echo(ADDR_V6, 56), got;
	struct addr none = {0}, to = addr_v6(there6);
	struct bytes b;

	craft_icmp(c, &m, &none, &to, &b, NULL);
	ok(same_message(b, &m), "ICMPv6 without a source is built");
	ok(icmp_get(b, ADDR_V6, &got) && !got.checksum, "its checksum is left to the kernel");
	ok(!wrong6(c, 56), "the next one has a checksum again");
}

int main(void)
{
	struct fail why = {0};
	struct craft *c = NULL;

	is_int(craft_open(&c, &why), 0, "libnet opens without privilege");
	ok(strstr(craft_version(), "libnet"), "its version is \"%s\"", craft_version());
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (uint8_t)(i * 7 + (i >> 8));
	test_sizes(c, "mixed bytes");
	test_too_large(c);
	test_options(c);
	test_types(c);
	test_alone(c);
	memset(data, 0, sizeof data);
	test_sizes(c, "zeros");
	memset(data, 0xff, sizeof data);
	test_sizes(c, "0xff");
	craft_close(c);
	craft_close(NULL);
	return tap_done();
}
