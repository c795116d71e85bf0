/* wire_queue: full buffers, neighbours that do not answer, the error queue, packets dropped here.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

#include "netns.h"
#include "pinger.h"

/* A link on which nobody is, and which looks for them for a minute. */
static bool make_link(void)
{
	static const char *const lines[] = {"link add v0 type veth peer name v1",
		"addr add 198.18.0.1/24 dev v0", "addr add 2001:db8::1/64 dev v0 nodad",
		"link set v0 up", "link set v1 up",
		"ntable change name arp_cache dev v0 mcast_probes 60"};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (!netns_ip(lines[i]))
			return false;
	return netns_runs("v0");
}

/* From then on it gives up looking soon, and what waited for that is lost. */
static bool look_briefly(void)
{
	return netns_ip("ntable change name arp_cache dev v0 retrans 20 mcast_probes 2") &&
	       netns_ip("ntable change name ndisc_cache dev v0 retrans 20 mcast_probes 2");
}

static struct wire_config on_link(enum wire_socket socket, enum addr_family family)
{
	struct wire_config c = pinger_config(socket, family);

	c.device = "v0";
	return c;
}

static bool is_request(struct bytes quote, const struct pinger *p, uint64_t nth, uint8_t type)
{
	struct icmp m;

	return icmp_get(quote, p->family, &m) && m.type == type && m.id == p->id &&
	       m.sequence == (uint16_t)(nth + 1);
}

/* What waits for a neighbour holds the send buffer; the rest waits in the wire's queue. */
static void blocked(void)
{
	struct wire_config c = on_link(WIRE_PING, ADDR_V4);
	struct pinger *p;
	struct probe id = {0};
	int64_t known_ns;
	uint64_t held;
	size_t bad = 0, late = 0;

	c.send_buffer_bytes = 1;
	p = pinger_open(&c, 40);
	if (!ok(p, "a socket with the least send buffer"))
		return;
	p->to = address("198.18.0.2");
	for (unsigned n = 0; n < 40; n++)
		pinger_put(p, n);
	pinger_turn(p);
	held = p->sent;
	ok(wire_blocked(p->w) && held > 0 && held < 40, "is full after %" PRIu64 " packets", held);
	is_int(wire_room(p->w), 64 - (40 - held), "the others wait");
	ok(wire_held(p->w, 0, &id) && id.nth == held && wire_held(p->w, 39 - (unsigned)held, &id) &&
			id.nth == 39 && !wire_held(p->w, 40 - (unsigned)held, &id),
		"by their names");
	known_ns = clock_now();
	ok(netns_ip("neigh replace 198.18.0.2 lladdr 02:00:00:00:00:02 dev v0 nud permanent"),
		"the neighbour is found");
	ok(pinger_until(p, &p->sent, 40), "then all are sent");
	ok(pinger_until(p, &p->stamps, 40), "and stamped");
	ok(!wire_blocked(p->w) && !p->unsent, "nothing is refused");
	for (unsigned n = 0; n < 40; n++) {
		bad += p->told[n].sent != 1 || p->told[n].stamps != 1;
		late += p->told[n].stamp_ns >= known_ns;
	}
	is_int(bad, 0, "each is told once");
	is_int(late, 40, "and none left before the neighbour was known");
	pinger_close(p);
	netns_ip("neigh del 198.18.0.2 dev v0");
}

/* Something else than the buffer says EAGAIN: a child's sends are made to. */
static void again_and_again(void)
{
	struct wire_config c = pinger_config(WIRE_PING, ADDR_V4);
	struct pinger *p = pinger_open(&c, 3);
	scmp_filter_ctx deny = seccomp_init(SCMP_ACT_ALLOW);
	static const char *const calls[] = {"sendto", "sendmsg", "sendmmsg"};
	pid_t child = fork();
	int status = 0;

	if (!child) {
		for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
			seccomp_rule_add(deny, SCMP_ACT_ERRNO(EAGAIN),
				seccomp_syscall_resolve_name(calls[i]), 0);
		if (!p || seccomp_load(deny))
			_exit(2);
		for (unsigned n = 0; n < 3; n++)
			pinger_put(p, n);
		pinger_turn(p);
		_exit(p->unsent != 3 || p->told[2].error != EAGAIN || wire_blocked(p->w));
	}
	waitpid(child, &status, 0);
	is_int(status, 0, "EAGAIN of a socket that is writable refuses, and blocks nothing");
	seccomp_release(deny);
	pinger_close(p);
}

static void nobody_there(enum addr_family family)
{
	bool v6 = family == ADDR_V6;
	struct wire_config c = on_link(WIRE_PING, family);
	struct pinger *p = pinger_open(&c, 2);
	struct addr own = address(v6 ? "2001:db8::1" : "198.18.0.1");

	if (!ok(p, "IPv%d: a host that is not there", family))
		return;
	p->to = address(v6 ? "2001:db8::3" : "198.18.0.3");
	pinger_put(p, 0);
	pinger_put(p, 1);
	ok(pinger_until(p, &p->reports, 2), "... two errors come by the error queue");
	ok(!p->report.local && p->report.error == EHOSTUNREACH && p->report.type == (v6 ? 1 : 3) &&
			p->report.code == (v6 ? 3 : 1),
		"... type %u, code %u", p->report.type, p->report.code);
	ok(addr_equal(&p->report.offender, &own), "... from this host");
	ok(addr_equal(&p->report.destination, &p->to), "... about that one");
	ok(is_request(p->report.quote, p, 1, v6 ? 128 : 8), "... quoting the request");
	ok(p->sent == 2 && !p->unsent && !p->frames && !p->stamps,
		"... which was sent, but never left");
	pinger_close(p);
}

