/* tcpprobe_syn: what a packet says about a probe, and what says nothing. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/syn.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../tcpprobe/port.h"
#include "../../tcpprobe/summary.h"
#include "craft.h"
#include "tap.h"

enum { PORT = 9 };
#define OWN                                                                                        \
	{                                                                                          \
		.mss = 1460, .window = 64240, .flags = TCP_SYN, .ttl = 64, .timestamps = true      \
	}

struct lab {
	struct syn *syn;
	struct craft *craft;
	struct addr target, source;
	struct tcp sent; /* the probe's segment */
	uint8_t segment[64];
	size_t n_segment;
};

static bool lab_open(struct lab *l, const char *target, uint16_t source_port)
{
	struct syn_config c = {.port = PORT, .source_port = source_port, .own = OWN};

	*l = (struct lab){0};
	addr_parse(&l->target, target);
	l->source = c.source = c.target = l->target;
	return syn_open(&l->syn, &c, NULL) >= 0 && craft_open(&l->craft, NULL) >= 0;
}

static void lab_close(struct lab *l)
{
	syn_close(l->syn);
	craft_close(l->craft);
}

static bool probe(struct lab *l, uint64_t nth)
{
	struct syn_packet p;
	struct bytes b;

	if (syn_build(l->syn, nth, 1000000000, &p, NULL) < 0 || p.segment.left > sizeof l->segment)
		return false;
	memcpy(l->segment, p.segment.p, p.segment.left);
	l->n_segment = p.segment.left;
	b = bytes_of(l->segment, l->n_segment);
	return tcp_get(&b, &l->sent);
}

/* An answer of the target to the last probe, with another acknowledgment by so much. */
static struct syn_match answer(struct lab *l, uint16_t flags, int32_t off, uint16_t from)
{
	const struct tcp t = {.source_port = from,
		.destination_port = l->sent.source_port,
		.sequence = 77,
		.acknowledgment = l->sent.sequence + 1 + (uint32_t)off,
		.flags = flags,
		.window = 512};
	const struct ip4 h = {.ttl = 61, .source = l->target, .destination = l->source};
	struct frame f = {.layer = FRAME_IP, .ttl = -1, .tos = -1};

	craft_tcp4(l->craft, &h, &t, bytes_of(NULL, 0), &f.bytes, NULL);
	f.whole_bytes = (uint32_t)f.bytes.left;
	return syn_match(l->syn, &f);
}

static void test_segments(void)
{
	static const struct {
		const char *what;
		uint16_t flags;
		int32_t off;
		enum syn_kind kind;
	} cases[] = {
		{"SYN-ACK", TCP_SYN | TCP_ACK, 0, SYN_OPEN},
		{"SYN-ACK with ECE", TCP_SYN | TCP_ACK | TCP_ECE, 0, SYN_OPEN},
		{"SYN-ACK of another number", TCP_SYN | TCP_ACK, 1, SYN_FORGED},
		{"SYN alone", TCP_SYN, 0, SYN_FORGED},
		{"RST", TCP_RST | TCP_ACK, 0, SYN_CLOSED},
		{"RST of the SYN's own number", TCP_RST | TCP_ACK, -1, SYN_CLOSED},
		{"RST of another number", TCP_RST | TCP_ACK, 5, SYN_FORGED},
		{"RST that acknowledges nothing", TCP_RST, 0, SYN_FORGED},
		{"challenge ACK", TCP_ACK, 1234, SYN_STALE},
		{"ACK of the probe without SYN", TCP_ACK, 0, SYN_FORGED},
	};
	struct syn_match m;
	struct lab l;

	if (!ok(lab_open(&l, "127.0.0.1", 0) && probe(&l, 3), "a probe is built"))
		return;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		m = answer(&l, cases[i].flags, cases[i].off, PORT);
		is_int(m.kind, cases[i].kind, "%s", cases[i].what);
		is_int(m.nth, 3, "... to the probe");
		is_int(m.ttl, 61, "... with its TTL");
	}
	is_int(answer(&l, TCP_SYN | TCP_ACK, 0, PORT + 1).kind, SYN_NONE, "another port is not");
	l.sent.source_port ^= 0x4000;
	is_int(answer(&l, TCP_SYN | TCP_ACK, 0, PORT).kind, SYN_NONE,
		"nor what comes to a port that asked nothing");
	lab_close(&l);
}

