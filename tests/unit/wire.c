/* wire: sockets of both kinds and families on a loopback of the test's own: what is told of packets
 * out and in, and in which order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire.h"

#include <errno.h>

#include "tap.h"

#include "netns.h"
#include "pinger.h"

static const struct {
	enum wire_socket socket;
	enum addr_family family;
	const char *name;
} kinds[] = {
	{WIRE_PING, ADDR_V4, "IPv4 ping"},
	{WIRE_RAW, ADDR_V4, "IPv4 raw"},
	{WIRE_PING, ADDR_V6, "IPv6 ping"},
	{WIRE_RAW, ADDR_V6, "IPv6 raw"},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static void opening(unsigned i)
{
	struct wire_config c = pinger_config(kinds[i].socket, kinds[i].family);
	struct pinger *p = pinger_open(&c, 1), *twin;

	if (!ok(p, "an %s socket opens", kinds[i].name))
		return;
	is_int(wire_socket(p->w), kinds[i].socket, "... of that kind");
	is_int(wire_id(p->w) != 0, kinds[i].socket == WIRE_PING, "... with an identifier or not");
	ok(wire_buffer_bytes(p->w) >= 262144, "... room for %d bytes", wire_buffer_bytes(p->w));
	ok(!wire_note(p->w) && !wire_blocked(p->w) && !wire_drops(p->w), "... nothing odd");
	if (kinds[i].socket == WIRE_PING) {
		c.id = (uint16_t)(p->id + 1);
		twin = pinger_open(&c, 1);
		is_int(twin ? wire_id(twin->w) : 0, c.id, "... a wanted one can be had");
		if (twin)
			pinger_close(twin);
		c.id = 0;
	}
	pinger_close(p);
	c.connect = address(kinds[i].family == ADDR_V6 ? "::1" : "127.0.0.1");
	p = pinger_open(&c, 1);
	ok(p, "... it can be connected");
	if (p)
		pinger_close(p);
}

/* One echo: each thing that is told, once, in order and in time. */
static void one_echo(unsigned i)
{
	static const enum wire_kind order[] = {WIRE_SENT, WIRE_STAMP, WIRE_FRAME};
	struct wire_config c = pinger_config(kinds[i].socket, kinds[i].family);
	struct pinger *p = pinger_open(&c, 1);
	int64_t before_ns = clock_now();
	const struct told *t;

	if (!p)
		return;
	pinger_put(p, 0);
	ok(pinger_until(p, &p->frames, 1) && pinger_until(p, &p->stamps, 1),
		"an echo over an %s socket", kinds[i].name);
	t = &p->told[0];
	ok(t->sent == 1 && t->stamps == 1 && t->frames == 1 && !p->unsent && !p->strangers,
		"... each told once");
	ok(p->n_kinds == 3 && !memcmp(p->kinds, order, sizeof order), "... in order");
	ok(before_ns <= t->sent_ns && t->sent_ns <= t->stamp_ns + 10000 &&
			t->stamp_ns <= t->came_ns + 10000 &&
			t->came_ns <= t->came_user_ns + 10000 && t->came_user_ns <= clock_now(),
		"... sent, given to the driver, received, read");
	is_int(t->how, STAMP_KERNEL, "... by the kernel's clock");
	ok(wire_seen_ns(p->w) >= t->came_ns, "... and all of that was seen");
	pinger_close(p);
}

