/* dial_http: the way through an HTTP proxy (RFC 9110 9.3.6). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base64.h"
#include "dial_parts.h"
#include "when.h"

enum { BODY_WAIT_NS = 1000000000 };

int dial_http_ask(struct dial *d, struct fail *why)
{
	char pair[2 * DIAL_TEXT], coded[4 * DIAL_TEXT] = "", line[4 * DIAL_TEXT + 40] = "";
	bool six = strchr(d->host, ':') != NULL;
	const char *left = six ? "[" : "", *right = six ? "]" : "";
	int n;

	if (d->has_user) {
		n = snprintf(pair, sizeof pair, "%s:%s", d->user, d->password);
		base64_put(coded, pair, (size_t)n);
		snprintf(line, sizeof line, "Proxy-Authorization: Basic %s\r\n", coded);
	}
	n = snprintf((char *)d->out, sizeof d->out,
		"CONNECT %s%s%s:%u HTTP/1.1\r\nHost: %s%s%s:%u\r\n%s\r\n", left, d->host, right,
		d->host_port, left, d->host, right, d->host_port, line);
	if (n < 0 || (size_t)n >= sizeof d->out)
		return fail_set(why, EMSGSIZE, "the names for the proxy are too long");
	d->out_sent = 0;
	d->out_bytes = (size_t)n;
	d->step = DIAL_HEAD;
	return DIAL_WAIT;
}

/* "HTTP/1.1 200 Connection established" */
static bool status_line(struct dial *d, size_t head_bytes)
{
	const char *line = (const char *)d->in;
	const char *ends = memchr(line, '\n', head_bytes);
	size_t n = ends ? (size_t)(ends - line) : 0;
	int status = 0;

	n -= n && line[n - 1] == '\r';
	if (n < 12 || memcmp(line, "HTTP/1.", 7) || line[8] != ' ' || (n > 12 && line[12] != ' '))
		return false;
	for (size_t i = 9; i < 12; i++) {
		if (line[i] < '0' || line[i] > '9')
			return false;
		status = status * 10 + (line[i] - '0');
	}
	d->leg.status = status;
	if (n > 13)
		snprintf(d->leg.text, sizeof d->leg.text, "%.*s", (int)(n - 13), line + 13);
	else
		d->leg.text[0] = '\0';
	return true;
}

/* What comes with a refusal is kept, but not waited for long. */
static int take_body(struct dial *d, int64_t now_ns, struct fail *why)
{
	size_t room = d->body_bytes - d->leg.body_bytes;
	ssize_t n = recv(d->fd[d->winner], d->leg.body + d->leg.body_bytes, room, 0);

	d->leg.body_bytes += n > 0 ? (size_t)n : 0;
	if (d->leg.body_bytes == d->body_bytes || !n || now_ns >= d->body_due_ns ||
		(n < 0 && errno != EAGAIN && errno != EINTR))
		return dial_refuse(d, now_ns, why);
	return DIAL_WAIT;
}

/* How much of the body there is to wait for. */
static size_t body_bytes(const struct dial *d, size_t head_bytes)
{
	static const char name[] = "\r\nContent-Length:";
	uint64_t n = 0;
	size_t at = 0;

	while (at + sizeof name < head_bytes &&
		strncasecmp((const char *)d->in + at, name, sizeof name - 1) != 0)
		at++;
	if (at + sizeof name >= head_bytes)
		return DIAL_BODY_BYTES;
	for (at += sizeof name - 1; d->in[at] == ' '; at++)
		;
	for (; d->in[at] >= '0' && d->in[at] <= '9' && n < DIAL_BODY_BYTES; at++)
		n = n * 10 + d->in[at] - '0';
	return n < DIAL_BODY_BYTES ? (size_t)n : DIAL_BODY_BYTES;
}

static int take_head(struct dial *d, size_t head_bytes, int64_t now_ns, struct fail *why)
{
	if (!status_line(d, head_bytes))
		return dial_nonsense(why, "HTTP");
	d->in_bytes = 0;
	if (d->leg.status / 100 == 1)
		return DIAL_WAIT; /* an interim answer */
	d->leg.answered_ns = now_ns;
	if (d->leg.status / 100 == 2)
		return DIAL_THROUGH;
	d->step = DIAL_BODY;
	d->body_due_ns = when_first(now_ns + BODY_WAIT_NS, d->deadline_ns);
	d->body_bytes = body_bytes(d, head_bytes);
	return take_body(d, now_ns, why);
}

/* Behind the empty line, whose end and the one before it may lack their CR (RFC 9112 2.2); 0 where
 * it is not there yet. */
static size_t head_end(const uint8_t *in, size_t from, size_t n)
{
	for (size_t at = from; at + 1 < n; at++) {
		size_t next = at + 1 + (in[at + 1] == '\r');

		if (in[at] == '\n' && next < n && in[next] == '\n')
			return next + 1;
	}
	return 0;
}

/* The head is looked at first and then read to its end exactly: what follows is the target's. */
int dial_http_turn(struct dial *d, int64_t now_ns, struct fail *why)
{
	size_t had = d->in_bytes, end, to;
	int n;

	if (d->step == DIAL_BODY)
		return take_body(d, now_ns, why);
	n = dial_receive(d, sizeof d->in - had, MSG_PEEK, why);
	if (n <= 0)
		return n;
	end = head_end(d->in, had > 2 ? had - 2 : 0, had + (size_t)n);
	to = end ? end : had + (size_t)n;
	n = dial_receive(d, to - had, 0, why);
	if (n < 0)
		return n;
	d->in_bytes += (size_t)n;
	if (d->in_bytes >= 5 && memcmp(d->in, "HTTP/", 5) != 0)
		return dial_nonsense(why, "HTTP");
	if (end)
		return take_head(d, to, now_ns, why);
	return d->in_bytes == sizeof d->in ? dial_nonsense(why, "HTTP head of under 8 KiB")
					   : DIAL_WAIT;
}
