/* resolve: names and reverse names in an unprivileged child, forked when a name first occurs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "resolve_parts.h"
#include "wait_poll.h"

int resolve_open(struct resolve **out, struct fail *why)
{
	struct resolve *r = calloc(1, sizeof *r);

	if (!r)
		return fail_errno(why, "looking names up");
	r->fd = -1;
	*out = r;
	return 0;
}

void resolve_close(struct resolve *r)
{
	if (!r)
		return;
	if (r->pid > 0) {
		kill(r->pid, SIGKILL);
		waitpid(r->pid, NULL, 0);
	}
	if (r->fd >= 0)
		close(r->fd);
	free(r->asked);
	free(r);
}

int resolve_start(struct resolve *r, struct fail *why)
{
	int ends[2];

	if (r->pid > 0)
		return 0;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return fail_errno(why, "looking names up");
	r->pid = fork();
	if (!r->pid) {
		close(ends[0]);
		resolve_child(ends[1]);
	}
	close(ends[1]);
	if (r->pid < 0) {
		int rc = fail_errno(why, "starting a process that looks names up");

		close(ends[0]);
		return rc;
	}
	if (r->fd >= 0) { /* the number the caller polls stays */
		dup3(ends[0], r->fd, O_CLOEXEC);
		close(ends[0]);
	} else {
		r->fd = ends[0];
	}
	return 0;
}

/* Its end of the socket would be readable for ever: something silent takes its place under the same
 * number, which the caller may poll. */
void resolve_lose_child(struct resolve *r)
{
	int silent = eventfd(0, EFD_CLOEXEC);

	if (silent < 0) { /* where there are no more descriptors, its own becomes free */
		close(r->fd);
		silent = eventfd(0, EFD_CLOEXEC);
	}
	if (silent >= 0 && silent != r->fd) {
		dup3(silent, r->fd, O_CLOEXEC);
		close(silent);
	}
	kill(r->pid, SIGKILL);
	waitpid(r->pid, NULL, 0);
	r->pid = 0;
	r->waiting = 0;
	resolve_asked_lose(r->asked);
}

bool resolve_ask(struct resolve *r, struct resolve_question *q, int flags)
{
	if (!++r->serial) /* which is that of no question */
		r->serial++;
	q->serial = r->serial;
	return send(r->fd, q, sizeof *q, flags | MSG_NOSIGNAL) == sizeof *q;
}

/* Of the same program as it is: one that does not hold is no answer of its. */
static bool is_answer(const struct resolve_answer *a)
{
	if (a->n > RESOLVE_ADDRS)
		return false;
	for (unsigned i = 0; i < a->n; i++)
		if (a->addrs[i].family != ADDR_V4 && a->addrs[i].family != ADDR_V6)
			return false;
	return true;
}

/* Reads one answer without waiting: 1 when there was one, 0 none, -1 no child any more. */
static int read_answer(struct resolve *r, struct resolve_answer *a)
{
	ssize_t n;

	if (r->pid <= 0)
		return -1;
	n = recv(r->fd, a, sizeof *a, MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n != sizeof *a || !is_answer(a)) {
		resolve_lose_child(r);
		return -1;
	}
	a->name[sizeof a->name - 1] = '\0';
	if (a->kind == RESOLVE_FORWARD && resolve_answer_is_one(a))
		r->heard++;
	else if (a->kind == RESOLVE_FORWARD)
		r->failed++;
	return 1;
}

static struct resolve_reverse reverse_of(struct resolve *r, const struct resolve_answer *a)
{
	struct resolve_reverse out = {.addr = a->addr};

	r->waiting -= r->waiting > 0;
	memcpy(out.name, a->name, sizeof out.name);
	return out;
}

/* What came beside the answer that is waited for; a name's that nobody waits for any more is
 * dropped. */
static void keep_answer(struct resolve *r, const struct resolve_answer *a)
{
	switch (a->kind) {
	case RESOLVE_FORWARD:
		resolve_asked_answer(r->asked, a);
		break;
	case RESOLVE_REVERSE:
		if (r->stored < WAITING_MAX)
			r->early[(r->first + r->stored++) % WAITING_MAX] = reverse_of(r, a);
		break;
	}
}

/* -ETIMEDOUT past the deadline. */
static int wait_readable(const struct resolve *r, int64_t deadline_ns)
{
	struct pollfd fd = {.fd = r->fd, .events = POLLIN};
	int64_t left_ns = INT64_MAX;

	if (deadline_ns != INT64_MAX && (left_ns = deadline_ns - clock_now()) <= 0)
		return -ETIMEDOUT;
	wait_poll(&fd, 1, left_ns);
	return 0;
}

int resolve_wait_answer(
	struct resolve *r, uint32_t serial, int64_t deadline_ns, struct resolve_answer *a)
{
	int rc;

	while ((rc = read_answer(r, a)) >= 0) {
		if (rc && a->kind == RESOLVE_FORWARD && a->serial == serial)
			return 0;
		if (rc)
			keep_answer(r, a);
		else if (wait_readable(r, deadline_ns) < 0)
			return -ETIMEDOUT;
	}
	return -EPIPE;
}

static int keep_all(struct resolve *r)
{
	struct resolve_answer a;
	int rc, n = 0;

	while ((rc = read_answer(r, &a)) > 0) {
		keep_answer(r, &a);
		n++;
	}
	return rc < 0 ? rc : n;
}

bool resolve_wait_any(struct resolve *r)
{
	int n;

	while (!(n = keep_all(r)))
		wait_readable(r, INT64_MAX);
	return n > 0;
}

void resolve_keep_all(struct resolve *r)
{
	keep_all(r);
}

bool resolve_ask_reverse(struct resolve *r, const struct addr *a)
{
	struct resolve_question q = {.kind = RESOLVE_REVERSE, .addr = *a};

	if (r->pid <= 0 || r->waiting + r->stored >= WAITING_MAX || a->family == ADDR_NONE)
		return false;
	if (!resolve_ask(r, &q, MSG_DONTWAIT))
		return false;
	r->waiting++;
	return true;
}

int resolve_fd(const struct resolve *r)
{
	return r->fd;
}

bool resolve_next(struct resolve *r, struct resolve_reverse *out)
{
	struct resolve_answer a;

	if (r->stored) {
		*out = r->early[r->first];
		r->first = (r->first + 1) % WAITING_MAX;
		r->stored--;
		return true;
	}
	while (read_answer(r, &a) > 0) {
		if (a.kind == RESOLVE_REVERSE) {
			*out = reverse_of(r, &a);
			return true;
		}
		keep_answer(r, &a);
	}
	return false;
}
