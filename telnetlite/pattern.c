/* pattern: a regular expression of a script, compiled within limits. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "pattern.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sanitized.h"

enum { FLAGS = REG_EXTENDED | REG_NEWLINE };
/* The C library's parser calls itself for each group; what is short and has none is cheap. */
enum { GROUPS = 200, PLAIN_BYTES = 256 };
enum { LIMIT_S = 1, LIMIT_MIB = 64, MIB = 1024 * 1024 };

static bool is_plain(const char *text)
{
	return strcspn(text, "({") == strlen(text) && strlen(text) <= PLAIN_BYTES;
}

static size_t groups(const char *text)
{
	size_t n = 0;

	while ((text = strchr(text, '('))) {
		text++;
		n++;
	}
	return n;
}

/* Of what this process has now. Address sanitizer hangs where it is refused memory; there the time
 * has to do. */
static rlim_t memory_limit(void)
{
	char text[64] = "";
	FILE *from = SANITIZED ? NULL : fopen("/proc/self/statm", "re");
	bool good = from && fgets(text, sizeof text, from);

	if (from)
		fclose(from);
	if (!good)
		return RLIM_INFINITY;
	return (rlim_t)strtoull(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE) +
	       (rlim_t)LIMIT_MIB * MIB;
}

static _Noreturn void try_and_exit(const char *text)
{
	const rlim_t memory = memory_limit();
	regex_t re;

	/* Where one is lower already it stays so. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	setrlimit(RLIMIT_CPU, &(struct rlimit){LIMIT_S, LIMIT_S});
	setrlimit(RLIMIT_AS, &(struct rlimit){memory, memory});
	_exit(regcomp(&re, text, FLAGS) == REG_ESPACE);
}

/* What it costs can be exponential in its length, and the library sets no bound: a child finds out.
 * Its signal is how the system says that a limit was passed. */
static int try_in_child(const char *text, struct fail *why)
{
	int status;
	pid_t pid = fork();

	if (pid < 0)
		return fail_errno(why, "cannot try an expression");
	if (!pid)
		try_and_exit(text);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail_errno(why, "cannot try an expression");
	return status ? -EINVAL : 0;
}

int pattern_compile(regex_t *to, const char *text, struct fail *why)
{
	char said[128];
	int rc = 0;

	if (groups(text) > GROUPS)
		rc = -EINVAL;
	else if (!is_plain(text))
		rc = try_in_child(text, why);
	if (rc == -EINVAL)
		return fail_set(why, EINVAL,
			"'%.200s': too much is nested or repeated in this expression", text);
	if (rc < 0)
		return rc;
	rc = regcomp(to, text, FLAGS);
	if (rc) {
		regerror(rc, to, said, sizeof said);
		return fail_set(why, EINVAL, "'%.200s': %s", text, said);
	}
	return 0;
}
