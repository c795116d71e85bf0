/* packet: what is read of golden frames, whole and cut at every byte. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "packet.h"

#include <stdlib.h>

#include "exact.h"
#include "golden.h"
#include "tap.h"

struct text {
	char at[512];
	size_t used;
};

__attribute__((format(printf, 2, 3))) static void say(struct text *t, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(t->at + t->used, sizeof t->at - t->used, format, ap);
	va_end(ap);
	if (n > 0)
		t->used += (size_t)n;
	if (t->used >= sizeof t->at)
		abort();
}

static void say_addresses(struct text *t, const struct addr *from, const struct addr *to)
{
	char a[ADDR_TEXT], b[ADDR_TEXT];

	say(t, "%s > %s", addr_print(a, from), addr_print(b, to));
}

static void say_icmp(struct text *t, const struct packet *p)
{
	static const char *const verdicts[] = {"unchecked", "bad", "good"};

	say(t, ", icmp %u/%u %08x +%zu %s", p->icmp.type, p->icmp.code, p->icmp.rest,
		p->icmp.payload.left, verdicts[p->checksum_checked ? 1 + p->checksum_ok : 0]);
}

static void say_tcp(struct text *t, const struct packet *p)
{
	static const char *const verdicts[] = {"unchecked", "bad", "good"};
	char flags[TCP_FLAGS_TEXT];

	say(t, ", tcp %u > %u %s %08x %08x options %zu +%zu %s", p->tcp.source_port,
		p->tcp.destination_port, tcp_flags_print(flags, p->tcp.flags), p->tcp.sequence,
		p->tcp.acknowledgment, p->tcp.options.left, p->tcp_payload.left,
		verdicts[p->checksum_checked ? 1 + p->checksum_ok : 0]);
}

static void say_quote(struct text *t, const struct packet_quote *q)
{
	say(t, " [");
	say_addresses(t, &q->source, &q->destination);
	say(t, " proto %u ttl %u tos %u id %u flow %05x +%zu", q->protocol, q->ttl, q->tos,
		q->ip_id, q->flow_label, q->transport.left);
	if (q->has_ports)
		say(t, ", ports %u > %u", q->source_port, q->destination_port);
	if (q->tcp.depth)
		say(t, ", tcp depth %d %08x options %zu", q->tcp.depth, q->tcp.sequence,
			q->tcp.options.left);
	if (q->has_echo)
		say(t, ", echo %04x %u +%zu", q->echo_id, q->echo_sequence, q->echo_payload.left);
	say(t, "]");
}

static const char *ndp_name(uint8_t type)
{
	return type == NDP_RS ? "RS" : type == NDP_RA ? "RA" : type == NDP_NS ? "NS" : "NA";
}

static void say_neighbour(struct text *t, const struct packet *p)
{
	char a[MAC_TEXT], b[MAC_TEXT], address[ADDR_TEXT];

	if (p->has_arp) {
		say(t, ", arp %u %s %s", p->arp.operation, mac_print(a, &p->arp.sender_mac),
			addr_print(address, &p->arp.sender));
		say(t, " > %s %s", mac_print(b, &p->arp.target_mac),
			addr_print(address, &p->arp.target));
	}
	if (p->has_ndp)
		say(t, ", %s %s +%zu", ndp_name(p->ndp.type), addr_print(address, &p->ndp.target),
			p->ndp.options.left);
}

static void say_packet(struct text *t, const struct packet *p)
{
	static const char *const states[] = {"ok", "cut", "malformed"};

	t->used = 0;
	say(t, "%s ", states[p->state]);
	if (p->ethertype)
		say(t, "%04x ", p->ethertype);
	if (p->has_vlan)
		say(t, "vlan %04x ", p->vlan);
	say_addresses(t, &p->source, &p->destination);
	say(t, " ttl %d tos %d proto %u +%zu%s%s", p->ttl, p->tos, p->protocol, p->transport.left,
		p->fragment ? " fragment" : "", p->transport_cut ? " cut" : "");
	if (p->has_ip4 && p->ip4.options.left)
		say(t, " options %zu", p->ip4.options.left);
	if (p->has_icmp)
		say_icmp(t, p);
	if (p->has_tcp)
		say_tcp(t, p);
	if (p->quote.present)
		say_quote(t, &p->quote);
	say_neighbour(t, p);
}

static void test_golden(const struct golden *g, struct bytes whole)
{
	struct frame f = golden_frame(g, whole);
	struct packet p;
	struct text t;

	packet_read(&f, &p);
	say_packet(&t, &p);
	is_text(t.at, g->says, "%s: read", g->name);
	ok(packet_inside(&p, whole), "%s: views lie inside", g->name);
}

/* Nothing that is missing may go unnoticed: a cut frame is cut, or its transport is, and then no
 * checksum was believed. */
