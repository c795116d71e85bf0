/* bare: the least that a sweep takes: echo requests out and replies in by batches, nothing kept. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 64, DATA = 64, ROOM = 1536, QUIET_MS = 1000, BUFFER = 4 << 20 };

struct batch {
	struct mmsghdr headers[BATCH];
	struct iovec vectors[BATCH];
	struct sockaddr_in names[BATCH];
	uint8_t bytes[BATCH][ROOM];
};

static int fail(const char *what)
{
	fprintf(stderr, "bare: %s: %s\n", what, strerror(errno));
	return 1;
}

static void init(struct batch *b, size_t size)
{
	for (unsigned i = 0; i < BATCH; i++) {
		b->vectors[i] = (struct iovec){b->bytes[i], size};
		b->names[i].sin_family = AF_INET;
		b->headers[i].msg_hdr = (struct msghdr){.msg_name = &b->names[i],
			.msg_namelen = sizeof(b->names[i]),
			.msg_iov = &b->vectors[i],
			.msg_iovlen = 1};
	}
}

/* The addresses from first on; how many requests left. */
static int put(int fd, struct batch *b, uint32_t first, uint32_t n)
{
	struct icmphdr echo = {.type = ICMP_ECHO};

	for (uint32_t i = 0; i < n; i++) {
		echo.un.echo.sequence = (uint16_t)(first + i);
		memcpy(b->bytes[i], &echo, sizeof(echo));
		b->names[i].sin_addr.s_addr = htonl(first + i);
	}
	return sendmmsg(fd, b->headers, n, MSG_DONTWAIT);
}

static uint32_t drain(int fd, struct batch *b)
{
	uint32_t all = 0;
	int n;

	do {
		for (unsigned i = 0; i < BATCH; i++)
			b->headers[i].msg_hdr.msg_namelen = sizeof(b->names[i]);
		n = recvmmsg(fd, b->headers, BATCH, MSG_DONTWAIT, NULL);
		all += n > 0 ? (uint32_t)n : 0;
	} while (n == BATCH);
	return all;
}

static uint32_t sweep(int fd, uint32_t first, uint32_t n)
{
	static struct batch out, in;
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	uint32_t sent = 0, heard = 0;

	init(&out, DATA);
	init(&in, ROOM);
	while (sent < n) {
		int rc = put(fd, &out, first + sent, n - sent < BATCH ? n - sent : BATCH);

		if (rc < 0 && errno != EAGAIN && errno != ENOBUFS)
			break;
		sent += rc > 0 ? (uint32_t)rc : 0;
		heard += drain(fd, &in);
	}
	while (heard < n && poll(&ready, 1, QUIET_MS) > 0)
		heard += drain(fd, &in);
	return heard;
}

/* bare FIRST N: sweeps the N addresses from FIRST on by a ping socket; 0 when all of them answered.
 */
int main(int argc, char **argv)
{
	struct in_addr first;
	uint32_t n = argc == 3 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0, heard;
	int fd, bytes = BUFFER;

	if (!n || !inet_pton(AF_INET, argv[1], &first)) {
		fprintf(stderr, "usage: bare FIRST N\n");
		return 2;
	}
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_ICMP);
	if (fd < 0)
		return fail("socket");
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
	heard = sweep(fd, ntohl(first.s_addr), n);
	close(fd);
	if (heard == n)
		return 0;
	fprintf(stderr, "bare: %" PRIu32 " of %" PRIu32 " answered\n", heard, n);
	return 1;
}
