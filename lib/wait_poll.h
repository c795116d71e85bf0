/* wait_poll: a poll with a time-out in nanoseconds. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_WAIT_POLL_H
#define PROBEKIT_WAIT_POLL_H

#include <poll.h>
#include <stdint.h>

/* As ppoll(2), the signal mask as it is: how many are ready, 0 after left_ns, -1 with errno.
 * INT64_MAX waits for ever, 0 and less not at all. */
int wait_poll(struct pollfd *fds, nfds_t n, int64_t left_ns);

#endif
