/* dial_proxy: what a proxy may answer: one byte says which kind and how it is cut. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <sys/socket.h>
#include <unistd.h>

#include "dial_parts.h"
#include "must.h"

static struct dial asking(int fd, unsigned choice)
{
	struct dial d = {.n = 1,
		.next = 1,
		.winner = 0,
		.phase = DIAL_ASKING,
		.deadline_ns = INT64_MAX,
		.proxy = choice & 1 ? DIAL_SOCKS5 : DIAL_CONNECT,
		.has_user = choice & 2,
		.host = "host",
		.host_port = 443};

	for (unsigned i = 0; i < DIAL_ADDRS; i++)
		d.fd[i] = -1;
	d.fd[0] = fd;
	return d;
}

/* Until it is through, refused, or there is nothing more to come. */
static int turns(struct dial *d)
{
	struct fail why = {0};
	int rc = 0;

	for (unsigned turn = 0; turn < 64 && !rc; turn++)
		rc = dial_turn(d, turn, &why);
	must(rc >= 0 || why.error == -rc);
	must(rc >= 0 || *why.text);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	uint8_t choice = bytes_u8(&b);
	size_t cut = b.left * (choice >> 2U) / 64;
	struct fail why = {0};
	struct dial d;
	int pair[2];

	if (b.bad || b.left > 16000)
		return 0;
	must(!socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair));
	d = asking(pair[0], choice);
	must(dial_ask(&d, 0, &why) == 0);
	must(send(pair[1], b.p, cut, 0) == (ssize_t)cut || !cut);
	if (!turns(&d)) {
		must(send(pair[1], b.p + cut, b.left - cut, MSG_NOSIGNAL) >= 0);
		shutdown(pair[1], SHUT_WR);
		must(turns(&d) || d.step == DIAL_BODY);
	}
	must(d.in_bytes <= sizeof d.in && d.leg.body_bytes <= DIAL_BODY_BYTES);
	must(strlen(d.leg.text) < DIAL_TEXT);
	dial_shut(&d, 0);
	close(pair[1]);
	return 0;
}
