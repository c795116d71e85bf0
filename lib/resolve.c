/* resolve: names and reverse names in an unprivileged child, forked when a name first occurs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "resolve_child.h"

enum { WAITING_MAX = 64 };

struct resolve {
	int fd; /* -1 while there never was a child */
	pid_t pid;
	uint32_t serial;
	unsigned waiting;	/* reverse questions without an answer yet */
	unsigned first, stored; /* of the ring below */
	/* Reverse answers that came while a name was waited for. */
	struct resolve_reverse early[WAITING_MAX];
};

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

/* The child is gone. Its end of the socket would be readable for ever: something silent takes its
 * place under the same number, which the caller may poll. */
static void lose_child(struct resolve *r)
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
}

static bool ask(struct resolve *r, struct resolve_question *q, int flags)
{
	q->serial = ++r->serial;
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
		lose_child(r);
		return -1;
	}
	a->name[sizeof a->name - 1] = '\0';
	return 1;
}

static struct resolve_reverse reverse_of(struct resolve *r, const struct resolve_answer *a)
{
	struct resolve_reverse out = {.addr = a->addr};

	r->waiting -= r->waiting > 0;
	memcpy(out.name, a->name, sizeof out.name);
	return out;
}

/* Waits for the answer to the last question; keeps the reverse ones and drops others that are late.
 */
static int wait_answer(struct resolve *r, int64_t deadline_ns, struct resolve_answer *a)
{
	for (;;) {
		struct pollfd fd = {.fd = r->fd, .events = POLLIN};
		struct timespec left = {0};
		int rc = read_answer(r, a);

		if (rc < 0)
			return -EPIPE;
		if (rc && a->kind == RESOLVE_FORWARD && a->serial == r->serial)
			return 0;
		if (rc && a->kind == RESOLVE_REVERSE && r->stored < WAITING_MAX)
			r->early[(r->first + r->stored++) % WAITING_MAX] = reverse_of(r, a);
		if (rc)
			continue;
		if (deadline_ns != INT64_MAX) {
			int64_t left_ns = deadline_ns - clock_now();

			if (left_ns <= 0)
				return -ETIMEDOUT;
			left = clock_timespec(left_ns);
		}
		ppoll(&fd, 1, deadline_ns == INT64_MAX ? NULL : &left, NULL);
	}
}

static int failure_of(const char *name, const struct resolve_answer *a, struct fail *why)
{
	switch (a->failed) {
	case EAI_AGAIN:
		return fail_set(why, EAGAIN, "%s: %s", name, gai_strerror(a->failed));
	case EAI_SYSTEM:
		return fail_set(
			why, a->error > 0 ? a->error : EIO, "%s: %s", name, strerror(a->error));
	default: /* the C library's numbers, not ours */
		return fail_set(why, ENOENT, "%s: %s", name, gai_strerror(a->failed));
	}
}

static int ask_name(struct resolve *r, const char *name, int family, int64_t deadline_ns,
	struct resolve_answer *a, struct fail *why)
{
	struct resolve_question q = {.kind = RESOLVE_FORWARD, .family = family};
	int rc = resolve_start(r, why);

	if (rc < 0)
		return rc;
	if (strlen(name) >= sizeof q.name)
		return fail_set(why, ENOENT, "%.40s...: %s", name, gai_strerror(EAI_NONAME));
	memcpy(q.name, name, strlen(name) + 1);
	if (!ask(r, &q, 0))
		lose_child(r);
	rc = wait_answer(r, deadline_ns, a);
	if (rc == -EPIPE)
		return fail_set(why, ECHILD, "%s: the process that looks names up died", name);
	if (rc < 0)
		return fail_set(why, -rc, "%s: no answer to the name lookup in time", name);
	return a->failed ? failure_of(name, a, why) : 0;
}

int resolve_name(struct resolve *r, const char *name, int family, int64_t deadline_ns,
	struct resolve_result *out, struct fail *why)
{
	int64_t started_ns = clock_now();
	struct resolve_answer a = {0};
	int rc;

	*out = (struct resolve_result){0};
	rc = resolve_literal(name, family, &out->addrs[0], why);
	if (rc < 0)
		return rc;
	if (rc) {
		out->n = 1;
		out->literal = true;
		snprintf(out->canonical, sizeof out->canonical, "%s", name);
		return 0;
	}
	rc = ask_name(r, name, family, deadline_ns, &a, why);
	out->took_ns = clock_now() - started_ns;
	if (rc < 0)
		return rc;
	out->n = a.n;
	memcpy(out->addrs, a.addrs, sizeof out->addrs);
	memcpy(out->canonical, a.name, sizeof out->canonical);
	return 0;
}

bool resolve_ask_reverse(struct resolve *r, const struct addr *a)
{
	struct resolve_question q = {.kind = RESOLVE_REVERSE, .addr = *a};

	if (r->pid <= 0 || r->waiting + r->stored >= WAITING_MAX || a->family == ADDR_NONE)
		return false;
	if (!ask(r, &q, MSG_DONTWAIT))
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
	}
	return false;
}
