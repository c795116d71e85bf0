/* tcpprobe_netlink: what a kernel might answer when it is asked for its rules: the datagrams, two
 * bytes of length before each. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for other functions. */
#undef _FORTIFY_SOURCE

#include "../../tcpprobe/nft.h"

#include "given.h"
#include "sockets.h"

static struct bytes answers;

/* In place of the C library's, as all questions go by them. */
/* NOLINTNEXTLINE(readability-*): libc's own are reserved */
ssize_t recvfrom(int fd, void *restrict to, size_t size, int flags, struct sockaddr *restrict from,
	socklen_t *restrict from_bytes)
{
	(void)fd, (void)flags, (void)from;
	*from_bytes = 0;
	return given_datagram(to, size, &answers);
}

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
