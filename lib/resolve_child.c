/* resolve_child: asks the system's resolver in processes that have no privilege and no secrets. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "resolve_child.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "priv.h"

enum { JOBS = 128, KEPT_FD = 3 };

/* Names beyond ASCII, where the C library can. */
#ifdef AI_IDN
enum { FORWARD_FLAGS = AI_CANONNAME | AI_IDN | AI_CANONIDN, REVERSE_FLAGS = NI_NAMEREQD | NI_IDN };
#else
enum { FORWARD_FLAGS = AI_CANONNAME, REVERSE_FLAGS = NI_NAMEREQD };
#endif

/* A process that looks one thing up, and for whom, in case it dies over it: plugins of the C
 * library run in there. */
struct job {
	pid_t pid; /* 0: free */
	enum resolve_kind kind;
	uint32_t serial;
	struct addr addr;
};

static void on_child(int number)
{
	(void)number; /* only to end ppoll */
}

/* INT and QUIT from the terminal are meant for the program, which ends this one when it is done. */
static void reset_signals(void)
{
	struct sigaction plain = {.sa_handler = SIG_DFL}, ignore = {.sa_handler = SIG_IGN};
	sigset_t none;

	for (int i = 1; i < NSIG; i++)
		sigaction(i, &plain, NULL);
	sigaction(SIGINT, &ignore, NULL);
	sigaction(SIGQUIT, &ignore, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Keeps nothing but fd, under the number it returns; -1 on failure. Standard output among them: a
 * reader of the program's output must not have to wait for this process. */
static int keep_only(int fd)
{
	int null;

	if (dup2(fd, KEPT_FD) < 0)
		return -1;
	if (close_range(KEPT_FD + 1, ~0U, 0) < 0) /* kernels before 5.9 */
		for (int i = KEPT_FD + 1; i < 1024; i++)
			close(i);
	/* Only now is there room where there are few. */
	null = open("/dev/null", O_RDWR);
	for (int i = 0; i < KEPT_FD && null >= 0; i++)
		dup2(null, i);
	if (null > KEPT_FD)
		close(null);
	return KEPT_FD;
}

/* What the C library looks names up with is read when it is needed: files stay readable. */
static bool lock_in(void)
{
	return priv_drop(&(struct priv_limits){.keep_reading = true}, NULL, NULL) >= 0;
}

static void look_up_name(const struct resolve_question *q, struct resolve_answer *a)
{
	const struct addrinfo hints = {.ai_family = q->family,
		.ai_socktype = SOCK_DGRAM, /* else each address comes once a type */
		.ai_flags = FORWARD_FLAGS};
	struct addrinfo *found = NULL;

	a->failed = getaddrinfo(q->name, NULL, &hints, &found);
	a->error = errno;
	if (a->failed)
		return;
	snprintf(
		a->name, sizeof a->name, "%s", found->ai_canonname ? found->ai_canonname : q->name);
	for (struct addrinfo *i = found; i && a->n < RESOLVE_ADDRS; i = i->ai_next) {
		struct addr next = addr_from_sockaddr(i->ai_addr);

		if (next.family != ADDR_NONE)
			a->addrs[a->n++] = next;
	}
	freeaddrinfo(found);
}

static void look_up_addr(const struct resolve_question *q, struct resolve_answer *a)
{
	struct sockaddr_storage to;
	socklen_t size = addr_to_sockaddr(&q->addr, 0, &to);

	a->failed = getnameinfo(
		(struct sockaddr *)&to, size, a->name, sizeof a->name, NULL, 0, REVERSE_FLAGS);
	a->error = errno;
	if (a->failed)
		memset(a->name, 0, sizeof a->name);
}

static _Noreturn void work(int fd, const struct resolve_question *q, pid_t parent)
{
	struct resolve_answer a = {.kind = q->kind, .serial = q->serial, .addr = q->addr};
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	switch (q->kind) {
	case RESOLVE_FORWARD:
		look_up_name(q, &a);
		break;
	case RESOLVE_REVERSE:
		look_up_addr(q, &a);
		break;
	}
	_exit(send(fd, &a, sizeof a, MSG_NOSIGNAL) != sizeof a);
}

static void end_job(int fd, struct job *job, bool failed)
{
	struct resolve_answer a = {
		.kind = job->kind, .serial = job->serial, .addr = job->addr, .failed = EAI_AGAIN};

	if (failed)
		send(fd, &a, sizeof a, MSG_NOSIGNAL);
	job->pid = 0;
}

/* 1 a question, 0 none, negative at the end of all. */
static int take_question(int fd, struct resolve_question *q)
{
	ssize_t n = recv(fd, q, sizeof *q, 0);

	if (n == sizeof *q)
		return 1;
	return n < 0 && errno == EINTR ? 0 : -1;
}

static void reap(int fd, struct job *jobs)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (int i = 0; i < JOBS; i++)
			if (jobs[i].pid == pid)
				end_job(fd, &jobs[i], status);
}

static struct job *free_job(struct job *jobs)
{
	for (int i = 0; i < JOBS; i++)
		if (!jobs[i].pid)
			return &jobs[i];
	return NULL;
}

static bool any_job(const struct job *jobs)
{
	for (int i = 0; i < JOBS; i++)
		if (jobs[i].pid)
			return true;
	return false;
}

/* False while there is no room for one more, which the end of another may make. */
static bool start_job(int fd, struct job *jobs, const struct resolve_question *q)
{
	struct job *job = free_job(jobs);
	pid_t self = getpid(), pid = job ? fork() : -1;

	if (!pid)
		work(fd, q, self);
	if (!job || (pid < 0 && any_job(jobs)))
		return false;
	*job = (struct job){.kind = q->kind, .serial = q->serial, .addr = q->addr, .pid = pid};
	if (pid < 0)
		end_job(fd, job, true);
	return true;
}

/* Takes a question only when the one before has its process. */
static void serve(int fd, const sigset_t *waiting)
{
	struct job jobs[JOBS] = {0};
	struct resolve_question q;
	int held = 0;

	while (held >= 0) {
		struct pollfd asked = {.fd = held ? -1 : fd, .events = POLLIN};

		if (ppoll(&asked, 1, NULL, waiting) > 0)
			held = take_question(fd, &q);
		reap(fd, jobs);
		if (held > 0 && start_job(fd, jobs, &q))
			held = 0;
	}
}

_Noreturn void resolve_child(int fd)
{
	struct sigaction wake = {.sa_handler = on_child};
	sigset_t block, before;

	reset_signals();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* Plugins of the C library bring libraries of their own. */
	if (getauxval(AT_SECURE))
		clearenv();
	fd = keep_only(fd);
	if (fd < 0 || !lock_in())
		_exit(1);
	sigaction(SIGCHLD, &wake, NULL);
	sigemptyset(&block);
	sigaddset(&block, SIGCHLD);
	sigprocmask(SIG_BLOCK, &block, &before);
	serve(fd, &before);
	_exit(0);
}
