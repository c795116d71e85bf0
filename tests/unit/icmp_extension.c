/* icmp_extension: extensions of ICMP errors: where they start, their objects, every cut refused. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "icmp_extension.h"

#include "cksum.h"
#include "golden.h"
#include "tap.h"

enum { LABELS = 8 };

/* An interface object, then a stack of two labels. */
static const uint8_t two_labels[] = {0x20, 0, 0, 0, 0, 8, 2, 1, 1, 2, 3, 4, 0, 12, 1, 1, 0x03, 0xe8,
	0x46, 0x01, 0x05, 0xdc, 0x01, 0xfe};

/* An error with a quote of so many zeros and that structure; free its block. */
static struct exact error(uint8_t type, bool v6, size_t quote, bool told, bool summed)
{
	static uint8_t space[2048];
	struct bytes_out o = bytes_to(space, sizeof space);
	uint16_t sum = summed ? cksum_of(two_labels, sizeof two_labels) : 0;

	bytes_put_u8(&o, type);
	bytes_put_zeros(&o, 3);
	bytes_put_u8(&o, told && v6 ? (uint8_t)(quote / 8) : 0);
	bytes_put_u8(&o, told && !v6 ? (uint8_t)(quote / 4) : 0);
	bytes_put_zeros(&o, 2 + quote);
	bytes_put(&o, two_labels, sizeof two_labels);
	space[ICMP_HEADER_BYTES + quote + 2] = (uint8_t)(sum >> 8);
	space[ICMP_HEADER_BYTES + quote + 3] = (uint8_t)sum;
	return exact(space, o.used);
}

static unsigned labels_of(struct bytes b, bool v6, uint32_t labels[static LABELS])
{
	struct icmp m;

	if (!icmp_get(b, v6 ? ADDR_V6 : ADDR_V4, &m))
		return 0;
	return icmp_mpls_labels(icmp_extensions(&m), labels, LABELS);
}

static bool has_two(struct bytes b, bool v6)
{
	uint32_t labels[LABELS] = {0};

	return labels_of(b, v6, labels) == 2 && labels[0] == (16004U << 12 | 3 << 9 | 1) &&
	       labels[1] == (24000U << 12 | 1 << 8 | 254);
}

static void places(void)
{
	static const struct {
		uint8_t type;
		bool v6, told, summed, found;
		size_t quote;
		const char *what;
	} cases[] = {
		{11, false, true, true, true, 128, "time exceeded"},
		{11, false, true, true, true, 200, "a longer quote"},
		{11, false, true, true, true, 32, "a shorter one, as some send"},
		{3, false, true, true, true, 128, "unreachable"},
		{12, false, true, true, true, 128, "parameter problem"},
		{4, false, true, true, false, 128, "source quench has none"},
		{8, false, true, true, false, 128, "nor has an echo request"},
		{11, false, true, false, true, 128, "without a checksum"},
		{11, false, false, true, true, 128, "without a length, behind 128 bytes"},
		{11, false, false, false, false, 128, "without both it may be anything"},
		{11, false, false, true, false, 200, "without a length, elsewhere"},
		{3, true, true, true, true, 128, "ICMPv6 time exceeded"},
		{1, true, true, true, true, 256, "ICMPv6 unreachable"},
		{2, true, true, true, false, 128, "packet too big has none"},
		{3, true, false, true, true, 128, "ICMPv6 without a length"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct exact e = error(
			cases[i].type, cases[i].v6, cases[i].quote, cases[i].told, cases[i].summed);

		ok(has_two(e.view, cases[i].v6) == cases[i].found, "%s", cases[i].what);
		free(e.block);
	}
}

static void wrong(void)
{
	uint32_t labels[LABELS];
	struct exact e = error(11, false, 128, true, true);
	size_t at = ICMP_HEADER_BYTES + 128, kept = 0;

	for (size_t n = 0; n < e.view.left; n++) {
		struct exact cut = exact(e.p, n);

		kept += labels_of(cut.view, false, labels);
		free(cut.block);
	}
	is_int(kept, 0, "cut anywhere its checksum is wrong");
	e.p[at + 2]++;
	is_int(labels_of(e.view, false, labels), 0, "a wrong checksum");
	e.p[at + 2] = e.p[at + 3] = 0;
	e.p[at] = 0x10;
	is_int(labels_of(e.view, false, labels), 0, "a version that is not 2");
	e.p[at] = 0x20;
	is_int(labels_of(bytes_head(e.view, e.view.left - 4), false, labels), 0,
		"without a checksum, an object that is cut has no labels");
	e.p[at + 5] = 3;
	is_int(labels_of(e.view, false, labels), 0, "nor is anything read behind one too short");
	e.p[at + 5] = 200;
	is_int(labels_of(e.view, false, labels), 0, "or too long");
	free(e.block);
}

static void golden(void)
{
	const struct golden *g = golden_named("time exceeded with an MPLS extension");
	struct exact whole = golden_copy(g);
	struct frame f = golden_frame(g, whole.view);
	uint32_t labels[LABELS];
	struct packet p;

	packet_read(&f, &p);
	is_int(icmp_mpls_labels(icmp_extensions(&p.icmp), labels, LABELS), 1, "a router's own");
	is_int(labels[0], 24606U << 12 | 1 << 8 | 255, "... label 24606");
	is_int(icmp_mpls_labels(icmp_extensions(&p.icmp), labels, 0), 0, "no room, no labels");
	free(whole.block);
	is_int(icmp_mpls_labels(bytes_of("", 0), labels, LABELS), 0, "nothing has none");
}

int main(void)
{
	places();
	wrong();
	golden();
	return tap_done();
}
