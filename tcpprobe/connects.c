/* connects: probes by connect(), for who may have no raw socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "connects.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "dial.h"

struct connects {
	struct connects_config c;
	struct clock_map clock;
	int epoll; /* of all connections: the wait has room for few */
	int slot_of_wait;
	uint8_t quote[DIAL_QUOTE_BYTES];
	int64_t now_ns, wake_ns;
	struct {
		struct dial *dial; /* NULL free */
		struct probe probe;
	} slot[CONNECTS_MOST];
};

int connects_open(struct connects **out, const struct connects_config *c, struct fail *why)
{
	struct connects *n = calloc(1, sizeof(*n));
	int rc;

	if (!n)
		return fail_set(why, ENOMEM, "no memory for connections");
	n->c = *c;
	n->wake_ns = INT64_MAX;
	clock_map_init(&n->clock);
	n->now_ns = clock_now();
	n->epoll = epoll_create1(EPOLL_CLOEXEC);
	rc = n->epoll < 0 ? fail_errno(why, "epoll_create1")
			  : wait_add(c->wait, n->epoll, POLLIN, why);
	n->slot_of_wait = rc;
	if (rc < 0)
		connects_close(n);
	else
		*out = n;
	return rc < 0 ? rc : 0;
}

void connects_close(struct connects *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < CONNECTS_MOST; i++)
		dial_close(c->slot[i].dial);
	if (c->epoll >= 0) {
		wait_remove(c->c.wait, c->epoll);
		close(c->epoll);
	}
	free(c);
}

const struct clock_map *connects_clock(const struct connects *c)
{
	return &c->clock;
}

void connects_retarget(struct connects *c, const struct addr *target, const struct addr *source)
{
	c->c.target = *target;
	c->c.source = *source;
}

int64_t connects_suspend(struct connects *c)
{
	int64_t from_ns, to_ns;

	wait_stop(c->c.wait, &from_ns, &to_ns);
	plan_paused(c->c.plan, from_ns, to_ns);
	return to_ns - from_ns;
}

static void release(struct connects *c, size_t i)
{
	dial_close(c->slot[i].dial);
	c->slot[i].dial = NULL;
}

static void begin(struct connects_event *out, struct probe probe, int64_t at_ns)
{
	*out = (struct connects_event){.kind = CONNECTS_OUTCOME, .probe = probe, .at_ns = at_ns};
	out->outcome = (struct outcome){.kind = OUTCOME_LOST,
		.match = {.nth = probe.nth, .ttl = -1},
		.nth = probe.nth,
		.answer = {.rtt_ns = -1},
		.at_ns = at_ns};
}

/* A port unreachable is no RST, though connect() gives both the same errno. */
static enum outcome_kind kind_of(const struct dial_attempt *a)
{
	if (a->outcome == DIAL_CONNECTED)
		return OUTCOME_OPEN;
	if (a->icmp.present)
		return OUTCOME_REJECTED;
	return a->error == ECONNREFUSED ? OUTCOME_CLOSED : OUTCOME_UNSENT;
}

/* What the kernel knows of a connection that stands; its own round-trip time counts from the SYN
 * that was answered. */
static void read_info(struct connects *c, size_t i, struct outcome *o, int64_t *rtt_ns)
{
	struct dial_info info;
	int fd = dial_take(c->slot[i].dial);

	if (fd < 0)
		return;
	if (!dial_info(fd, &info, NULL)) {
		*rtt_ns = info.rtt_ns;
		o->match.sack = info.sack;
		o->match.timestamps = info.timestamps;
		o->match.has_window_scale = info.window_scale;
		o->match.window_scale = info.send_scale;
	}
	close(fd);
}

/* What it took from the one SYN there was; -1 where it was sent again and nothing tells which one
 * was answered (Karn). */
static int64_t honest_rtt(const struct dial_attempt *a, int64_t kernels_ns)
{
	int64_t whole_ns = a->ended_ns - a->started_ns;

	if (kernels_ns > 0 && kernels_ns <= whole_ns)
		return kernels_ns;
	return a->retransmits ? -1 : whole_ns;
}

static void settle(struct connects *c, struct probe probe, const struct dial_attempt *a,
	int64_t rtt_ns, struct outcome *o)
{
	int64_t at_ns = a->started_ns + rtt_ns;

	if (o->kind == OUTCOME_UNSENT) {
		plan_unsent(c->c.plan, probe, a->error);
	} else if (o->kind == OUTCOME_REJECTED || rtt_ns < 0) {
		o->answer = plan_reject(c->c.plan, probe, o->at_ns, STAMP_USER, o->at_ns);
		if (rtt_ns < 0)
			o->answer.rtt_ns = -1;
	} else {
		o->answer = plan_answer(c->c.plan, probe, at_ns, STAMP_USER, at_ns);
	}
}

static void conclude(struct connects *c, size_t i, struct connects_event *out)
{
	struct probe probe = c->slot[i].probe;
	const struct dial_attempt *a;
	struct outcome *o = &out->outcome;
	int64_t kernels_ns = 0, rtt_ns;

	dial_attempts(c->slot[i].dial, &a);
	begin(out, probe, a->ended_ns);
	o->kind = kind_of(a);
	o->error = a->error;
	o->match.from = a->icmp.present ? a->icmp.offender : c->c.target;
	o->match.source_port = a->local_port;
	o->match.type = a->icmp.type;
	o->match.code = a->icmp.code;
	o->match.info = a->icmp.mtu;
	memcpy(c->quote, a->icmp.quote, a->icmp.quote_bytes);
	out->quote = bytes_of(c->quote, a->icmp.quote_bytes);
	o->retransmits = a->retransmits;
	if (o->kind == OUTCOME_OPEN)
		read_info(c, i, o, &kernels_ns);
	rtt_ns = honest_rtt(a, kernels_ns);
	settle(c, probe, a, rtt_ns, o);
	if (kernels_ns && rtt_ns == kernels_ns)
		o->answer.stamp = STAMP_KERNEL;
	release(c, i);
}

