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
	struct exact e = exact(header, sizeof header);
	struct bytes b = e.view;
	uint8_t space[40];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct ip6 h;

	ok(ip6_get(&b, &h) && !b.left, "a header is read and eaten");
	is_int(h.traffic_class, 0xa5, "traffic class");
	is_int(h.flow_label, 0x725e0, "flow label");
	ok(h.payload_bytes == 32 && h.next_header == 58 && h.hop_limit == 64, "bytes");
	ok(h.source.bytes[15] == 2 && h.destination.bytes[15] == 3, "addresses");
	ip6_put(&o, &h);
	ok(bytes_equal(bytes_written(&o), e.view), "what was read is written again");
	h.flow_label = 0xfff00001;
	o = bytes_to(space, sizeof space);
	ip6_put(&o, &h);
	is_int(space[0], 0x6a, "a flow label of over 20 bits does not spill");
	free(e.block);
}

static void test_cuts(void)
{
	size_t wrong = 0, fits = 0;

	for (size_t n = 0; n < sizeof header; n++) {
		struct exact e = exact(header, n);
		struct bytes b = e.view;
		uint8_t space[40];
		struct bytes_out o = bytes_to(space, n);
		struct ip6 h;

		wrong += ip6_get(&b, &h) || !b.bad;
		ip6_put(&o, &h);
		fits += !o.bad;
		free(e.block);
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
	size_t n_bytes, left;
	uint8_t next_header, protocol, bytes[24];
	bool fragment, later, more, routed;
};

static const struct walk walks[] = {
	{"no extension header", 4, 4, 58, 58, .later = false},
	{"no next header", 0, 0, 59, 59, .later = false},
	{"ESP", 8, 8, 50, 50, .later = false},
	{"an unknown header", 8, 8, 254, 254, .later = false},
	{"hop-by-hop", 8, 0, 0, 58, .bytes = {58, 0, 1, 4}},
	{"destination options of 16 bytes", 18, 2, 60, 17, .bytes = {17, 1, 1, 12}},
	{"hop-by-hop, then destination options", 16, 0, 0, 6,
		.bytes = {60, 0, 1, 4, [8] = 6, 0, 1, 4}},
	{"authentication, counted in words", 24, 0, 51, 58, .bytes = {58, 4}},
	{"the shortest authentication", 9, 1, 51, 58, .bytes = {58, 0}},
	{"routing with a segment left", 24, 0, 43, 58, .bytes = {58, 2, 4, 1}, .routed = true},
	{"routing with none left", 24, 0, 43, 58, .bytes = {58, 2, 4, 0}},
	{"routing with a segment left, then with none", 16, 0, 43, 58,
		.bytes = {43, 0, 4, 1, [8] = 58, 0, 4, 0}, .routed = true},
	{"a first fragment", 10, 2, 44, 58, .bytes = {58, 0, 0, 1}, .fragment = true, .more = true},
	{"an atomic fragment", 10, 2, 44, 58, .bytes = {58, 0, 0, 0}, .fragment = true},
	{"a later fragment", 10, 2, 44, 58, .bytes = {58, 0, 0x05, 0xa9}, .fragment = true,
		.more = true, .later = true},
	{"a later fragment of what starts with options", 10, 2, 44, 60, .bytes = {60, 0, 0, 8},
		.fragment = true, .later = true},
	{"fragment flags behind hop-by-hop", 16, 0, 0, 58,
		.bytes = {44, 0, 1, 4, [8] = 58, 0, 0, 1}, .fragment = true, .more = true},
};

static void test_walk(const struct walk *w)
{
	struct exact e = exact(w->bytes, w->n_bytes);
	struct bytes b = e.view;
	struct ip6_upper upper;
	size_t wrong = 0;

	ok(ip6_upper(&b, w->next_header, &upper), "%s is walked", w->what);
	ok(upper.protocol == w->protocol && b.left == w->left && upper.fragment == w->fragment &&
			upper.first == !w->later && upper.more_fragments == w->more &&
			upper.routed == w->routed,
		"%s: where it ends", w->what);
	free(e.block);
	for (size_t n = 0; n + w->left < w->n_bytes; n++) {
		e = exact(w->bytes, n);
		b = e.view;
		wrong += ip6_upper(&b, w->next_header, &upper) || !b.bad;
		free(e.block);
	}
	is_int(wrong, 0, "%s: cut anywhere is refused as cut", w->what);
}

static void test_many(void)
{
	enum { HEADERS = 17, HEADER = 8 };
	uint8_t many[HEADERS][HEADER] = {0};
	struct bytes b = bytes_of(many, sizeof many - HEADER);
	struct ip6_upper upper;

	for (size_t i = 0; i < HEADERS; i++)
		many[i][0] = 60;
	many[HEADERS - 2][0] = 58;
	ok(ip6_upper(&b, 60, &upper) && upper.protocol == 58, "16 headers are walked");
	many[HEADERS - 2][0] = 60;
	many[HEADERS - 1][0] = 58;
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
