/* file: output beside its name, renamed at the end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_LINKS = 40, FILE_TRIES = 16, FILE_TEMPORARY = 32 };

struct file {
	FILE *stream;
	char *shown;  /* the name the caller gave, for messages */
	char *folder; /* NULL: opened itself, nothing to rename */
	char *name;   /* within folder */
	int fd;	      /* below stream */
	int folder_fd;
	char temporary[FILE_TEMPORARY]; /* within folder */
};

static void file_free(struct file *f)
{
	if (f->stream)
		fclose(f->stream);
	if (f->folder_fd >= 0)
		close(f->folder_fd);
	free(f->shown);
	free(f->folder);
	free(f->name);
	free(f);
}

/* The number of an open descriptor that path names: -1 when it names none. To open such a name anew
 * would start at the front of the file behind it, or replace that file under the one who has it. */
static int file_descriptor(const char *path)
{
	static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
	char *end;
	long n;

	if (!strcmp(path, "-") || !strcmp(path, "/dev/stdout"))
		return STDOUT_FILENO;
	if (!strcmp(path, "/dev/stderr"))
		return STDERR_FILENO;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		size_t size = strlen(folders[i]);

		if (strncmp(path, folders[i], size))
			continue;
		n = strtol(path + size, &end, 10);
		return end == path + size || *end || n < 0 || n > INT_MAX ? -1 : (int)n;
	}
	return -1;
}

static const char *file_shown(const struct file *f)
{
	return strcmp(f->shown, "-") ? f->shown : "standard output";
}

static ssize_t file_take(void *cookie, const char *from, size_t n_bytes)
{
	const struct file *f = cookie;

	errno = file_write(f->fd, from, n_bytes);
	return errno ? 0 : (ssize_t)n_bytes;
}

static int file_end(void *cookie)
{
	const struct file *f = cookie;

	return close(f->fd);
}

