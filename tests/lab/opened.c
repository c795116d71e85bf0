/* opened: runs a command and lists what it opened in a folder and in those inside. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FOLDERS_MAX = 64, BROKEN = 99 };

struct watched {
	int fd, id[FOLDERS_MAX];
	char name[FOLDERS_MAX][PATH_MAX]; /* below the first, with a slash behind */
	size_t n;
};

static _Noreturn void give_up(const char *what)
{
	fprintf(stderr, "opened: %s: %s\n", what, strerror(errno));
	exit(BROKEN);
}

static void put_name(struct watched *w, const char *below, const char *name)
{
	if (w->n == FOLDERS_MAX ||
		snprintf(w->name[w->n], PATH_MAX, "%s%s/", below, name) >= PATH_MAX) {
		errno = ENOSPC;
		give_up(name);
	}
	w->n++;
}

/* Puts the folders in the i-th to the end of the list. */
static void look_inside(struct watched *w, size_t i, const char *path)
{
	struct dirent *e;
	DIR *d = opendir(path);

	if (!d)
		give_up(path);
	while ((e = readdir(d)))
		if (e->d_type == DT_DIR && strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			put_name(w, w->name[i], e->d_name);
	closedir(d);
}

/* The list grows as it is gone through: all folders are seen before any is watched. */
static void watch(struct watched *w, const char *top)
{
	char path[2 * PATH_MAX];

	w->n = 1;
	for (size_t i = 0; i < w->n; i++) {
		snprintf(path, sizeof path, "%s/%s", top, w->name[i]);
		look_inside(w, i, path);
	}
	for (size_t i = 0; i < w->n; i++) {
		snprintf(path, sizeof path, "%s/%s", top, w->name[i]);
		w->id[i] = inotify_add_watch(w->fd, path, IN_OPEN | IN_CREATE);
		if (w->id[i] < 0)
			give_up(path);
	}
}

static int run(char **argv)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		execvp(argv[0], argv);
		give_up(argv[0]);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		give_up(argv[0]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : BROKEN;
}

/* A folder that is opened is told by itself and by the one it lies in: the latter has its name. */
static void list(const struct watched *w, FILE *to)
{
	_Alignas(struct inotify_event) char events[65536];
	ssize_t n;

	while ((n = read(w->fd, events, sizeof events)) > 0)
		for (char *at = events; at < events + n;) {
			const struct inotify_event *e = (const void *)at;

			for (size_t i = 0; e->len && i < w->n; i++)
				if (w->id[i] == e->wd)
					fprintf(to, "%s%s\n", w->name[i], e->name);
			at += sizeof *e + e->len;
		}
}

int main(int argc, char **argv)
{
	struct watched *w = calloc(1, sizeof *w);
	FILE *to = argc > 3 ? fopen(argv[1], "we") : NULL;
	int status;

	if (!to || !w || (w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) < 0) {
		fprintf(stderr, "usage: opened LIST FOLDER COMMAND...\n");
		return BROKEN;
	}
	watch(w, argv[2]);
	status = run(argv + 3);
	list(w, to);
	fclose(to);
	free(w);
	return status;
}
