/* priv: capabilities raised and dropped, and the sandbox, seen from a second process. One argument
 * says what the caller has arranged: "raw" (CAP_NET_RAW is permitted), "none" (no capability is),
 * "secure" (raw by a file capability). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "priv.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/landlock.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sanitized.h"
#include "tap.h"

#if SANITIZED || PRIV_NO_SANDBOX
enum { SANDBOX = 0 };
#else
enum { SANDBOX = 1 };
#endif

/* What the child found out after its drop: an errno value each, 0 where the call worked. */
struct findings {
	int drop;
	struct priv_state state;
	int read, write, list, read_inside, make, rename, rename_out, run, trace, namespace, clone;
	int raw4, raw6, packet, crypto, old, local, type, datagram, fork;
};

struct child {
	pid_t pid;
	int from, to; /* it ends when its input does */
	struct findings found;
};

static char folder[] = "/tmp/probekit-priv-XXXXXX";

static int errno_of(long result)
{
	int error = result < 0 ? errno : 0;

	if (result > 2)
		close((int)result);
	return error;
}

static void find_files(struct findings *f)
{
	char a[64], b[64];

	snprintf(a, sizeof a, "%s/new", folder);
	snprintf(b, sizeof b, "%s/renamed", folder);
	f->read = errno_of(open("/proc/version", O_RDONLY));
	f->write = errno_of(open("/tmp/probekit-priv-outside", O_WRONLY | O_CREAT, 0600));
	f->list = errno_of(open("/", O_RDONLY | O_DIRECTORY));
	f->make = errno_of(open(a, O_WRONLY | O_CREAT | O_EXCL | O_TRUNC, 0600));
	f->read_inside = errno_of(open(a, O_RDONLY));
	f->rename = errno_of(rename(a, b));
	f->rename_out = errno_of(rename(b, "/tmp/probekit-priv-outside"));
}

static void find_calls(struct findings *f)
{
	char *const argv[] = {(char *)(uintptr_t) "no-such-program", NULL};
	pid_t child;

	/* Each of these gives another error, or none, where nothing forbids it. */
	f->run = errno_of(execve("/no/such/program", argv, argv + 1));
	f->trace = errno_of(ptrace(PTRACE_PEEKDATA, getppid(), NULL, NULL));
	f->namespace = errno_of(unshare(0));
	f->raw4 = errno_of(socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, -1));
	f->raw6 = errno_of(socket(AF_INET6, SOCK_RAW | SOCK_NONBLOCK, -1));
	f->packet = errno_of(socket(AF_PACKET, SOCK_DGRAM, 0));
	f->crypto = errno_of(socket(AF_ALG, SOCK_STREAM, 0));
	f->old = 0;
	for (int family = 0; family < AF_NETLINK; family++)
		if (family != AF_UNIX && family != AF_INET && family != AF_INET6)
			f->old += errno_of(socket(family, SOCK_DGRAM, 0)) == EPERM;
	f->local = errno_of(socket(AF_UNIX, SOCK_DGRAM, 0));
	f->datagram = errno_of(socket(AF_INET, SOCK_DGRAM, 0));
	f->type = errno_of(ioctl(f->state.seccomp ? 0 : -1, TIOCSTI, "x"));
	child = (pid_t)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);
	f->clone = errno_of(child < 0 ? -1 : 0);
	if (!child)
		_exit(0);
	child = fork();
	f->fork = errno_of(child < 0 ? -1 : 0);
	if (!child)
		_exit(0);
	while (wait(NULL) > 0)
		;
}

static void run_child(const struct priv_limits *limits, int from, int to)
{
	struct findings f = {0};
	char end;

	f.drop = priv_drop(limits, &f.state, NULL);
	find_files(&f);
	find_calls(&f);
	if (write(to, &f, sizeof f) != sizeof f || read(from, &end, 1))
		_exit(1);
	_exit(0);
}

static struct child start(const struct priv_limits *limits)
{
	struct child c = {0};
	int in[2], out[2];

	if (pipe(in) < 0 || pipe(out) < 0)
		exit(1);
	c.pid = fork();
	if (!c.pid) {
		close(in[1]);
		run_child(limits, in[0], out[1]);
	}
	close(in[0]), close(out[1]);
	c.from = out[0], c.to = in[1];
	ok(read(c.from, &c.found, sizeof c.found) == sizeof c.found, "a child drops all");
	return c;
}

