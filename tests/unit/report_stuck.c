/* report: a reader that does not read keeps nobody from ending. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "file.h"
#include "tap.h"

#include "scratch.h"

enum { LINE_BYTES = 64, MOST_LINES = 100000 };

static int write_lines(struct report *r, int *lines)
{
	int rc = 0;

	for (*lines = 0; !rc && *lines < MOST_LINES; ++*lines)
		rc = report_text(r, "%0*d\n", LINE_BYTES - 1, *lines);
	return rc;
}

/* What is written to a pipe that nobody reads, with a signal pending. */
static int write_to_stuck(int number, int *lines, int *failed)
{
	int fds[2], saved, rc;
	struct report *r;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return 0;
	saved = scratch_hold(fds[1]);
	report_open(&r, &(struct report_config){0}, NULL);
	raise(number);
	rc = write_lines(r, lines);
	*failed = report_failed(r);
	report_abandon(r);
	scratch_release(saved);
	close(fds[0]);
	close(fds[1]);
	return rc;
}

/* The same of a stream over a pipe. */
static int stream_to_stuck(int number)
{
	int fds[2], rc = 0;
	char name[32];
	struct file *f;
	struct fail why;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return 0;
	snprintf(name, sizeof name, "/dev/fd/%d", fds[1]);
	if (file_create(&f, name, &why) < 0)
		return 0;
	raise(number);
	for (int i = 0; !rc && i < MOST_LINES; i++)
		rc = fprintf(file_stream(f), "%0*d\n", LINE_BYTES - 1, i) < 0 ? -errno : 0;
	file_abandon(f);
	close(fds[0]);
	close(fds[1]);
	return rc;
}

int main(void)
{
	static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
	const struct timespec at_once = {0};
	int lines = 0, failed = 0;
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		sigaddset(&set, ending[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	alarm(10);
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
		is_int(write_to_stuck(ending[i], &lines, &failed), -EPIPE,
			"signal %d: a full pipe is as good as a closed one", ending[i]);
		is_int(failed, EPIPE, "... and so remembered");
		ok(lines > 1, "... having taken what it could");
		sigtimedwait(&set, NULL, &at_once);
		is_int(stream_to_stuck(ending[i]), -EPIPE, "... and so is one below a stream");
		sigtimedwait(&set, NULL, &at_once);
	}
	return tap_done();
}