static bool noticed(const struct packet *p)
{
	return p->state == PACKET_CUT ||
	       (p->state == PACKET_OK && p->transport_cut && !p->checksum_checked);
}

static void test_cuts(const struct golden *g, struct bytes whole)
{
	size_t missed = 0, outside = 0;

	for (size_t n = 0; n + g->padding_bytes < whole.left; n++) {
		struct exact cut = exact(whole.p, n);
		struct frame f = golden_frame(g, cut.view);
		struct packet p;

		f.whole_bytes = (uint32_t)whole.left;
		packet_read(&f, &p);
		missed += !noticed(&p);
		outside += !packet_inside(&p, cut.view);
		free(cut.block);
	}
	is_int(missed, 0, "%s: every cut is noticed", g->name);
	is_int(outside, 0, "%s: and no view leaves what is there", g->name);
}

static enum tcp_depth tcp_depth(const struct tcp *whole, size_t left)
{
	if (left < 4)
		return TCP_NOTHING;
	if (left < 8)
		return TCP_PORTS;
	if (left < TCP_HEADER_BYTES)
		return TCP_SEQUENCE;
	return left < whole->header_bytes ? TCP_FIXED : TCP_WHOLE;
}

/* A quote cut at every byte names its addresses from its IP header on, ports from 4 bytes, an echo
 * and a sequence number from 8 bytes of transport. */
static void test_quote_cuts(const struct golden *g, struct bytes quote, enum addr_family family)
{
	struct packet_quote whole, q;
	size_t wrong = 0, transport_at;

	packet_read_quote(quote, family, &whole);
	transport_at = whole.transport.left ? (size_t)(whole.transport.p - quote.p) : quote.left;
	for (size_t n = 0; n < quote.left; n++) {
		struct exact cut = exact(quote.p, n);
		size_t header = family == ADDR_V6 ? 40 : (quote.p[0] & 15) * (size_t)4;
		size_t left = n > transport_at ? n - transport_at : 0;

		packet_read_quote(cut.view, family, &q);
		wrong += q.present != (n >= header) || !quote_inside(&q, cut.view) ||
			 q.has_ports != (whole.has_ports && left >= 4) ||
			 q.has_echo != (whole.has_echo && left >= 8) ||
			 q.tcp.depth != (whole.tcp.depth ? tcp_depth(&whole.tcp, left) : 0);
		free(cut.block);
	}
	is_int(wrong, 0, "%s: its quote holds up when cut anywhere", g->name);
}

static void test_all_golden(void)
{
	for (size_t i = 0; i < sizeof goldens / sizeof goldens[0]; i++) {
		struct exact whole = golden_copy(&goldens[i]);
		struct frame f = golden_frame(&goldens[i], whole.view);
		struct packet p;

		test_golden(&goldens[i], whole.view);
		test_cuts(&goldens[i], whole.view);
		packet_read(&f, &p);
		if (p.quote.present)
			test_quote_cuts(&goldens[i], packet_quoted(&p.icmp), p.icmp.family);
		free(whole.block);
	}
}

