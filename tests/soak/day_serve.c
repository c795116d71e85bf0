/* day_serve: the server of a day: answers requests, or says a line a second. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "day.h"

enum { CLIENTS = 16, REQUEST_BYTES = 4096, TICK_BYTES = 64 };
#define SECOND INT64_C(1000000000)

struct client {
	int fd;		/* 0: free */
	int64_t due_ns; /* of what is said next; DAY_NEVER: it is the client's turn */
	enum day_fate fate;
	size_t used;
	char request[REQUEST_BYTES];
};

static struct {
	int fd; /* 0: there is no server */
	bool ticks;
	struct day_fates fates;
	int64_t ticks_wanted, connections, asked, busy, closed, late, sent_bytes, got_bytes, ticked;
	struct client clients[CLIENTS];
} server;

bool day_serve_open(const char *kind, uint16_t port, const struct day_fates *f)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const char *ticks = getenv("DAY_TICKS");
	int one = 1;

	server.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	server.ticks = !strcmp(kind, "ticks");
	server.ticks_wanted = ticks ? strtoll(ticks, NULL, 10) : 1;
	server.fates = *f;
	return server.fd > 0 &&
	       !setsockopt(server.fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) &&
	       !bind(server.fd, (struct sockaddr *)&a, sizeof a) && !listen(server.fd, CLIENTS);
}

/* What the client did not read stays in the socket: so little always has room. */
static void say(struct client *c, const char *text, size_t n)
{
	ssize_t sent = send(c->fd, text, n, MSG_NOSIGNAL | MSG_DONTWAIT);

	server.sent_bytes += sent > 0 ? sent : 0;
}

static void leave(struct client *c)
{
	close(c->fd);
	*c = (struct client){.due_ns = DAY_NEVER};
}

static void respond(struct client *c)
{
	static const char content[] = "hello, day\n";
	const char *status = c->fate == DAY_LOST ? "503 Busy" : "200 OK";
	bool last = c->fate == DAY_TWICE;
	char text[256];
	int n = snprintf(text, sizeof text,
		"HTTP/1.1 %s\r\nContent-Type: text/plain\r\n%sContent-Length: %zu\r\n\r\n%s",
		status, last ? "Connection: close\r\n" : "", sizeof content - 1, content);

	say(c, text, (size_t)n);
	c->due_ns = DAY_NEVER;
	if (last)
		leave(c);
}

static void tick(struct client *c)
{
	char text[TICK_BYTES];
	int n = snprintf(text, sizeof text, "tick %" PRId64 "\r\n", ++server.ticked);

	say(c, text, (size_t)n);
	c->due_ns += SECOND;
	if (server.ticked >= server.ticks_wanted)
		leave(c);
}

static void count(enum day_fate fate)
{
	server.asked++;
	server.busy += fate == DAY_LOST;
	server.late += fate == DAY_LATE;
	server.closed += fate == DAY_TWICE;
}

/* Requests have no content. */
static void take_request(struct client *c)
{
	c->request[c->used] = '\0';
	if (!strstr(c->request, "\r\n\r\n"))
		return;
	c->used = 0;
	c->fate = day_fate(&server.fates, server.asked + 1);
	count(c->fate);
	c->due_ns =
		day_now() + (c->fate == DAY_LATE ? server.fates.late_ns : server.fates.delay_ns);
}

/* Whether something came. */
static bool hear(struct client *c)
{
	ssize_t n =
		recv(c->fd, c->request + c->used, sizeof c->request - 1 - c->used, MSG_DONTWAIT);

	if (n < 0)
		return false;
	if (n == 0) {
		leave(c);
		return true;
	}
	server.got_bytes += n;
	c->used = server.ticks ? 0 : c->used + (size_t)n;
	if (!server.ticks)
		take_request(c);
	return true;
}

static bool welcome(void)
{
	int fd = accept4(server.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), one = 1;

	if (fd < 0)
		return false;
	server.connections++;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	for (size_t i = 0; i < CLIENTS; i++) {
		struct client *c = &server.clients[i];

		if (c->fd)
			continue;
		*c = (struct client){
			.fd = fd, .due_ns = server.ticks ? day_now() + SECOND : DAY_NEVER};
		return true;
	}
	close(fd);
	return true;
}

bool day_serve_turn(void)
{
	bool any = server.fd && welcome();

	for (size_t i = 0; server.fd && i < CLIENTS; i++) {
		struct client *c = &server.clients[i];

		if (!c->fd)
			continue;
		if (c->due_ns <= day_now()) {
			if (server.ticks)
				tick(c);
			else
				respond(c);
			any = true;
		} else if (hear(c)) {
			any = true;
		}
	}
	return any;
}

int64_t day_serve_due(void)
{
	int64_t due_ns = DAY_NEVER;

	for (size_t i = 0; server.fd && i < CLIENTS; i++)
		if (server.clients[i].fd && server.clients[i].due_ns < due_ns)
			due_ns = server.clients[i].due_ns;
	return due_ns;
}

void day_serve_tell(FILE *to)
{
	if (!server.fd)
		return;
	fprintf(to,
		"connections=%" PRId64 "\nasked=%" PRId64 "\nbusy=%" PRId64 "\nclosed=%" PRId64
		"\nlate=%" PRId64 "\nsent_bytes=%" PRId64 "\ngot_bytes=%" PRId64 "\nticked=%" PRId64
		"\n",
		server.connections, server.asked, server.busy, server.closed, server.late,
		server.sent_bytes, server.got_bytes, server.ticked);
}
