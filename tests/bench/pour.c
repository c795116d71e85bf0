/* pour: a server that pours lines out of one port and takes in what comes to another. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE_BYTES = 1 << 18, LINE_BYTES = 80 };
static char piece[PIECE_BYTES];

static int listen_at(const char *port)
{
	const int on = 1;
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)strtol(port, NULL, 10)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, (struct sockaddr *)&at, sizeof at) < 0 || listen(fd, 4) < 0) {
		fprintf(stderr, "pour: %s: %s\n", port, strerror(errno));
		exit(1);
	}
	return fd;
}

static void drain(int fd)
{
	while (read(fd, piece, sizeof piece) > 0)
		;
}

static void pour(int fd, long bytes)
{
	for (size_t i = 0; i < sizeof piece; i++)
		piece[i] = i % LINE_BYTES == LINE_BYTES - 1 ? '\n' : 'x';
	while (bytes > 0) {
		size_t most = bytes < PIECE_BYTES ? (size_t)bytes : sizeof piece;
		ssize_t n = send(fd, piece, most, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		bytes -= n;
	}
	shutdown(fd, SHUT_WR);
	drain(fd);
}

/* pour OUT-PORT BYTES IN-PORT: one connection at a time. */
int main(int argc, char **argv)
{
	struct pollfd at[2] = {{.events = POLLIN}, {.events = POLLIN}};

	if (argc != 4)
		return 2;
	at[0].fd = listen_at(argv[1]);
	at[1].fd = listen_at(argv[3]);
	puts("ready");
	fflush(stdout);
	while (poll(at, 2, -1) > 0) {
		int which = at[0].revents ? 0 : 1;
		int fd = accept4(at[which].fd, NULL, NULL, SOCK_CLOEXEC);

		if (fd < 0)
			continue;
		if (which == 0)
			pour(fd, strtol(argv[2], NULL, 10));
		else
			drain(fd);
		close(fd);
	}
	return 1;
}
