/* dial_proxy: what both kinds of proxy have in common. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <sys/socket.h>

#include "dial_parts.h"

int dial_refuse(struct dial *d, int64_t now_ns, struct fail *why)
{
	if (d->leg.answered_ns < 0)
		d->leg.answered_ns = now_ns;
	if (d->proxy == DIAL_SOCKS5)
		return fail_set(why, ECONNREFUSED, "the proxy refuses: %s", d->leg.text);
	return fail_set(why, ECONNREFUSED, "the proxy refuses: %d%s%s", d->leg.status,
		*d->leg.text ? " " : "", d->leg.text);
}

int dial_nonsense(struct fail *why, const char *what)
{
	return fail_set(why, EPROTO, "the proxy's answer is no %s", what);
}

struct bytes_out dial_say(struct dial *d)
{
	d->out_sent = 0;
	return bytes_to(d->out, sizeof d->out);
}

int dial_receive(struct dial *d, size_t most_bytes, int flags, struct fail *why)
{
	ssize_t n = recv(d->fd[d->winner], d->in + d->in_bytes, most_bytes, flags);

	if (n > 0)
		return (int)n;
	if (!n)
		return fail_set(why, ECONNRESET, "the proxy closed the connection");
	if (errno == EAGAIN || errno == EINTR)
		return 0;
	return fail_errno(why, "the proxy's connection");
}

static int send_out(struct dial *d, struct fail *why)
{
	ssize_t n = send(
		d->fd[d->winner], d->out + d->out_sent, d->out_bytes - d->out_sent, MSG_NOSIGNAL);

	if (n < 0 && errno != EAGAIN && errno != EINTR)
		return fail_errno(why, "the proxy's connection");
	d->out_sent += n > 0 ? (size_t)n : 0;
	return 0;
}

int dial_ask(struct dial *d, int64_t now_ns, struct fail *why)
{
	int rc = 0;

	d->leg.asked_ns = now_ns;
	if (d->proxy == DIAL_SOCKS5)
		dial_socks_ask(d);
	else
		rc = dial_http_ask(d, why);
	return rc < 0 ? rc : send_out(d, why);
}

int dial_proxy_turn(struct dial *d, int64_t now_ns, struct fail *why)
{
	int rc;

	if (d->out_sent < d->out_bytes)
		return send_out(d, why);
	rc = d->proxy == DIAL_SOCKS5 ? dial_socks_turn(d, now_ns, why)
				     : dial_http_turn(d, now_ns, why);
	/* What has to be said next is said at once. */
	return rc || d->out_sent == d->out_bytes ? rc : send_out(d, why);
}
