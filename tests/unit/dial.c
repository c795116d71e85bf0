/* dial: attempts in a network of this test's own: live, refusing, silent and rejecting addresses.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "dial.h"

#include <errno.h>
#include <sys/un.h>

#include "dialling.h"
#include "netns.h"
#include "tap.h"

/* v0's neighbour is known and never answers. */
static bool silent_network(void)
{
	return netns_ip("link add v0 type veth peer name v1") && netns_ip("link set v1 up") &&
	       netns_ip("link set v0 up") && netns_runs("v0") &&
	       netns_ip("addr add 198.18.9.1/24 dev v0") &&
	       netns_ip("addr add 2001:db8:9::1/64 dev v0 nodad") &&
	       netns_ip("neigh add 198.18.9.2 lladdr 02:00:00:00:00:02 dev v0") &&
	       netns_ip("neigh add 2001:db8:9::2 lladdr 02:00:00:00:00:02 dev v0");
}

static struct dial *opened(const struct dial_config *c)
{
	struct dial *d = NULL;
	struct fail why = {0};

	if (!ok(dial_open(&d, c, &why) == 0, "it opens")) {
		printf("# %s\n", why.text);
		exit(1);
	}
	return d;
}

static void test_connect(void)
{
	struct addr to = dialling_addr("127.0.0.1");
	uint16_t port = 0;
	int server = dialling_listen("127.0.0.1", &port, 5), fd;
	struct dial_config c = dialling_config(&to, 1, port);
	struct dial *d;
	const struct dial_attempt *a;
	struct dial_info info;

	c.keepalive_s = 7;
	c.tos = 0xb8;
	c.ttl = 9;
	d = opened(&c);
	is_int(dial_attempts(d, &a), 1, "one attempt");
	ok(a->local_port && a->outcome == DIAL_NOT_TRIED, "bound, and nothing left yet");
	is_int(dialling_run(d, NULL), 1, "it connects");
	a = dial_winner(d);
	ok(a && a->outcome == DIAL_CONNECTED && a->ended_ns >= a->started_ns, "in some time");
	ok(addr_equal(&a->local, &a->addr) && !a->retransmits, "from here, with one SYN");
	is_int(dial_turn(d, clock_now(), NULL), 1, "and stays so");
	fd = dial_take(d);
	ok(fd >= 0 && dial_take(d) == -1, "the socket is given once");
	dial_close(d);
	ok(fcntl(fd, F_GETFL) & O_NONBLOCK, "it is still open, and non-blocking");
	is_int(dial_info(fd, &info, NULL), 0, "TCP_INFO");
	ok(info.state == 1 && info.rtt_ns > 0 && info.send_mss && info.timestamps && info.sack,
		"an established connection's");
	is_int(dial_info(0, &info, NULL) < 0, 1, "of no socket there is none");
	close(fd);
	close(server);
}

static void test_reset(void)
{
	struct addr to = dialling_addr("127.0.0.1");
	uint16_t port = 0;
	int server = dialling_listen("127.0.0.1", &port, 5), there;
	struct dial_config c = dialling_config(&to, 1, port);
	struct dial *d;
	char byte;

	c.dont_fragment = true;
	d = opened(&c);
	is_int(dialling_run(d, NULL), 1, "it connects, in whole packets");
	there = accept(server, NULL, NULL);
	dial_reset(dial_take(d));
	ok(read(there, &byte, 1) < 0 && errno == ECONNRESET, "a RST ends it");
	dial_close(d);
	close(there);
	close(server);
}

static void test_refused(void)
{
	struct addr to = dialling_addr("127.0.0.1");
	struct dial_config c = dialling_config(&to, 1, 9);
	struct dial *d = opened(&c);
	struct fail why = {0};
	const struct dial_attempt *a;

	is_int(dialling_run(d, &why), -ECONNREFUSED, "a closed port refuses");
	is_text(why.text, "cannot connect to 127.0.0.1 port 9: Connection refused", "and says so");
	is_int(dial_turn(d, clock_now(), &why), -ECONNREFUSED, "and stays so");
	dial_attempts(d, &a);
	ok(a->outcome == DIAL_FAILED && !a->icmp.present && dial_take(d) == -1, "for the table");
	dial_close(d);
}

