/* tcpprobe_trail: which SYN of a path a packet is about, however much of it is left. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/trail.h"

#include "tap.h"

enum { HOPS = 5, FLOWS = 2, PORT = 443, OTHER = 22, PACKET = 200 };

struct lab {
	struct trail *trail;
	struct craft *craft;
	struct addr target, source, router;
	uint8_t packet[PACKET]; /* the newest probe's */
	size_t size, header;
};

static bool lab_open(struct lab *l, const char *target, const char *router)
{
	struct trail_config c = {.hops = HOPS,
		.n = FLOWS,
		.flows = {{.port = PORT}, {.port = OTHER}},
		.own = {.mss = 1460,
			.window = 64240,
			.flags = TCP_SYN,
			.window_scaling = true,
			.window_scale = 7,
			.sack = true,
			.timestamps = true}};

	*l = (struct lab){0};
	addr_parse(&l->target, target);
	addr_parse(&l->router, router);
	l->source = l->target;
	l->header = l->target.family == ADDR_V6 ? IP6_HEADER_BYTES : IP4_HEADER_BYTES;
	c.target = c.source = l->target;
	return trail_open(&l->trail, &c, NULL) >= 0 && craft_open(&l->craft, NULL) >= 0;
}

static void lab_close(struct lab *l)
{
	trail_close(l->trail);
	craft_close(l->craft);
}

static struct tcp probe(struct lab *l, struct probe id)
{
	struct syn_packet p;
	struct tcp t = {.source_port = 0};
	struct bytes b;

	if (trail_build(l->trail, id, &p, NULL) < 0 || p.whole.left > sizeof l->packet)
		return t;
	memcpy(l->packet, p.whole.p, p.whole.left);
	l->size = p.whole.left;
	b = p.segment;
	tcp_get(&b, &t);
	return t;
}

static struct trail_match seen(const struct lab *l, struct bytes whole)
{
	const struct frame f = {.bytes = whole,
		.layer = FRAME_IP,
		.ttl = -1,
		.tos = -1,
		.whole_bytes = (uint32_t)whole.left};

	(void)l;
	return trail_match(l->trail, &f);
}

/* A segment from the target's port. */
static struct trail_match answer(
	struct lab *l, uint16_t from, uint16_t to, uint16_t flags, uint32_t acknowledgment)
{
	const struct tcp t = {.source_port = from,
		.destination_port = to,
		.sequence = 9,
		.acknowledgment = acknowledgment,
		.flags = flags};
	const struct ip4 h4 = {.ttl = 61, .source = l->target, .destination = l->source};
	const struct ip6 h6 = {.hop_limit = 61, .source = l->target, .destination = l->source};
	struct bytes whole = {0};

	if (l->target.family == ADDR_V6)
		craft_tcp6(l->craft, &h6, &t, bytes_of(NULL, 0), &whole, NULL);
	else
		craft_tcp4(l->craft, &h4, &t, bytes_of(NULL, 0), &whole, NULL);
	return seen(l, whole);
}

/* A router's time exceeded that quotes so much of the newest probe. */
static struct trail_match report(struct lab *l, size_t quoted)
{
	uint8_t space[PACKET + 64];
	struct bytes_out o = bytes_to(space, sizeof space);
	bool six = l->target.family == ADDR_V6;
	const struct icmp m = {.family = (enum addr_family)l->target.family,
		.type = six ? 3 : 11,
		.payload = bytes_of(l->packet, quoted)};
	const struct ip4 h4 = {.total_bytes = (uint16_t)(IP4_HEADER_BYTES + 8 + quoted),
		.ttl = 60,
		.protocol = 1,
		.source = l->router,
		.destination = l->source};
	const struct ip6 h6 = {.payload_bytes = (uint16_t)(8 + quoted),
		.next_header = 58,
		.hop_limit = 60,
		.source = l->router,
		.destination = l->source};

	if (six)
		ip6_put(&o, &h6);
	else
		ip4_put(&o, &h4);
	icmp_put(&o, &m);
	return seen(l, bytes_written(&o));
}

static bool is_probe(const struct trail_match *m, enum trail_kind kind, struct probe id)
{
	return m->kind == kind && m->probe.lane == id.lane && m->probe.nth == id.nth;
}

static void test_numbers(struct lab *l)
{
	struct tcp last = probe(l, (struct probe){0, 0});

	ok(last.source_port && last.destination_port == PORT, "a SYN from a port to the port");
	is_int(trail_source_port(l->trail, 1), last.source_port, "the other's comes from the same");
	for (unsigned round = 0; round < 3; round++)
		for (unsigned lane = 0; lane < HOPS * FLOWS; lane++) {
			const struct probe id = {lane, round};
			struct tcp t = probe(l, id);

			if (round + lane == 0)
				continue;
			ok(tcp_distance(t.sequence, last.sequence) > 0, "lane %u, round %u: later",
				lane, round);
			is_int(t.source_port, last.source_port, "... from the same port");
			is_int(t.destination_port, lane < HOPS ? PORT : OTHER, "... to its port");
			is_int(l->packet[l->header == IP4_HEADER_BYTES ? 8 : 7], lane % HOPS + 1,
				"... with its TTL");
			last = t;
		}
}