/* One bit wrong anywhere in a message fails its checksum. */
static void test_checksum(const char *name)
{
	struct exact whole = golden_copy(golden_named(name));
	struct frame f = golden_frame(golden_named(name), whole.view);
	struct packet p;
	size_t wrong = 0, size;
	uint8_t *at;

	packet_read(&f, &p);
	at = whole.p + (p.transport.p - whole.p);
	size = p.transport.left;
	for (size_t i = 0; i < size; i++) {
		at[i] ^= 0x10;
		packet_read(&f, &p);
		/* A changed length of the TCP header may leave none. */
		wrong += p.state == PACKET_OK && (!p.checksum_checked || p.checksum_ok);
		at[i] ^= 0x10;
	}
	is_int(wrong, 0, "%s: any changed byte fails the checksum", name);
	free(whole.block);
}

/* Byte by byte, what makes a good reply malformed, each on top of a good one. */
static void test_malformed(void)
{
	static const struct {
		const char *golden, *what;
		size_t at;
		uint8_t value;
		enum packet_state state;
	} cases[] = {
		{"raw IPv4", "IP version 5 on a raw link", 0, 0x55, PACKET_MALFORMED},
		{"IPv4 from a raw socket", "IP version 5", 0, 0x55, PACKET_MALFORMED},
		{"raw IPv4", "a header of 16 bytes", 0, 0x44, PACKET_MALFORMED},
		{"raw IPv4", "a total length under the header", 3, 19, PACKET_MALFORMED},
		{"raw IPv4", "7 bytes of ICMP", 3, 27, PACKET_MALFORMED},
		{"raw IPv4", "a total length one over the frame", 3, 53, PACKET_OK},
		{"raw IPv4", "a protocol that is not read", 9, 17, PACKET_OK},
		{"raw IPv6", "7 bytes of ICMPv6", 5, 7, PACKET_MALFORMED},
		{"hop-by-hop and destination options", "options longer than the payload", 55, 255,
			PACKET_MALFORMED},
		{"TCP RST", "a TCP header of 16 bytes", 14 + 20 + 12, 0x40, PACKET_MALFORMED},
		{"TCP RST", "one longer than the packet", 14 + 20 + 12, 0x60, PACKET_MALFORMED},
		{"TCP RST", "19 bytes of TCP", 14 + 3, 39, PACKET_MALFORMED},
		{"echo request", "ethertype 0", 12, 0, PACKET_MALFORMED},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct golden *g = golden_named(cases[i].golden);
		struct exact whole = golden_copy(g);
		struct frame f = golden_frame(g, whole.view);
		struct packet p;

		whole.p[cases[i].at] = cases[i].value;
		is_int(packet_read(&f, &p), cases[i].state, "%s: its state", cases[i].what);
		free(whole.block);
	}
}

static void test_nothing(void)
{
	struct frame f = {.layer = FRAME_LINK, .linktype = 147};
	struct packet p;

	is_int(packet_read(&f, &p), PACKET_MALFORMED, "an unknown link type");
	f.layer = FRAME_IP;
	is_int(packet_read(&f, &p), PACKET_CUT, "nothing at all");
	ok(p.ttl == -1 && p.tos == -1 && !p.source.family && !p.has_icmp, "names nothing");
}

static void test_zone(void)
{
	const struct golden *g = golden_named("ICMPv6 redirect");
	struct exact whole = golden_copy(g);
	struct frame f = golden_frame(g, whole.view);
	struct packet p;

	f.ifindex = 7;
	packet_read(&f, &p);
	is_int(p.source.zone, 7, "a link-local source gets the interface as its zone");
	is_int(p.destination.zone, 0, "a global destination gets none");
	ok(p.checksum_ok, "and the checksum does not care");
	free(whole.block);
}

/* ICMP in IPv6 and ICMPv6 in IPv4 are nobody's message. */
static void test_wrong_family(void)
{
	struct exact whole = golden_copy(golden_named("raw IPv6"));
	struct frame f = {.bytes = whole.view, .layer = FRAME_IP};
	uint8_t *at = whole.p;
	struct packet p;

	at[6] = 1;
	is_int(packet_read(&f, &p), PACKET_OK, "IPv6 with protocol 1 is read");
	ok(!p.has_icmp && p.protocol == 1, "but is no ICMP message");
	free(whole.block);
}

