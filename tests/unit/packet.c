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

static void say_quote(struct text *t, const struct packet_quote *q)
{
	say(t, " [");
	say_addresses(t, &q->source, &q->destination);
	say(t, " proto %u ttl %u tos %u id %u flow %05x +%zu", q->protocol, q->ttl, q->tos,
		q->ip_id, q->flow_label, q->transport.left);
	if (q->has_ports)
		say(t, ", ports %u > %u", q->source_port, q->destination_port);
	if (q->has_echo)
		say(t, ", echo %04x %u +%zu", q->echo_id, q->echo_sequence, q->echo_payload.left);
	say(t, "]");
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
	if (p->quote.present)
		say_quote(t, &p->quote);
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
		struct bytes cut = exact(whole.p, n);
		struct frame f = golden_frame(g, cut);
		struct packet p;

		f.whole_bytes = (uint32_t)whole.left;
		packet_read(&f, &p);
		missed += !noticed(&p);
		outside += !packet_inside(&p, cut);
		exact_free(cut);
	}
	is_int(missed, 0, "%s: every cut is noticed", g->name);
	is_int(outside, 0, "%s: and no view leaves what is there", g->name);
}

/* A quote cut at every byte names its addresses from its IP header on, ports from 4 bytes and an
 * echo from 8 bytes of transport. */
static void test_quote_cuts(const struct golden *g, struct bytes quote, enum addr_family family)
{
	struct packet_quote whole, q;
	size_t wrong = 0, transport_at;

	packet_read_quote(quote, family, &whole);
	transport_at = whole.transport.left ? (size_t)(whole.transport.p - quote.p) : quote.left;
	for (size_t n = 0; n < quote.left; n++) {
		struct bytes cut = exact(quote.p, n);
		size_t header = family == ADDR_V6 ? 40 : (quote.p[0] & 15) * (size_t)4;
		size_t left = n > transport_at ? n - transport_at : 0;

		packet_read_quote(cut, family, &q);
		wrong += q.present != (n >= header) || !quote_inside(&q, cut) ||
			 q.has_ports != (whole.has_ports && left >= 4) ||
			 q.has_echo != (whole.has_echo && left >= 8);
		exact_free(cut);
	}
	is_int(wrong, 0, "%s: its quote holds up when cut anywhere", g->name);
}

static void test_all_golden(void)
{
	for (size_t i = 0; i < sizeof goldens / sizeof goldens[0]; i++) {
		struct bytes whole = golden_copy(&goldens[i]);
		struct frame f = golden_frame(&goldens[i], whole);
		struct packet p;

		test_golden(&goldens[i], whole);
		test_cuts(&goldens[i], whole);
		packet_read(&f, &p);
		if (p.quote.present)
			test_quote_cuts(&goldens[i], packet_quoted(&p.icmp), p.icmp.family);
		exact_free(whole);
	}
}

/* One bit wrong anywhere in an ICMP message fails its checksum. */
static void test_checksum(const char *name)
{
	struct bytes whole = golden_copy(golden_named(name));
	struct frame f = golden_frame(golden_named(name), whole);
	struct packet p;
	size_t wrong = 0, size;
	uint8_t *at;

	packet_read(&f, &p);
	at = (uint8_t *)(uintptr_t)p.transport.p;
	size = p.transport.left;
	for (size_t i = 0; i < size; i++) {
		at[i] ^= 0x10;
		packet_read(&f, &p);
		wrong += !p.checksum_checked || p.checksum_ok;
		at[i] ^= 0x10;
	}
	is_int(wrong, 0, "%s: any changed byte fails the checksum", name);
	exact_free(whole);
}

static enum packet_state state_of(enum frame_layer layer, int linktype, struct bytes b)
{
	struct frame f = {.bytes = b, .whole_bytes = (uint32_t)b.left, .layer = layer};
	struct packet p;

	f.linktype = linktype;
	return packet_read(&f, &p);
}

