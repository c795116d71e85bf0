/* tcpprobe_keyed: an answer is known for one by its number, an ICMP error by eight bytes; nothing
 * else is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/keyed.h"

#include "craft.h"
#include "tap.h"

enum { PORT = 443, OWN = 40000 };

struct lab {
	struct keyed *keyed;
	struct craft *craft;
	struct addr host, own;
	struct tcp sent; /* of the last probe */
	struct bytes quote;
	uint8_t space[128];
};

static bool lab_open(struct lab *l, const char *host, const char *own, unsigned tries)
{
	struct keyed_config c = {.n_ports = tries, .key = {{1, 2, 3}}};

	*l = (struct lab){.keyed = NULL};
	addr_parse(&l->host, host);
	addr_parse(&l->own, own);
	for (unsigned i = 0; i < tries; i++)
		c.ports[0][i] = c.ports[1][i] = (uint16_t)(OWN + i);
	return keyed_open(&l->keyed, &c, NULL) >= 0 && craft_open(&l->craft, NULL) >= 0;
}

static void lab_close(struct lab *l)
{
	keyed_close(l->keyed);
	craft_close(l->craft);
}

static bool probe(struct lab *l, const struct addr *host, uint16_t port, unsigned tried)
{
	const struct stack_syn own = {.mss = 1460,
		.flags = TCP_SYN,
		.window = 64240,
		.window_scaling = true,
		.window_scale = 7,
		.ttl = 64,
		.sack = true,
		.timestamps = true};
	const struct leave leave = {l->own, own};
	const struct keyed_probe p = {.host = *host, .port = port, .tried = tried, .leave = &leave};
	struct syn_packet packet;
	struct bytes b;

	if (keyed_build(l->keyed, &p, 1000000, &packet, NULL) < 0)
		return false;
	memcpy(l->space, packet.segment.p, packet.segment.left);
	b = l->quote = bytes_of(l->space, packet.segment.left);
	return tcp_get(&b, &l->sent) &&
	       !tcp_checksum(&l->own, host, bytes_of(packet.segment.p, packet.segment.left));
}

/* A segment of from's to the last probe, whose acknowledgment is off by so much. */
static struct keyed_answer answer(
	struct lab *l, const struct addr *from, uint16_t flags, int32_t off, uint16_t port)
{
	const struct tcp t = {.source_port = port,
		.destination_port = l->sent.source_port,
		.acknowledgment = l->sent.sequence + 1 + (uint32_t)off,
		.flags = flags};
	const struct ip4 h4 = {.ttl = 61, .source = *from, .destination = l->own};
	const struct ip6 h6 = {.hop_limit = 61, .source = *from, .destination = l->own};
	struct frame f = {.layer = FRAME_IP, .ttl = 61, .tos = -1, .from = *from};

	if (from->family == ADDR_V6) {
		craft_tcp6(l->craft, &h6, &t, bytes_of(NULL, 0), &f.bytes, NULL);
		bytes_skip(&f.bytes, IP6_HEADER_BYTES);
		f.layer = FRAME_TRANSPORT;
	} else {
		craft_tcp4(l->craft, &h4, &t, bytes_of(NULL, 0), &f.bytes, NULL);
	}
	return keyed_match(l->keyed, &f);
}

static void test_segments(struct lab *l)
{
	static const struct {
		const char *what;
		uint16_t flags;
		int32_t off;
		enum syn_kind kind;
	} cases[] = {{"SYN-ACK", TCP_SYN | TCP_ACK, 0, SYN_OPEN},
		{"RST of our number", TCP_RST | TCP_ACK, 0, SYN_CLOSED},
		{"RST of the SYN's own", TCP_RST | TCP_ACK, -1, SYN_CLOSED},
		{"RST of another", TCP_RST | TCP_ACK, 9, SYN_FORGED},
		{"RST of none", TCP_RST, 0, SYN_FORGED},
		{"SYN-ACK of another", TCP_SYN | TCP_ACK, 1, SYN_FORGED},
		{"ACK of another", TCP_ACK, 77, SYN_STALE}, {"SYN", TCP_SYN, 0, SYN_FORGED}};
	struct addr other = l->host;
	struct keyed_answer a;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ok(probe(l, &l->host, PORT, 1), "a probe with the right checksum");
		a = answer(l, &l->host, cases[i].flags, cases[i].off, PORT);
		is_int(a.kind, cases[i].kind, "%s", cases[i].what);
		ok(a.port == PORT && a.tried == 1 && addr_equal(&a.host, &l->host) && a.ttl == 61,
			"... of whom, to which try, from how far");
	}
	other.bytes[addr_size(&other) - 1] ^= 1;
	a = answer(l, &other, TCP_SYN | TCP_ACK, 0, PORT);
	is_int(a.kind, SYN_FORGED, "another host cannot answer for it");
	a = answer(l, &l->host, TCP_SYN | TCP_ACK, 0, PORT + 1);
	is_int(a.kind, SYN_FORGED, "... nor another port");
	l->sent.source_port = OWN + 7;
	a = answer(l, &l->host, TCP_SYN | TCP_ACK, 0, PORT);
	is_int(a.kind, SYN_NONE, "what comes to a port of nobody's is not ours");
}

static void test_reports(struct lab *l, uint8_t type, uint8_t code, uint8_t no_end)
{
	struct wire_report r = {
		.type = type, .code = code, .offender = l->own, .destination = l->host, .ttl = 60};
	struct keyed_answer a;

	probe(l, &l->host, PORT, 2);
	r.quote = bytes_of(l->space, 8);
	a = keyed_match_report(l->keyed, &r);
	is_int(a.kind, SYN_REJECTED, "eight quoted bytes say whose error it is");
	ok(a.port == PORT && a.tried == 2 && addr_equal(&a.from, &l->own), "... and to which try");
	r.quote = bytes_of(l->space, 7);
	is_int(keyed_match_report(l->keyed, &r).kind, SYN_NONE, "seven do not");
	r.quote = bytes_of(l->space, 8);
	l->space[7] ^= 1;
	is_int(keyed_match_report(l->keyed, &r).kind, SYN_NONE, "nor does another number");
	l->space[7] ^= 1;
	r.code = no_end;
	r.type = l->host.family == ADDR_V6 ? 2 : type;
	is_int(keyed_match_report(l->keyed, &r).kind, SYN_NONE, "a smaller MTU is no rejection");
}

static void test_tries(struct lab *l)
{
	struct addr other = l->host;
	uint32_t first;

	other.bytes[3] ^= 1;
	probe(l, &l->host, PORT, 0);
	first = l->sent.sequence;
	is_int(l->sent.source_port, OWN, "the first try's port");
	probe(l, &l->host, PORT, 0);
	is_int(l->sent.sequence, first, "one question, one number");
	probe(l, &l->host, PORT, 3);
	is_int(l->sent.source_port, OWN + 3, "another try, another port");
	ok(l->sent.sequence != first, "... and number");
	probe(l, &l->host, PORT + 1, 0);
	ok(l->sent.sequence != first, "another port");
	probe(l, &other, PORT, 0);
	ok(l->sent.sequence != first, "another host");
}

int main(void)
{
	struct lab l;

	if (!lab_open(&l, "198.18.0.9", "198.18.0.1", 4))
		return 99;
	test_segments(&l);
	test_reports(&l, 3, 13, 4);
	test_tries(&l);
	lab_close(&l);
	if (!lab_open(&l, "2001:db8::9", "2001:db8::1", 4))
		return 99;
	test_segments(&l);
	test_reports(&l, 1, 1, 0);
	lab_close(&l);
	return tap_done();
}
