/* lab_base: what every lab program does: start, say ready, wait, log, end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lab_base.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

int lab_base_open(struct lab_base *b, const char *name, const char *log_path, struct fail *why)
{
	sigset_t set;

	*b = (struct lab_base){.name = name, .signals = -1};
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	b->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (b->signals < 0)
		return fail_errno(why, "signalfd");
	/* A test that is killed leaves nothing running; delays are kept to the microsecond. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	prctl(PR_SET_TIMERSLACK, 1);
	if (log_path && !(b->log = fopen(log_path, "we")))
		return fail_errno(why, "%s", log_path);
	return 0;
}

void lab_base_ready(int fd)
{
	if (fd < 0)
		return;
	if (write(fd, "ready\n", 6) != 6)
		perror("ready");
	close(fd);
}

static void read_signals(struct lab_base *b)
{
	struct signalfd_siginfo s;

	while (read(b->signals, &s, sizeof s) == sizeof s) {
		if (s.ssi_signo == SIGUSR1)
			b->reports = true;
		else
			b->ends = true;
	}
}

/* An interface that went down leaves an error that would end every sleep until it is read. */
static void forget_error(int fd)
{
	int error;
	socklen_t size = sizeof error;

	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
}

void lab_base_wait(struct lab_base *b, struct lab_port *const *ports, size_t n, int64_t until_ns)
{
	struct pollfd fds[3] = {{.fd = b->signals, .events = POLLIN}};
	struct timespec left = {0};
	int64_t ns;

	for (size_t i = 0; i < n && i < 2; i++)
		fds[i + 1] = (struct pollfd){.fd = lab_port_fd(ports[i]), .events = POLLIN};
	if (b->log)
		fflush(b->log);
	ns = until_ns == INT64_MAX ? 0 : until_ns - clock_now();
	if (ns > 0)
		left = (struct timespec){ns / CLOCK_SECOND, ns % CLOCK_SECOND};
	if (ppoll(fds, n + 1, until_ns == INT64_MAX ? NULL : &left, NULL) <= 0)
		return;
	if (fds[0].revents)
		read_signals(b);
	for (size_t i = 1; i <= n; i++)
		if (fds[i].revents & POLLERR)
			forget_error(fds[i].fd);
}

int lab_base_die(const char *name, const struct fail *why)
{
	fprintf(stderr, "%s: %s\n", name, why->text);
	return 2;
}

int lab_base_script(const char *path, int (*take)(void *to, const char *line, struct fail *why),
	void *to, struct fail *why)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	int rc = 0;

	if (!f)
		return fail_errno(why, "%s", path);
	while (!rc && getline(&line, &room, f) > 0) {
		line[strcspn(line, "#\n")] = '\0';
		if (line[strspn(line, " \t")])
			rc = take(to, line, why);
	}
	free(line);
	fclose(f);
	return rc;
}

void lab_base_counts(FILE *log, const char *port, const struct lab_port_counts *c)
{
	fprintf(log,
		"total port=%s received=%" PRIu64 " ring_full=%" PRIu64 " sent=%" PRIu64
		" refused=%" PRIu64 "\n",
		port, c->received, c->ring_full, c->sent, c->refused);
}