/* IPv6 first and dead: the next address is tried after 250 ms. */
static void test_dead_first(void)
{
	struct addr to[] = {dialling_addr("2001:db8:9::2"), dialling_addr("127.0.0.1")};
	uint16_t port = 0;
	int server = dialling_listen("127.0.0.1", &port, 5);
	struct dial_config c = dialling_config(to, 2, port);
	struct dial *d = opened(&c);
	int64_t start = clock_now(), took;
	const struct dial_attempt *a;

	is_int(dialling_run(d, NULL), 1, "a live address is found behind a dead one");
	took = (clock_now() - start) / DIALLING_MS;
	ok(took >= 249, "not before 250 ms");
	/* 0.5 s by the clock of an idle machine; a busy one gets some more. */
	ok(took < 2000, "and soon after");
	printf("# %d ms\n", (int)took);
	is_int(dial_attempts(d, &a), 2, "two attempts");
	is_int(a[0].outcome, DIAL_GIVEN_UP, "the dead one is given up");
	is_int(a[1].outcome, DIAL_CONNECTED, "the live one is taken");
	dial_close(d);
	close(server);
}

/* A refusal need not be waited behind. */
static void test_refused_first(void)
{
	struct addr to[] = {dialling_addr("127.0.0.2"), dialling_addr("127.0.0.1")};
	uint16_t port = 0;
	int server = dialling_listen("127.0.0.1", &port, 5);
	struct dial_config c = dialling_config(to, 2, port);
	struct dial *d;
	const struct dial_attempt *a;

	c.delay_ns = INT64_C(15000) * DIALLING_MS;
	d = opened(&c);
	is_int(dialling_run(d, NULL), 1, "behind a refusal too");
	dial_attempts(d, &a);
	ok(a[0].error == ECONNREFUSED && a[1].started_ns - a[0].ended_ns < c.delay_ns / 2,
		"at once");
	dial_close(d);
	close(server);
}

static void test_order(void)
{
	struct addr to[] = {dialling_addr("127.0.0.1"), dialling_addr("127.0.0.2"),
		dialling_addr("127.0.0.3"), dialling_addr("::1")};
	struct dial_config c = dialling_config(to, 4, 9);
	struct dial *d = opened(&c);
	const struct dial_attempt *a;

	is_int(dial_attempts(d, &a), 4, "four attempts");
	ok(addr_equal(&a[1].addr, &to[3]) && addr_equal(&a[2].addr, &to[1]), "families take turns");
	dial_close(d);
	c.source = dialling_addr("::1");
	d = opened(&c);
	is_int(dial_attempts(d, &a), 1, "a source leaves its own family");
	dial_close(d);
	c.n = 3;
	is_int(dial_open(&d, &c, NULL), -EINVAL, "or nothing at all");
}

static void test_every(void)
{
	struct addr to[] = {
		dialling_addr("127.0.0.1"), dialling_addr("127.0.0.2"), dialling_addr("127.0.0.3")};
	uint16_t port = 0;
	int one = dialling_listen("127.0.0.1", &port, 5),
	    three = dialling_listen("127.0.0.3", &port, 5);
	struct dial_config c = dialling_config(to, 3, port);
	struct dial *d;
	const struct dial_attempt *a;

	c.every = true;
	c.delay_ns = 1;
	d = opened(&c);
	is_int(dialling_run(d, NULL), 1, "every address is tried");
	dial_attempts(d, &a);
	ok(a[0].outcome == DIAL_CONNECTED && a[1].outcome == DIAL_FAILED &&
			a[2].outcome == DIAL_CONNECTED,
		"to its end");
	ok(dial_winner(d) == &a[0], "the first one wins");
	dial_close(d);
	close(one);
	close(three);
}

