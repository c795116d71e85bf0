/* day: preloaded, it lets a program's day go by in seconds: time passes only where the program
 * waits and nothing is there to be read. */
/* SPDX-License-Identifier: BSD-2-Clause */

/* The clock stands still while the program runs, but for a tick at each reading, so that what comes
 * out does not depend on the machine. In ppoll the peer and the server have their turns (both live
 * in here); when neither they nor the program have anything to do, time jumps to whatever is due
 * next.
 *
 * DAY_LINK=OURS,PEERS,KIND  the peer at the interface PEERS: see day.h
 * DAY_SERVE=KIND,PORT       the server
 * DAY_FATES=LOSE,LATE,TWICE,DELAY_MS,LATE_MS
 * DAY_REPORT=FILE           at the end: counts and memory, each "key=value" */
#include "day.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <malloc.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <linux/time_types.h>

#define SECOND INT64_C(1000000000)
enum { TICK_NS = 100, HOURS = 26, SIGNALS_BYTES = 8 };
static const int64_t hour_ns = 3600 * SECOND;

static struct {
	bool on, serves;
	pid_t self;
	int64_t start_ns, now_ns, realtime_ns; /* realtime: what it is ahead */
	FILE *report;
	int statm;
	int own;    /* a socket that is connected to itself */
	bool moved; /* something may be on its way */
	struct {
		size_t heap_bytes, pages;
	} hour[HOURS];
	int64_t hours;
	uint64_t jumps;
} day;

int64_t day_now(void)
{
	return day.now_ns;
}

enum day_fate day_fate(const struct day_fates *f, int64_t n)
{
	if (f->lose && n % f->lose == 0)
		return DAY_LOST;
	if (f->late && n % f->late == 0)
		return DAY_LATE;
	return f->twice && n % f->twice == 0 ? DAY_TWICE : DAY_ANSWERED;
}

static int64_t clock_of_kernel(clockid_t which)
{
	struct __kernel_timespec t = {0};

#ifdef SYS_clock_gettime64
	syscall(SYS_clock_gettime64, which, &t);
#else
	syscall(SYS_clock_gettime, which, &t);
#endif
	return t.tv_sec * SECOND + t.tv_nsec;
}

static struct day_fates read_fates(const char *text)
{
	int64_t v[5] = {0};
	char *end;

	for (unsigned i = 0; i < 5 && text && *text; i++, text = *end ? end + 1 : end)
		v[i] = strtoll(text, &end, 10);
	return (struct day_fates){v[0], v[1], v[2], v[3] * DAY_MS, v[4] * DAY_MS};
}

/* The words between commas. */
static bool open_parts(const struct day_fates *f)
{
	char *link = getenv("DAY_LINK"), *serve = getenv("DAY_SERVE"), *kind;

	if (link && (link = strdup(link))) {
		const char *ours = strsep(&link, ","), *peers = strsep(&link, ",");

		if (!link || !day_link_open(ours, peers, link, f))
			return false;
	}
	if (serve && (serve = strdup(serve))) {
		kind = strsep(&serve, ",");
		day.serves = true;
		if (!serve || !day_serve_open(kind, (uint16_t)strtol(serve, NULL, 10), f))
			return false;
	}
	return true;
}

static int open_own(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof a;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&a, size) ||
		getsockname(fd, (struct sockaddr *)&a, &size) ||
		connect(fd, (struct sockaddr *)&a, size))
		return -1;
	return fd;
}

/* On one processor all frames go through one queue of the kernel's, in order; days that go by at
 * once share them out. */
static void stay_on_one_processor(void)
{
	cpu_set_t all, one;
	size_t cpu = 0;
	int nth;

	if (sched_getaffinity(0, sizeof all, &all) || !CPU_COUNT(&all))
		return;
	nth = day.self % CPU_COUNT(&all);
	while (!CPU_ISSET(cpu, &all) || nth--)
		cpu++;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof one, &one);
}

__attribute__((constructor)) static void begin(void)
{
	const char *report = getenv("DAY_REPORT");
	struct day_fates f = read_fates(getenv("DAY_FATES"));

	if (!report)
		return;
	day.self = getpid();
	stay_on_one_processor();
	day.start_ns = day.now_ns = clock_of_kernel(CLOCK_MONOTONIC);
	day.realtime_ns = clock_of_kernel(CLOCK_REALTIME) - day.now_ns;
	day.statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	day.report = fopen(report, "we");
	day.own = open_own();
	day.on = day.report && day.own >= 0 && open_parts(&f);
	if (!day.on) {
		fprintf(stderr, "day: cannot begin: %s\n", strerror(errno));
		_exit(99);
	}
}

static size_t resident_pages(void)
{
	char text[128] = "", *at = text;

	if (pread(day.statm, text, sizeof text - 1, 0) <= 0)
		return 0;
	strtoul(at, &at, 10);
	return strtoul(at, NULL, 10);
}

static void take_hours(void)
{
	while (day.hours < HOURS && day.now_ns - day.start_ns >= day.hours * hour_ns) {
		day.hour[day.hours].heap_bytes = mallinfo2().uordblks;
		day.hour[day.hours++].pages = resident_pages();
	}
}

__attribute__((destructor)) static void end(void)
{
	if (!day.on || getpid() != day.self)
		return;
	fprintf(day.report, "seconds=%" PRId64 "\njumps=%" PRIu64 "\nhours=%" PRId64 "\n",
		(day.now_ns - day.start_ns) / SECOND, day.jumps, day.hours);
	for (int64_t i = 0; i < day.hours; i++)
		fprintf(day.report, "hour%" PRId64 "_heap_bytes=%zu\nhour%" PRId64 "_pages=%zu\n",
			i, day.hour[i].heap_bytes, i, day.hour[i].pages);
	day_link_tell(day.report);
	day_serve_tell(day.report);
	fclose(day.report);
	day.on = false;
}

