/* dial: which address is tried when, and which one wins. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dial_parts.h"
#include "icmp.h"
#include "when.h"

void dial_shut(struct dial *d, unsigned i)
{
	if (d->fd[i] >= 0)
		close(d->fd[i]);
	d->fd[i] = -1;
}

unsigned dial_fds(const struct dial *d, struct pollfd to[static DIAL_ADDRS])
{
	unsigned n = 0;

	if (d->phase == DIAL_ASKING) {
		bool sends = d->out_sent < d->out_bytes;

		to[0] = (struct pollfd){.fd = d->fd[d->winner], .events = sends ? POLLOUT : POLLIN};
		return 1;
	}
	for (unsigned i = 0; d->phase == DIAL_CONNECTING && i < d->n; i++)
		if (d->attempt[i].outcome == DIAL_TRYING)
			to[n++] = (struct pollfd){.fd = d->fd[i], .events = POLLOUT};
	return n;
}

static int64_t attempt_due(const struct dial *d, unsigned i)
{
	return when_after(d->attempt[i].started_ns, d->timeout_ns);
}

int64_t dial_due_ns(const struct dial *d)
{
	int64_t due = d->deadline_ns;

	if (d->phase == DIAL_DONE || d->phase == DIAL_OVER)
		return INT64_MAX;
	if (d->phase == DIAL_ASKING)
		return d->step == DIAL_BODY ? when_first(due, d->body_due_ns) : due;
	if (d->next < d->n)
		due = when_first(due, d->next_ns);
	for (unsigned i = 0; i < d->n; i++)
		if (d->attempt[i].outcome == DIAL_TRYING)
			due = when_first(due, attempt_due(d, i));
	return due;
}

static void end(struct dial *d, unsigned i, enum dial_outcome outcome, int64_t now_ns)
{
	struct dial_attempt *a = &d->attempt[i];
	struct dial_info info;

	if ((outcome == DIAL_TIMED_OUT || outcome == DIAL_GIVEN_UP) && !d->unix_path[0] &&
		!dial_info(d->fd[i], &info, NULL))
		a->retransmits = info.total_retransmits;
	a->outcome = outcome;
	a->ended_ns = now_ns;
	if (outcome == DIAL_CONNECTED && d->winner < 0) {
		d->winner = (int)i;
		dial_settle(d, i);
	} else {
		dial_shut(d, i);
	}
	if (outcome == DIAL_FAILED || outcome == DIAL_TIMED_OUT)
		d->next_ns = now_ns; /* the next one need not wait any longer */
}

static void fail_attempt(struct dial *d, unsigned i, int error, int64_t now_ns)
{
	d->attempt[i].error = error;
	end(d, i, DIAL_FAILED, now_ns);
}

static void start(struct dial *d, unsigned i, int64_t now_ns)
{
	struct dial_attempt *a = &d->attempt[i];
	int rc;

	if (a->outcome == DIAL_FAILED)
		return;
	a->started_ns = now_ns;
	a->outcome = DIAL_TRYING;
	rc = dial_connect(d, i);
	if (!rc)
		end(d, i, DIAL_CONNECTED, now_ns);
	else if (rc != -EINPROGRESS)
		fail_attempt(d, i, -rc, now_ns);
	d->next_ns = rc == -EINPROGRESS ? when_after(now_ns, d->delay_ns) : now_ns;
}

static void read_ready(struct dial *d, int64_t now_ns)
{
	struct pollfd p[DIAL_ADDRS];
	unsigned n = dial_fds(d, p);

	if (!n || poll(p, n, 0) <= 0)
		return;
	for (unsigned i = 0, k = 0; i < d->n && k < n; i++) {
		int error;

		if (d->fd[i] != p[k].fd)
			continue;
		if (!p[k++].revents)
			continue;
		error = dial_outcome_of(d, i);
		if (error)
			fail_attempt(d, i, error, now_ns);
		else
			end(d, i, DIAL_CONNECTED, now_ns);
	}
}

static unsigned trying(const struct dial *d)
{
	unsigned n = 0;

	for (unsigned i = 0; i < d->n; i++)
		n += d->attempt[i].outcome == DIAL_TRYING;
	return n;
}

static void expire(struct dial *d, int64_t now_ns)
{
	for (unsigned i = 0; i < d->n; i++)
		if (d->attempt[i].outcome == DIAL_TRYING && attempt_due(d, i) <= now_ns) {
			d->attempt[i].error = ETIMEDOUT;
			end(d, i, DIAL_TIMED_OUT, now_ns);
		}
}

static void give_up(struct dial *d, enum dial_outcome outcome, int64_t now_ns)
{
	for (unsigned i = 0; i < d->n; i++)
		if (d->attempt[i].outcome == DIAL_TRYING)
			end(d, i, outcome, now_ns);
}

static int over(struct dial *d, struct fail *why)
{
	d->phase = DIAL_OVER;
	return fail_set(why, d->why.error, "%s", d->why.text);
}

static void name_attempt(const struct dial *d, const struct dial_attempt *a, char *to, size_t size)
{
	char text[ADDR_TEXT];

	if (d->unix_path[0])
		snprintf(to, size, "%s", d->unix_path);
	else
		snprintf(to, size, "%s port %u", addr_print(text, &a->addr), a->port);
}

