/* ip6: the header and the walk over extension headers, whole and cut. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ip6.h"

#include "exact.h"
#include "tap.h"

static const uint8_t header[] = {0x6a, 0x57, 0x25, 0xe0, 0x00, 0x20, 0x3a, 0x40, 0x20, 0x01, 0x0d,
	0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0x03};

static void test_get(void)
{
	struct bytes b = exact(header, sizeof header), whole = b;
	uint8_t space[40];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct ip6 h;

	ok(ip6_get(&b, &h) && !b.left, "a header is read and eaten");
	is_int(h.traffic_class, 0xa5, "traffic class");
	is_int(h.flow_label, 0x725e0, "flow label");
	ok(h.payload_bytes == 32 && h.next_header == 58 && h.hop_limit == 64, "bytes");
	ok(h.source.bytes[15] == 2 && h.destination.bytes[15] == 3, "addresses");
	ip6_put(&o, &h);
	ok(bytes_equal(bytes_written(&o), whole), "what was read is written again");
	h.flow_label = 0xfff00001;
	o = bytes_to(space, sizeof space);
	ip6_put(&o, &h);
	is_int(space[0], 0x6a, "a flow label of over 20 bits does not spill");
	exact_free(whole);
}

static void test_cuts(void)
{
	size_t wrong = 0, fits = 0;

	for (size_t n = 0; n < sizeof header; n++) {
		struct bytes b = exact(header, n), whole = b;
		uint8_t space[40];
		struct bytes_out o = bytes_to(space, n);
		struct ip6 h;

		wrong += ip6_get(&b, &h) || !b.bad;
		ip6_put(&o, &h);
		fits += !o.bad;
		exact_free(whole);
	}
	is_int(wrong, 0, "a header cut anywhere is refused as cut");
	is_int(fits, 0, "none is written into less room");
}

static void test_version(void)
{
	uint8_t four[40] = {0x45};
	struct bytes b = bytes_of(four, sizeof four);
	struct ip6 h;

	ok(!ip6_get(&b, &h) && !b.bad, "version 4 is malformed, not cut");
}

struct walk {
	const char *what;
	uint8_t next_header, protocol;
	size_t n_bytes, left;
	uint8_t bytes[40];
	bool fragment, later, more, routed;
};

static const struct walk walks[] = {
	{.what = "no extension header", 58, 58, 4, 4},
	{.what = "no next header", 59, 59, 0, 0},
	{.what = "ESP", 50, 50, 8, 8},
	{.what = "an unknown header", 254, 254, 8, 8},
	{.what = "hop-by-hop", 0, 58, 8, 0, {58, 0, 1, 4}},
	{.what = "destination options of 16 bytes", 60, 17, 18, 2, {17, 1, 1, 12}},
	{.what = "hop-by-hop, then destination options",
		0,
		6,
		16,
		0,
		{60, 0, 1, 4, [8] = 6, 0, 1, 4}},
	{.what = "authentication, counted in words", 51, 58, 24, 0, {58, 4}},
	{.what = "the shortest authentication", 51, 58, 9, 1, {58, 0}},
	{.what = "routing with a segment left", 43, 58, 24, 0, {58, 2, 4, 1}, .routed = true},
	{.what = "routing with none left", 43, 58, 24, 0, {58, 2, 4, 0}},
	{.what = "a first fragment", 44, 58, 10, 2, {58, 0, 0, 1}, .fragment = true, .more = true},
	{.what = "an atomic fragment", 44, 58, 10, 2, {58, 0, 0, 0}, .fragment = true},
	{.what = "a later fragment",
		44,
		58,
		10,
		2,
		{58, 0, 0x05, 0xa9},
		.fragment = true,
		.more = true,
		.later = true},
	{.what = "a later fragment of what starts with options",
		44,
		60,
		10,
		2,
		{60, 0, 0, 8},
		.fragment = true,
		.later = true},
	{.what = "fragment flags behind hop-by-hop",
		0,
		58,
		16,
		0,
		{44, 0, 1, 4, [8] = 58, 0, 0, 1},
		.fragment = true,
		.more = true},
};

static void test_walk(const struct walk *w)
{
	struct bytes b = exact(w->bytes, w->n_bytes), whole = b;
	struct ip6_upper upper;
	size_t wrong = 0;

	ok(ip6_upper(&b, w->next_header, &upper), "%s is walked", w->what);
	ok(upper.protocol == w->protocol && b.left == w->left && upper.fragment == w->fragment &&
			upper.first == !w->later && upper.more_fragments == w->more &&
			upper.routed == w->routed,
		"%s: where it ends", w->what);
	exact_free(whole);
	for (size_t n = 0; n + w->left < w->n_bytes; n++) {
		b = whole = exact(w->bytes, n);
		wrong += ip6_upper(&b, w->next_header, &upper) || !b.bad;
		exact_free(whole);
	}
	is_int(wrong, 0, "%s: cut anywhere is refused as cut", w->what);
}

static void test_many(void)
{
	uint8_t many[17 * 8] = {0};
	struct bytes b = bytes_of(many, 16 * 8);
	struct ip6_upper upper;

	for (size_t i = 0; i < 17; i++)
		many[i * 8] = 60;
	many[15 * 8] = 58;
	ok(ip6_upper(&b, 60, &upper) && upper.protocol == 58, "16 headers are walked");
	many[15 * 8] = 60;
	many[16 * 8] = 58;
	b = bytes_of(many, sizeof many);
	ok(!ip6_upper(&b, 60, &upper) && !b.bad, "17 are malformed");
}

static void test_offset(void)
{
	struct bytes b = bytes_of((uint8_t[]){58, 0, 0xff, 0xf9, 1, 2, 3, 4}, 8);
	struct ip6_upper upper;

	ok(ip6_upper(&b, 44, &upper) && upper.fragment_offset_bytes == 65528, "fragment offset");
}

int main(void)
{
	test_get();
	test_cuts();
	test_version();
	for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++)
		test_walk(&walks[i]);
	test_many();
	test_offset();
	return tap_done();
}