/* A raw socket is handed the error as a packet, with all that is in it. */
static void nobody_there_raw(enum addr_family family)
{
	struct wire_config c = on_link(WIRE_RAW, family);
	struct pinger *p = pinger_open(&c, 1);

	c.device = NULL;
	if (!p)
		return;
	pinger_close(p);
	p = pinger_open(&c, 1);
	p->to = address(family == ADDR_V6 ? "2001:db8::4" : "198.18.0.4");
	pinger_put(p, 0);
	ok(pinger_until(p, &p->strangers, 1), "IPv%d raw: the error comes as a packet", family);
	pinger_idle(p, 2);
	is_int(p->reports, 0, "... and not twice");
	pinger_close(p);
}

static void too_big(enum addr_family family)
{
	bool v6 = family == ADDR_V6;
	struct wire_config c = on_link(WIRE_PING, family);
	struct pinger *p;
	struct wire_to to = {.addr = address(v6 ? "2001:db8::2" : "198.18.0.2")};

	c.packet_bytes = 2008;
	c.pmtudisc = v6 ? IPV6_PMTUDISC_DO : IP_PMTUDISC_DO;
	p = pinger_open(&c, 2);
	if (!p)
		return;
	pinger_put_to(p, 0, 2000, &to);
	ok(pinger_until(p, &p->unsent, 1), "IPv%d: larger than the link", family);
	is_int(p->told[0].error, EMSGSIZE, "... is refused");
	pinger_idle(p, 3);
	ok(p->reports == 1 && p->report.local && p->report.error == EMSGSIZE,
		"... by this host, as the error queue says");
	is_int(p->report.info, 1500, "... with the link's MTU");
	pinger_close(p);
}

/* A socket that nobody reads while others are answered. */
static void dropped(void)
{
	enum { MOST = 2000 };
	struct wire_config c = pinger_config(WIRE_PING, ADDR_V4),
			   raw = pinger_config(WIRE_RAW, ADDR_V4);
	struct pinger *busy, *idle;
	uint64_t all;

	c.packet_bytes = 1008;
	busy = pinger_open(&c, MOST);
	idle = pinger_open(&raw, 1);
	if (!ok(busy && idle, "two sockets"))
		return;
	for (unsigned n = 0; n < MOST; n++) {
		const struct wire_to to = {.addr = busy->to};

		while (n - busy->frames > 64 || pinger_put_to(busy, n, 1000, &to) == -EAGAIN)
			pinger_turn(busy);
	}
	ok(pinger_until(busy, &busy->frames, MOST), "one of them is answered %d times", MOST);
	all = wire_drops(idle->w);
	ok(all > 0, "the other's buffer was too small by %" PRIu64, all);
	pinger_idle(idle, 150);
	is_int(idle->drops, all, "which it says");
	/* Newer kernels count a packet for a full buffer before they ask the filter about it. */
	ok(idle->strangers + idle->drops >= MOST && idle->strangers + idle->drops <= 2 * MOST,
		"what it was not handed it dropped");
	is_int(busy->drops, 0, "the first dropped none");
	pinger_close(busy);
	pinger_close(idle);
}

/* A thousand at once, again and again. */
static void burst(enum wire_stamps stamps, unsigned most)
{
	struct wire_config c = pinger_config(WIRE_PING, ADDR_V4);
	struct pinger *p;
	size_t bad = 0;

	c.burst = 1000;
	c.stamps = stamps;
	p = pinger_open(&c, most);
	if (!ok(p, "%u packets, a thousand at a time", most))
		return;
	for (unsigned n = 0; n < most; n++)
		while (n - p->frames >= 1000 || pinger_put(p, n) == -EAGAIN)
			pinger_turn(p);
	ok(pinger_until(p, &p->frames, most), "... are all answered");
	pinger_idle(p, 110);
	for (unsigned n = 0; n < most; n++)
		bad += p->told[n].sent != 1 || p->told[n].frames != 1;
	is_int(bad, 0, "... each once");
	is_int(p->drops, 0, "... and none is dropped here");
	pinger_close(p);
}

/* Without a look at what is outstanding: a turn reads as much as it sends. */
static void flat_out(enum wire_socket socket, enum addr_family family)
{
	enum { MOST = 5000 };
	struct wire_config c = pinger_config(socket, family);
	struct pinger *p = pinger_open(&c, MOST);

	if (!p)
		return;
	pinger_put(p, 0);
	ok(pinger_until(p, &p->frames, 1), "IPv%d: one packet alone,", family);
	for (unsigned n = 1; n < MOST; n++)
		while (pinger_put(p, n) == -EAGAIN)
			pinger_turn(p);
	ok(pinger_until(p, &p->frames, MOST) && pinger_until(p, &p->stamps, MOST),
		"... then %d as fast as they go are answered and stamped", MOST - 1);
	is_int(p->drops, 0, "... none is dropped here");
	pinger_close(p);
}

int main(void)
{
	if (!netns_enter())
		return tap_skip_all("user namespaces are forbidden here");
	burst(WIRE_STAMPS_SAMPLED, 100000);
	burst(WIRE_STAMPS_NONE, 10000);
	flat_out(WIRE_PING, ADDR_V4);
	flat_out(WIRE_RAW, ADDR_V4);
	flat_out(WIRE_PING, ADDR_V6);
	flat_out(WIRE_RAW, ADDR_V6);
	dropped();
	if (!make_link()) {
		ok(true, "links # SKIP no ip, or no veth");
		return tap_done();
	}
	blocked();
	again_and_again();
	ok(look_briefly(), "a link that gives up looking soon");
	nobody_there(ADDR_V4);
	nobody_there(ADDR_V6);
	nobody_there_raw(ADDR_V4);
	nobody_there_raw(ADDR_V6);
	too_big(ADDR_V4);
	too_big(ADDR_V6);
	return tap_done();
}