/* The kernel's own; NULL waits for ever. */
static int really_poll(
	struct pollfd *fds, nfds_t n, const struct __kernel_timespec *span, const sigset_t *mask)
{
#ifdef SYS_ppoll_time64
	return (int)syscall(SYS_ppoll_time64, fds, n, span, mask, SIGNALS_BYTES);
#else
	return (int)syscall(SYS_ppoll, fds, n, span, mask, SIGNALS_BYTES);
#endif
}

static int look(struct pollfd *fds, nfds_t n, const sigset_t *mask)
{
	const struct __kernel_timespec none = {0};

	return really_poll(fds, n, &none, mask);
}

/* A datagram of our own comes behind all that is on its way in this processor's queue. */
static void settle(void)
{
	const struct __kernel_timespec patience = {.tv_sec = 1};
	struct pollfd p = {.fd = day.own, .events = POLLIN};
	char c = 0;

	if (syscall(SYS_sendto, day.own, &c, 1, 0, NULL, 0) == 1 &&
		really_poll(&p, 1, &patience, NULL) == 1)
		recv(day.own, &c, 1, MSG_DONTWAIT);
}

/* Whether the peer or the server did anything: they hear what is sent, and that only when it was. A
 * connection moves by other calls, too. */
static bool others_turn(void)
{
	bool any;

	if (day.moved || day.serves)
		settle();
	any = (day.moved || day_link_due() <= day.now_ns) && day_link_turn();
	any |= day.serves && day_serve_turn();
	day.moved = any;
	return any;
}

static int64_t next_due(void)
{
	int64_t link = day_link_due(), serve = day_serve_due();

	return link < serve ? link : serve;
}

/* Until something is ready or the time is over. */
static int wait_virtually(struct pollfd *fds, nfds_t n, int64_t until_ns, const sigset_t *mask)
{
	for (;;) {
		int ready = look(fds, n, mask);
		int64_t due_ns;

		if (ready)
			return ready;
		if (others_turn())
			continue;
		ready = look(fds, n, mask);
		if (ready || day.now_ns >= until_ns)
			return ready;
		due_ns = next_due();
		if (due_ns == DAY_NEVER && until_ns == DAY_NEVER)
			return really_poll(fds, n, NULL, mask);
		day.now_ns = due_ns < until_ns ? due_ns : until_ns;
		day.jumps++;
		take_hours();
	}
}

#pragma GCC visibility push(default)
/* libc's own names are reserved. */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
int clock_gettime(clockid_t which, struct timespec *out)
{
	int64_t ns;

	if (!day.on || (which != CLOCK_MONOTONIC && which != CLOCK_REALTIME)) {
		ns = clock_of_kernel(which);
	} else {
		day.now_ns += TICK_NS;
		ns = day.now_ns + (which == CLOCK_REALTIME ? day.realtime_ns : 0);
	}
	out->tv_sec = (time_t)(ns / SECOND);
	out->tv_nsec = (long)(ns % SECOND);
	return 0;
}

int ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask)
{
	struct __kernel_timespec span = {0};
	int64_t until_ns = DAY_NEVER;

	if (timeout)
		span = (struct __kernel_timespec){timeout->tv_sec, timeout->tv_nsec};
	if (!day.on || getpid() != day.self)
		return really_poll(fds, n, timeout ? &span : NULL, mask);
	if (timeout)
		until_ns = day.now_ns + timeout->tv_sec * SECOND + timeout->tv_nsec;
	return wait_virtually(fds, n, until_ns, mask);
}

int __ppoll_chk(struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask,
	size_t size);
int __ppoll_chk(struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask,
	size_t size)
{
	(void)size;
	return ppoll(fds, n, timeout, mask);
}

/* What the kernel stamps, it stamps now: nothing is under way while time passes. */
static void put_stamps(struct msghdr *m)
{
	int64_t ns = day.now_ns + day.realtime_ns;
	struct __kernel_timespec t = {ns / SECOND, ns % SECOND};

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); day.on && c; c = CMSG_NXTHDR(m, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPING_NEW)
			memcpy(CMSG_DATA(c), &t, sizeof t);
}

ssize_t recvmsg(int fd, struct msghdr *m, int flags)
{
	ssize_t n = syscall(SYS_recvmsg, fd, m, flags);

	if (n >= 0)
		put_stamps(m);
	return n;
}

int recvmmsg(int fd, struct mmsghdr *m, unsigned n, int flags, struct timespec *wait)
{
	int got = (int)syscall(SYS_recvmmsg, fd, m, n, flags, NULL);

	(void)wait;
	for (int i = 0; i < got; i++)
		put_stamps(&m[i].msg_hdr);
	return got;
}

ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
	day.moved = true;
	return syscall(SYS_sendmsg, fd, m, flags);
}

int sendmmsg(int fd, struct mmsghdr *m, unsigned n, int flags)
{
	day.moved = true;
	return (int)syscall(SYS_sendmmsg, fd, m, n, flags);
}

ssize_t sendto(
	int fd, const void *p, size_t n, int flags, const struct sockaddr *to, socklen_t to_bytes)
{
	day.moved = true;
	return syscall(SYS_sendto, fd, p, n, flags, to, to_bytes);
}

ssize_t send(int fd, const void *p, size_t n, int flags)
{
	return sendto(fd, p, n, flags, NULL, 0);
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#pragma GCC visibility pop