/* Eight bytes of a quote suffice, fewer do not. */
static void test_quotes(void)
{
	struct wire_report r = {.type = 3, .code = 10};
	struct lab l;

	if (!ok(lab_open(&l, "127.0.0.1", 0) && probe(&l, 0), "a probe is built"))
		return;
	addr_parse(&r.offender, "192.0.2.1");
	for (size_t n = 0; n <= l.n_segment; n++) {
		r.quote = bytes_of(l.segment, n);
		is_int(syn_match_report(l.syn, &r).kind, n < 8 ? SYN_NONE : SYN_REJECTED,
			"%zu bytes quoted", n);
	}
	r.code = 4;
	is_int(syn_match_report(l.syn, &r).kind, SYN_NONE, "an MTU is no rejection");
	r.code = 10;
	r.local = true;
	is_int(syn_match_report(l.syn, &r).kind, SYN_NONE, "nor is what this host says");
	r.local = false;
	l.segment[7] ^= 1;
	is_int(syn_match_report(l.syn, &r).kind, SYN_NONE, "nor the quote of another segment");
	lab_close(&l);
}

/* The kernel's own choices would be all odd or all even, and so all take one of two equal paths. */
static void test_port_bits(void)
{
	unsigned odd = 0, built = 0;
	struct lab l;

	if (!ok(lab_open(&l, "127.0.0.1", 0), "probes are opened"))
		return;
	for (uint64_t i = 0; i < 64; i++) {
		built += probe(&l, i);
		odd += l.sent.source_port & 1U;
	}
	is_int(built, 64, "64 probes are built");
	ok(odd > 8 && odd < 56, "of 64 source ports %u are odd", odd);
	lab_close(&l);
}

static void test_ports(void)
{
	uint16_t first, taken = 0;
	int fd = -1;
	struct lab l;

	if (!ok(lab_open(&l, "127.0.0.1", 0) && probe(&l, 0), "a probe is built"))
		return;
	first = l.sent.source_port;
	ok(probe(&l, 1) && l.sent.source_port != first, "the next one has another port");
	ok(port_reserve(&fd, &l.source, &first, NULL) < 0, "which nobody else gets");
	lab_close(&l);
	ok(port_reserve(&fd, &l.source, &taken, NULL) >= 0 && taken, "the kernel chooses one");
	ok(!lab_open(&l, "127.0.0.1", taken), "a port that is taken cannot be pinned");
	lab_close(&l);
	port_release(fd);
	ok(lab_open(&l, "127.0.0.1", taken) && probe(&l, 0) && l.sent.source_port == taken,
		"one that is free can");
	ok(probe(&l, 1) && l.sent.source_port == taken, "and stays");
	is_int(answer(&l, TCP_SYN | TCP_ACK, 0, PORT).nth, 1, "the number tells the probes apart");
	lab_close(&l);
}

static void test_states(void)
{
	static const struct {
		struct summary s;
		const char *state;
	} cases[] = {
		{{.sent = 1, .open = 1}, "open"},
		{{.sent = 2, .open = 1, .lost = 1}, "open"},
		{{.sent = 1, .closed = 1}, "closed"},
		{{.sent = 1, .rejected = 1}, "rejected"},
		{{.sent = 2, .open = 1, .closed = 1}, "mixed"},
		{{.sent = 2, .closed = 1, .rejected = 1}, "mixed"},
		{{.sent = 1, .stale = 1}, "stale"},
		{{.sent = 2, .stale = 1, .open = 1}, "open"},
		{{.sent = 1, .lost = 1}, "filtered"},
		{{.sent = 1, .lost = 1, .drops = 1}, "unknown"},
		{{.sent = 1, .pending = 1}, "unknown"},
		{{.unsent = 1}, "unknown"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_text(verdict_state_word(summary_state(&cases[i].s)), cases[i].state, "state %zu",
			i);
}

int main(void)
{
	test_segments();
	test_quotes();
	test_port_bits();
	test_ports();
	test_states();
	return tap_done();
}
