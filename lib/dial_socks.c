/* dial_socks: the way through a SOCKS 5 proxy (RFC 1928, 1929). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include "dial_parts.h"

enum {
	SOCKS_VERSION = 5,
	METHOD_NONE = 0,
	METHOD_PASSWORD = 2,
	COMMAND_CONNECT = 1,
	TYPE_V4 = 1,
	TYPE_NAME = 3,
	TYPE_V6 = 4,
	HEAD_OF_REPLY_BYTES = 5, /* tells how long the rest is */
};

static void put_short(struct bytes_out *o, const char *text)
{
	bytes_put_u8(o, (uint8_t)strlen(text)); /* config texts have 255 bytes at most */
	bytes_put(o, text, strlen(text));
}

void dial_socks_ask(struct dial *d)
{
	struct bytes_out o = dial_say(d);

	bytes_put_u8(&o, SOCKS_VERSION);
	bytes_put_u8(&o, d->has_user ? 2 : 1);
	bytes_put_u8(&o, METHOD_NONE);
	if (d->has_user)
		bytes_put_u8(&o, METHOD_PASSWORD);
	d->out_bytes = o.used;
	d->step = DIAL_METHOD;
}

static void put_password(struct dial *d)
{
	struct bytes_out o = dial_say(d);

	bytes_put_u8(&o, 1); /* the version of this negotiation (RFC 1929 2) */
	put_short(&o, d->user);
	put_short(&o, d->password);
	d->out_bytes = o.used;
	d->step = DIAL_AUTH;
}

static void put_command(struct dial *d)
{
	struct bytes_out o = dial_say(d);
	struct addr a;

	bytes_put_u8(&o, SOCKS_VERSION);
	bytes_put_u8(&o, COMMAND_CONNECT);
	bytes_put_u8(&o, 0);
	if (addr_parse(&a, d->host)) {
		bytes_put_u8(&o, a.family == ADDR_V4 ? TYPE_V4 : TYPE_V6);
		bytes_put(&o, a.bytes, addr_size(&a));
	} else {
		bytes_put_u8(&o, TYPE_NAME);
		put_short(&o, d->host);
	}
	bytes_put_u16(&o, d->host_port);
	d->out_bytes = o.used;
	d->step = DIAL_REPLY;
}

/* Whether n bytes of an answer are there; more are never read, since what follows is the target's.
 */
static bool holds(const struct dial *d, size_t n_bytes)
{
	return d->in_bytes >= n_bytes;
}

static const char *reply_text(uint8_t reply)
{
	static const char texts[][40] = {"succeeded", "general SOCKS server failure",
		"connection not allowed by ruleset", "network unreachable", "host unreachable",
		"connection refused", "TTL expired", "command not supported",
		"address type not supported"};

	return reply < sizeof texts / sizeof texts[0] ? texts[reply] : "unknown reply";
}

/* How long a reply is, by its first five bytes; 0 for an address type that does not exist. */
static size_t reply_bytes(const uint8_t *head)
{
	switch (head[3]) {
	case TYPE_V4:
		return 4 + 4 + 2;
	case TYPE_NAME:
		return 4 + 1 + (size_t)head[4] + 2;
	case TYPE_V6:
		return 4 + 16 + 2;
	default:
		return 0;
	}
}

/* How many bytes the step waits for in all. */
static size_t wanted(const struct dial *d)
{
	switch (d->step) {
	case DIAL_METHOD:
	case DIAL_AUTH:
		return 2;
	case DIAL_REPLY:
		return holds(d, HEAD_OF_REPLY_BYTES) ? reply_bytes(d->in) : HEAD_OF_REPLY_BYTES;
	case DIAL_HEAD:
	case DIAL_BODY:
		break;
	}
	return 0;
}

static int take_method(struct dial *d, int64_t now_ns, struct fail *why)
{
	uint8_t method = d->in[1];

	d->in_bytes = 0;
	if (d->in[0] != SOCKS_VERSION)
		return dial_nonsense(why, "SOCKS 5");
	if (method == METHOD_NONE) {
		put_command(d);
	} else if (method == METHOD_PASSWORD && d->has_user) {
		put_password(d);
	} else {
		snprintf(d->leg.text, sizeof d->leg.text, "no acceptable authentication method");
		return dial_refuse(d, now_ns, why);
	}
	return DIAL_WAIT;
}

static int take_auth(struct dial *d, int64_t now_ns, struct fail *why)
{
	d->in_bytes = 0;
	if (d->in[1]) {
		snprintf(d->leg.text, sizeof d->leg.text, "user name or password not accepted");
		return dial_refuse(d, now_ns, why);
	}
	put_command(d);
	return DIAL_WAIT;
}

static int take_reply(struct dial *d, int64_t now_ns, struct fail *why)
{
	if (d->in[0] != SOCKS_VERSION || !reply_bytes(d->in))
		return dial_nonsense(why, "SOCKS 5");
	if (!holds(d, reply_bytes(d->in)))
		return DIAL_WAIT;
	d->leg.status = d->in[1];
	snprintf(d->leg.text, sizeof d->leg.text, "%s", reply_text(d->in[1]));
	if (d->in[1])
		return dial_refuse(d, now_ns, why);
	d->leg.answered_ns = now_ns;
	return DIAL_THROUGH;
}

int dial_socks_turn(struct dial *d, int64_t now_ns, struct fail *why)
{
	int n = dial_receive(d, wanted(d) - d->in_bytes, 0, why);

	if (n <= 0)
		return n;
	d->in_bytes += (size_t)n;
	if (!holds(d, wanted(d)))
		return DIAL_WAIT;
	switch (d->step) {
	case DIAL_METHOD:
		return take_method(d, now_ns, why);
	case DIAL_AUTH:
		return take_auth(d, now_ns, why);
	case DIAL_REPLY:
		return take_reply(d, now_ns, why);
	case DIAL_HEAD:
	case DIAL_BODY:
		break;
	}
	return DIAL_WAIT;
}
