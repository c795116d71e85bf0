/* link: the connection a request goes over. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "link.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "stamp.h"

struct link {
	int fd;
	struct wait *wait; /* borrowed */
	struct stamp stamp;
};

/* A signal that ends a program ends the wait; a stop is a stop. */
static int heed(struct wait *w, int signal, struct fail *why)
{
	int64_t from_ns, to_ns;

	if (signal == SIGTSTP)
		wait_stop(w, &from_ns, &to_ns);
	else if (signal == SIGINT || signal == SIGTERM || signal == SIGHUP)
		return fail_set(why, EINTR, "interrupted");
	return 0;
}

static int wait_on(struct wait *w, int fd, short events, int64_t deadline_ns, struct fail *why)
{
	struct wait_ready ready;
	int rc = wait_add(w, fd, events, why);

	while (rc >= 0) {
		rc = wait_for(w, deadline_ns, &ready, why);
		if (rc < 0 || ready.slots)
			break;
		rc = heed(w, ready.signal, why);
		if (rc >= 0 && ready.timed_out)
			rc = fail_set(why, ETIMEDOUT, "timed out");
	}
	wait_remove(w, fd);
	return rc < 0 ? rc : 0;
}

static int find_addrs(struct resolve_result *r, const struct link_config *c, struct fail *why)
{
	int rc = 0;

	if (c->n_addrs) {
		r->n = c->n_addrs < RESOLVE_ADDRS ? c->n_addrs : RESOLVE_ADDRS;
		memcpy(r->addrs, c->addrs, r->n * sizeof *r->addrs);
		r->literal = true;
		return 0;
	}
	wait_close(*c->wait);
	*c->wait = NULL;
	rc = resolve_name(c->resolve, c->host, c->family, c->deadline_ns, r, why);
	return rc;
}

/* Leaves by an interface, or from an address. */
static void set_source(struct dial_config *d, const char *interface)
{
	if (interface && resolve_literal(interface, AF_UNSPEC, &d->source, NULL) <= 0)
		d->device = interface;
}

/* What dial knows, also where it fails. */
static void tell(struct link_facts *facts, const struct dial *d)
{
	const struct dial_attempt *all, *winner = dial_winner(d);
	const struct dial_leg *leg = dial_leg(d);

	facts->n_attempts = dial_attempts(d, &all);
	facts->syn_retransmits = 0;
	for (unsigned i = 0; i < facts->n_attempts; i++) {
		facts->attempts[i] = all[i];
		if (all[i].retransmits > facts->syn_retransmits)
			facts->syn_retransmits = all[i].retransmits;
	}
	if (winner) {
		facts->local = winner->local;
		facts->local_port = winner->local_port;
		facts->remote = winner->addr;
		facts->remote_port = winner->port;
		facts->syn_retransmits = winner->retransmits;
		facts->connected_ns = winner->ended_ns;
	} else if (facts->n_attempts) {
		facts->remote = all[0].addr;
		facts->remote_port = all[0].port;
	}
	facts->has_leg = leg;
	if (leg)
		facts->leg = *leg;
}

/* Waits for one of dial's sockets; those for which there is no slot are looked at when the next
 * turn is due. */
static int wait_for_dial(
	struct wait *w, const struct dial *d, int64_t deadline_ns, struct fail *why)
{
	enum { SLOTS = WAIT_FDS - 1, MEANWHILE_NS = 20000000 };
	struct pollfd fds[DIAL_ADDRS];
	unsigned n = dial_fds(d, fds), added = 0;
	int64_t due_ns = dial_due_ns(d);
	struct wait_ready ready = {0};
	int rc = 0;

	if (n > SLOTS && clock_now() + MEANWHILE_NS < due_ns)
		due_ns = clock_now() + MEANWHILE_NS;
	if (deadline_ns < due_ns)
		due_ns = deadline_ns;
	for (; added < n && added < SLOTS && rc >= 0; added++)
		rc = wait_add(w, fds[added].fd, fds[added].events, why);
	if (rc >= 0)
		rc = wait_for(w, due_ns, &ready, why);
	for (unsigned i = 0; i < added; i++)
		wait_remove(w, fds[i].fd);
	return rc < 0 ? rc : heed(w, ready.signal, why);
}

static int run_dial(struct link *l, struct dial *d, const struct link_config *c, struct fail *why)
{
	int rc;

	while (!(rc = dial_turn(d, clock_now(), why)))
		if ((rc = wait_for_dial(*c->wait, d, c->deadline_ns, why)) < 0)
			return rc;
	if (rc > 0)
		l->fd = dial_take(d);
	return rc;
}

static enum link_phase phase_of(const struct link_facts *facts, int rc)
{
	if (rc == -EINTR)
		return LINK_LOCAL;
	if (rc == -ETIMEDOUT)
		return LINK_TIMEOUT;
	return facts->has_leg && facts->connected_ns != INT64_MIN ? LINK_PROXY : LINK_CONNECT;
}