static int file_open_itself(struct file *f, int descriptor, struct fail *why)
{
	const cookie_io_functions_t calls = {.write = file_take, .close = file_end};

	f->fd = descriptor >= 0 ? fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
				: open(f->shown, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	f->stream = f->fd < 0 ? NULL : fopencookie(f, "w", calls);
	if (f->stream)
		return 0;
	if (f->fd >= 0)
		close(f->fd);
	return fail_errno(why, "cannot write to %s", file_shown(f));
}

/* What the link at path points to, as a path; the result is malloc'd. NULL with errno. */
static char *file_link_target(const char *path)
{
	char target[PATH_MAX], *joined;
	const char *slash = strrchr(path, '/');
	size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
	ssize_t n = readlink(path, target, sizeof target - 1);

	if (n < 0)
		return NULL;
	target[n] = '\0';
	if (target[0] == '/')
		folder = 0;
	joined = malloc(folder + (size_t)n + 1);
	if (!joined)
		return NULL;
	memcpy(joined, path, folder);
	memcpy(joined + folder, target, (size_t)n + 1);
	return joined;
}

/* The file that a chain of links ends at, which need not exist: a rename over its name leaves the
 * links as they are. The result is malloc'd; NULL with errno. */
static char *file_behind_links(const char *path)
{
	char *at = strdup(path), *next;
	struct stat st;

	for (int i = 0; at; i++) {
		if (lstat(at, &st) < 0 || !S_ISLNK(st.st_mode))
			return at;
		next = i < FILE_LINKS ? file_link_target(at) : NULL;
		if (i == FILE_LINKS)
			errno = ELOOP;
		free(at);
		at = next;
	}
	return NULL;
}

/* Takes path apart into folder and name. */
static int file_split(struct file *f, const char *path, struct fail *why)
{
	const char *slash = strrchr(path, '/');

	f->name = strdup(slash ? slash + 1 : path);
	if (!slash)
		f->folder = strdup(".");
	else
		f->folder = strndup(path, slash == path ? 1 : (size_t)(slash - path));
	if (!f->name || !f->folder) {
		fail_set(why, ENOMEM, "out of memory");
		return -ENOMEM;
	}
	if (!*f->name)
		return fail_set(why, EISDIR, "cannot write to %s: it names a folder", f->shown);
	return 0;
}

static int file_open_temporary(struct file *f)
{
	uint64_t random;
	int fd = -1;

	for (int i = 0; fd < 0 && i < FILE_TRIES; i++) {
		if (getrandom(&random, sizeof random, 0) != sizeof random)
			return -1;
		snprintf(f->temporary, sizeof f->temporary, ".probekit-%016" PRIx64, random);
		fd = openat(
			f->folder_fd, f->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	return fd;
}

/* Who may read what the new file is to replace may read that, and nobody else. It is the same
 * user's and group's as far as they can be given; another group has not this one's rights. */
static void file_take_rights(int fd, const struct stat *old)
{
	mode_t mode = old->st_mode & 0777;

	if (fchown(fd, old->st_uid, old->st_gid) < 0 && fchown(fd, (uid_t)-1, old->st_gid) < 0)
		mode &= ~(mode_t)070;
	fchmod(fd, mode);
}

/* old: what has the name now; NULL none. */
static int file_open_beside(struct file *f, const struct stat *old, struct fail *why)
{
	char *path = file_behind_links(f->shown);
	int rc, fd;

	if (!path)
		return fail_errno(why, "cannot write to %s", f->shown);
	rc = file_split(f, path, why);
	free(path);
	if (rc < 0)
		return rc;
	f->folder_fd = open(f->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (f->folder_fd < 0)
		return fail_errno(why, "cannot write to %s: the folder %s", f->shown, f->folder);
	fd = file_open_temporary(f);
	if (fd < 0)
		return fail_errno(why, "cannot write to %s: no new file in its folder", f->shown);
	if (old)
		file_take_rights(fd, old);
	f->fd = fd;
	f->stream = fdopen(fd, "w");
	if (f->stream)
		return 0;
	rc = fail_errno(why, "cannot write to %s", f->shown);
	close(fd);
	unlinkat(f->folder_fd, f->temporary, 0);
	return rc;
}

static int file_open_any(struct file *f, struct fail *why)
{
	int descriptor = file_descriptor(f->shown);
	struct stat st;

	if (!*f->shown)
		return fail_set(why, ENOENT, "cannot write to a file without a name");
	if (descriptor >= 0)
		return file_open_itself(f, descriptor, why);
	if (stat(f->shown, &st) < 0) {
		if (errno != ENOENT)
			return fail_errno(why, "cannot write to %s", f->shown);
		return file_open_beside(f, NULL, why);
	}
	if (S_ISDIR(st.st_mode))
		return fail_set(why, EISDIR, "cannot write to %s: it is a folder", f->shown);
	if (!S_ISREG(st.st_mode))
		return file_open_itself(f, -1, why);
	/* The rename would replace what the user may not write. */
	if (faccessat(AT_FDCWD, f->shown, W_OK, AT_EACCESS) < 0)
		return fail_errno(why, "cannot write to %s", f->shown);
	return file_open_beside(f, &st, why);
}

int file_create(struct file **out, const char *path, struct fail *why)
{
	struct file *f = calloc(1, sizeof *f);
	int rc;

	*out = NULL;
	if (!f)
		return fail_set(why, ENOMEM, "out of memory");
	f->folder_fd = -1;
	f->shown = strdup(path);
	rc = f->shown ? file_open_any(f, why) : fail_set(why, ENOMEM, "out of memory");
	if (rc < 0) {
		file_free(f);
		return rc;
	}
	*out = f;
	return 0;
}

FILE *file_stream(struct file *f)
{
	return f->stream;
}

int file_fd(const struct file *f)
{
	return f->fd;
}

const char *file_folder(const struct file *f)
{
	return f ? f->folder : NULL;
}

int file_commit(struct file *f, struct fail *why)
{
	bool failed_before = ferror(f->stream);
	FILE *stream = f->stream;
	int rc = 0;

	f->stream = NULL;
	errno = 0;
	/* An earlier error of the stream left no errno behind: a full disk is by far its likeliest.
	 */
	if (fclose(stream) != 0 || failed_before) {
		errno = errno ? errno : ENOSPC;
		rc = fail_errno(why, "cannot write to %s", file_shown(f));
	} else if (f->folder && renameat(f->folder_fd, f->temporary, f->folder_fd, f->name) < 0) {
		rc = fail_errno(why, "cannot give the new file its name %s", f->shown);
	}
	if (rc < 0 && f->folder)
		unlinkat(f->folder_fd, f->temporary, 0);
	file_free(f);
	return rc;
}

void file_abandon(struct file *f)
{
	if (!f)
		return;
	if (f->folder)
		unlinkat(f->folder_fd, f->temporary, 0);
	file_free(f);
}