/* The last one that failed speaks for all. */
static int no_answer(struct dial *d, struct fail *why)
{
	const struct dial_attempt *a = &d->attempt[d->n - 1];
	char name[ADDR_TEXT + 128], from[ADDR_TEXT];
	const char *icmp;

	name_attempt(d, a, name, sizeof name);
	icmp = icmp_name(a->addr.family, a->icmp.type, a->icmp.code);
	if (a->icmp.present)
		fail_set(&d->why, a->error, "cannot connect to %s: ICMP %s from %s", name,
			icmp ? icmp : "error", addr_print(from, &a->icmp.offender));
	else
		fail_set(&d->why, a->error, "cannot connect to %s: %s", name, strerror(a->error));
	return over(d, why);
}

static int late(struct dial *d, int64_t now_ns, struct fail *why)
{
	bool asking = d->phase == DIAL_ASKING;
	char name[ADDR_TEXT + 128];

	name_attempt(d, &d->attempt[asking ? d->winner : 0], name, sizeof name);
	for (unsigned i = 0; i < d->n; i++)
		if (d->attempt[i].outcome == DIAL_TRYING)
			d->attempt[i].error = ETIMEDOUT;
	give_up(d, DIAL_TIMED_OUT, now_ns);
	fail_set(&d->why, ETIMEDOUT,
		asking ? "the proxy at %s does not answer in time" : "no connection to %s in time",
		name);
	return over(d, why);
}

/* All that can be done at once: what is ready, what is too late, and who is next. */
static void connect_turn(struct dial *d, int64_t now_ns)
{
	read_ready(d, now_ns);
	expire(d, now_ns);
	while (d->next < d->n && (d->winner < 0 || d->every) &&
		(!trying(d) || d->next_ns <= now_ns))
		start(d, d->next++, now_ns);
}

static int asked(struct dial *d, int rc, struct fail *why)
{
	if (rc > 0)
		d->phase = DIAL_DONE;
	if (rc >= 0)
		return rc;
	return over(d, why);
}

int dial_turn(struct dial *d, int64_t now_ns, struct fail *why)
{
	if (d->phase == DIAL_DONE)
		return 1;
	if (d->phase == DIAL_OVER)
		return over(d, why);
	if (d->phase == DIAL_CONNECTING) {
		connect_turn(d, now_ns);
		if (d->winner >= 0 && !d->every)
			give_up(d, DIAL_GIVEN_UP, now_ns);
		if (!trying(d) && d->winner < 0 && d->next == d->n)
			return no_answer(d, why);
		if (trying(d) || d->winner < 0)
			return now_ns < d->deadline_ns ? 0 : late(d, now_ns, why);
		d->phase = DIAL_DONE;
		if (d->proxy == DIAL_DIRECT)
			return 1;
		d->phase = DIAL_ASKING;
		return asked(d, dial_ask(d, now_ns, &d->why), why);
	}
	/* What comes with a refusal is waited for, the answer is there. */
	if (now_ns >= d->deadline_ns && d->step != DIAL_BODY)
		return late(d, now_ns, why);
	return asked(d, dial_proxy_turn(d, now_ns, &d->why), why);
}

int dial_take(struct dial *d)
{
	int fd = d->phase == DIAL_DONE && d->winner >= 0 ? d->fd[d->winner] : -1;

	if (fd >= 0)
		d->fd[d->winner] = -1;
	return fd;
}

unsigned dial_attempts(const struct dial *d, const struct dial_attempt **out)
{
	*out = d->attempt;
	return d->n;
}

const struct dial_attempt *dial_winner(const struct dial *d)
{
	return d->winner < 0 ? NULL : &d->attempt[d->winner];
}

const struct dial_leg *dial_leg(const struct dial *d)
{
	return d->proxy == DIAL_DIRECT ? NULL : &d->leg;
}

int64_t dial_took_ns(const struct dial_attempt *a)
{
	return a->started_ns < 0 || a->ended_ns < 0 ? INT64_MIN : a->ended_ns - a->started_ns;
}

static enum dial_blame blame_of_icmp(const struct dial_attempt *a)
{
	bool absent = icmp_is_nobody_there(a->addr.family, a->icmp.type, a->icmp.code);

	if (addr_equal(&a->icmp.offender, &a->addr))
		return DIAL_BLAME_FILTER;
	if (addr_equal(&a->icmp.offender, &a->local))
		return absent ? DIAL_BLAME_LINK : DIAL_BLAME_HERE;
	return absent ? DIAL_BLAME_ABSENT : DIAL_BLAME_WAY;
}

enum dial_blame dial_blame(const struct dial_attempt *a)
{
	if (a->outcome != DIAL_FAILED)
		return DIAL_BLAME_UNKNOWN;
	if (a->icmp.present)
		return blame_of_icmp(a);
	if (a->error == ECONNREFUSED || a->error == ECONNRESET)
		return DIAL_BLAME_PEER;
	/* A Unix socket's path says itself what is wrong with it. */
	return a->error == ETIMEDOUT || !a->addr.family ? DIAL_BLAME_UNKNOWN : DIAL_BLAME_HERE;
}

const char *dial_outcome_name(enum dial_outcome o)
{
	switch (o) {
	case DIAL_NOT_TRIED:
		return "not-tried";
	case DIAL_TRYING:
		return "trying";
	case DIAL_CONNECTED:
		return "connected";
	case DIAL_FAILED:
		return "failed";
	case DIAL_TIMED_OUT:
		return "timed-out";
	case DIAL_GIVEN_UP:
		return "given-up";
	}
	return "not-tried";
}