static void finish(struct child *c)
{
	close(c->to), close(c->from);
	waitpid(c->pid, NULL, 0);
}

/* A line of /proc/PID/status, from its value on. */
static const char *status_of(pid_t pid, const char *key, char *to, size_t size)
{
	char path[64], line[256];
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof line, f))
		if (!strncmp(line, key, strlen(key)) && line[strlen(key)] == ':')
			snprintf(to, size, "%s", line + strlen(key) + 2);
	if (f)
		fclose(f);
	to[strcspn(to, "\n")] = '\0';
	return to;
}

static bool has_landlock(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

static void test_status(const struct child *c)
{
	static const char *const sets[] = {"CapInh", "CapPrm", "CapEff", "CapAmb"};
	char text[256] = "";

	is_int(c->found.drop, 0, "the drop works");
	ok(c->found.state.capabilities_empty && c->found.state.no_new_privs, "its state says so");
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		is_text(status_of(c->pid, sets[i], text, sizeof text), "0000000000000000",
			"%s is empty", sets[i]);
	is_text(status_of(c->pid, "NoNewPrivs", text, sizeof text), "1", "NoNewPrivs is set");
	is_text(status_of(c->pid, "Seccomp", text, sizeof text), SANDBOX ? "2" : "0",
		"%s seccomp filter is in force", SANDBOX ? "a" : "no");
	is_int(c->found.state.seccomp, SANDBOX, "its state says so");
}

static void test_files(const struct findings *f)
{
	is_int(f->state.landlock, SANDBOX && has_landlock(), "Landlock is used if it is there");
	if (!f->state.landlock) {
		ok(true, "files # SKIP no Landlock here");
		return;
	}
	is_int(f->read, EACCES, "no file can be read");
	is_int(f->write, EACCES, "or written outside");
	is_int(f->list, EACCES, "no folder listed");
	is_int(f->make, 0, "a file can be made in the allowed folder");
	is_int(f->read_inside, EACCES, "but not read");
	is_int(f->rename, 0, "and renamed");
	ok(f->rename_out, "but not moved out");
}

static void test_calls(const struct findings *f)
{
	if (!f->state.seccomp) {
		ok(!SANDBOX, "calls # SKIP no seccomp here");
		return;
	}
	is_int(f->run, EPERM, "no program can be run");
	is_int(f->trace, EPERM, "nothing traced");
	is_int(f->namespace, EPERM, "no namespace left");
	is_int(f->clone, EPERM, "or made");
	is_int(f->raw4, EPERM, "no raw socket");
	is_int(f->raw6, EPERM, "of either family");
	is_int(f->packet, EPERM, "no packet socket");
	is_int(f->crypto, EPERM, "no odd family");
	is_int(f->old, 12, "nor any of the old ones, of which 0 is none");
	is_int(f->local, 0, "Unix sockets are fine");
	is_int(f->type, EPERM, "nothing typed into the terminal");
	is_int(f->datagram, 0, "a datagram socket is fine");
	is_int(f->fork, 0, "so is a fork");
}

static void test_drop(void)
{
	/* Not the first: those that are none leave holes. */
	struct priv_limits limits = {.folders = {NULL, folder}};
	struct child c = start(&limits);
	char renamed[64];

	test_status(&c);
	test_files(&c.found);
	test_calls(&c.found);
	finish(&c);
	snprintf(renamed, sizeof renamed, "%s/renamed", folder);
	if (c.found.state.landlock)
		is_int(access(renamed, F_OK), 0, "the renamed file is there");
	unlink(renamed);
	unlink("/tmp/probekit-priv-outside");
}

static void test_keep(void)
{
	struct priv_limits keep = {.keep_files = true}, missing = {.folders = {"/no/such/folder"}};
	struct priv_limits calls = {.keep_files = true, .keep_calls = true};
	struct priv_limits reading = {.keep_reading = true, .folders = {folder}};
	const char *const files[] = {"/no/such/file", "/proc/version", NULL};
	struct priv_limits some = {.readable = files, .folders = {folder}};
	struct child c = start(&keep);
	char renamed[64];

	ok(!c.found.state.landlock && !c.found.read, "keep_files keeps them");
	is_int(c.found.state.seccomp, SANDBOX, "but not the calls");
	finish(&c);
	c = start(&reading);
	is_int(c.found.read, 0, "keep_reading keeps them readable");
	is_int(c.found.list, 0, "and folders");
	if (c.found.state.landlock) {
		is_int(c.found.write, EACCES, "but they cannot be written");
		is_int(c.found.make, 0, "outside the folder");
	}
	is_int(c.found.state.seccomp, SANDBOX, "nor calls made");
	finish(&c);
	c = start(&some);
	is_int(c.found.read, 0, "a readable file can be read, though another is not there");
	if (c.found.state.landlock) {
		is_int(c.found.list, EACCES, "but no folder");
		is_int(c.found.write, EACCES, "and none written");
	}
	finish(&c);
	c = start(&calls);
	ok(!c.found.state.seccomp && c.found.run == ENOENT, "keep_calls keeps the calls");
	ok(c.found.state.no_new_privs && c.found.state.capabilities_empty, "but no privilege");
	finish(&c);
	c = start(&missing);
	ok(!c.found.state.landlock && !c.found.read, "so does a folder that is not there");
	finish(&c);
	snprintf(renamed, sizeof renamed, "%s/renamed", folder);
	unlink(renamed);
	unlink("/tmp/probekit-priv-outside");
}

/* Raw sockets are there exactly between raise and lower. */
static void test_raise(bool raw)
{
	struct fail why = {0};
	int fd;

	is_int(priv_has_net_raw(), raw, "CAP_NET_RAW is%s permitted", raw ? "" : " not");
	is_int(errno_of(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)), EPERM, "but not in force");
	is_int(priv_raise(&why), raw, "raise says so");
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
	ok((fd >= 0) == raw, "a raw socket can%s be opened", raw ? "" : " not");
	close(fd);
	is_int(priv_lower(&why), 0, "it is lowered");
	is_int(errno_of(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)), EPERM, "then it cannot");
	is_int(priv_raise(&why), raw, "it can be raised again");
	priv_lower(&why);
}

