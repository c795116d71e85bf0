/* wait_poll: a poll with a time-out in nanoseconds. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified ppoll of glibc 2.36 takes a timespec of 32 bits, whatever _TIME_BITS says. */
#undef _FORTIFY_SOURCE
#include "wait_poll.h"

#include <time.h>

#include "clock.h"

int wait_poll(struct pollfd *fds, nfds_t n, int64_t left_ns)
{
	const struct timespec left = clock_timespec(left_ns);

	return ppoll(fds, n, left_ns == INT64_MAX ? NULL : &left, NULL);
}
