/* httpget_stamp: the time stamps of a stream, and what else may come in their place: messages, as
 * tests/fuzz/control.h has them. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for other functions. */
#undef _FORTIFY_SOURCE

#include "../../httpget/stamp.h"
#include "control.h"
#include "must.h"

enum { WRITTEN = 5 };

static struct bytes messages;

/* In place of the C library's, as all stamps come by it. */
/* NOLINTNEXTLINE(readability-*): libc's own names are reserved */
ssize_t recvmsg(int fd, struct msghdr *m, int flags)
{
	(void)fd;
	return control_message(m, flags, &messages);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct stamps s = {.written = 0};
	uint8_t to[64];
	ssize_t n;

	messages = input.view;
	stamp_open(&s, -1);
	stamp_writing(&s, WRITTEN);
	n = stamp_receive(&s, -1, to, sizeof to);
	must(n <= (ssize_t)sizeof to);
	must(s.came_ns == INT64_MIN || s.came_ns > 0);
	stamp_read(&s, -1);
	must(!messages.left || messages.bad);
	must((s.sent_ns == INT64_MIN || s.sent_ns > 0) &&
		(s.acked_ns == INT64_MIN || s.acked_ns > 0));
	free(input.block);
	return 0;
}