static void test_times(void)
{
	struct addr to = dialling_addr("198.18.9.2");
	struct dial_config c = dialling_config(&to, 1, 80);
	struct dial *d;
	struct fail why = {0};
	const struct dial_attempt *a;
	int64_t start = clock_now();

	c.timeout_ns = INT64_C(1200) * DIALLING_MS; /* the first retransmission comes after 1 s */
	d = opened(&c);
	is_int(dialling_run(d, &why), -ETIMEDOUT, "silence ends");
	ok(clock_now() - start >= c.timeout_ns, "not before its time");
	dial_attempts(d, &a);
	ok(a->outcome == DIAL_TIMED_OUT && a->error == ETIMEDOUT, "as timed out");
	is_int(a->retransmits, 1, "with a second SYN");
	dial_close(d);
	c.timeout_ns = 0;
	c.deadline_ns = clock_now() + 60 * (int64_t)DIALLING_MS;
	d = opened(&c);
	is_int(dialling_run(d, &why), -ETIMEDOUT, "so does a deadline");
	is_text(why.text, "no connection to 198.18.9.2 port 80 in time", "and says so");
	dial_attempts(d, &a);
	is_int(a->outcome, DIAL_TIMED_OUT, "as timed out");
	is_int(dial_due_ns(d) == INT64_MAX, 1, "then nothing is due");
	dial_close(d);
}

/* What the kernel calls refused, or no route, the message itself tells apart. */
static void test_icmp(void)
{
	static const char rules[] =
		"nft -f - <<. 2>/dev/null\n"
		"table inet t {\nchain i {\ntype filter hook input priority 0\n"
		"tcp dport 82 reject with icmpx type admin-prohibited\n"
		"tcp dport 83 reject with icmpx type port-unreachable\n}\n}\n.\n";
	static const struct {
		const char *addr, *says;
		uint16_t port;
		int error;
		uint8_t type, code;
	} cases[] = {
		{"127.0.0.1",
			"cannot connect to 127.0.0.1 port 82: ICMP "
			"communication-administratively-prohibited from 127.0.0.1",
			82, EHOSTUNREACH, 3, 13},
		{"127.0.0.1",
			"cannot connect to 127.0.0.1 port 83: ICMP port-unreachable from 127.0.0.1",
			83, ECONNREFUSED, 3, 3},
		{"::1",
			"cannot connect to ::1 port 82: ICMP "
			"communication-administratively-prohibited from ::1",
			82, EACCES, 1, 1},
		{"::1", "cannot connect to ::1 port 83: ICMP port-unreachable from ::1", 83,
			ECONNREFUSED, 1, 4},
	};
	const char *path = getenv("PATH");
	char whole[1024];

	snprintf(whole, sizeof whole, "%s:/usr/sbin:/sbin", path ? path : "");
	setenv("PATH", whole, 1);
	if (system(rules)) { /* NOLINT(cert-env33-c) */
		printf("# no nft here: what ICMP says is not tested\n");
		return;
	}
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct addr to = dialling_addr(cases[i].addr);
		struct dial_config c = dialling_config(&to, 1, cases[i].port);
		struct dial *d = opened(&c);
		struct fail why = {0};
		const struct dial_attempt *a;

		is_int(dialling_run(d, &why), -cases[i].error, "the kernel's word");
		is_text(why.text, cases[i].says, "the message's");
		dial_attempts(d, &a);
		ok(a->icmp.present && a->icmp.type == cases[i].type &&
				a->icmp.code == cases[i].code,
			"%u/%u", a->icmp.type, a->icmp.code);
		dial_close(d);
	}
}