static int dial_any(struct link *l, const struct link_config *c, struct link_facts *facts,
	const struct resolve_result *names, struct fail *why)
{
	struct dial_config config = {.addrs = names->addrs,
		.n = names->n,
		.port = c->port,
		.unix_path = c->unix_path,
		.ttl = -1,
		.tos = -1,
		.deadline_ns = c->deadline_ns,
		.proxy = c->proxy,
		.host = c->target,
		.host_port = c->target_port,
		.user = c->user,
		.password = c->password};
	struct dial *d = NULL;
	int rc;

	set_source(&config, c->interface);
	rc = dial_open(&d, &config, why);
	if (rc >= 0) {
		facts->connecting_ns = clock_now();
		rc = run_dial(l, d, c, why);
		tell(facts, d);
	}
	if (rc < 0)
		facts->failed = phase_of(facts, rc);
	dial_close(d);
	return rc;
}

/* The first address of what is behind a proxy that is not to look it up. */
static int find_target(char to[static ADDR_TEXT], const struct link_config *c, struct fail *why)
{
	struct resolve_result r;
	int rc = resolve_name(c->resolve, c->target, c->family, c->deadline_ns, &r, why);

	if (rc >= 0)
		addr_print(to, &r.addrs[0]);
	return rc;
}

static int open_any(
	struct link *l, const struct link_config *c, struct link_facts *facts, struct fail *why)
{
	struct resolve_result names = {0};
	struct link_config at = *c;
	char target[ADDR_TEXT];
	int rc = 0;

	facts->failed = LINK_NAME;
	if (!c->unix_path)
		rc = find_addrs(&names, c, why);
	if (rc >= 0 && c->proxy != DIAL_DIRECT && c->target_here) {
		rc = find_target(target, c, why);
		at.target = target;
	}
	facts->literal = c->unix_path || names.literal;
	facts->named_ns = rc < 0 ? INT64_MIN : clock_now();
	if (rc >= 0 && !*c->wait)
		rc = wait_open(c->wait, why);
	if (rc == -ETIMEDOUT)
		facts->failed = LINK_TIMEOUT;
	return rc < 0 ? rc : dial_any(l, &at, facts, &names, why);
}

int link_open(
	struct link **out, const struct link_config *c, struct link_facts *facts, struct fail *why)
{
	struct link *l = calloc(1, sizeof *l);
	int rc;

	*facts = (struct link_facts){.begun_ns = clock_now(),
		.named_ns = INT64_MIN,
		.connecting_ns = INT64_MIN,
		.connected_ns = INT64_MIN,
		.syn_retransmits = UINT32_MAX};
	if (!l)
		return fail_set(why, ENOMEM, "no memory for a connection");
	l->fd = -1;
	rc = open_any(l, c, facts, why);
	if (rc < 0) {
		link_close(l);
		return rc;
	}
	l->wait = *c->wait;
	facts->failed = LINK_FINE;
	if (facts->connected_ns == INT64_MIN)
		facts->connected_ns = clock_now();
	stamp_open(&l->stamp, l->fd);
	*out = l;
	return 0;
}

void link_close(struct link *l)
{
	if (!l)
		return;
	if (l->fd >= 0)
		close(l->fd);
	free(l);
}

int link_write(struct link *l, struct bytes what, int64_t deadline_ns, struct fail *why)
{
	stamp_writing(&l->stamp, what.left);
	while (what.left) {
		ssize_t n = send(l->fd, what.p, what.left, MSG_NOSIGNAL);
		int rc = 0;

		if (n >= 0)
			bytes_skip(&what, (size_t)n);
		else if (errno == EAGAIN)
			rc = wait_on(l->wait, l->fd, POLLOUT, deadline_ns, why);
		else if (errno != EINTR)
			rc = fail_errno(why, "sending the request");
		if (rc < 0)
			return rc;
	}
	return 0;
}

ssize_t link_read(struct link *l, void *to, size_t size, int64_t deadline_ns, struct fail *why)
{
	for (;;) {
		ssize_t n = recv(l->fd, to, size, 0);
		int rc = 0;

		if (n >= 0)
			return n;
		if (errno == EAGAIN) {
			rc = wait_on(l->wait, l->fd, POLLIN, deadline_ns, why);
			stamp_read(&l->stamp, l->fd);
		} else if (errno != EINTR) {
			rc = fail_errno(why, "reading the response");
		}
		if (rc < 0)
			return rc;
	}
}

bool link_pending(struct link *l)
{
	struct pollfd p = {.fd = l->fd, .events = POLLIN};

	return poll(&p, 1, 0) > 0;
}

int link_fd(const struct link *l)
{
	return l->fd;
}

void link_stamps(struct link *l, int64_t *sent_ns, int64_t *acked_ns)
{
	stamp_read(&l->stamp, l->fd);
	*sent_ns = l->stamp.sent_ns;
	*acked_ns = l->stamp.acked_ns;
}
