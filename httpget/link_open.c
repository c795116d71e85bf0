/* link_open: names to addresses, addresses to a connection, through a proxy where one is given. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "clock.h"
#include "link_parts.h"
#include "when.h"

int link_name(
	const struct link_config *c, const char *name, struct resolve_result *r, struct fail *why)
{
	struct wait_ready ready = {0};
	int rc = *c->wait ? 0 : wait_open(c->wait, why);

	if (rc >= 0 && !resolve_literal(name, AF_UNSPEC, &(struct addr){0}, NULL) &&
		resolve_ahead(c->resolve, name, c->family)) {
		rc = wait_add(*c->wait, resolve_fd(c->resolve), POLLIN, why);
		while (rc >= 0 && !ready.timed_out &&
			resolve_is_asked(c->resolve, name, c->family)) {
			rc = wait_for(*c->wait, c->deadline_ns, &ready, why);
			rc = rc < 0 ? rc : link_heed(*c->wait, ready.signal, why);
		}
		wait_remove(*c->wait, resolve_fd(c->resolve));
	}
	return rc < 0 ? rc : resolve_name(c->resolve, name, c->family, c->deadline_ns, r, why);
}

/* Looked up with an eye on the name servers. */
static int look_up(
	struct resolve_result *r, const struct link_config *c, struct lookup *l, struct fail *why)
{
	struct addr literal;
	int rc;

	if (!c->files || resolve_literal(c->host, AF_UNSPEC, &literal, NULL))
		return link_name(c, c->host, r, why);
	lookup_begin(l, c->host, c->files);
	l->watched = c->packets;
	packets_lookup(c->packets, l);
	rc = link_name(c, c->host, r, why);
	packets_lookup(c->packets, NULL);
	l->in_hosts = rc >= 0 && r->n && lookup_files_name(c->files, c->host, &r->addrs[0]);
	return rc;
}

static bool is_of(const struct addr *a, int family)
{
	return family == AF_UNSPEC || a->family == (family == AF_INET ? ADDR_V4 : ADDR_V6);
}

static int find_addrs(
	struct resolve_result *r, const struct link_config *c, struct lookup *l, struct fail *why)
{
	if (c->n_addrs) {
		r->literal = true;
		for (unsigned i = 0; i < c->n_addrs && r->n < RESOLVE_ADDRS; i++)
			if (is_of(&c->addrs[i], c->family))
				r->addrs[r->n++] = c->addrs[i];
		return r->n ? 0
			    : fail_set(why, EADDRNOTAVAIL, "%s: no address given is of IPv%c",
				      c->host, c->family == AF_INET ? '4' : '6');
	}
	return look_up(r, c, l, why);
}

