/* wait: descriptors, deadlines and signals, and a stop that a shell would see. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "wait.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "tap.h"

static struct wait_ready wait_or_die(struct wait *w, int64_t deadline_ns)
{
	struct wait_ready ready;
	struct fail why = {0};

	if (wait_for(w, deadline_ns, &ready, &why) < 0) {
		printf("Bail out! %s\n", why.text);
		exit(1);
	}
	return ready;
}

static struct wait *open_or_die(void)
{
	struct wait *w = NULL;
	struct fail why = {0};

	if (wait_open(&w, &why) < 0) {
		printf("Bail out! %s\n", why.text);
		exit(1);
	}
	return w;
}

static void test_descriptors(void)
{
	struct wait *w = open_or_die();
	struct wait_ready ready;
	struct fail why = {0};
	int a[2], b[2];

	if (pipe(a) < 0 || pipe(b) < 0)
		return;
	is_int(wait_add(w, a[0], POLLIN, &why), 0, "the first descriptor has slot 0");
	is_int(wait_add(w, b[0], POLLIN, &why), 1, "the second slot 1");
	ready = wait_or_die(w, 0);
	ok(ready.timed_out && !ready.slots && !ready.signal, "nothing is ready at first");
	ok(write(b[1], "x", 1) == 1, "a byte is written");
	ready = wait_or_die(w, INT64_MAX);
	is_int(ready.slots, 2, "its slot is ready, without a deadline");
	ok(!ready.timed_out, "no time-out");
	ok(write(a[1], "x", 1) == 1, "and another");
	is_int(wait_or_die(w, INT64_MIN).slots, 3, "both are, at a deadline long past");
	wait_remove(w, a[0]);
	is_int(wait_or_die(w, 0).slots, 2, "a removed one is not");
	is_int(wait_add(w, a[0], POLLIN, &why), 0, "its slot is used again");
	close(b[0]);
	ok(wait_or_die(w, 0).slots & 2, "a closed descriptor counts as ready");
	wait_close(w);
	close(a[0]), close(a[1]), close(b[1]);
}

static void test_full(void)
{
	struct wait *w = open_or_die();
	struct fail why = {0};

	for (int i = 0; i < WAIT_FDS; i++)
		if (wait_add(w, i ? 1 : 0, POLLPRI, &why) != i)
			ok(false, "slot %d", i);
	is_int(wait_add(w, 2, POLLIN, &why), -ENOSPC, "a ninth descriptor is refused");
	is_text(why.text, "no more than 8 descriptors can be waited for", "with a sentence");
	wait_close(w);
	wait_close(NULL);
}

static void test_deadline(void)
{
	struct wait *w = open_or_die();
	int64_t before = clock_now(), deadline = before + 20 * (int64_t)CLOCK_MS;
	struct wait_ready ready = wait_or_die(w, deadline);

	ok(ready.timed_out, "a deadline ends the wait");
	ok(ready.now_ns >= deadline, "not before it");
	ok(ready.now_ns <= clock_now(), "now is read once after it");
	wait_close(w);
}

static void test_signals(void)
{
	struct wait *w = open_or_die();
	struct wait_ready ready;
	int seen = 0;

	raise(SIGINT);
	raise(SIGWINCH);
	raise(SIGQUIT);
	for (int i = 0; i < 3; i++) {
		ready = wait_or_die(w, INT64_MAX);
		ok(ready.signal && !ready.timed_out, "signal %d is data", ready.signal);
		seen += ready.signal;
	}
	is_int(seen, SIGINT + SIGWINCH + SIGQUIT, "each came once");
	ready = wait_or_die(w, 0);
	ok(ready.timed_out && !ready.signal, "then there are no more");
	wait_close(w);
}

static void test_pipe(void)
{
	struct wait *w = open_or_die();
	int p[2];

	if (pipe(p) < 0)
		return;
	close(p[0]);
	ok(write(p[1], "x", 1) < 0 && errno == EPIPE, "a closed pipe is an error, no signal");
	close(p[1]);
	wait_close(w);
}

static void test_restore(void)
{
	struct sigaction pipe_now;
	struct wait *w;
	int slack;
	sigset_t before = {0}, after = {0};

	sigprocmask(SIG_SETMASK, NULL, &before);
	slack = prctl(PR_GET_TIMERSLACK);
	w = open_or_die();
	is_int(prctl(PR_GET_TIMERSLACK), 1000, "timers are late by 1 us at most");
	wait_close(w);
	is_int(prctl(PR_GET_TIMERSLACK), slack, "close restores that");
	sigprocmask(SIG_SETMASK, NULL, &after);
	ok(!memcmp(&before, &after, sizeof before), "and the mask");
	sigaction(SIGPIPE, NULL, &pipe_now);
	ok(pipe_now.sa_handler == SIG_DFL, "and PIPE");
}

static void test_ignored(void)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	struct wait *w;

	sigaction(SIGHUP, &ignore, &before);
	w = open_or_die();
	raise(SIGHUP);
	ok(!wait_or_die(w, 0).signal, "HUP ignored at the start (nohup) stays ignored");
	wait_close(w);
	sigaction(SIGHUP, &before, NULL);
	sigaction(SIGINT, &ignore, &before);
	w = open_or_die();
	raise(SIGINT);
	is_int(wait_or_die(w, 0).signal, SIGINT, "INT is heard even so (a command behind &)");
	wait_close(w);
	sigaction(SIGINT, &before, NULL);
}

struct pause {
	int first, then; /* signals before and after the stop */
	int64_t from_ns, to_ns;
};

/* In a process group of its own, as a shell's job; otherwise the kernel drops TSTP. */
static void job(int to)
{
	struct pause p = {0};
	struct wait *w;

	setpgid(0, 0);
	w = open_or_die();
	raise(SIGTSTP);
	p.first = wait_or_die(w, INT64_MAX).signal;
	wait_stop(w, &p.from_ns, &p.to_ns);
	p.then = wait_or_die(w, 0).signal;
	wait_close(w);
	_exit(write(to, &p, sizeof p) != sizeof p);
}

static void test_stop(void)
{
	const struct timespec a_while = {.tv_nsec = 30 * CLOCK_MS};
	struct pause p = {0};
	int64_t seen_ns, gone_on_ns;
	int fds[2], status = 0;
	pid_t child;

	if (pipe(fds) < 0)
		return;
	child = fork();
	if (!child)
		job(fds[1]);
	waitpid(child, &status, WUNTRACED);
	seen_ns = clock_now();
	ok(WIFSTOPPED(status) && WSTOPSIG(status) == SIGTSTP, "the parent sees a stop by TSTP");
	nanosleep(&a_while, NULL);
	gone_on_ns = clock_now();
	kill(child, SIGCONT);
	ok(read(fds[0], &p, sizeof p) == sizeof p, "the child goes on");
	is_int(p.first, SIGTSTP, "it was told of TSTP first");
	ok(p.from_ns <= seen_ns && p.to_ns >= gone_on_ns, "and measured the pause");
	is_int(p.then, 0, "the CONT that ended it is no news");
	waitpid(child, &status, 0);
	is_int(status, 0, "and it ends well");
	close(fds[0]), close(fds[1]);
}

int main(void)
{
	test_descriptors();
	test_full();
	test_deadline();
	test_signals();
	test_pipe();
	test_restore();
	test_ignored();
	test_stop();
	return tap_done();
}
