/* list_connect: a round by connect(), for who may have no raw socket: as many at once as there are
 * descriptors for. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "clock.h"
#include "dial.h"
#include "list_parts.h"
#include "list_report.h"
#include "wait.h"

enum { SLOTS_MOST = 256, DESCRIPTORS = 512, SPARE = 24, EVENTS = 64, PROGRESS_NS = 250000000 };

struct slot {
	struct dial *dial; /* NULL free */
	uint32_t index;
	int64_t due_ns; /* then it is silent */
};
struct round {
	struct list *l;
	int epoll;
	struct slot *slots;
	unsigned n_slots, used;
	unsigned free[SLOTS_MOST], n_free;
	uint32_t next;	      /* of pending */
	int64_t next_due_ns;  /* when it is asked */
	int64_t first_due_ns; /* of the slots; INT64_MAX none */
	int64_t show_ns, keep_ns;
};

/* Some descriptors are in use already. */
static unsigned slots_there(void)
{
	struct rlimit limit;
	rlim_t most = SLOTS_MOST;

	if (!getrlimit(RLIMIT_NOFILE, &limit)) {
		limit.rlim_cur = limit.rlim_max;
		if (limit.rlim_cur > DESCRIPTORS)
			limit.rlim_cur = DESCRIPTORS;
		setrlimit(RLIMIT_NOFILE, &limit);
		if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur < most + SPARE)
			most = limit.rlim_cur > SPARE ? limit.rlim_cur - SPARE : 1;
	}
	return (unsigned)most;
}

static void release(struct round *r, unsigned i)
{
	dial_close(r->slots[i].dial);
	r->slots[i].dial = NULL;
	r->free[r->n_free++] = i;
	r->used--;
}

/* A port unreachable is no RST, though connect() gives both the same errno. */
static bool read_attempt(const struct dial_attempt *a, struct list_answer *out)
{
	*out = (struct list_answer){.port = a->port,
		.rtt_ns = a->ended_ns - a->started_ns,
		.ttl = -1,
		.stamp = STAMP_USER};
	if (a->outcome == DIAL_CONNECTED) {
		out->state = VERDICT_OPEN;
	} else if (a->icmp.present) {
		out->state = VERDICT_REJECTED;
		out->from = &a->icmp.offender;
		out->type = a->icmp.type;
		out->code = a->icmp.code;
	} else if (a->error == ECONNREFUSED) {
		out->state = VERDICT_CLOSED;
	} else {
		return false;
	}
	return true;
}

static void conclude(struct round *r, unsigned i)
{
	const struct dial_attempt *a;
	struct list_answer answer;

	dial_attempts(r->slots[i].dial, &a);
	if (read_attempt(a, &answer))
		list_settle(r->l, r->slots[i].index, &answer, clock_wall());
	else if (a->error != ETIMEDOUT)
		list_refused(r->l, r->slots[i].index, a->error);
	release(r, i);
}

/* 1 where a descriptor is missing: later. */
static int start(struct round *r, uint32_t index, int64_t now_ns)
{
	struct list *l = r->l;
	struct dial_config c = {.n = 1,
		.device = l->c->device,
		.ttl = l->c->ttl ? l->c->ttl : -1,
		.tos = l->c->tos,
		.mark = l->c->mark,
		.deadline_ns = INT64_MAX};
	struct pollfd fds[DIAL_ADDRS];
	struct epoll_event event = {.events = EPOLLOUT | EPOLLERR};
	struct fail why = {0};
	struct grid_cell cell;
	unsigned i = r->free[r->n_free - 1];
	int rc;

	if (!grid_at(l->c->grid, index, &cell))
		return 0;
	c.addrs = &cell.target.addr;
	c.port = cell.port;
	c.source = l->c->source[cell.target.addr.family == ADDR_V6];
	rc = dial_open(&r->slots[i].dial, &c, &why);
	if (rc == -EMFILE || rc == -ENFILE)
		return r->used ? 1 : rc;
	if (rc < 0) {
		list_refused(l, index, -rc);
		return 0;
	}
	r->n_free--;
	r->used++;
	r->slots[i].index = index;
	r->slots[i].due_ns = now_ns + l->c->timeout_ns;
	if (r->slots[i].due_ns < r->first_due_ns)
		r->first_due_ns = r->slots[i].due_ns;
	rc = dial_turn(r->slots[i].dial, now_ns, NULL);
	list_sent(l, index, now_ns);
	event.data.u32 = i;
	if (rc || !dial_fds(r->slots[i].dial, fds) ||
		epoll_ctl(r->epoll, EPOLL_CTL_ADD, fds[0].fd, &event))
		conclude(r, i);
	return 0;
}

