/* wire_stamp: every kernel stamp belongs to the packet it is given for, also after refused sends.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire.h"

#include <errno.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tap.h"

#include "netns.h"
#include "pinger.h"

enum { NOISE_NS = 15000, PAUSE_NS = 40000, MOST = 2000 };

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

/* Stamps that are not between a request and its reply: those of neighbours are not, as packets are
 * sent one by one with a pause between. */
static size_t misplaced(const struct pinger *p)
{
	size_t bad = 0;

	for (size_t n = 0; n < p->most; n++) {
		const struct told *t = &p->told[n];

		if (t->stamps)
			bad += t->stamps != 1 || t->unsent || t->stamp_ns < t->sent_ns - NOISE_NS ||
			       (t->frames && t->stamp_ns > t->came_ns + NOISE_NS);
	}
	return bad;
}

static void pause_between(void)
{
	int64_t end_ns = clock_now() + PAUSE_NS;

	while (clock_now() < end_ns)
		;
}

/* Alone: sent at once, with a pause before it. Else together with others. */
static void put(
	struct pinger *p, uint64_t n, size_t data_bytes, const struct wire_to *to, bool alone)
{
	if (alone)
		pause_between();
	while (pinger_put_to(p, n, data_bytes, to) == -EAGAIN)
		pinger_turn(p);
	if (alone)
		pinger_turn(p);
}

static void all_of_them(unsigned i, bool alone)
{
	struct wire_config c = pinger_config(kinds[i].socket, kinds[i].family);
	struct pinger *p = pinger_open(&c, MOST);

	if (!ok(p, "an %s socket opens", kinds[i].name))
		return;
	for (unsigned n = 0; n < MOST; n++) {
		const struct wire_to to = {.addr = p->to};

		while (n - p->frames > 64)
			pinger_turn(p);
		put(p, n, 56, &to, alone);
	}
	ok(pinger_until(p, &p->frames, MOST) && pinger_until(p, &p->stamps, MOST),
		"... each of %d packets is stamped and answered", MOST);
	is_int(misplaced(p), 0, "... each stamp is its own packet's");
	is_int(p->drops, 0, "... none was dropped");
	pinger_close(p);
}

static bool set_loopback_mtu(int bytes)
{
	struct ifreq request = {.ifr_name = "lo", .ifr_mtu = bytes};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool good = fd >= 0 && !ioctl(fd, SIOCSIFMTU, &request);

	close(fd);
	return good;
}

/* Packets larger than the link among others that fit: those alone are refused. */
static void refused(unsigned i, enum wire_stamps stamps, unsigned every, bool alone)
{
	struct wire_config c = pinger_config(kinds[i].socket, kinds[i].family);
	struct pinger *p;
	size_t bad = 0, large = 0;

	c.pmtudisc = kinds[i].family == ADDR_V6 ? IPV6_PMTUDISC_DO : IP_PMTUDISC_DO;
	c.packet_bytes = 2008;
	c.stamps = stamps;
	p = pinger_open(&c, 600);
	if (!p)
		return;
	for (unsigned n = 0; n < 600; n++) {
		bool is_large = n % every == every / 2;
		const struct wire_to to = {.addr = p->to, .confirm = n % 5 == 0};

		large += is_large;
		put(p, n, is_large ? 2000 : 56, &to, alone);
	}
	ok(pinger_until(p, &p->frames, 600 - large), "%s, one in %u too large: the others pass",
		kinds[i].name, every);
	pinger_idle(p, 5);
	for (unsigned n = 0; n < 600; n++) {
		const struct told *t = &p->told[n];

		if (n % every == every / 2)
			bad += t->unsent != 1 || t->error != EMSGSIZE || t->sent || t->stamps ||
			       t->frames;
		else
			bad += t->unsent || t->sent != 1 || t->frames != 1;
	}
	is_int(bad, 0, "... each is told as refused or as sent");
	is_int(misplaced(p), 0, "... and no stamp is another packet's");
	if (stamps == WIRE_STAMPS_ALL && alone)
		is_int(p->stamps, 600 - large, "... each that was sent is stamped");
	else
		ok(p->stamps && p->stamps <= 600 - large, "... %" PRIu64 " stamps", p->stamps);
	pinger_close(p);
}

/* Refused for want of a route: the send says so at once. */
static void no_route(unsigned i)
{
	struct wire_config c = pinger_config(kinds[i].socket, kinds[i].family);
	struct pinger *p = pinger_open(&c, 100);
	struct addr away = address(kinds[i].family == ADDR_V6 ? "2001:db8::9" : "198.18.0.9");
	size_t bad = 0;

	if (!p)
		return;
	for (unsigned n = 0; n < 100; n++) {
		const struct wire_to to = {.addr = n % 3 == 1 ? away : p->to};

		put(p, n, 56, &to, n & 1);
	}
	ok(pinger_until(p, &p->frames, 67), "%s, a third without a route: the others pass",
		kinds[i].name);
	pinger_idle(p, 5);
	for (unsigned n = 0; n < 100; n++)
		bad += n % 3 == 1 ? p->told[n].error != ENETUNREACH : p->told[n].frames != 1;
	is_int(bad, 0, "... those are told as unreachable");
	is_int(misplaced(p), 0, "... and no stamp is another packet's");
	pinger_close(p);
}

