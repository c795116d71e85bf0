/* pty: a program on a terminal of its own, typed at and looked at step by step. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* clang-format off */
/*
 * usage: pty STEP... -- COMMAND...
 * Each step is told on standard output when it is done; the first that is not done within 60 s ends
 * it all with exit status 1. A step is
 *   type=TEXT     keys, with \r \n \e \\ and \xNN
 *   until=TEXT    until that stood on the screen, behind what the last until found
 *   never=TEXT    it did not, up to now
 *   mode=NAME     until the terminal is in that mode: found, line (with an escape key), hidden, keys
 *   size=80x24    a new window
 *   signal=NUMBER sent to the program alone
 *   stopped       until it is stopped
 *   hangup        the terminal is closed
 *   end           until it has ended: tells its exit status, or "signal N"
 */
/* clang-format on */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { SCREEN_BYTES = 1 << 20, PATIENCE_MS = 60000, TICK_MS = 10, ESCAPE_KEY = 0x1d };

struct pty {
	int master;
	pid_t child;
	char screen[SCREEN_BYTES];
	size_t used, seen;
	bool stopped, ended;
	int status;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A moment: what appears on the screen, and what becomes of the program. */
static void look(struct pty *p)
{
	struct pollfd fd = {.fd = p->master, .events = POLLIN};
	int status;

	if (poll(&fd, 1, p->ended ? 0 : TICK_MS) > 0 && p->used < sizeof p->screen - 1) {
		ssize_t n = read(p->master, p->screen + p->used, sizeof p->screen - 1 - p->used);

		p->used += n > 0 ? (size_t)n : 0;
		p->screen[p->used] = '\0';
	}
	if (p->ended || waitpid(p->child, &status, WNOHANG | WUNTRACED) <= 0)
		return;
	p->stopped = WIFSTOPPED(status);
	p->ended = !p->stopped;
	p->status = status;
}

static const char *mode_of(const struct pty *p)
{
	struct termios t;

	if (tcgetattr(p->master, &t) < 0)
		return "none";
	if (!(t.c_lflag & (ICANON | ECHO | ISIG)))
		return "keys";
	if (!(t.c_lflag & ICANON))
		return "other";
	if (!(t.c_lflag & ECHO))
		return "hidden";
	return t.c_cc[VEOL] == ESCAPE_KEY ? "line" : "found";
}

static void type(const struct pty *p, const char *text)
{
	for (; *text; text++) {
		char c = *text, digits[3] = {0};

		if (c == '\\' && text[1]) {
			c = *++text;
			c = (char)(c == 'r' ? '\r' : c == 'n' ? '\n' : c == 'e' ? '\033' : c);
			if (c == 'x' && text[1] && text[2]) {
				memcpy(digits, text + 1, 2);
				c = (char)strtol(digits, NULL, 16);
				text += 2;
			}
		}
		if (write(p->master, &c, 1) != 1)
			perror("pty: write");
	}
}

static const char *found(const struct pty *p, const char *text)
{
	return memmem(p->screen + p->seen, p->used - p->seen, text, strlen(text));
}

/* Whether what the step waits for is so; steps that do something do it and are done. */
static bool done(struct pty *p, const char *word, const char *value)
{
	const char *at;

	if (!strcmp(word, "until")) {
		at = found(p, value);
		if (at)
			p->seen = (size_t)(at - p->screen) + strlen(value);
		return at;
	}
	if (!strcmp(word, "mode"))
		return !strcmp(mode_of(p), value);
	if (!strcmp(word, "stopped"))
		return p->stopped;
	if (!strcmp(word, "end"))
		return p->ended;
	if (!strcmp(word, "never"))
		return !found(p, value);
	if (!strcmp(word, "type"))
		type(p, value);
	return true;
}

static void set_size(const struct pty *p, const char *value)
{
	struct winsize size = {0};
	char *end;

	size.ws_col = (unsigned short)strtoul(value, &end, 10);
	size.ws_row = (unsigned short)strtoul(*end ? end + 1 : end, NULL, 10);
	ioctl(p->master, TIOCSWINSZ, &size);
}

static void hang_up(struct pty *p)
{
	close(p->master);
	p->master = -1;
}

static bool play(struct pty *p, const char *step)
{
	const char *equals = strchr(step, '='), *value = equals ? equals + 1 : "";
	int64_t until_ms = now_ms() + PATIENCE_MS;
	char word[16];

	snprintf(word, sizeof word, "%.*s", (int)(equals ? equals - step : (ptrdiff_t)strlen(step)),
		step);
	if (!strcmp(word, "size"))
		set_size(p, value);
	if (!strcmp(word, "hangup"))
		hang_up(p);
	if (!strcmp(word, "signal")) {
		p->stopped = false;
		kill(p->child, (int)strtol(value, NULL, 10));
	}
	look(p);
	while (!done(p, word, value)) {
		if (now_ms() > until_ms) {
			printf("not: %s (mode %s)\n%s\n", step, mode_of(p), p->screen + p->seen);
			return false;
		}
		look(p);
	}
	if (strcmp(word, "end") != 0)
		puts(step);
	else if (WIFEXITED(p->status))
		printf("end %d\n", WEXITSTATUS(p->status));
	else
		printf("end signal %d\n", WTERMSIG(p->status));
	fflush(stdout);
	return true;
}

/* The program in the foreground of a session whose leader is here, so that it can be stopped. */
static void begin(struct pty *p, char *const *command)
{
	int terminal, status = 0;
	pid_t leader;

	p->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (p->master < 0 || grantpt(p->master) < 0 || unlockpt(p->master) < 0) {
		perror("pty");
		exit(99);
	}
	sigaction(SIGTTOU, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
	sigaction(SIGHUP, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
	/* A leader of a group cannot begin a session. */
	leader = getpgrp() == getpid() ? fork() : 0;
	if (leader > 0) {
		waitpid(leader, &status, 0);
		exit(WIFEXITED(status) ? WEXITSTATUS(status) : 99);
	}
	setsid();
	terminal = open(ptsname(p->master), O_RDWR | O_CLOEXEC);
	ioctl(terminal, TIOCSCTTY, 0);
	set_size(p, "80x24");
	p->child = fork();
	if (p->child)
		return;
	setpgid(0, 0);
	tcsetpgrp(terminal, getpid());
	sigaction(SIGTTOU, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
	sigaction(SIGHUP, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
	dup2(terminal, STDIN_FILENO);
	dup2(terminal, STDOUT_FILENO);
	dup2(terminal, STDERR_FILENO);
	execvp(command[0], command);
	_exit(98);
}

int main(int argc, char **argv)
{
	static struct pty p;
	int n = 1;
	bool good = true;

	while (n < argc && strcmp(argv[n], "--") != 0)
		n++;
	if (n + 1 >= argc)
		return 2;
	begin(&p, argv + n + 1);
	for (int i = 1; i < n && good; i++)
		good = play(&p, argv[i]);
	if (!p.ended)
		kill(p.child, SIGKILL);
	return good ? 0 : 1;
}