/* What stands beside the bytes, or in them. */
static void frame_fields(unsigned i)
{
	bool raw4 = kinds[i].socket == WIRE_RAW && kinds[i].family == ADDR_V4;
	struct wire_config c = pinger_config(kinds[i].socket, kinds[i].family);
	struct pinger *p = pinger_open(&c, 1);

	if (!p)
		return;
	pinger_put(p, 0);
	pinger_until(p, &p->frames, 1);
	is_int(p->frame.layer, raw4 ? FRAME_IP : FRAME_TRANSPORT, "%s: its layer", kinds[i].name);
	is_int(p->frame_bytes, raw4 ? 84 : 64, "... its length");
	is_int(p->frame.whole_bytes, p->frame_bytes, "... is whole");
	is_int(p->frame.number, 1, "... the first");
	if (!raw4) {
		is_int(p->frame.protocol, kinds[i].family == ADDR_V6 ? 58 : 1, "... protocol");
		is_int(p->frame.ttl, 64, "... TTL");
		is_int(p->frame.tos, 0, "... TOS");
		is_int(p->frame.ifindex, 1, "... interface");
		ok(addr_equal(&p->frame.from, &p->to) && addr_equal(&p->frame.to, &p->to),
			"... addresses");
	}
	pinger_close(p);
}

/* Only a raw IPv6 socket still says where a packet came to: its checksum covers that. */
static void without_headers(unsigned i)
{
	struct wire_config c = pinger_config(kinds[i].socket, kinds[i].family);
	bool raw6 = kinds[i].socket == WIRE_RAW && kinds[i].family == ADDR_V6;
	struct pinger *p;

	c.no_headers = true;
	p = pinger_open(&c, 1);
	if (!p)
		return;
	pinger_put(p, 0);
	ok(pinger_until(p, &p->frames, 1), "%s: an echo without its headers", kinds[i].name);
	if (p->frame.layer == FRAME_TRANSPORT)
		is_int(p->frame.ttl, raw6 ? 64 : -1, "... has no TTL but where it must");
	pinger_close(p);
}

static void full_queue(unsigned i)
{
	struct wire_config c = pinger_config(kinds[i].socket, kinds[i].family);
	struct pinger *p = pinger_open(&c, 200);
	unsigned put = 0;
	size_t bad = 0;

	if (!p)
		return;
	is_int(wire_room(p->w), 64, "%s: room for 64", kinds[i].name);
	while (put < 200 && pinger_put(p, put) == 0)
		put++;
	is_int(put, 64, "... are taken");
	is_int(wire_room(p->w), 0, "... then there is none");
	is_int(pinger_put(p, 64), -EAGAIN, "... and that is said");
	ok(pinger_until(p, &p->frames, 64) && pinger_until(p, &p->stamps, 64),
		"... all leave and are answered");
	is_int(wire_room(p->w), 64, "... then there is room again");
	for (unsigned n = 0; n < 64; n++)
		bad += p->told[n].sent != 1 || p->told[n].frames != 1 || p->kinds[n] != WIRE_SENT;
	is_int(bad, 0, "... each once, all told as sent before anything came");
	for (size_t n = 1; n < p->n_kinds; n++)
		bad += p->kinds[n] == WIRE_STAMP && p->kinds[n - 1] == WIRE_FRAME && n < 128;
	is_int(bad, 0, "... stamps before frames");
	pinger_close(p);
}

static void too_large(void)
{
	struct wire_config c = pinger_config(WIRE_PING, ADDR_V4);
	struct pinger *p = pinger_open(&c, 1);
	const struct wire_to to = {.addr = address("127.0.0.1")};

	if (!p)
		return;
	is_int(pinger_put_to(p, 0, 57, &to), -EMSGSIZE, "more than was announced is not taken");
	is_int(wire_room(p->w), 64, "and takes no room");
	pinger_close(p);
}

