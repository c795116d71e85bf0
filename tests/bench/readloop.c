/* readloop: the least that a GET takes: a request out, the response read by 1 MiB and thrown away.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 1 << 20 };

static int fail(const char *what)
{
	fprintf(stderr, "readloop: %s: %s\n", what, strerror(errno));
	return 1;
}

/* usage: readloop ADDRESS PORT PATH */
int main(int argc, char **argv)
{
	struct sockaddr_in to = {.sin_family = AF_INET};
	char request[512], *piece = malloc(PIECE);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), n;
	ssize_t got;

	if (argc != 4 || !piece || inet_pton(AF_INET, argv[1], &to.sin_addr) != 1)
		return 2;
	to.sin_port = htons((uint16_t)strtoul(argv[2], NULL, 10));
	n = snprintf(request, sizeof request,
		"GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", argv[3], argv[1]);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
		return fail("connect");
	if (send(fd, request, (size_t)n, 0) != n)
		return fail("send");
	while ((got = recv(fd, piece, PIECE, 0)) > 0)
		;
	free(piece);
	close(fd);
	return got < 0 ? fail("recv") : 0;
}
