/* resolve: literals and the child's manners; with "lab" as argument, against the name server and
 * files that tests/net/resolve.t has arranged. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "resolve.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "address.h"
#include "clock.h"
#include "tap.h"

static const int64_t second = CLOCK_SECOND;

static struct resolve *open_or_die(void)
{
	struct resolve *r = NULL;
	struct fail why = {0};

	if (resolve_open(&r, &why) < 0) {
		printf("Bail out! %s\n", why.text);
		exit(1);
	}
	return r;
}

static const char *shown(const struct addr *a)
{
	static char text[2][ADDR_TEXT];
	static unsigned n;

	return addr_print(text[n++ & 1], a);
}

static void literal(const char *text, int family, const char *wanted, uint32_t zone)
{
	struct addr a = {0};
	struct fail why = {0};

	is_int(resolve_literal(text, family, &a, &why), 1, "\"%s\" is an address", text);
	is_text(shown(&a), wanted, "it is %s", wanted);
	is_int(a.zone, zone, "in zone %u", zone);
}

static void no_literal(const char *text, int family, int wanted, const char *words)
{
	struct addr a = {0};
	struct fail why = {0};

	is_int(resolve_literal(text, family, &a, &why), wanted, "\"%s\" is %s", text,
		wanted ? "refused" : "a name");
	is_text(why.text, words, "saying \"%s\"", words);
}

static void test_literals(void)
{
	char long_text[400];

	literal("198.18.0.1", AF_UNSPEC, "198.18.0.1", 0);
	literal("2001:db8::1", AF_INET6, "2001:db8::1", 0);
	literal("127.1", AF_INET, "127.0.0.1", 0);
	literal("0x7f000001", AF_UNSPEC, "127.0.0.1", 0);
	literal("fe80::1%lo", AF_UNSPEC, "fe80::1", 1);
	literal("fe80::1%1", AF_UNSPEC, "fe80::1", 1);
	no_literal("host", AF_UNSPEC, 0, "");
	no_literal("", AF_UNSPEC, 0, "");
	no_literal("127.0.0.1 ", AF_UNSPEC, 0, "");
	no_literal("127.0.0.1 x", AF_UNSPEC, 0, "");
	no_literal("127.0.0.1%lo", AF_UNSPEC, 0, "");
	no_literal("host%lo", AF_UNSPEC, 0, "");
	no_literal("1.2.3.4.5", AF_UNSPEC, 0, "");
	no_literal(
		"fe80::1%nosuch", AF_UNSPEC, -ENODEV, "fe80::1%nosuch: no interface has that name");
	no_literal("fe80::1%", AF_UNSPEC, -ENODEV, "fe80::1%: no interface has that name");
	no_literal("fe80::1%4000000", AF_UNSPEC, -ENODEV,
		"fe80::1%4000000: no interface has that number");
	no_literal("fe80::1%99999999999999999999", AF_UNSPEC, -ENODEV,
		"fe80::1%99999999999999999999: no interface has that number");
	no_literal("fe80::1%1x", AF_UNSPEC, -ENODEV, "fe80::1%1x: no interface has that name");
	no_literal("::1", AF_INET, -EAFNOSUPPORT, "::1: Address family for hostname not supported");
	no_literal("127.1", AF_INET6, -EAFNOSUPPORT,
		"127.1: Address family for hostname not supported");
	memset(long_text, '1', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	no_literal(long_text, AF_UNSPEC, 0, "");
}

static void test_no_child(void)
{
	struct resolve *r = open_or_die();
	struct resolve_result got;
	struct resolve_reverse name;
	struct addr a = address("127.0.0.1");
	struct fail why = {0};

	is_int(resolve_name(r, "127.1", AF_UNSPEC, INT64_MAX, &got, &why), 0, "127.1 is found");
	ok(got.literal && got.n == 1, "it is a literal");
	is_text(got.canonical, "127.1", "and named as given");
	is_int(resolve_fd(r), -1, "for that no child was forked");
	ok(!resolve_ask_reverse(r, &a), "without one no reverse name is asked for");
	ok(!resolve_next(r, &name), "and none comes");
	resolve_close(r);
	resolve_close(NULL);
}

/* The only child there is. */
static pid_t child_of_mine(void)
{
	char text[64] = "";
	FILE *f;

	snprintf(text, sizeof text, "/proc/self/task/%d/children", (int)getpid());
	f = fopen(text, "r");
	text[0] = '\0';
	if (f && !fgets(text, sizeof text, f))
		text[0] = '\0';
	if (f)
		fclose(f);
	return (pid_t)strtol(text, NULL, 10);
}

static const char *status_of(pid_t pid, const char *key, char *to, size_t size)
{
	char path[64], line[256];
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	to[0] = '\0';
	while (f && fgets(line, sizeof line, f))
		if (!strncmp(line, key, strlen(key)))
			snprintf(to, size, "%s", line + strlen(key) + 1);
	if (f)
		fclose(f);
	to[strcspn(to, "\n")] = '\0';
	return to;
}

