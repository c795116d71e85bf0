/* scratch: a folder of a test's own, whole files as text, and what goes to standard output. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SCRATCH_H
#define PROBEKIT_SCRATCH_H

#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static char scratch_name[64];

/* Makes the folder and enters it. */
__attribute__((unused)) static bool scratch_open(void)
{
	const char *where = getenv("TMPDIR");

	snprintf(scratch_name, sizeof scratch_name, "%s/probekit-test.XXXXXX",
		where && strlen(where) < 32 ? where : "/tmp");
	return mkdtemp(scratch_name) && chdir(scratch_name) == 0;
}

static int scratch_remove_one(const char *path, const struct stat *st, int flag, struct FTW *where)
{
	(void)st, (void)flag, (void)where;
	return remove(path);
}

__attribute__((unused)) static void scratch_close(void)
{
	if (chdir("/") < 0 || nftw(scratch_name, scratch_remove_one, 16, FTW_DEPTH | FTW_PHYS) < 0)
		printf("# %s is left behind\n", scratch_name);
}

static const char *scratch_read(int fd)
{
	static char text[1 << 20];
	ssize_t n;
	size_t used = 0;

	while (used < sizeof text - 1 && (n = read(fd, text + used, sizeof text - 1 - used)) > 0)
		used += (size_t)n;
	text[used] = '\0';
	close(fd);
	return text;
}

/* What a file holds, "(none)" when it does not exist; valid until the next call. */
__attribute__((unused)) static const char *scratch_text(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? "(none)" : scratch_read(fd);
}

__attribute__((unused)) static void scratch_put(const char *path, const char *text)
{
	FILE *to = fopen(path, "w");

	if (to)
		fputs(text, to);
	if (!to || fclose(to))
		abort();
}

/* Between these two, fd stands for standard output. */
__attribute__((unused)) static int scratch_hold(int fd)
{
	int saved;

	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	if (saved < 0 || dup2(fd, STDOUT_FILENO) < 0)
		abort();
	return saved;
}

__attribute__((unused)) static void scratch_release(int saved)
{
	dup2(saved, STDOUT_FILENO);
	close(saved);
}

#endif
