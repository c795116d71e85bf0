/* main_exec: a command run for each event, by a process forked before the sandbox closes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_exec.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "priv.h"

enum { CANNOT_RUN = 127 };

static void describe(const struct main_exec_event *e)
{
	setenv("ARPING_EVENT", e->event, 1);
	setenv("ARPING_ADDR", e->addr, 1);
	setenv("ARPING_MAC", e->mac, 1);
	setenv("ARPING_BEFORE", e->before, 1);
	setenv("ARPING_TARGET", e->target, 1);
}

/* What it prints goes to standard error: standard output is for lines and records. */
static _Noreturn void command(const char *text, const struct main_exec_event *e)
{
	struct sigaction usual = {.sa_handler = SIG_DFL};

	sigaction(SIGINT, &usual, NULL);
	sigaction(SIGPIPE, &usual, NULL);
	describe(e);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	execl("/bin/sh", "sh", "-c", text, (char *)NULL);
	_exit(CANNOT_RUN);
}

/* Until the other end is closed; an interrupt ends the watch, and what it still tells is run. */
static _Noreturn void serve(int fd, const char *text)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	struct main_exec_event e;

	sigaction(SIGINT, &ignore, NULL);
	if (priv_empty(NULL) < 0)
		_exit(CANNOT_RUN);
	while (recv(fd, &e, sizeof(e), 0) == (ssize_t)sizeof(e)) {
		pid_t pid = fork();

		if (!pid)
			command(text, &e);
		if (pid > 0)
			waitpid(pid, NULL, 0);
	}
	_exit(0);
}

int main_exec_open(struct main_exec *x, const char *command_text, struct fail *why)
{
	int ends[2];

	*x = (struct main_exec){.fd = -1};
	if (!command_text)
		return 0;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return fail_errno(why, "a socket for --exec");
	x->pid = fork();
	if (!x->pid) {
		close(ends[0]);
		serve(ends[1], command_text);
	}
	close(ends[1]);
	x->fd = ends[0];
	if (x->pid > 0)
		return 0;
	main_exec_close(x);
	return fail_errno(why, "a process for --exec");
}

void main_exec_put(struct main_exec *x, const struct main_exec_event *e)
{
	if (x->fd >= 0 && send(x->fd, e, sizeof(*e), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		x->missed++;
}

void main_exec_close(struct main_exec *x)
{
	if (x->fd < 0)
		return;
	close(x->fd);
	x->fd = -1;
	while (x->pid > 0 && waitpid(x->pid, NULL, 0) < 0 && errno == EINTR)
		;
}
