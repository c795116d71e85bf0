/* force: makes a running process do what its sandbox should refuse, and prints what came of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

/* Exit status where nothing can be forced: another processor than this is written for. */
enum { UNABLE = 77, BROKEN = 2 };

#ifdef __x86_64__

/* Below what a leaf function may use of the stack. */
enum { TEXT_BELOW = 8192, TEXT_BYTES = 4096 };
enum { TURNS = 2000, PAUSE_US = 1000 };

struct call {
	const char *name, *text; /* text: what its argument TEXT points to */
	long number, argument[6];
};
enum { TEXT = -4096 };

static _Noreturn void give_up(const char *what)
{
	fprintf(stderr, "force: %s: %s\n", what, strerror(errno));
	exit(BROKEN);
}

static void interrupt(pid_t pid)
{
	int status;

	if (ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) || waitpid(pid, &status, 0) != pid ||
		!WIFSTOPPED(status))
		give_up("stopping it");
}

/* It waits in a call: the instruction before is the one that calls. */
static bool is_waiting(pid_t pid, struct user_regs_struct *r)
{
	if (ptrace(PTRACE_GETREGS, pid, NULL, r))
		give_up("reading its registers");
	return (ptrace(PTRACE_PEEKTEXT, pid, (void *)(uintptr_t)(r->rip - 2), NULL) & 0xffff) ==
	       0x050f;
}

static void stop(pid_t pid, struct user_regs_struct *r)
{
	unsigned turns = TURNS;

	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL))
		give_up("tracing it");
	for (interrupt(pid); !is_waiting(pid, r); interrupt(pid)) {
		if (!--turns || ptrace(PTRACE_CONT, pid, NULL, NULL))
			give_up("it never waits");
		usleep(PAUSE_US);
	}
}

static void put_text(pid_t pid, uint64_t at, const char *text)
{
	char path[64];
	int fd;

	snprintf(path, sizeof path, "/proc/%d/mem", (int)pid);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0 || pwrite(fd, text, strlen(text) + 1, (off_t)at) != (ssize_t)strlen(text) + 1)
		give_up("writing into it");
	close(fd);
}

static long step(pid_t pid, struct user_regs_struct *r)
{
	int status;

	if (ptrace(PTRACE_SETREGS, pid, NULL, r) || ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) ||
		waitpid(pid, &status, 0) != pid)
		give_up("making the call");
	if (!WIFSTOPPED(status)) {
		printf("killed\n");
		exit(0);
	}
	if (ptrace(PTRACE_GETREGS, pid, NULL, r))
		give_up("reading what came of it");
	return (long)r->rax;
}

static long force(pid_t pid, const struct user_regs_struct *was, const struct call *c)
{
	struct user_regs_struct r = *was;
	unsigned long long *to[] = {&r.rdi, &r.rsi, &r.rdx, &r.r10, &r.r8, &r.r9};
	uint64_t text = (was->rsp - TEXT_BELOW) & ~(uint64_t)(TEXT_BYTES - 1);

	if (c->text)
		put_text(pid, text, c->text);
	for (size_t i = 0; i < 6; i++)
		*to[i] = c->argument[i] == TEXT ? text : (uint64_t)c->argument[i];
	r.rax = (uint64_t)c->number;
	r.orig_rax = (uint64_t)-1; /* the call it waits in is not begun again now */
	r.rip -= 2;
	return step(pid, &r);
}

int main(int argc, char **argv)
{
	pid_t pid = argc == 4 ? (pid_t)strtol(argv[1], NULL, 10) : 0;
	const struct call calls[] = {{"read", argv[2], SYS_openat, {AT_FDCWD, TEXT, O_RDONLY}},
		{"write", argv[3], SYS_openat, {AT_FDCWD, TEXT, O_WRONLY | O_CREAT, 0600}},
		{"run", "/bin/true", SYS_execve, {TEXT}},
		{"packet", NULL, SYS_socket, {AF_PACKET, SOCK_RAW}},
		{"raw", NULL, SYS_socket, {AF_INET, SOCK_RAW, 1}},
		{"other", NULL, SYS_socket, {AF_ALG, SOCK_SEQPACKET}},
		{"old", NULL, SYS_socket, {AF_AX25, SOCK_DGRAM}},
		{"trace", NULL, SYS_ptrace, {PTRACE_PEEKDATA, 1}},
		{"namespace", NULL, SYS_unshare, {0}},
		{"datagram", NULL, SYS_socket, {AF_INET, SOCK_DGRAM}}};
	struct user_regs_struct was;

	if (pid <= 0)
		return BROKEN;
	stop(pid, &was);
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		long result = force(pid, &was, &calls[i]);

		printf("%s%s=%s", i ? " " : "", calls[i].name,
			result < 0 ? strerrorname_np((int)-result) : "0");
	}
	printf("\n");
	/* As it was: the call it waited in begins again. */
	return ptrace(PTRACE_SETREGS, pid, NULL, &was) || ptrace(PTRACE_DETACH, pid, NULL, NULL)
		       ? BROKEN
		       : 0;
}

#else

int main(void)
{
	fprintf(stderr, "force: not written for this processor\n");
	return UNABLE;
}

#endif