static void test_answers(struct lab *l)
{
	const struct probe id = {2, 7}, newer = {HOPS + 1, 9};
	struct tcp t = probe(l, id);
	uint16_t port = t.source_port;
	struct trail_match m;

	probe(l, newer);
	m = answer(l, PORT, port, TCP_SYN | TCP_ACK, t.sequence + 1);
	ok(is_probe(&m, TRAIL_OPEN, id) && m.flow == 0 && m.ttl == 61, "a SYN-ACK");
	m = answer(l, PORT, port, TCP_RST | TCP_ACK, t.sequence + 1);
	ok(is_probe(&m, TRAIL_CLOSED, id), "a RST");
	m = answer(l, PORT, port, TCP_RST | TCP_ACK, t.sequence);
	ok(is_probe(&m, TRAIL_CLOSED, id), "... one that acknowledges the SYN itself");
	is_int(answer(l, PORT, port, TCP_SYN | TCP_ACK, t.sequence + 2).kind, TRAIL_FORGED,
		"another number answers no probe");
	is_int(answer(l, PORT, port, TCP_SYN | TCP_ACK, t.sequence).kind, TRAIL_FORGED,
		"... nor a SYN-ACK of the SYN itself");
	is_int(answer(l, OTHER, port, TCP_SYN | TCP_ACK, t.sequence + 1).kind, TRAIL_FORGED,
		"... nor the number of another port's");
	is_int(answer(l, PORT, port, TCP_ACK, t.sequence + 1).kind, TRAIL_FORGED,
		"... nor an ACK alone");
	is_int(answer(l, 9, port, TCP_SYN | TCP_ACK, t.sequence + 1).kind, TRAIL_NONE,
		"a port that is not asked is not about us");
	is_int(answer(l, PORT, (uint16_t)(port + 1), TCP_SYN | TCP_ACK, t.sequence + 1).kind,
		TRAIL_NONE, "nor what goes elsewhere");
	t = probe(l, (struct probe){1, 70000});
	is_int(answer(l, PORT, port, TCP_SYN | TCP_ACK, t.sequence + 1 - (1U << 30)).kind,
		TRAIL_FORGED, "nor what was never sent");
}

static void test_depths(struct lab *l)
{
	const struct probe id = {HOPS + 3, 70001};

	probe(l, id);
	for (size_t size = l->header; size <= l->size; size++) {
		struct trail_match m = report(l, size);

		if (size < l->header + 4)
			is_int(m.kind, TRAIL_NONE, "%zu bytes quoted: nothing", size - l->header);
		else if (size < l->header + 8)
			is_int(m.kind, TRAIL_STRANGE, "%zu bytes quoted: one of ours",
				size - l->header);
		else
			ok(is_probe(&m, TRAIL_REPORTED, id) && m.flow == 1 &&
					addr_equal(&m.from, &l->router) && m.ttl == 60 &&
					m.quoted_ttl == 4,
				"%zu bytes quoted: this one", size - l->header);
	}
	is_int(report(l, l->size).sight.depth, TCP_WHOLE, "a whole one is seen whole");
}

/* Bytes of the segment changed before it is quoted. */
static struct trail_match edited(
	struct lab *l, size_t at, uint8_t value, size_t at2, uint8_t value2)
{
	struct trail_match m;
	uint8_t was[PACKET];

	memcpy(was, l->packet, sizeof was);
	l->packet[l->header + at] ^= value;
	l->packet[l->header + at2] ^= value2;
	m = report(l, l->size);
	memcpy(l->packet, was, sizeof was);
	return m;
}

static void test_rewritten(struct lab *l)
{
	const struct probe id = {4, 70002};
	struct trail_match m;

	probe(l, id);
	m = edited(l, 1, 1, 23, 8);
	ok(is_probe(&m, TRAIL_REPORTED, id), "another source port and MSS: it is still known");
	m = edited(l, 3, 1, 1, 1);
	ok(is_probe(&m, TRAIL_REPORTED, id), "... and with another port at either end");
	m = edited(l, 4, 1, 6, 1);
	ok(is_probe(&m, TRAIL_REPORTED, id) && m.sight.value[SIGHT_SEQUENCE],
		"another sequence number: by its time stamp");
	m = edited(l, 4, 1, 28, 1);
	is_int(m.kind, TRAIL_STRANGE, "another time stamp too: one of ours, nobody knows which");
	l->packet[l->header - 1] ^= 1;
	m = edited(l, 1, 1, 0, 0);
	ok(is_probe(&m, TRAIL_REPORTED, id), "another destination and source port");
	m = edited(l, 1, 1, 3, 1);
	is_int(m.kind, TRAIL_NONE, "three of four changed: not about us");
}

static void test(const char *target, const char *router)
{
	struct lab l;

	if (!ok(lab_open(&l, target, router), "a trail to %s", target))
		return;
	test_numbers(&l);
	test_answers(&l);
	test_depths(&l);
	test_rewritten(&l);
	lab_close(&l);
}

int main(void)
{
	test("127.0.0.1", "127.0.0.9");
	test("::1", "2001:db8::9");
	return tap_done();
}
