/* console: modes of the user's terminal. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "console.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* What a handler needs, since nothing else can be asked when the program aborts, or is
 * ended by a signal that nobody else takes. */
static struct console *volatile armed;
static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGXCPU,
	SIGXFSZ, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGIO, SIGPWR, SIGSTKFLT};

/* tcsetattr is safe in a handler; SA_RESETHAND makes the second signal the last. */
static void put_back(int number)
{
	struct console *c = armed;

	if (c)
		tcsetattr(c->fd, TCSANOW, &c->before);
	raise(number);
}

static void arm(struct console *c)
{
	struct sigaction act = {
		.sa_handler = put_back, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};

	armed = c;
	for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
		struct sigaction now;

		/* One that is ignored, or taken by a checker of memory, stays so. */
		if (!sigaction(fatal[i], NULL, &now) && now.sa_handler == SIG_DFL)
			sigaction(fatal[i], &act, NULL);
	}
}

void console_open(struct console *c, int fd, int escape_key)
{
	*c = (struct console){.fd = -1, .escape_key = escape_key};
	if (!isatty(fd) || tcgetattr(fd, &c->before) < 0)
		return;
	c->fd = fd;
	arm(c);
}

static struct termios wanted(const struct console *c)
{
	struct termios t = c->before;

	switch (c->mode) {
	case CONSOLE_FOUND:
		break;
	case CONSOLE_HIDDEN:
		t.c_lflag &= (tcflag_t) ~(ECHO | ECHONL);
		/* fall through */
	case CONSOLE_LINES:
		if (c->escape_key >= 0)
			t.c_cc[VEOL] = (cc_t)c->escape_key;
		break;
	case CONSOLE_KEYS:
		cfmakeraw(&t);
		break;
	}
	return t;
}

void console_enter(struct console *c)
{
	struct termios t;

	if (c->fd < 0)
		return;
	t = wanted(c);
	tcsetattr(c->fd, TCSADRAIN, &t);
}

void console_set(struct console *c, enum console_mode mode)
{
	if (mode == c->mode)
		return;
	c->mode = mode;
	console_enter(c);
}

void console_leave(struct console *c)
{
	if (c->fd >= 0 && c->mode != CONSOLE_FOUND)
		tcsetattr(c->fd, TCSADRAIN, &c->before);
}

void console_close(struct console *c)
{
	console_leave(c);
	if (armed == c)
		armed = NULL;
	c->mode = CONSOLE_FOUND;
	c->fd = -1;
}
