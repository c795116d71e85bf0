/* reach: a name looked up, a connection dialled. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "reach.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "clock.h"
#include "priv.h"
#include "watch.h"

static int64_t limit(const struct reach *r, const struct reach_config *c)
{
	return c->timeout_ns ? r->begun_ns + c->timeout_ns : INT64_MAX;
}

/* The addresses of who is connected to: the target, or the proxy. */
static int look_up(struct reach *r, const struct reach_config *c, struct resolve *names,
	struct resolve_result *out, struct fail *why)
{
	const char *host = c->proxy == DIAL_DIRECT ? c->host : c->proxy_host;
	int rc;

	if (!c->numeric)
		return resolve_name(names, host, c->family, limit(r, c), out, why);
	out->n = 1;
	rc = resolve_literal(host, c->family, &out->addrs[0], why);
	if (rc == 0)
		return fail_set(why, ENOENT, "%s is no address, and -n looks up no names", host);
	return rc < 0 ? rc : 0;
}

static struct dial_config dial_config_of(
	const struct reach *r, const struct reach_config *c, const struct resolve_result *found)
{
	struct dial_config d = {.addrs = found->addrs,
		.n = found->n,
		.port = c->proxy == DIAL_DIRECT ? c->port : c->proxy_port,
		.unix_path = c->unix_path,
		.source_port = c->source_port,
		.ttl = c->ttl,
		.tos = c->tos,
		.mark = c->mark,
		.keepalive_s = c->keepalive_s,
		.deadline_ns = limit(r, c),
		.proxy = c->proxy,
		.host = c->host,
		.host_port = c->port,
		.user = c->user,
		.password = c->password};

	if (c->interface && resolve_literal(c->interface, AF_UNSPEC, &d.source, NULL) <= 0)
		d.device = c->interface;
	return d;
}

/* A mark needs privilege, and so does a source port below 1024; nothing else does. */
static int open_sockets(struct reach *r, const struct dial_config *d, struct fail *why)
{
	bool raised = d->mark || d->source_port;
	int rc = raised ? priv_raise(why) : 0;

	if (rc >= 0)
		rc = dial_open(&r->dial, d, why);
	if (raised && priv_lower(rc < 0 ? NULL : why) < 0 && rc >= 0)
		rc = -EPERM;
	return rc;
}

int reach_look_up(
	struct reach *r, const struct reach_config *c, struct resolve *names, struct fail *why)
{
	int rc = 0;

	*r = (struct reach){
		.begun_ns = clock_now(), .named_ns = INT64_MIN, .connected_ns = INT64_MIN};
	if (!c->unix_path)
		rc = look_up(r, c, names, &r->found, why);
	if (rc >= 0)
		r->named_ns = clock_now();
	else
		r->end = rc == -ETIMEDOUT	? REACH_TIMEOUT
			 : fail_is_shortage(rc) ? REACH_LOCAL
						: REACH_NAME;
	return rc;
}

int reach_prepare(struct reach *r, const struct reach_config *c, struct fail *why)
{
	int64_t spent_ns = clock_now() - r->named_ns;
	struct dial_config d;
	int rc;

	r->begun_ns += spent_ns;
	r->named_ns += spent_ns;
	d = dial_config_of(r, c, &r->found);
	rc = open_sockets(r, &d, why);
	if (rc < 0)
		r->end = REACH_LOCAL;
	return rc;
}

/* Until a socket is ready, an attempt is due, or a signal came; *now_ns is when. */
static int wait_more(struct reach *r, struct wait *w, int64_t *now_ns, struct fail *why)
{
	struct wait_ready ready;
	int64_t from_ns, to_ns;
	int rc = dial_wait(r->dial, w, INT64_MAX, &ready, why);

	if (rc < 0)
		return rc;
	*now_ns = ready.now_ns;
	if (ready.signal == SIGTSTP) {
		wait_stop(w, &from_ns, &to_ns);
		*now_ns = clock_now();
	} else if (ready.signal && ready.signal != SIGWINCH && ready.signal != SIGCONT)
		r->signal = ready.signal;
	return r->signal ? fail_set(why, EINTR, "interrupted") : 0;
}

const struct dial_attempt *reach_last(const struct reach *r)
{
	const struct dial_attempt *all;
	unsigned n = r->dial ? dial_attempts(r->dial, &all) : 0;

	return n ? &all[n - 1] : NULL;
}

static enum reach_end end_of(const struct reach *r, const struct reach_config *c, int rc)
{
	const struct dial_leg *leg = dial_leg(r->dial);
	const struct dial_attempt *last = reach_last(r);

	/* A router's "prohibited" makes the error EACCES, which is no fault of this host. */
	switch (last && last->icmp.present ? 0 : -rc) {
	case EADDRNOTAVAIL:
	case EADDRINUSE:
	case ENODEV:
	case EACCES:
	case EPERM:
	case EINVAL:
		return REACH_LOCAL;
	default:
		if (fail_is_shortage(rc))
			return REACH_LOCAL;
		break;
	}
	if (rc == -ETIMEDOUT)
		return REACH_TIMEOUT;
	return c->proxy != DIAL_DIRECT && leg && leg->asked_ns >= 0 ? REACH_PROXY : REACH_REFUSED;
}

int reach_connect(
	struct reach *r, const struct reach_config *c, struct wait *w, int *fd, struct fail *why)
{
	const int on = 1;
	int64_t now_ns = clock_now();
	int rc = dial_turn(r->dial, now_ns, why);

	while (rc == 0 && (rc = wait_more(r, w, &now_ns, why)) >= 0) {
		rc = dial_turn(r->dial, now_ns, why);
		/* To show packets takes time: no part of that to connect. */
		watch_turn(c->watch);
	}
	if (r->signal)
		return rc;
	if (rc < 0) {
		r->end = end_of(r, c, rc);
		return rc;
	}
	r->connected_ns = now_ns;
	*fd = dial_take(r->dial);
	/* Urgent data stays where it was sent (RFC 6093); else the kernel takes a byte out. */
	setsockopt(*fd, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on);
	return 0;
}

void reach_close(struct reach *r)
{
	dial_close(r->dial);
	r->dial = NULL;
}
