/* file: what becomes of a name, and of what was there before; reading lists. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "tap.h"

#include "scratch.h"

/* How many entries a folder has. */
static int entries(const char *folder)
{
	DIR *d = opendir(folder);
	int n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n - 2;
}

static int write_whole(const char *path, const char *text, struct fail *why)
{
	struct file *f;
	int rc = file_create(&f, path, why);

	if (rc < 0)
		return rc;
	fputs(text, file_stream(f));
	return file_commit(f, why);
}

static void plain(void)
{
	struct file *f;
	struct fail why;
	struct stat st;
	mode_t before = umask(027);

	scratch_put("old", "old\n");
	is_int(file_create(&f, "old", &why), 0, "an existing file");
	fputs("new\n", file_stream(f));
	fflush(file_stream(f));
	is_text(scratch_text("old"), "old\n", "stays until the commit");
	is_int(entries("."), 2, "with the new one beside it");
	is_text(file_folder(f), ".", "its folder");
	is_int(file_commit(f, &why), 0, "commit");
	is_text(scratch_text("old"), "new\n", "replaces it");
	is_int(entries("."), 1, "and leaves nothing beside it");

	is_int(file_create(&f, "fresh", &why), 0, "a new file");
	file_abandon(f);
	is_text(scratch_text("fresh"), "(none)", "abandoned: it never was");
	is_int(write_whole("fresh", "x", &why), 0, "and again");
	stat("fresh", &st);
	is_int(st.st_mode & 0777, 0640, "its mode is 0666 less umask");
	chmod("fresh", 0600);
	file_create(&f, "fresh", &why);
	fstat(file_fd(f), &st);
	is_int(st.st_mode & 0777, 0600,
		"who could not read the old one cannot read what is written");
	file_commit(f, &why);
	chmod("fresh", 04754);
	write_whole("fresh", "y", &why);
	stat("fresh", &st);
	is_int(st.st_mode & 07777, 0754, "others keep their rights, but nobody a user's");
	umask(before);
	file_abandon(NULL);
	unlink("old");
	unlink("fresh");
}

static void elsewhere(void)
{
	struct file *f;
	struct fail why;

	mkdir("sub", 0777);
	is_int(file_create(&f, "sub/out.json", &why), 0, "in another folder");
	is_text(file_folder(f), "sub", "which is told");
	is_int(chdir("sub"), 0, "the working folder may change meanwhile");
	is_int(file_commit(f, &why), 0, "commit by the folder's descriptor");
	is_int(chdir(".."), 0, "back");
	is_text(scratch_text("sub/out.json"), "", "the file is where it was asked for");
	is_int(file_create(&f, "sub/gone", &why), 0, "a folder that goes away");
	unlink("sub/out.json");
	is_int(file_commit(f, &why), 0, "is no trouble while it is there");
	unlink("sub/gone");
	rmdir("sub");
}

static void refused(void)
{
	char name[300];
	struct file *f;
	struct fail why;

	mkdir("folder", 0777);
	is_int(file_create(&f, "no/such/out", &why), -ENOENT, "a missing folder");
	is_text(why.text,
		"cannot write to no/such/out: the folder no/such: No such file or directory",
		"is named");
	is_int(file_create(&f, "folder", &why), -EISDIR, "a folder");
	is_text(why.text, "cannot write to folder: it is a folder", "is called one");
	is_int(file_create(&f, "new/", &why), -EISDIR, "a name that ends in a slash");
	is_int(file_create(&f, "", &why), -ENOENT, "an empty name");
	is_int(file_create(&f, "folder/../folder/x/y", &why), -ENOENT, "a missing part of a path");
	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	is_int(file_create(&f, name, &why), -ENAMETOOLONG, "a name too long");
	scratch_put("file", "");
	is_int(file_create(&f, "file/x", &why), -ENOTDIR, "a file as a folder");
	is_int(file_create(&f, "/dev/fd/999", &why), -EBADF, "a descriptor that is not open");
	ok(f == NULL, "out is NULL after a failure");
	unlink("file");
	rmdir("folder");
	is_int(entries("."), 0, "nothing is left behind");
}

/* In a child that is no root: exit status 0 when all is as it must be. */
static int unwritable(void)
{
	struct file *f;
	struct fail why;

	if (geteuid() == 0 && setresuid(65534, 65534, 65534) < 0)
		return 2;
	if (file_create(&f, "locked/new", &why) != -EACCES ||
		!strstr(why.text, "Permission denied"))
		return 3;
	if (file_create(&f, "open/readonly", &why) != -EACCES)
		return 4;
	return 0;
}

static void permissions(void)
{
	pid_t child;
	int status = -1;

	chmod(".", 0755);
	mkdir("locked", 0555);
	mkdir("open", 0777);
	chmod("open", 0777);
	scratch_put("open/readonly", "keep");
	chmod("open/readonly", 0444);
	child = fork();
	if (child == 0)
		_exit(unwritable());
	waitpid(child, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 0,
		"a folder or a file without write permission is refused (status %x)", status);
	unlink("open/readonly");
	rmdir("open");
	rmdir("locked");
}

