/* dial_socket: what the kernel may say of a connection: a byte of length and so much of TCP_INFO,
 * then entries of the error queue, as tests/fuzz/control.h has them. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for other functions. */
#undef _FORTIFY_SOURCE

#include "../../lib/dial_parts.h"
#include "control.h"

static struct bytes messages, numbers;

/* In place of the C library's, as all that dial asks of a socket goes by them. */
/* NOLINTBEGIN(readability-*): libc's own are reserved */
int getsockopt(int fd, int level, int name, void *restrict value, socklen_t *restrict size)
{
	struct bytes told = level == IPPROTO_TCP ? numbers : bytes_head(numbers, *size);

	(void)fd, (void)name;
	if (told.left < *size)
		*size = (socklen_t)told.left;
	if (*size)
		memcpy(value, told.p, *size);
	return 0;
}

ssize_t recvmsg(int fd, struct msghdr *m, int flags)
{
	(void)fd;
	return control_message(m, flags, &messages);
}
/* NOLINTEND(readability-*) */

static void must_hold(const struct dial_icmp *i)
{
	must(i->quote_bytes <= DIAL_QUOTE_BYTES);
	must(i->present || (!i->quote_bytes && i->offender.family == ADDR_NONE));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct dial *d = calloc(1, sizeof *d);
	struct bytes in = input.view;
	struct dial_info info;

	must(d);
	numbers = given_piece(&in, bytes_u8(&in));
	messages = in;
	must(dial_info(0, &info, NULL) == 0);
	must(info.rtt_ns >= 0 && info.rtt_least_ns >= 0 && info.rto_ns >= 0);
	dial_outcome_of(d, 0);
	must_hold(&d->attempt[0].icmp);
	free(d);
	free(input.block);
	return 0;
}
