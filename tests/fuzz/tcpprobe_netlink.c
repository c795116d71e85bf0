/* tcpprobe_netlink: what a kernel might answer when it is asked for its rules: the datagrams, two
 * bytes of length before each. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for other functions. */
#undef _FORTIFY_SOURCE

#include "../../tcpprobe/nft.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "must.h"

enum { FD = 900 };

static struct bytes answers;

/* In place of the C library's, as all questions go by them. */
/* NOLINTBEGIN(readability-*): libc's own are reserved */
int socket(int family, int type, int protocol)
{
	(void)family, (void)type, (void)protocol;
	return FD;
}

int close(int fd)
{
	(void)fd;
	return 0;
}

ssize_t sendto(
	int fd, const void *p, size_t n, int flags, const struct sockaddr *to, socklen_t to_bytes)
{
	(void)fd, (void)p, (void)flags, (void)to, (void)to_bytes;
	return (ssize_t)n;
}

ssize_t recvfrom(int fd, void *restrict to, size_t size, int flags, struct sockaddr *restrict from,
	socklen_t *restrict from_bytes)
{
	struct bytes one;

	(void)fd, (void)flags, (void)from;
	*from_bytes = 0;
	if (!answers.left || answers.bad) {
		errno = EAGAIN;
		return -1;
	}
	one = bytes_head(answers, bytes_u16(&answers));
	bytes_skip(&answers, one.left);
	if (one.left > size)
		one.left = size;
	if (one.left)
		memcpy(to, one.p, one.left);
	return (ssize_t)one.left;
}
/* NOLINTEND(readability-*) */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct fail why = {.error = 0};
	struct nft n;

	answers = input.view;
	must(nft_read(&n, &why) >= 0 || *why.text);
	must(n.used <= n.size);
	nft_close(&n);
	free(input.block);
	return 0;
}
