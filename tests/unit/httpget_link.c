/* httpget_link: what a connection does where the other side ends it in the middle of TLS. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "link_parts.h"
#include "tap.h"

enum { PATIENCE_S = 10 };

/* A link to fd whose handshake did not begin. */
static struct link *link_to(int fd, struct wait *w, struct fail *why)
{
	const struct tls_config c = {.host = "www.example", .insecure = true};
	struct link *l = calloc(1, sizeof *l);

	if (!l)
		abort();
	*l = (struct link){.fd = fd, .wait = w, .idle_ns = INT64_MAX};
	stamp_open(&l->stamp, fd);
	if (link_prepare(l, &c, why) < 0) {
		link_close(l);
		return NULL;
	}
	return l;
}

/* What is written needs a handshake, as behind a renegotiation that did not end. */
static void try_ended(struct wait *w)
{
	int64_t deadline_ns = clock_now() + PATIENCE_S * INT64_C(1000000000);
	struct fail why = {0};
	struct link *l;
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) < 0)
		abort();
	l = link_to(pair[0], w, &why);
	if (!ok(l, "a connection for TLS %s", why.text))
		return;
	shutdown(pair[1], SHUT_WR);
	alarm(PATIENCE_S);
	is_int(link_write(l, bytes_of("x", 1), deadline_ns, &why), -ECONNRESET,
		"writing ends with the connection");
	is_text(why.text, "the server ended TLS before the request", "... and says why");
	alarm(0);
	link_close(l);
	close(pair[1]);
}

int main(void)
{
	struct fail why = {0};
	struct wait *w = NULL;

	if (tls_load(NULL) < 0)
		return tap_skip_all("there is no OpenSSL here");
	if (wait_open(&w, &why) < 0)
		return tap_skip_all(why.text);
	try_ended(w);
	wait_close(w);
	return tap_done();
}
