/* cost: what two commands take, run by turns: wall time, CPU time and memory. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"

struct cost {
	int64_t wall_ns;
	struct rusage usage;
	uint64_t output_bytes;
	int status;
};

static int fail(const char *what, int error)
{
	fprintf(stderr, "cost: %s: %s\n", what, strerror(error));
	return -1;
}

static int start(pid_t *pid, char **command, int out[2])
{
	posix_spawn_file_actions_t actions;
	int rc;

	if (pipe(out))
		return fail("pipe", errno);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, out[0]);
	posix_spawn_file_actions_addclose(&actions, out[1]);
	rc = posix_spawnp(pid, command[0], &actions, NULL, command, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(out[1]);
	if (!rc)
		return 0;
	close(out[0]);
	return fail(command[0], rc);
}

static uint64_t drain(int fd)
{
	static char buffer[1 << 16];
	uint64_t all = 0;
	ssize_t n;

	while ((n = read(fd, buffer, sizeof buffer)) > 0)
		all += (uint64_t)n;
	close(fd);
	return all;
}

static int measure(char **command, struct cost *out)
{
	int64_t from_ns = clock_now();
	int pipe_ends[2];
	pid_t pid;

	if (start(&pid, command, pipe_ends))
		return -1;
	out->output_bytes = drain(pipe_ends[0]);
	if (wait4(pid, &out->status, 0, &out->usage) < 0)
		return fail("wait", errno);
	out->wall_ns = clock_now() - from_ns;
	return 0;
}

static int64_t us(const struct timeval *t)
{
	return (int64_t)t->tv_sec * 1000000 + t->tv_usec;
}

static int report(char name, char **command)
{
	struct cost c = {0};

	if (measure(command, &c))
		return -1;
	printf("%c %" PRId64 " %" PRId64 " %" PRId64 " %ld %" PRIu64 "\n", name, c.wall_ns / 1000,
		us(&c.usage.ru_utime), us(&c.usage.ru_stime), c.usage.ru_maxrss, c.output_bytes);
	if (WIFEXITED(c.status) && !WEXITSTATUS(c.status))
		return 0;
	fprintf(stderr, "cost: %s ended with status %#x\n", command[0], (unsigned)c.status);
	return -1;
}

/* cost RUNS A... -- B...: runs A and B by turns, their output into a pipe that is read here. A line
 * a run: "A" or "B", wall, user and system time in us, peak memory in KiB, bytes of output. */
int main(int argc, char **argv)
{
	long runs = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	char **second = NULL;

	for (int i = 2; i < argc && !second; i++)
		if (!strcmp(argv[i], "--")) {
			argv[i] = NULL;
			second = argv + i + 1;
		}
	if (runs < 1 || !argv[2] || (second && !*second)) {
		fprintf(stderr, "usage: cost RUNS COMMAND... [-- COMMAND...]\n");
		return 2;
	}
	for (; runs; runs--)
		if (report('A', argv + 2) || (second && report('B', second)))
			return 1;
	return 0;
}