/* Within a fork all signals are blocked: looks again until that is over. */
static bool lets_through(pid_t pid, int number)
{
	const struct timespec moment = {.tv_nsec = CLOCK_MS};
	char text[256];

	for (int tries = 0; tries < 10000; tries++) {
		status_of(pid, "SigBlk:", text, sizeof text);
		if (*text && !(strtoull(text, NULL, 16) >> (number - 1) & 1))
			return true;
		nanosleep(&moment, NULL);
	}
	return false;
}

static unsigned descriptors_of(pid_t pid)
{
	char path[64];
	unsigned n = 0;
	DIR *d;

	snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
	d = opendir(path);
	for (struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d))
		n += e->d_name[0] != '.';
	if (d)
		closedir(d);
	return n;
}

/* A question that is refused without asking anybody shows that the child has settled. */
static void settle(struct resolve *r)
{
	struct resolve_result got;

	is_int(resolve_name(r, "any", AF_UNIX, INT64_MAX, &got, NULL), -ENOENT,
		"the child answers");
}

static void test_child(void)
{
	struct resolve *r = open_or_die();
	struct resolve_reverse name;
	struct addr a = address("127.0.0.1");
	struct pollfd fd = {.events = POLLIN};
	struct fail why = {0};
	char text[256];
	int inherited = open("/dev/null", O_RDONLY), kept;
	sigset_t block;
	pid_t pid;

	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, NULL);
	is_int(resolve_start(r, &why), 0, "a child starts");
	is_int(resolve_start(r, &why), 0, "once");
	settle(r);
	pid = child_of_mine();
	if (!pid) {
		ok(true, "# SKIP the kernel does not tell a process's children");
		resolve_close(r);
		return;
	}
	is_text(status_of(pid, "CapPrm:", text, sizeof text), "0000000000000000", "without rights");
	is_text(status_of(pid, "CapEff:", text, sizeof text), "0000000000000000", "at all");
	is_text(status_of(pid, "NoNewPrivs:", text, sizeof text), "1", "or a way to get any");
	ok(lets_through(pid, SIGTERM), "TERM is not blocked there");
	is_int(descriptors_of(pid), 4, "it has its socket and three times /dev/null");
	kept = fcntl(resolve_fd(r), F_GETFD);
	ok(kept & FD_CLOEXEC, "a program run later does not get our end");
	kill(pid, SIGKILL);
	fd.fd = resolve_fd(r);
	is_int(poll(&fd, 1, 30000), 1, "its death is noticed");
	ok(!resolve_next(r, &name), "as no answer");
	is_int(poll(&fd, 1, 0), 0, "then the descriptor is silent");
	ok(!resolve_ask_reverse(r, &a), "and asking says so");
	is_int(resolve_start(r, &why), 0, "another can be started");
	is_int(resolve_fd(r), fd.fd, "with the same descriptor");
	settle(r);
	pid = child_of_mine();
	resolve_close(r);
	ok(kill(pid, 0) < 0 && errno == ESRCH, "close ends it");
	close(inherited);
}

static struct resolve_result name(struct resolve *r, const char *text, int family, int wanted)
{
	struct resolve_result got;
	struct fail why = {0};

	is_int(resolve_name(r, text, family, clock_now() + 30 * second, &got, &why), wanted,
		"%s: %s", text, wanted ? why.text : "found");
	return got;
}

static void fails_with(
	struct resolve *r, const char *text, int family, int wanted, const char *words)
{
	struct resolve_result got;
	struct fail why = {0};

	is_int(resolve_name(r, text, family, clock_now() + 30 * second, &got, &why), wanted,
		"%s is not found", text);
	is_text(why.text, words, "saying \"%s\"", words);
	is_int(got.n, 0, "with no address");
}

