/* dial_wait: until one of the sockets is ready, or the next turn is due. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"
#include "dial.h"
#include "when.h"

enum { MEANWHILE_NS = 20000000 };

int dial_wait(const struct dial *d, struct wait *w, int64_t until_ns, struct wait_ready *out,
	struct fail *why)
{
	struct pollfd fds[DIAL_ADDRS];
	unsigned n = dial_fds(d, fds), added = 0;
	int64_t due_ns = when_first(dial_due_ns(d), until_ns);
	int rc;

	while (added < n && wait_add(w, fds[added].fd, fds[added].events, NULL) >= 0)
		added++;
	if (added < n)
		due_ns = when_first(due_ns, clock_now() + MEANWHILE_NS);
	rc = wait_for(w, due_ns, out, why);
	while (added)
		wait_remove(w, fds[--added].fd);
	return rc;
}