/* A child without the three: what it opens is none of them, and they stay of no use. */
static int begin_closed(void)
{
	close(STDIN_FILENO), close(STDOUT_FILENO), close(STDERR_FILENO);
	if (priv_begin(NULL) < 0)
		return 1;
	if (socket(AF_INET, SOCK_DGRAM, 0) <= STDERR_FILENO)
		return 2;
	return errno_of(write(STDOUT_FILENO, "x", 1)) == EBADF ? 0 : 3;
}

static void test_closed(void)
{
	int status = -1;
	pid_t child = fork();

	if (!child)
		_exit(begin_closed());
	waitpid(child, &status, 0);
	is_int(status, 0, "a socket does not take the number of a closed output");
}

static void test_environment(bool secure)
{
	ok(!getenv("SSLKEYLOGFILE") == secure, "a name of a file from the environment is%s taken",
		secure ? " not" : "");
	ok(!getenv("OPENSSL_ANYTHING") == secure && !getenv("SSL_CERT_FILE") == secure,
		"nor what OpenSSL reads");
	ok(getenv("HOME") && getenv("OPEN"), "other variables stay");
}

static void test_command(void)
{
	char exe[PATH_MAX] = "", wanted[PATH_MAX + 32], got[PATH_MAX + 32], cut[8];

	if (readlink("/proc/self/exe", exe, sizeof exe - 1) < 0)
		return;
	snprintf(wanted, sizeof wanted, "setcap cap_net_raw=p %s", exe);
	is_text(priv_setcap_command(got, sizeof got), wanted, "the setcap command names it");
	is_text(priv_setcap_command(cut, sizeof cut), "setcap ", "and stays within its size");
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	struct fail why = {0};
	bool secure = !strcmp(mode, "secure"), raw = secure || !strcmp(mode, "raw");

	if (getenv("EMULATOR"))
		return tap_skip_all("an emulator passes on no filter of calls");
	if (!mkdtemp(folder))
		return tap_skip_all("no folder can be made in /tmp");
	setenv("HOME", "/", 0);
	setenv("OPEN", "1", 1);
	if (!secure) {
		setenv("SSLKEYLOGFILE", "/tmp/keys", 1);
		setenv("OPENSSL_ANYTHING", "1", 1);
		setenv("SSL_CERT_FILE", "/tmp/cert", 1);
	}
	is_int(priv_begin(&why), 0, "begin works");
	test_environment(secure);
	test_closed();
	if (*mode)
		test_raise(raw);
	test_drop();
	test_keep();
	test_command();
	rmdir(folder);
	return tap_done();
}
