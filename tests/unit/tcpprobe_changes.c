/* tcpprobe_changes: what middleboxes changed of a SYN, by quotes of every depth. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/changes.h"

#include <stdio.h>

#include "craft.h"
#include "tap.h"

enum { SEQUENCE = 1000, STAMP = 5000, HOPS = 4 };

struct lab {
	struct craft *craft;
	enum addr_family family;
	uint8_t packet[128];
	size_t size, header;
	struct sight sent;
};

static void build(struct lab *l)
{
	const struct tcp_options options = {.has_mss = true,
		.mss = 1460,
		.sack_permitted = true,
		.has_timestamps = true,
		.timestamp = STAMP,
		.has_window_scale = true,
		.window_scale = 7};
	uint8_t space[TCP_OPTIONS_MAX_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct tcp t = {.source_port = 40000,
		.destination_port = 443,
		.sequence = SEQUENCE,
		.flags = TCP_SYN | TCP_ECE | TCP_CWR,
		.window = 64240};
	struct ip4 h4 = {.ttl = 1, .tos = 0xba, .dont_fragment = true};
	struct ip6 h6 = {.hop_limit = 1, .traffic_class = 0xba};
	struct bytes whole = {0};

	tcp_options_put(&o, &options);
	t.options = bytes_written(&o);
	addr_parse(&h4.source, "198.18.1.1");
	addr_parse(&h4.destination, "198.18.9.1");
	addr_parse(&h6.source, "2001:db8:1::1");
	addr_parse(&h6.destination, "2001:db8:9::1");
	if (l->family == ADDR_V4)
		craft_tcp4(l->craft, &h4, &t, bytes_of(NULL, 0), &whole, NULL);
	else
		craft_tcp6(l->craft, &h6, &t, bytes_of(NULL, 0), &whole, NULL);
	memcpy(l->packet, whole.p, whole.left);
	l->size = whole.left;
	l->header = l->family == ADDR_V4 ? IP4_HEADER_BYTES : IP6_HEADER_BYTES;
}

static struct sight see(const struct lab *l, const uint8_t *packet, size_t size)
{
	struct packet_quote q;
	struct sight s;

	packet_read_quote(bytes_of(packet, size), l->family, &q);
	sight_of_quote(&s, &q, SEQUENCE, STAMP);
	return s;
}

/* The same with bytes of the segment changed: pairs of offset and value, as text. */
static struct sight edited(const struct lab *l, const char *edits, size_t size)
{
	uint8_t copy[sizeof l->packet];
	unsigned at, value;
	int n;

	memcpy(copy, l->packet, l->size);
	for (; sscanf(edits, "%u=%u %n", &at, &value, &n) == 2; edits += n)
		copy[l->header + at] = (uint8_t)value;
	return see(l, copy, size);
}

static const char *said(const struct change *c)
{
	static char text[256];
	struct strbuf b = {.p = NULL};

	change_say(&b, c);
	snprintf(text, sizeof text, "%.*s", (int)b.used, b.p);
	strbuf_close(&b);
	return text;
}

/* All changes but the checksum's, which an edit by hand leaves wrong. */
static unsigned all(const struct lab *l, const struct sight *hops, struct change *last)
{
	struct change c = {0};
	unsigned n = 0;

	while (change_next(&c, &l->sent, hops, HOPS)) {
		if (c.field == SIGHT_CHECKSUM)
			continue;
		n++;
		*last = c;
	}
	return n;
}

static void one(const struct lab *l, const char *edits, const char *want)
{
	struct sight good = see(l, l->packet, l->size), bad = edited(l, edits, l->size);
	struct sight hops[HOPS] = {good, bad, {0}, bad};
	struct change c = {0};

	is_int(all(l, hops, &c), 1, "%s: one change", edits);
	is_text(said(&c), want, "... in words");
}