static void test_malformed(void)
{
	struct bytes whole = golden_copy(golden_named("raw IPv4"));
	uint8_t *at = (uint8_t *)(uintptr_t)whole.p;

	is_int(state_of(FRAME_LINK, 147, whole), PACKET_MALFORMED, "an unknown link type");
	is_int(state_of(FRAME_IP, 0, bytes_of(NULL, 0)), PACKET_CUT, "nothing at all");
	at[0] = 0x55;
	is_int(state_of(FRAME_IP, 0, whole), PACKET_MALFORMED, "IP version 5");
	is_int(state_of(FRAME_LINK, 101, whole), PACKET_MALFORMED, "IP version 5 on a raw link");
	at[0] = 0x44;
	is_int(state_of(FRAME_IP, 0, whole), PACKET_MALFORMED, "a header of 16 bytes");
	at[0] = 0x45;
	at[3] = 19;
	is_int(state_of(FRAME_IP, 0, whole), PACKET_MALFORMED, "a total length under the header");
	at[3] = 27;
	is_int(state_of(FRAME_IP, 0, whole), PACKET_MALFORMED, "7 bytes of ICMP");
	at[9] = 17;
	is_int(state_of(FRAME_IP, 0, whole), PACKET_OK, "7 bytes of UDP are not our business");
	exact_free(whole);

	whole = golden_copy(golden_named("raw IPv6"));
	at = (uint8_t *)(uintptr_t)whole.p;
	at[6] = 43;
	at[41] = 255;
	is_int(state_of(FRAME_IP, 0, whole), PACKET_MALFORMED,
		"an extension header longer than the payload");
	exact_free(whole);
}

static void test_zone(void)
{
	const struct golden *g = golden_named("ICMPv6 redirect");
	struct bytes whole = golden_copy(g);
	struct frame f = golden_frame(g, whole);
	struct packet p;

	f.ifindex = 7;
	packet_read(&f, &p);
	is_int(p.source.zone, 7, "a link-local source gets the interface as its zone");
	is_int(p.destination.zone, 0, "a global destination gets none");
	ok(p.checksum_ok, "and the checksum does not care");
	exact_free(whole);
}

/* ICMP in IPv6 and ICMPv6 in IPv4 are nobody's message. */
static void test_wrong_family(void)
{
	struct bytes whole = golden_copy(golden_named("raw IPv6"));
	struct frame f = {.bytes = whole, .layer = FRAME_IP};
	uint8_t *at = (uint8_t *)(uintptr_t)whole.p;
	struct packet p;

	at[6] = 1;
	is_int(packet_read(&f, &p), PACKET_OK, "IPv6 with protocol 1 is read");
	ok(!p.has_icmp && p.protocol == 1, "but is no ICMP message");
	exact_free(whole);
}

/* Some stacks put a total length into the quote that they have changed. */
static void test_quote_length(void)
{
	struct bytes whole = golden_copy(golden_named("host unreachable"));
	struct frame f = golden_frame(golden_named("host unreachable"), whole);
	uint8_t *quoted = (uint8_t *)(uintptr_t)whole.p + 14 + 20 + 8;
	struct packet p;

	quoted[2] = quoted[3] = 0;
	packet_read(&f, &p);
	ok(p.quote.has_echo && p.quote.echo_sequence == 1, "a quote with total length 0 is read");
	quoted[3] = 64;
	packet_read(&f, &p);
	is_int(p.quote.echo_payload.left, 36, "a smaller total length bounds what is read");
	quoted[2] = 0x54;
	packet_read(&f, &p);
	is_int(p.quote.echo_payload.left, 56, "a larger one does not read on");
	exact_free(whole);
}

int main(void)
{
	test_all_golden();
	test_checksum("echo reply");
	test_checksum("ICMPv6 echo reply");
	test_checksum("time exceeded, quote with options");
	test_malformed();
	test_zone();
	test_wrong_family();
	test_quote_length();
	return tap_done();
}