static int start_due(struct round *r, int64_t now_ns)
{
	struct list *l = r->l;

	while (r->next < l->n_pending && r->n_free && r->next_due_ns <= now_ns) {
		uint32_t index = list_nth(l, r->next);
		int rc = list_settled(l, index) ? 0 : start(r, index, now_ns);

		if (rc)
			return rc < 0 ? rc : 0;
		r->next++;
		r->next_due_ns += l->interval_ns;
		if (r->next_due_ns < now_ns - CLOCK_MS)
			r->next_due_ns = now_ns;
	}
	return 0;
}

static void expire(struct round *r, int64_t now_ns)
{
	if (now_ns < r->first_due_ns)
		return;
	r->first_due_ns = INT64_MAX;
	for (unsigned i = 0; i < r->n_slots; i++) {
		struct slot *s = &r->slots[i];

		if (s->dial && s->due_ns <= now_ns)
			release(r, i);
		else if (s->dial && s->due_ns < r->first_due_ns)
			r->first_due_ns = s->due_ns;
	}
}

static void hear(struct round *r, int64_t now_ns)
{
	struct epoll_event events[EVENTS];
	int n = epoll_wait(r->epoll, events, EVENTS, 0);

	for (int i = 0; i < n; i++) {
		unsigned slot = events[i].data.u32;

		if (r->slots[slot].dial && dial_turn(r->slots[slot].dial, now_ns, NULL))
			conclude(r, slot);
	}
}

static void signalled(struct round *r, int number)
{
	int64_t from_ns, to_ns;

	switch (number) {
	case SIGQUIT:
		list_show_so_far(r->l);
		break;
	case SIGTSTP:
		report_flush(r->l->c->report);
		wait_stop(r->l->c->wait, &from_ns, &to_ns);
		for (unsigned i = 0; i < r->n_slots; i++)
			r->slots[i].due_ns += to_ns - from_ns;
		break;
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
		list_stop(r->l);
		break;
	default:
		break;
	}
}

static int64_t due_of(const struct round *r)
{
	int64_t due_ns = r->first_due_ns;

	if (r->next < r->l->n_pending && r->n_free && r->next_due_ns < due_ns)
		due_ns = r->next_due_ns;
	if (r->show_ns < due_ns)
		due_ns = r->show_ns;
	if (r->keep_ns < due_ns)
		due_ns = r->keep_ns;
	return due_ns < r->l->c->deadline_ns ? due_ns : r->l->c->deadline_ns;
}

static int turn(struct round *r, struct fail *why)
{
	struct wait_ready ready;
	int rc = wait_for(r->l->c->wait, due_of(r), &ready, why);

	if (rc < 0)
		return rc;
	if (ready.signal)
		signalled(r, ready.signal);
	if (ready.now_ns >= r->l->c->deadline_ns)
		r->l->stopped = true;
	hear(r, ready.now_ns);
	expire(r, ready.now_ns);
	if (ready.now_ns >= r->show_ns) {
		list_show_progress(r->l, ready.now_ns);
		r->show_ns = ready.now_ns + PROGRESS_NS;
	}
	r->keep_ns = list_keep(r->l, ready.now_ns);
	rc = start_due(r, ready.now_ns);
	return rc < 0 ? fail_set(why, -rc, "no descriptor for a connection") : 0;
}

static int open_round(struct round *r, struct fail *why)
{
	r->n_slots = slots_there();
	r->slots = calloc(r->n_slots, sizeof(*r->slots));
	r->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (!r->slots || r->epoll < 0)
		return fail_set(why, ENOMEM, "no memory for connections");
	for (unsigned i = 0; i < r->n_slots; i++)
		r->free[r->n_free++] = i;
	r->next_due_ns = clock_now();
	r->keep_ns = list_keep(r->l, r->next_due_ns);
	r->show_ns = r->l->c->progress->fd >= 0 ? r->next_due_ns + PROGRESS_NS : INT64_MAX;
	return wait_add(r->l->c->wait, r->epoll, POLLIN, why);
}

int list_round_connect(struct list *l, struct fail *why)
{
	struct round r = {.l = l, .epoll = -1, .first_due_ns = INT64_MAX};
	int rc = open_round(&r, why);

	while (rc >= 0 && !l->stopped && !report_failed(l->c->report) &&
		(r.next < l->n_pending || r.used))
		rc = turn(&r, why);
	l->stopped = l->stopped || report_failed(l->c->report);
	for (unsigned i = 0; r.slots && i < r.n_slots; i++)
		dial_close(r.slots[i].dial);
	if (r.epoll >= 0) {
		wait_remove(l->c->wait, r.epoll);
		close(r.epoll);
	}
	free(r.slots);
	return rc < 0 ? rc : 0;
}
