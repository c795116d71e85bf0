/* ip4: headers and options read and written, whole and cut. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ip4.h"

#include "cksum.h"
#include "exact.h"
#include "tap.h"

/* A captured header with a record route of one address used. */
static const uint8_t rr[] = {0x4f, 0x00, 0x00, 0x54, 0x52, 0x9e, 0x40, 0x00, 0x01, 0x01, 0xa1, 0xbe,
	0xc6, 0x12, 0x00, 0x02, 0xc6, 0x12, 0x01, 0x02, 0x01, 0x07, 0x27, 0x08, 0xc6, 0x12, 0x00,
	0x02, [59] = 0};

static void test_get(void)
{
	struct exact e = exact(rr, sizeof rr);
	struct bytes b = e.view;
	struct ip4 h;

	ok(ip4_get(&b, &h), "a header with options is read");
	ok(!b.left && !b.bad, "and eaten");
	ok(h.header_bytes == 60 && h.total_bytes == 84 && h.id == 0x529e, "lengths and id");
	ok(h.ttl == 1 && h.protocol == 1 && h.tos == 0 && h.checksum == 0xa1be, "bytes");
	ok(h.dont_fragment && !h.more_fragments && !h.fragment_offset_bytes, "flags");
	ok(h.source.bytes[3] == 2 && h.destination.bytes[2] == 1, "addresses");
	ok(h.options.left == 40 && h.options.p == e.p + 20, "options");
	free(e.block);
}

static void test_cuts(void)
{
	size_t wrong = 0;

	for (size_t n = 0; n < sizeof rr; n++) {
		struct exact e = exact(rr, n);
		struct bytes b = e.view;
		struct ip4 h;

		wrong += ip4_get(&b, &h) || !b.bad || h.options.left;
		free(e.block);
	}
	is_int(wrong, 0, "a header cut anywhere is refused as cut");
}

static void test_malformed(void)
{
	uint8_t bad[20] = {0x65};
	struct bytes b = bytes_of(bad, sizeof bad);
	struct ip4 h;

	ok(!ip4_get(&b, &h) && !b.bad, "version 6 is malformed, not cut");
	bad[0] = 0x44;
	b = bytes_of(bad, sizeof bad);
	ok(!ip4_get(&b, &h) && !b.bad, "so is a length of 16");
	bad[0] = 0x45;
	bad[6] = 0xff;
	bad[7] = 0xff;
	b = bytes_of(bad, sizeof bad);
	ok(ip4_get(&b, &h) && h.fragment_offset_bytes == 65528 && h.more_fragments,
		"the largest fragment offset");
}

static void test_put(void)
{
	uint8_t space[60], again[60];
	struct bytes_out o = bytes_to(space, sizeof space), second = bytes_to(again, sizeof again);
	struct bytes b = bytes_of(rr, sizeof rr);
	struct ip4 h;

	ip4_get(&b, &h);
	h.checksum = 0;
	ip4_put(&o, &h);
	ok(bytes_equal(bytes_written(&o), bytes_of(rr, sizeof rr)),
		"what was read is written again, checksum too");
	h.options = bytes_of((uint8_t[]){IP4_OPTION_NOP, 7, 3, 4, 1}, 5);
	h.more_fragments = true;
	h.fragment_offset_bytes = 1480;
	ip4_put(&second, &h);
	b = bytes_written(&second);
	is_int(cksum_of(b.p, b.left), 0, "the checksum is right");
	ok(ip4_get(&b, &h) && h.header_bytes == 28, "options are padded to a word");
	ok(!memcmp(h.options.p + 5, "\0\0", 3), "with zeros");
	ok(h.more_fragments && h.fragment_offset_bytes == 1480, "fragment fields come back");
}

static void test_put_refused(void)
{
	uint8_t space[64], many[41] = {0};
	struct bytes_out o;
	struct ip4 h = {.ttl = 1};
	size_t wrong = 0;

	for (size_t n = 0; n < 20; n++) {
		o = bytes_to(space, n);
		ip4_put(&o, &h);
		wrong += !o.bad;
	}
	is_int(wrong, 0, "less room than a header is bad");
	h.options = bytes_of(many, 40);
	o = bytes_to(space, sizeof space);
	ip4_put(&o, &h);
	ok(!o.bad && o.used == 60 && space[0] == 0x4f, "40 bytes of options fit");
	h.options = bytes_of(many, 41);
	o = bytes_to(space, sizeof space);
	ip4_put(&o, &h);
	ok(o.bad && !o.used, "41 do not");
	h.options = bytes_of(many, 4);
	bytes_skip(&h.options, 5);
	o = bytes_to(space, sizeof space);
	ip4_put(&o, &h);
	ok(o.bad, "a bad view of options is bad");
}

static void test_options(void)
{
	/* No-operation, a timestamp option as captured, end, and what must not be read any more. */
	static const uint8_t list[] = {
		1, 68, 12, 13, 1, 0xc6, 0x12, 0, 2, 2, 0x44, 0x21, 0x49, 0, 7, 3};
	struct exact e = exact(list, sizeof list);
	struct bytes b = e.view;
	struct ip4_option o;

	ok(ip4_option_next(&b, &o) && o.type == IP4_OPTION_NOP && !o.data.left, "no-operation");
	ok(ip4_option_next(&b, &o) && o.type == IP4_OPTION_TS && o.data.left == 10 &&
			o.data.p == e.p + 3,
		"timestamp");
	ok(!ip4_option_next(&b, &o) && !b.bad && !b.left, "the end ends the list");
	ok(!ip4_option_next(&b, &o) && !b.bad, "and it stays ended");
	free(e.block);
}

static void test_options_malformed(void)
{
	static const struct {
		const char *what;
		uint8_t n_bytes, list[4];
	} cases[] = {
		{"without its length", 1, {7}},
		{"of length 0", 3, {7, 0, 0}},
		{"of length 1", 3, {7, 1, 0}},
		{"longer than the list", 4, {7, 5, 4, 0}},
		{"of length 255", 4, {68, 255, 5, 0}},
	};
	struct ip4_option o;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct exact e = exact(cases[i].list, cases[i].n_bytes);
		struct bytes b = e.view;

		ok(!ip4_option_next(&b, &o) && b.bad && !o.data.left, "an option %s is malformed",
			cases[i].what);
		ok(!ip4_option_next(&b, &o) && b.bad, "and nothing follows it");
		free(e.block);
	}
	ok(ip4_option_next(&(struct bytes){.p = (uint8_t[]){7, 2}, .left = 2}, &o) && !o.data.left,
		"an option of length 2 is empty");
}

int main(void)
{
	test_get();
	test_cuts();
	test_malformed();
	test_put();
	test_put_refused();
	test_options();
	test_options_malformed();
	return tap_done();
}