static void links(void)
{
	struct file *f;
	struct fail why;
	struct stat st;

	mkdir("real", 0777);
	scratch_put("real/target", "old");
	is_int(symlink("real/target", "one") | symlink("one", "two"), 0, "a chain of links");
	is_int(file_create(&f, "two", &why), 0, "is followed");
	is_text(file_folder(f), "real", "to the folder of its end");
	file_abandon(f);
	is_int(write_whole("two", "new", &why), 0, "written through");
	is_text(scratch_text("real/target"), "new", "the end is replaced");
	is_int(lstat("two", &st) | !S_ISLNK(st.st_mode), 0, "the first link stays");
	is_int(lstat("one", &st) | !S_ISLNK(st.st_mode), 0, "and the second");
	is_int(symlink("real/fresh", "dangling"), 0, "a link to nothing");
	is_int(write_whole("dangling", "made", &why), 0, "makes");
	is_text(scratch_text("real/fresh"), "made", "what it points to");
	is_int(symlink("loop", "loop"), 0, "a link to itself");
	is_int(file_create(&f, "loop", &why), -ELOOP, "is refused");
	unlink("real/target");
	unlink("real/fresh");
	rmdir("real");
	unlink("one");
	unlink("two");
	unlink("dangling");
	unlink("loop");
}

static void devices(void)
{
	struct file *f;
	struct fail why;
	struct stat st;
	int fd;

	is_int(write_whole("/dev/null", "x", &why), 0, "/dev/null");
	is_int(stat("/dev/null", &st) | !S_ISCHR(st.st_mode), 0, "stays a device");
	is_int(file_create(&f, "/dev/full", &why), 0, "/dev/full");
	ok(file_folder(f) == NULL, "has no rename");
	ok(file_folder(NULL) == NULL, "nor has no file");
	fputs("x", file_stream(f));
	is_int(file_commit(f, &why), -ENOSPC, "and is full at the commit");
	is_text(why.text, "cannot write to /dev/full: No space left on device", "which is said");

	is_int(mkfifo("fifo", 0666), 0, "a FIFO");
	fd = open("fifo", O_RDWR | O_CLOEXEC);
	is_int(write_whole("fifo", "through", &why), 0, "is written to");
	fcntl(fd, F_SETFL, O_NONBLOCK);
	is_text(scratch_read(fd), "through", "and delivers");
	is_int(lstat("fifo", &st) | !S_ISFIFO(st.st_mode), 0, "and stays");
	unlink("fifo");
}

/* Whatever names standard output means what is open there, not the file behind it anew. */
static void standard_output(void)
{
	static const char *const names[] = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"};
	struct fail why;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		int fd = open("out", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
		int saved = scratch_hold(fd);
		ssize_t n = write(STDOUT_FILENO, "first ", 6);
		int rc = write_whole(names[i], "second ", &why);

		n += write(STDOUT_FILENO, "third", 5);
		scratch_release(saved);
		close(fd);
		is_int(rc, 0, "%s", names[i]);
		is_int(n, 11, "%s: stays open", names[i]);
		is_text(scratch_text("out"), "first second third", "%s: in its place", names[i]);
	}
	unlink("out");
}

/* A file system that is full, as far as this process is concerned. */
static void full(void)
{
	struct rlimit before, small;
	struct file *f;
	struct fail why;
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	getrlimit(RLIMIT_FSIZE, &before);
	sigaction(SIGXFSZ, &ignore, NULL);
	scratch_put("kept", "old");
	is_int(file_create(&f, "kept", &why), 0, "a file that will not fit");
	for (int i = 0; i < 10000; i++)
		putc('x', file_stream(f));
	small = before;
	small.rlim_cur = 4096;
	setrlimit(RLIMIT_FSIZE, &small);
	is_int(file_commit(f, &why), -EFBIG, "fails");
	setrlimit(RLIMIT_FSIZE, &before);
	is_text(scratch_text("kept"), "old", "and the old one stays");
	is_int(entries("."), 1, "alone");
	unlink("kept");
}

struct taken {
	char text[512];
	int stop_at, calls;
};

static int take(void *to, const char *line, unsigned number)
{
	struct taken *t = to;
	size_t used = strlen(t->text);

	snprintf(t->text + used, sizeof t->text - used, "%u=%s;", number, line);
	return ++t->calls == t->stop_at ? 42 : 0;
}

static void lists(void)
{
	char big[5000];
	struct taken t = {0};
	struct fail why;

	scratch_put("list", "\xef\xbb\xbf"
			    "one\n  two \t# said\r\n#three\n\n\t\nfour 4\r\nlast");
	is_int(file_lines("list", take, &t, &why), 0, "a list");
	is_text(t.text, "1=one;2=two;6=four 4;7=last;", "its lines without comments and blanks");
	t = (struct taken){.stop_at = 2};
	is_int(file_lines("list", take, &t, &why), 42, "take ends the reading");
	is_int(t.calls, 2, "at once");
	is_int(file_lines("missing", take, &t, &why), -ENOENT, "a missing list");
	is_text(why.text, "cannot read missing: No such file or directory", "is named");
	is_int(file_lines(".", take, &t, &why), -EISDIR, "a folder");
	memset(big, 'a', sizeof big - 1);
	big[sizeof big - 1] = '\0';
	scratch_put("list", big);
	is_int(file_lines("list", take, &t, &why), -EINVAL, "a line without end");
	is_text(why.text, "list line 1 is longer than 4095 bytes", "is measured");
	is_int(file_lines("/dev/zero", take, &t, &why), -EINVAL, "what is no text");
	scratch_put("list", "");
	is_int(file_lines("list", take, &t, &why), 0, "an empty list");
	unlink("list");
}

static void standard_input(void)
{
	struct taken t = {0};
	struct fail why;

	scratch_put("in", "a\nb\n");
	if (!freopen("in", "r", stdin))
		abort();
	is_int(file_lines("-", take, &t, &why), 0, "standard input");
	is_text(t.text, "1=a;2=b;", "is read");
	unlink("in");
}

int main(void)
{
	if (!scratch_open())
		return tap_skip_all("no folder for temporary files");
	plain();
	elsewhere();
	refused();
	permissions();
	links();
	devices();
	standard_output();
	full();
	lists();
	standard_input();
	is_int(entries("."), 0, "no temporary file is left");
	scratch_close();
	return tap_done();
}