static void test_source(void)
{
	struct addr to = dialling_addr("127.0.0.1");
	uint16_t port = 0;
	int server = dialling_listen("127.0.0.1", &port, 5);
	struct dial_config c = dialling_config(&to, 1, port);
	struct dial *d = NULL;
	const struct dial_attempt *a;
	struct fail why = {0};

	c.source = dialling_addr("127.0.0.77");
	c.source_port = 4711;
	c.device = "lo";
	c.mark = 5;
	d = opened(&c);
	is_int(dialling_run(d, NULL), 1, "it connects from a source");
	a = dial_winner(d);
	ok(addr_equal(&a->local, &c.source) && a->local_port == 4711, "address and port");
	dial_close(d);
	c.source = dialling_addr("203.0.113.7");
	is_int(dial_open(&d, &c, &why), -EADDRNOTAVAIL, "one of somebody else's is refused");
	is_text(why.text, "cannot bind to 203.0.113.7 port 4711: Cannot assign requested address",
		"and says so");
	c.source = (struct addr){0};
	c.device = "nosuch0";
	is_int(dial_open(&d, &c, &why), -ENODEV, "so is an interface there is not");
	close(server);
}

static void test_unix(void)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "\0probekit-dial"};
	int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct dial_config c = dialling_config(NULL, 0, 0);
	struct dial *d;
	struct fail why = {0};
	char path[200];

	if (bind(server, (struct sockaddr *)&name, (socklen_t)(sizeof name.sun_family + 14)) ||
		listen(server, 5))
		abort();
	c.unix_path = "@probekit-dial";
	d = opened(&c);
	is_int(dialling_run(d, NULL), 1, "an abstract Unix socket");
	dial_close(d);
	c.unix_path = "/nonexistent/socket";
	d = opened(&c);
	is_int(dialling_run(d, &why), -ENOENT, "one that is not there");
	is_text(why.text, "cannot connect to /nonexistent/socket: No such file or directory",
		"says so");
	dial_close(d);
	memset(path, 'x', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	c.unix_path = path;
	is_int(dial_open(&d, &c, &why), -ENAMETOOLONG, "one that cannot be");
	close(server);
}

/* Where a wait has no place left, the sockets are looked at now and then. */
static void test_wait(void)
{
	const struct addr to = dialling_addr("127.0.0.1");
	uint16_t port = 0;
	int server = dialling_listen("127.0.0.1", &port, 5), filler[2], rc;
	struct dial_config c = dialling_config(&to, 1, port);
	struct wait_ready ready = {0};
	int64_t begun_ns = clock_now();
	struct wait *w = NULL;
	struct dial *d = opened(&c);

	if (pipe(filler) || wait_open(&w, NULL) < 0)
		abort();
	for (unsigned i = 0; i < WAIT_FDS; i++)
		wait_add(w, filler[0], POLLIN, NULL);
	while (!(rc = dial_turn(d, clock_now(), NULL)))
		if (dial_wait(d, w, INT64_MAX, &ready, NULL) < 0)
			abort();
	is_int(rc, 1, "a socket that nobody waits for connects");
	ok(clock_now() - begun_ns < (int64_t)DIALLING_MOST_MS * DIALLING_MS / 2, "and soon");
	dial_close(d);
	d = opened(&c);
	is_int(dial_wait(d, w, 0, &ready, NULL), 0, "a wait until a time that is past");
	ok(ready.timed_out, "ends by it");
	dial_close(d);
	wait_close(w);
	close(filler[0]);
	close(filler[1]);
	close(server);
}

static void test_took(void)
{
	is_int(dial_took_ns(&(struct dial_attempt){.started_ns = 5, .ended_ns = 12}), 7,
		"how long an attempt took");
	ok(dial_took_ns(&(struct dial_attempt){.started_ns = 5, .ended_ns = -1}) == INT64_MIN &&
			dial_took_ns(&(struct dial_attempt){.started_ns = -1, .ended_ns = 5}) ==
				INT64_MIN,
		"... which is not known before its end");
}

int main(void)
{
	if (!netns_enter())
		return tap_skip_all("no namespaces here");
	if (!silent_network())
		return tap_skip_all("no veth here");
	test_connect();
	test_reset();
	test_refused();
	test_dead_first();
	test_refused_first();
	test_order();
	test_every();
	test_times();
	test_icmp();
	test_source();
	test_unix();
	test_wait();
	test_took();
	is_text(dial_outcome_name(DIAL_GIVEN_UP), "given-up", "an outcome's name");
	dial_close(NULL);
	return tap_done();
}