/* Packets that differ from each other: with a source, a TTL, a neighbour known to be there. */
static void each_its_own(unsigned i)
{
	bool v6 = kinds[i].family == ADDR_V6;
	struct wire_config c = pinger_config(kinds[i].socket, kinds[i].family);
	struct pinger *p = pinger_open(&c, 64);
	size_t bad = 0;

	if (!p)
		return;
	for (unsigned n = 0; n < 64; n++) {
		struct wire_to to = {.addr = p->to, .confirm = n & 1, .ttl = n & 2 ? 9 : 0};

		if (n & 4)
			to.source = v6 ? p->to : address("127.0.0.2");
		pinger_put_to(p, n, 56, &to);
	}
	ok(pinger_until(p, &p->frames, 64), "%s: packets of many kinds in one queue",
		kinds[i].name);
	for (unsigned n = 0; n < 64; n++)
		bad += p->told[n].sent != 1 || p->told[n].frames != 1;
	is_int(bad, 0, "... each sent and answered once");
	if (kinds[i].socket == WIRE_PING && !v6) {
		struct addr other = address("127.0.0.2");

		ok(addr_equal(&p->frame.to, &other), "... the last to the source it was sent from");
	}
	pinger_close(p);
}

/* What requests look like to their receiver: another socket sees them on loopback. */
static void on_the_wire(void)
{
	struct wire_config c = pinger_config(WIRE_PING, ADDR_V4);
	struct pinger *p;
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);
	struct wire_to to = {.addr = address("127.0.0.1"), .ttl = 9};
	uint8_t packet[256];

	c.ttl = 33;
	c.tos = 0xb8;
	c.pmtudisc = IP_PMTUDISC_DO;
	p = pinger_open(&c, 2);
	if (!p || fd < 0)
		return;
	pinger_put(p, 0);
	pinger_put_to(p, 1, 56, &to);
	pinger_until(p, &p->frames, 2);
	is_int(recv(fd, packet, sizeof packet, MSG_DONTWAIT), 84, "a request of 84 bytes");
	is_int(packet[8], 33, "its TTL");
	is_int(packet[1], 0xb8, "its TOS");
	is_int(packet[6] & 0x40, 0x40, "its DF bit");
	while (packet[20] != 8 || packet[8] == 33)
		if (recv(fd, packet, sizeof packet, MSG_DONTWAIT) <= 0)
			break;
	is_int(packet[8], 9, "the other's TTL");
	close(fd);
	pinger_close(p);
}

/* A reply larger than the buffer, as a raw socket may be handed another program's. */
static void cut(void)
{
	struct wire_config c = pinger_config(WIRE_RAW, ADDR_V4), large = c;
	struct pinger *p = pinger_open(&c, 1), *other;
	const struct wire_to to = {.addr = address("127.0.0.1")};

	large.packet_bytes = 4008;
	other = pinger_open(&large, 1);
	if (!p || !other)
		return;
	pinger_put_to(other, 0, 4000, &to);
	pinger_until(other, &other->frames, 1);
	pinger_turn(p);
	is_int(p->frame_bytes, 1536, "a packet past the buffer's end is cut");
	ok(p->frame.whole_bytes > p->frame_bytes, "and says so");
	is_int(other->frame_bytes, 4028, "where it fits it is whole");
	is_int(other->frame.whole_bytes, 4028, "and says that");
	pinger_close(p);
	pinger_close(other);
}

/* A descriptor that is no socket any more ends the run, not the program. */
static void broken(void)
{
	struct wire_config c = pinger_config(WIRE_PING, ADDR_V4);
	struct pinger *p = pinger_open(&c, 1);
	struct fail why = {.error = 0};
	int ends[2];

	if (!p || pipe(ends) < 0)
		return;
	dup2(ends[0], wire_fd(p->w));
	pinger_put(p, 0);
	ok(wire_turn(p->w, &why) < 0 && *why.text, "no socket: %s", why.text);
	close(ends[0]);
	close(ends[1]);
	pinger_close(p);
	wire_close(NULL);
}

int main(void)
{
	if (!netns_enter())
		return tap_skip_all("user namespaces are forbidden here");
	for (unsigned i = 0; i < KINDS; i++) {
		opening(i);
		one_echo(i);
		frame_fields(i);
		without_headers(i);
		full_queue(i);
		each_its_own(i);
	}
	too_large();
	on_the_wire();
	cut();
	broken();
	return tap_done();
}