/* Two bytes changed in the quote of an error, and what of its echo is then read. Some stacks put a
 * length into the quote that they have changed: one that cannot be is no bound. */
static void test_quote_lengths(void)
{
	enum { V4 = 14 + 20, V6 = 14 + 40, QUOTE = 8 };
	static const struct {
		const char *golden, *what;
		size_t at;
		uint8_t value[2];
		bool has_echo;
		size_t payload_bytes;
	} cases[] = {
		{"host unreachable", "total length 0", V4 + QUOTE + 2, {0, 0}, true, 56},
		{"host unreachable", "one under its header", V4 + QUOTE + 2, {0, 19}, true, 56},
		{"host unreachable", "that of its header", V4 + QUOTE + 2, {0, 20}, false, 0},
		{"host unreachable", "less by a header", V4 + QUOTE + 2, {0, 64}, true, 36},
		{"host unreachable", "bytes swapped", V4 + QUOTE + 2, {0x54, 0}, true, 56},
		{"host unreachable", "a later fragment", V4 + QUOTE + 6, {0, 2}, false, 0},
		{"host unreachable", "a first fragment", V4 + QUOTE + 6, {0x20, 0}, true, 56},
		{"time exceeded with an MPLS extension", "longer than the quote", V4 + QUOTE + 2,
			{0x05, 0x94}, true, 128 - 28},
		{"hop limit exceeded", "payload length 0", V6 + QUOTE + 4, {0, 0}, true, 24},
		{"hop limit exceeded", "a smaller one", V6 + QUOTE + 4, {0, 16}, true, 8},
		{"hop limit exceeded", "64 bytes before extensions", V6 + 4, {8, 0}, true, 16},
		{"hop limit exceeded", "more than there is", V6 + 4, {255, 0}, true, 24},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct exact whole = golden_copy(golden_named(cases[i].golden));
		struct frame f = golden_frame(golden_named(cases[i].golden), whole.view);
		struct packet p;

		memcpy(whole.p + cases[i].at, cases[i].value, 2);
		packet_read(&f, &p);
		ok(p.quote.present && p.quote.has_echo == cases[i].has_echo,
			"a quote with %s: whether it has an echo", cases[i].what);
		is_int(p.quote.echo_payload.left, cases[i].payload_bytes, "and how much of it");
		free(whole.block);
	}
}

/* Names of the same thing: the older QinQ ethertype, link types of one family. */
static void test_aliases(void)
{
	const struct golden *tags = golden_named("802.1ad and 802.1Q tags");
	struct exact whole = golden_copy(tags);
	struct frame f = golden_frame(tags, whole.view);
	struct packet p;

	whole.p[12] = 0x91;
	whole.p[13] = 0x00;
	packet_read(&f, &p);
	ok(p.has_icmp && p.vlan == 7, "ethertype 9100 is a tag too");
	free(whole.block);
	whole = golden_copy(golden_named("raw IPv4"));
	f = (struct frame){.bytes = whole.view, .linktype = 228};
	ok(packet_read(&f, &p) == PACKET_OK && p.has_ip4, "link type 228 is IPv4");
	free(whole.block);
	whole = golden_copy(golden_named("raw IPv6"));
	f = (struct frame){.bytes = whole.view, .linktype = 229};
	ok(packet_read(&f, &p) == PACKET_OK && p.has_ip6, "link type 229 is IPv6");
	free(whole.block);
}

int main(void)
{
	test_all_golden();
	test_checksum("echo reply");
	test_checksum("ICMPv6 echo reply");
	test_checksum("time exceeded, quote with options");
	test_checksum("TCP data");
	test_checksum("TCP data over IPv6");
	test_malformed();
	test_nothing();
	test_zone();
	test_wrong_family();
	test_quote_lengths();
	test_aliases();
	return tap_done();
}