static void edits(const struct lab *l)
{
	static const char *const cases[][2] = {
		{"23=20", "MSS 1460 -> 1300 between hop 1 and hop 2"},
		{"13=2", "TCP flags SYN,ECE,CWR -> SYN between hop 1 and hop 2"},
		{"1=65", "source port 40000 -> 40001 (NAT) between hop 1 and hop 2"},
		{"3=188", "destination port 443 -> 444 (NAT) between hop 1 and hop 2"},
		{"6=4", "sequence number rewritten, by +256 between hop 1 and hop 2"},
		{"14=0", "window 64240 -> 240 between hop 1 and hop 2"},
		{"20=1 21=1 22=1 23=1", "option MSS removed between hop 1 and hop 2"},
		{"24=1 25=1", "option SACK permitted removed between hop 1 and hop 2"},
		{"26=1 27=1 28=1 29=1 30=1 31=1 32=1 33=1 34=1 35=1",
			"option timestamps removed between hop 1 and hop 2"},
		{"31=137", "timestamps rewritten, by +1 between hop 1 and hop 2"},
		{"37=1 38=1 39=1", "option window scale removed between hop 1 and hop 2"},
		{"39=2", "window scale 7 -> 2 between hop 1 and hop 2"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		one(l, cases[i][0], cases[i][1]);
}

static void headers(struct lab *l)
{
	struct sight good = see(l, l->packet, l->size), marked, moved;
	struct sight hops[HOPS] = {good};
	struct change c = {0};
	size_t tos = l->family == ADDR_V4 ? 1 : 0;
	uint8_t copy[sizeof l->packet];

	memcpy(copy, l->packet, l->size);
	if (l->family == ADDR_V4)
		copy[tos] = 0xb8;
	else
		copy[1] &= 0xcf;
	marked = see(l, copy, l->size);
	hops[1] = marked;
	is_int(all(l, hops, &c), 1, "ECN taken away");
	is_text(said(&c), "ECN field ect0 -> not-ect between hop 1 and hop 2", "... in words");
	if (l->family == ADDR_V4)
		copy[tos] = 0x02;
	else
		copy[0] = 0x60, copy[1] = 0x20;
	hops[1] = see(l, copy, l->size);
	is_int(all(l, hops, &c), 1, "DSCP taken away");
	is_text(said(&c), "DSCP ef -> cs0 between hop 1 and hop 2", "... in words");

	memcpy(copy, l->packet, l->size);
	copy[l->header - 1] = 7;
	moved = see(l, copy, l->size);
	hops[0] = hops[1] = moved;
	is_int(all(l, hops, &c), 1, "another destination, from the first hop on");
	is_text(said(&c),
		l->family == ADDR_V4
			? "destination address 198.18.9.1 -> 198.18.9.7 (NAT) before hop 1"
			: "destination address 2001:db8:9::1 -> 2001:db8:9::7 (NAT) before hop 1",
		"... in words");
	ok(change_translates(&c), "... which is translation");
}

/* What a quote does not reach is not known, and nothing is made of it. */
static void depths(const struct lab *l)
{
	struct sight whole = see(l, l->packet, l->size);

	for (size_t size = 0; size <= l->size; size++) {
		struct sight s = see(l, l->packet, size);
		struct sight hops[HOPS] = {whole, s, whole, whole};
		struct change c = {0};
		bool same = !change_next(&c, &l->sent, hops, HOPS);

		if (!ok(same && !(s.seen & ~whole.seen), "cut behind %zu bytes: no change", size))
			printf("# %s\n", said(&c));
		for (unsigned f = SIGHT_SOURCE_PORT; same && f < SIGHT_FIELDS; f++)
			if (s.seen >> f & 1 && s.value[f] != whole.value[f])
				ok(false, "field %u is read from %zu bytes", f, size);
	}
	is_int(see(l, l->packet, l->header + 8).depth, TCP_SEQUENCE, "8 bytes hold the ports");
	is_int(see(l, l->packet, l->header + 8).seen >> SIGHT_MSS, 0, "... and no options");
}

/* Between the last hop that knows the old value and the first that knows the new one. */
static void across_short_quotes(const struct lab *l)
{
	struct sight good = see(l, l->packet, l->size), bad = edited(l, "23=20", l->size);
	struct sight hops[HOPS] = {good, edited(l, "23=20", l->header + 8), {0}, bad};
	struct change c = {0};

	is_int(all(l, hops, &c), 1, "a change behind a short quote and a silent hop");
	is_text(said(&c), "MSS 1460 -> 1300 between hop 1 and hop 4", "... lies between the two");
	hops[3] = hops[1];
	is_int(sight_last_whole(hops, HOPS), 1, "the last that quotes options");
	is_int(sight_last_whole(hops + 1, 2), 0, "... there may be none");
}

static void of_the_checksum(const struct lab *l)
{
	struct sight good = see(l, l->packet, l->size);
	struct sight hops[HOPS] = {good, edited(l, "17=0 16=0", l->size)};
	struct change c = {0};

	ok(change_next(&c, &l->sent, hops, HOPS) && c.field == SIGHT_CHECKSUM && c.hop == 2,
		"a checksum that does not fit");
	ok(!change_next(&c, &l->sent, hops, HOPS), "... is said once");
}

/* Of SYNs that differ in port, number and time stamp. */
static void of_segments(const struct lab *l)
{
	struct bytes segment = bytes_of(l->packet + l->header, l->size - l->header);
	uint8_t other[sizeof l->packet];
	struct sight sent, hops[HOPS] = {{0}};
	struct change c = {0};

	sight_of_segment(&sent, segment);
	memcpy(other, segment.p, segment.left);
	other[1] ^= 1;
	other[6] ^= 1;
	other[31] ^= 1;
	sight_of_segment(&hops[0], bytes_of(other, segment.left));
	ok(!change_next(&c, &sent, hops, HOPS), "SYNs of a host from several ports are alike");
	other[23] = 20;
	sight_of_segment(&hops[1], bytes_of(other, segment.left));
	ok(change_next(&c, &sent, hops, HOPS), "... but for what was changed");
	is_text(said(&c), "MSS 1460 -> 1300 between hop 1 and hop 2", "... in words");
	sight_of_segment(&hops[1], bytes_of(other, 8));
	is_int(hops[1].seen, 1 << SIGHT_DESTINATION_PORT, "of 8 bytes the port is left");
}

static void test(struct lab *l, enum addr_family family)
{
	struct sight hops[HOPS];
	struct change c = {0};
	uint32_t sequence = 0, stamp = 0;

	l->family = family;
	build(l);
	ok(sight_of_packet(&l->sent, bytes_of(l->packet, l->size), family, &sequence, &stamp),
		"IPv%d: the SYN as sent", family == ADDR_V4 ? 4 : 6);
	is_int(sequence, SEQUENCE, "... with its number");
	is_int(stamp, STAMP, "... and its time stamp");
	for (size_t i = 0; i < HOPS; i++)
		hops[i] = see(l, l->packet, l->size);
	ok(!change_next(&c, &l->sent, hops, HOPS), "quotes as sent tell of no change");
	edits(l);
	headers(l);
	depths(l);
	across_short_quotes(l);
	of_the_checksum(l);
	of_segments(l);
}

static void no_syn(void)
{
	struct sight s;
	uint32_t sequence, stamp;

	ok(!sight_of_packet(&s, bytes_of("E", 1), ADDR_V4, &sequence, &stamp) && !s.seen,
		"half a header is no SYN");
}

int main(void)
{
	struct lab l = {.craft = NULL};

	if (craft_open(&l.craft, NULL) < 0)
		return tap_skip_all("no libnet");
	test(&l, ADDR_V4);
	test(&l, ADDR_V6);
	no_syn();
	craft_close(l.craft);
	return tap_done();
}