/* True when a connection came to its end. */
static bool turn(struct connects *c, int64_t now_ns, struct connects_event *out)
{
	for (size_t i = 0; i < CONNECTS_MOST; i++)
		if (c->slot[i].dial && dial_turn(c->slot[i].dial, now_ns, NULL)) {
			conclude(c, i, out);
			return true;
		}
	return false;
}

static void refused(struct connects *c, struct probe probe, int error, int64_t now_ns,
	struct connects_event *out)
{
	begin(out, probe, now_ns);
	out->outcome.kind = OUTCOME_UNSENT;
	out->outcome.error = error;
	plan_unsent(c->c.plan, probe, error);
}

/* A closed descriptor leaves the set by itself. */
static int watch(struct connects *c, size_t i)
{
	struct pollfd fds[DIAL_ADDRS];
	struct epoll_event e = {.events = EPOLLIN | EPOLLOUT};

	if (!dial_fds(c->slot[i].dial, fds))
		return 0;
	e.events = (uint32_t)fds[0].events;
	return epoll_ctl(c->epoll, EPOLL_CTL_ADD, fds[0].fd, &e) ? -errno : 0;
}

void connects_start(
	struct connects *c, struct probe probe, uint16_t port, int ttl, struct connects_event *out)
{
	const struct dial_config config = {.addrs = &c->c.target,
		.n = 1,
		.port = port,
		.source = c->c.source,
		.device = c->c.device,
		.ttl = ttl,
		.tos = c->c.tos,
		.mark = c->c.mark,
		.deadline_ns = INT64_MAX};
	const struct dial_attempt *a;
	struct fail why = {0};
	size_t i = 0;

	while (i < CONNECTS_MOST && c->slot[i].dial)
		i++;
	if (i == CONNECTS_MOST || dial_open(&c->slot[i].dial, &config, &why) < 0) {
		refused(c, probe, why.error ? why.error : EAGAIN, clock_now(), out);
		return;
	}
	c->slot[i].probe = probe;
	dial_turn(c->slot[i].dial, clock_now(), NULL);
	dial_attempts(c->slot[i].dial, &a);
	if (a->outcome == DIAL_FAILED && kind_of(a) == OUTCOME_UNSENT) {
		conclude(c, i, out);
		return;
	}
	watch(c, i);
	*out = (struct connects_event){
		.kind = CONNECTS_SENT, .probe = probe, .at_ns = a->started_ns};
	plan_sent(c->c.plan, probe, a->started_ns, STAMP_USER);
}

static void lose(
	struct connects *c, const struct todo *t, int64_t now_ns, struct connects_event *out)
{
	for (size_t i = 0; i < CONNECTS_MOST; i++)
		if (c->slot[i].dial && c->slot[i].probe.nth == t->probe.nth)
			release(c, i);
	begin(out, t->probe, now_ns);
	out->outcome.answer.sent_ns = t->due_ns;
}

/* 1 with a signal in out, or READY; 0 when something may have changed. */
static int await(struct connects *c, int64_t until_ns, struct connects_event *out, struct fail *why)
{
	bool wakes = c->wake_ns < until_ns;
	struct wait_ready ready;
	int rc = wait_for(c->c.wait, wakes ? c->wake_ns : until_ns, &ready, why);

	if (rc < 0)
		return rc;
	*out = (struct connects_event){
		.kind = CONNECTS_READY, .signal = ready.signal, .at_ns = ready.now_ns};
	if (ready.signal) {
		out->kind = CONNECTS_SIGNAL;
		return 1;
	}
	if (wakes && ready.now_ns >= c->wake_ns) {
		c->wake_ns = INT64_MAX;
		return 1;
	}
	return (ready.slots & ~(UINT32_C(1) << c->slot_of_wait)) != 0;
}

void connects_wake(struct connects *c, int64_t at_ns)
{
	c->wake_ns = at_ns;
}

int64_t connects_now_ns(const struct connects *c)
{
	return c->now_ns;
}

int connects_next(struct connects *c, struct connects_event *out, struct fail *why)
{
	int rc = 0;

	while (!rc) {
		int64_t now_ns = clock_now();
		struct todo t;

		c->now_ns = now_ns;
		clock_map_update(&c->clock);
		if (turn(c, now_ns, out))
			return 1;
		if (now_ns >= c->c.deadline_ns)
			plan_stop(c->c.plan);
		t = plan_next(c->c.plan, now_ns);
		switch (t.step) {
		case TODO_SEND:
			if (c->c.asks)
				*out = (struct connects_event){
					.kind = CONNECTS_DUE, .probe = t.probe, .at_ns = now_ns};
			else
				connects_start(c, t.probe, c->c.port, c->c.ttl, out);
			return 1;
		case TODO_LOST:
			lose(c, &t, now_ns, out);
			return 1;
		case TODO_WAIT:
			rc = await(c, t.until_ns < c->c.deadline_ns ? t.until_ns : c->c.deadline_ns,
				out, why);
			break;
		case TODO_DONE:
			return 0;
		}
	}
	return rc;
}
