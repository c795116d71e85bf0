/* wait: file descriptors, one deadline, signals as data. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "wait.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "clock.h"
#include "wait_poll.h"

enum { SLACK_NS = 1000, EARLY_PER = 500, EARLY_ABOVE_NS = 5000000 };
static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};

struct wait {
	struct pollfd polled[1 + WAIT_FDS]; /* the signalfd is the first, then the slots */
	sigset_t mask_before;
	struct sigaction pipe_before;
	int slack_before_ns; /* how late the kernel may wake this process to save power */
};

/* A blocked signal is queued even if it is ignored: HUP that nohup had us ignore, and TSTP, must
 * not be blocked, or they would no longer be. INT and QUIT are heard all the same: a shell without
 * job control ignores them for a command behind &, and scripts end such a run with kill -INT. */
static bool stays_ignored(int number)
{
	struct sigaction now;

	return (number == SIGHUP || number == SIGTSTP) &&
	       (sigaction(number, NULL, &now) || now.sa_handler == SIG_IGN);
}

static sigset_t wanted_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
		if (!stays_ignored(caught[i]))
			sigaddset(&set, caught[i]);
	return set;
}

int wait_open(struct wait **out, struct fail *why)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	struct wait *w = calloc(1, sizeof *w);
	sigset_t set = wanted_signals();
	int fd;

	if (!w)
		return fail_errno(why, "waiting for signals");
	for (int i = 0; i <= WAIT_FDS; i++)
		w->polled[i].fd = -1;
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0) {
		int rc = fail_errno(why, "waiting for signals");

		free(w);
		return rc;
	}
	w->polled[0] = (struct pollfd){.fd = fd, .events = POLLIN};
	sigprocmask(SIG_BLOCK, &set, &w->mask_before);
	sigaction(SIGPIPE, &ignore, &w->pipe_before);
	w->slack_before_ns = prctl(PR_GET_TIMERSLACK);
	prctl(PR_SET_TIMERSLACK, SLACK_NS);
	*out = w;
	return 0;
}

void wait_close(struct wait *w)
{
	if (!w)
		return;
	close(w->polled[0].fd);
	if (w->slack_before_ns > 0)
		prctl(PR_SET_TIMERSLACK, w->slack_before_ns);
	sigaction(SIGPIPE, &w->pipe_before, NULL);
	sigprocmask(SIG_SETMASK, &w->mask_before, NULL);
	free(w);
}

int wait_add(struct wait *w, int fd, short events, struct fail *why)
{
	for (int i = 0; i < WAIT_FDS; i++) {
		if (w->polled[1 + i].fd < 0) {
			w->polled[1 + i] = (struct pollfd){.fd = fd, .events = events};
			return i;
		}
	}
	return fail_set(why, ENOSPC, "no more than %d descriptors can be waited for", WAIT_FDS);
}

void wait_remove(struct wait *w, int fd)
{
	for (int i = 1; i <= WAIT_FDS; i++)
		if (w->polled[i].fd == fd)
			w->polled[i].fd = -1;
}

/* The kernel refuses to look at more entries than the program may have descriptors. */
static nfds_t used(const struct wait *w)
{
	nfds_t n = 1 + WAIT_FDS;

	while (w->polled[n - 1].fd < 0)
		n--;
	return n;
}

/* The kernel lets a poll end late by a thousandth of its time-out, whatever the timer slack: a long
 * one ends early by more than that, and a short one does the rest. */
static int poll_until(struct wait *w, int64_t deadline_ns)
{
	int n;

	if (deadline_ns == INT64_MAX) {
		n = wait_poll(w->polled, used(w), INT64_MAX);
		return n < 0 ? -errno : n;
	}
	do {
		int64_t left_ns = deadline_ns > 0 ? deadline_ns - clock_now() : 0;

		if (left_ns > EARLY_ABOVE_NS)
			left_ns -= left_ns / EARLY_PER;
		else
			deadline_ns = 0;
		n = wait_poll(w->polled, used(w), left_ns);
	} while (!n && deadline_ns);
	return n < 0 ? -errno : n;
}

static int read_signal(struct wait *w)
{
	struct signalfd_siginfo info;

	if (!w->polled[0].revents)
		return 0;
	if (read(w->polled[0].fd, &info, sizeof info) != sizeof info)
		return 0;
	return (int)info.ssi_signo;
}

int wait_for(struct wait *w, int64_t deadline_ns, struct wait_ready *out, struct fail *why)
{
	int n;

	do
		n = poll_until(w, deadline_ns);
	while (n == -EINTR);
	*out = (struct wait_ready){.now_ns = clock_now()};
	if (n < 0) {
		errno = -n;
		return fail_errno(why, "waiting");
	}
	out->timed_out = n == 0;
	for (int i = 0; n && i < WAIT_FDS; i++)
		if (w->polled[1 + i].fd >= 0 && w->polled[1 + i].revents)
			out->slots |= 1U << i;
	out->signal = n ? read_signal(w) : 0;
	return 0;
}

/* Only a real TSTP with its default action shows the shell a stopped job. The CONT that ends it
 * stays blocked and would be reported as news: it is taken here. */
void wait_stop(struct wait *w, int64_t *from_ns, int64_t *to_ns)
{
	struct sigaction stop = {.sa_handler = SIG_DFL}, before;
	const struct timespec at_once = {0};
	sigset_t tstp, cont;

	(void)w;
	sigemptyset(&tstp);
	sigaddset(&tstp, SIGTSTP);
	sigemptyset(&cont);
	sigaddset(&cont, SIGCONT);
	sigaction(SIGTSTP, &stop, &before);
	*from_ns = clock_now();
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &tstp, NULL);
	*to_ns = clock_now();
	sigprocmask(SIG_BLOCK, &tstp, NULL);
	sigaction(SIGTSTP, &before, NULL);
	sigtimedwait(&cont, NULL, &at_once);
}

bool wait_ends(int signal)
{
	return signal == SIGINT || signal == SIGTERM || signal == SIGHUP;
}
