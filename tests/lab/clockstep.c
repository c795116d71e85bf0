/* clockstep: preloaded, it steps a program's wall clock and the kernel stamps that follow it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <linux/time_types.h>

/* CLOCKSTEP=300:3600,600:-3600 is one hour on 300 ms after the start, and back at 600. */
enum { STEPS = 8 };
#define SECOND INT64_C(1000000000)

static struct {
	int64_t after_ns, by_ns;
} steps[STEPS];
static unsigned n_steps;
static int64_t start_ns, offset_ns; /* monotonic, and what the real clock was ahead of it */

/* The vDSO's reading would not come here. */
static int64_t read_clock(clockid_t which)
{
	struct __kernel_timespec t = {0};

#ifdef SYS_clock_gettime64
	syscall(SYS_clock_gettime64, which, &t);
#else
	syscall(SYS_clock_gettime, which, &t);
#endif
	return t.tv_sec * SECOND + t.tv_nsec;
}

__attribute__((constructor)) static void begin(void)
{
	const char *text = getenv("CLOCKSTEP");
	char *end;

	start_ns = read_clock(CLOCK_MONOTONIC);
	offset_ns = read_clock(CLOCK_REALTIME) - start_ns;
	for (; text && *text && n_steps < STEPS; text = *end ? end + 1 : end) {
		steps[n_steps].after_ns = strtoll(text, &end, 10) * 1000000;
		if (*end != ':')
			return;
		steps[n_steps++].by_ns = strtoll(end + 1, &end, 10) * SECOND;
	}
}

/* What the wall clock shows where a real one shows realtime_ns. */
static int64_t stepped(int64_t realtime_ns)
{
	int64_t by_ns = 0;

	for (unsigned i = 0; i < n_steps; i++)
		if (realtime_ns - offset_ns - start_ns >= steps[i].after_ns)
			by_ns += steps[i].by_ns;
	return realtime_ns + by_ns;
}

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): libc's own are reserved */
int clock_gettime(clockid_t which, struct timespec *out)
{
	int64_t ns = read_clock(which);

	if (which == CLOCK_REALTIME)
		ns = stepped(ns);
	out->tv_sec = (time_t)(ns / SECOND);
	out->tv_nsec = (long)(ns % SECOND);
	return 0;
}

static void step_stamps(struct msghdr *m)
{
	struct __kernel_timespec t;
	int64_t ns;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SO_TIMESTAMPING_NEW)
			continue;
		memcpy(&t, CMSG_DATA(c), sizeof t);
		ns = t.tv_sec * SECOND + t.tv_nsec;
		if (!ns)
			continue;
		ns = stepped(ns);
		t = (struct __kernel_timespec){ns / SECOND, ns % SECOND};
		memcpy(CMSG_DATA(c), &t, sizeof t);
	}
}

ssize_t recvmsg(int fd, struct msghdr *m, int flags)
{
	ssize_t n = syscall(SYS_recvmsg, fd, m, flags);

	if (n >= 0)
		step_stamps(m);
	return n;
}

/* Only ever asked not to wait. */
int recvmmsg(int fd, struct mmsghdr *m, unsigned n, int flags, struct timespec *wait)
{
	int got = (int)syscall(SYS_recvmmsg, fd, m, n, flags, NULL);

	(void)wait;
	for (int i = 0; i < got; i++)
		step_stamps(&m[i].msg_hdr);
	return got;
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