/* Leaves by an interface, or from an address. */
static void set_source(struct dial_config *d, const char *interface)
{
	/* curl's words for the one and the other. */
	if (interface && !strncmp(interface, "if!", 3)) {
		d->device = interface + 3;
		return;
	}
	if (interface && !strncmp(interface, "host!", 5))
		interface += 5;
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

/* The kernel measured the first round trip when the SYN-ACK came; this program heard of it later.
 */
static void correct_by_kernel(struct link_facts *facts, const struct dial *d, int fd)
{
	const struct dial_attempt *winner = dial_winner(d), *attempts;
	struct dial_info info;

	dial_attempts(d, &attempts);
	if (!winner || winner->retransmits || dial_info(fd, &info, NULL) < 0 || !info.rtt_ns)
		return;
	if (winner->started_ns + info.rtt_ns >= facts->connected_ns)
		return;
	facts->connected_ns = winner->started_ns + info.rtt_ns;
	/* What came between the two clocks is no part of that round trip. */
	if (winner == attempts)
		facts->connecting_ns = winner->started_ns;
}

/* The packets tell more exactly what dial was told late. */
static void correct(struct link_facts *facts, struct packets *p)
{
	packets_turn(p);
	for (unsigned i = 0; i < facts->n_attempts; i++) {
		const struct dial_attempt *a = &facts->attempts[i];
		struct packets_tried *t = &facts->tried[i];

		if (!packets_try(p, a->local_port, t))
			continue;
		if (!i)
			facts->connecting_ns = t->syn.at_ns;
		if (a->local_port == facts->local_port && t->answer.number)
			facts->connected_ns = t->answer.at_ns;
	}
}

/* A proxy that was asked and is silent. */
static int64_t silent_from(const struct dial *d, const struct link_config *c)
{
	const struct dial_leg *leg = dial_leg(d);

	return leg && leg->asked_ns >= 0 && leg->answered_ns < 0
		       ? when_after(leg->asked_ns, c->idle_ns)
		       : INT64_MAX;
}

static int wait_for_dial(
	struct wait *w, const struct dial *d, const struct link_config *c, struct fail *why)
{
	int watched = packets_fd(c->packets), rc;
	struct wait_ready ready;

	if (watched >= 0)
		wait_add(w, watched, POLLIN, NULL);
	rc = dial_wait(d, w, when_first(c->deadline_ns, silent_from(d, c)), &ready, why);
	if (watched >= 0)
		wait_remove(w, watched);
	packets_turn(c->packets);
	return rc < 0 ? rc : link_heed(w, ready.signal, why);
}

static int run_dial(struct link *l, struct dial *d, const struct link_config *c, struct fail *why)
{
	int rc;

	while (!(rc = dial_turn(d, clock_now(), why))) {
		if (clock_now() >= silent_from(d, c))
			return fail_set(why, ETIMEDOUT, "the proxy does not answer in time");
		if ((rc = wait_for_dial(*c->wait, d, c, why)) < 0)
			return rc;
	}
	if (rc > 0)
		l->fd = dial_take(d);
	return rc;
}

static enum link_phase phase_of(const struct link_facts *facts, int rc)
{
	if (rc == -EINTR || fail_is_shortage(rc))
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
		.ttl = c->ttl,
		.tos = c->tos,
		.deadline_ns = c->deadline_ns,
		.proxy = c->proxy,
		.host = c->target,
		.host_port = c->target_port,
		.user = c->user,
		.password = c->password};
	const struct dial_attempt *attempts;
	struct dial *d = NULL;
	unsigned n;
	int rc;

	set_source(&config, c->interface);
	rc = dial_open(&d, &config, why);
	if (rc >= 0) {
		n = dial_attempts(d, &attempts);
		packets_dial(c->unix_path ? NULL : c->packets, attempts, n);
		facts->connecting_ns = clock_now();
		rc = run_dial(l, d, c, why);
		tell(facts, d);
		if (rc >= 0 && !c->unix_path && c->proxy == DIAL_DIRECT)
			correct_by_kernel(facts, d, l->fd);
		correct(facts, c->packets);
	}
	/* Without a socket that may try, as by an interface that is not there, nothing was asked.
	 */
	if (rc < 0)
		facts->failed = d ? phase_of(facts, rc) : LINK_LOCAL;
	dial_close(d);
	return rc;
}

/* The first address of what is behind a proxy that is not to look it up. */
static int find_target(char to[static ADDR_TEXT], const struct link_config *c, struct fail *why)
{
	struct resolve_result r;
	int rc = link_name(c, c->target, &r, why);

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
		rc = find_addrs(&names, c, &facts->lookup, why);
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
	if (fail_is_shortage(rc))
		facts->failed = LINK_LOCAL;
	return rc < 0 ? rc : dial_any(l, &at, facts, &names, why);
}

/* A proxy was spoken with already: where the streams are by now. */
static void begin_watched(
	struct link *l, const struct link_config *c, const struct link_facts *facts)
{
	int unread = 0;

	if (c->unix_path || !c->packets)
		return;
	l->packets = c->packets;
	packets_keep(l->packets, facts->local_port);
	l->sent = packets_stream(l->packets, FLOW_OUT);
	l->received = packets_stream(l->packets, FLOW_IN);
	if (ioctl(l->fd, FIONREAD, &unread) >= 0 && unread > 0 && (uint64_t)unread <= l->received)
		l->received -= (uint64_t)unread;
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
		.syn_retransmits = UINT32_MAX,
		.literal = true, /* until a name is asked for */
		.failed = LINK_LOCAL};
	if (!l)
		return fail_set(why, ENOMEM, "no memory for a connection");
	l->fd = -1;
	l->idle_ns = c->idle_ns;
	rc = c->tls ? link_prepare(l, c->tls, why) : 0;
	facts->begun_ns = clock_now();
	if (rc >= 0)
		rc = open_any(l, c, facts, why);
	if (rc < 0) {
		link_close(l);
		return rc;
	}
	l->wait = *c->wait;
	begin_watched(l, c, facts);
	facts->failed = LINK_FINE;
	if (facts->connected_ns == INT64_MIN)
		facts->connected_ns = clock_now();
	stamp_open(&l->stamp, l->fd);
	l->local = facts->local;
	l->local_port = facts->local_port;
	l->remote = facts->remote;
	l->remote_port = facts->remote_port;
	*out = l;
	return 0;
}