static void sampled(void)
{
	struct wire_config c = pinger_config(WIRE_PING, ADDR_V4);
	struct pinger *p;
	int64_t start_ns = clock_now(), ms;

	c.stamps = WIRE_STAMPS_SAMPLED;
	p = pinger_open(&c, MOST);
	if (!p)
		return;
	for (unsigned n = 0; n < MOST; n++)
		while (pinger_put(p, n) == -EAGAIN)
			pinger_turn(p);
	ok(pinger_until(p, &p->frames, MOST), "sampled: %d packets are answered", MOST);
	pinger_idle(p, 5);
	ms = (clock_now() - start_ns) / CLOCK_MS;
	ok(p->stamps >= 1 && (int64_t)p->stamps <= ms + 1,
		"%" PRIu64 " stamps in %" PRId64 " ms: at most one in each", p->stamps, ms);
	is_int(misplaced(p), 0, "each is its own packet's");
	is_int(p->told[MOST - 1].how, STAMP_KERNEL, "what comes in is stamped always");
	pinger_close(p);
}

static void none(unsigned i)
{
	struct wire_config c = pinger_config(kinds[i].socket, kinds[i].family);
	struct pinger *p;
	size_t bad = 0;

	c.stamps = WIRE_STAMPS_NONE;
	p = pinger_open(&c, 100);
	if (!p)
		return;
	for (unsigned n = 0; n < 100; n++)
		while (pinger_put(p, n) == -EAGAIN)
			pinger_turn(p);
	ok(pinger_until(p, &p->frames, 100), "%s, user time: all are answered", kinds[i].name);
	pinger_idle(p, 2);
	for (unsigned n = 0; n < 100; n++) {
		const struct told *t = &p->told[n];

		bad += t->how != STAMP_USER || t->came_ns != t->came_user_ns ||
		       t->came_ns < t->sent_ns;
	}
	is_int(bad, 0, "... at the time this program read them");
	is_int(p->stamps, 0, "... no stamp was asked for");
	pinger_close(p);
}

/* Where another's echo is sent behind the wire's sample of the clocks, just before it reads. */
static struct {
	int64_t before_ns;
	bool wanted;
} delayed;

static void come_late(void)
{
	const struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	static const uint8_t request[16] = {8};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_ICMP);

	nanosleep(&(struct timespec){.tv_nsec = 3000000}, NULL);
	delayed.before_ns = clock_now();
	if (sendto(fd, request, sizeof request, 0, (const struct sockaddr *)&to, sizeof to) < 0)
		perror("# sendto");
	close(fd);
}

/* In place of the C library's. */
int recvmmsg(int fd, struct mmsghdr *vmessages, unsigned vlen, int flags, struct timespec *tmo)
{
	if (delayed.wanted)
		come_late();
	delayed.wanted = false;
	return (int)syscall(SYS_recvmmsg, fd, vmessages, vlen, flags, tmo);
}

static void late(enum wire_stamps stamps)
{
	struct wire_config c = pinger_config(WIRE_RAW, ADDR_V4);
	struct pinger *p;

	c.stamps = stamps;
	p = pinger_open(&c, 1);
	if (!p)
		return;
	delayed.wanted = true;
	ok(pinger_until(p, &p->strangers, 1), "what comes between the clocks and the reading");
	is_int(p->frame.stamp, stamps == WIRE_STAMPS_NONE ? STAMP_USER : STAMP_KERNEL,
		"... is read with its stamp, if one is wanted");
	ok(p->frame.at_ns >= delayed.before_ns - NOISE_NS && p->frame.at_ns <= clock_now(),
		"... and not said to have come before it was sent");
	pinger_close(p);
}

int main(void)
{
	if (!netns_enter())
		return tap_skip_all("user namespaces are forbidden here");
	for (unsigned i = 0; i < KINDS; i++) {
		all_of_them(i, true);
		all_of_them(i, false);
	}
	sampled();
	late(WIRE_STAMPS_ALL);
	late(WIRE_STAMPS_NONE);
	if (!ok(set_loopback_mtu(1500), "a link of 1500 bytes"))
		return tap_done();
	for (unsigned i = 0; i < KINDS; i++) {
		refused(i, WIRE_STAMPS_ALL, 50, true);
		refused(i, WIRE_STAMPS_ALL, 3, true);
		refused(i, WIRE_STAMPS_ALL, 3, false);
		refused(i, WIRE_STAMPS_SAMPLED, 10, false);
		no_route(i);
		none(i);
	}
	return tap_done();
}