static void test_names(struct resolve *r)
{
	struct resolve_result got = name(r, "host.test", AF_UNSPEC, 0);
	char long_name[400];

	is_int(got.n, 2, "it has two addresses");
	ok(!got.literal && got.took_ns > 0, "asked for, and timed");
	got = name(r, "host.test", AF_INET, 0);
	is_text(shown(&got.addrs[0]), "198.18.0.7", "one is IPv4");
	got = name(r, "host.test", AF_INET6, 0);
	is_text(shown(&got.addrs[0]), "2001:db8::7", "one is IPv6");
	got = name(r, "alias.test", AF_INET, 0);
	is_text(got.canonical, "host.test", "its canonical name is told");
	is_text(shown(&got.addrs[0]), "198.18.0.7", "with the address");
	got = name(r, "many.test", AF_INET, 0);
	is_int(got.n, RESOLVE_ADDRS, "of many addresses 32 are taken");
	got = name(r, "in-hosts", AF_UNSPEC, 0);
	is_text(shown(&got.addrs[0]), "198.18.0.3", "the hosts file counts");
	fails_with(r, "no.test", AF_UNSPEC, -ENOENT, "no.test: Name or service not known");
	fails_with(r, "broken.test", AF_INET, -EAGAIN,
		"broken.test: Temporary failure in name resolution");
	fails_with(r, "host.test6", AF_INET, -ENOENT,
		"host.test6: No address associated with hostname");
	memset(long_name, 'x', sizeof long_name - 1);
	long_name[sizeof long_name - 1] = '\0';
	name(r, long_name, AF_UNSPEC, -ENOENT);
	if (setlocale(LC_ALL, "C.UTF-8") && getenv("LAB_IDN")) {
		struct resolve *idn = open_or_die();

		got = name(idn, "b\303\274cher.test", AF_INET, 0);
		is_text(shown(&got.addrs[0]), "198.18.0.11", "a name beyond ASCII is found");
		resolve_close(idn);
	} else {
		ok(true, "# SKIP no libidn2 or no UTF-8 locale here");
	}
	setlocale(LC_ALL, "C");
}

static void test_slow(struct resolve *r)
{
	struct resolve_result got = name(r, "slow.test", AF_INET, 0);
	struct fail why = {0};
	int64_t start;

	ok(got.took_ns >= 2 * second, "an answer after 2 s is waited for");
	start = clock_now();
	is_int(resolve_name(r, "silent.test", AF_INET, start + second / 5, &got, &why), -ETIMEDOUT,
		"no answer by the deadline");
	is_text(why.text, "silent.test: no answer to the name lookup in time", "is a failure");
	ok(clock_now() - start >= second / 5, "not before it");
	name(r, "host.test", AF_INET, 0);
	ok(clock_now() - start < 2 * second, "nor does it hold up the next name");
}

/* The answer about an address, whenever it comes. */
static const char *reverse(struct resolve *r, const char *text, struct resolve_reverse *out)
{
	struct addr a = address(text);
	struct pollfd fd = {.fd = resolve_fd(r), .events = POLLIN};

	if (!resolve_ask_reverse(r, &a))
		return "(not asked)";
	while (poll(&fd, 1, 30000) > 0)
		if (resolve_next(r, out) && addr_equal(&out->addr, &a))
			return out->name;
	return "(none came)";
}

static void test_reverse(struct resolve *r)
{
	struct resolve_reverse got;

	is_text(reverse(r, "198.18.0.7", &got), "host.test", "198.18.0.7 has a name");
	is_text(reverse(r, "2001:db8::7", &got), "host.test", "so has 2001:db8::7");
	is_text(reverse(r, "198.18.0.99", &got), "", "198.18.0.99 has none");
	is_text(reverse(r, "198.18.0.66", &got), "evil\033[31mred", "no byte of a name is changed");
	ok(!resolve_next(r, &got), "there is no further answer");
}

static void test_reverse_slow(struct resolve *r)
{
	struct addr slow = address("198.18.0.8"), never = address("198.18.0.9");
	struct pollfd fd = {.fd = resolve_fd(r), .events = POLLIN};
	struct resolve_reverse got = {0};
	int64_t start = clock_now();

	ok(resolve_ask_reverse(r, &never), "one that never comes is asked for");
	ok(resolve_ask_reverse(r, &slow), "and one that comes late");
	ok(!resolve_next(r, &got), "neither is there");
	ok(clock_now() - start < second, "which takes no time to say");
	name(r, "host.test", AF_INET, 0);
	ok(clock_now() - start < second, "a name does not wait for them");
	is_text(reverse(r, "198.18.0.7", &got), "host.test", "nor does another reverse name");
	ok(clock_now() - start < 2 * second, "so both came before");
	name(r, "slow.test", AF_INET, 0);
	is_int(poll(&fd, 1, 0), 0, "the late one came while a name was waited for");
	ok(resolve_next(r, &got) && addr_equal(&got.addr, &slow), "and was kept");
	is_text(got.name, "slow.test", "with its name");
}

static void test_full(struct resolve *r)
{
	struct resolve *many = open_or_die();
	struct addr a = address("198.18.0.9");
	unsigned asked = 0;

	(void)r;
	resolve_start(many, NULL);
	while (asked < 100 && resolve_ask_reverse(many, &a))
		asked++;
	is_int(asked, 64, "64 reverse questions may wait");
	name(many, "host.test", AF_INET, 0);
	resolve_close(many);
}

int main(int argc, char **argv)
{
	(void)argv;
	test_literals();
	test_no_child();
	test_child();
	if (argc > 1) {
		struct resolve *r = open_or_die();

		test_names(r);
		test_slow(r);
		test_reverse(r);
		test_reverse_slow(r);
		test_full(r);
		resolve_close(r);
	}
	return tap_done();
}
