/* term: a terminal's size, raw mode and its restoration, the progress line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "term.h"

#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "term_parts.h"

enum { TERM_COLUMNS = 80, TERM_ROWS = 24, TERM_LINE = 2048 };

struct term_size term_size(int fd)
{
	struct term_size size = {.columns = TERM_COLUMNS, .rows = TERM_ROWS};
	struct winsize window;

	if (fd < 0 || ioctl(fd, TIOCGWINSZ, &window) < 0)
		return size;
	if (window.ws_col)
		size.columns = window.ws_col;
	if (window.ws_row)
		size.rows = window.ws_row;
	return size;
}

bool term_is_utf8(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

static int set_mode(struct term_raw *t, const struct termios *mode, struct fail *why)
{
	if (tcsetattr(t->fd, TCSADRAIN, mode) < 0)
		return fail_errno(why, "cannot set the terminal's mode");
	t->active = true;
	return 0;
}

static int get_mode(struct term_raw *t, int fd, struct fail *why)
{
	t->fd = fd;
	t->active = false;
	if (tcgetattr(fd, &t->before) < 0)
		return fail_errno(why, "cannot read the terminal's mode");
	return 0;
}

int term_keys_enter(struct term_raw *t, int fd, struct fail *why)
{
	int rc = get_mode(t, fd, why);
	struct termios keys = t->before;

	if (rc < 0)
		return rc;
	keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	keys.c_cc[VMIN] = 1;
	keys.c_cc[VTIME] = 0;
	return set_mode(t, &keys, why);
}

bool term_in_foreground(int fd)
{
	pid_t group = tcgetpgrp(fd);

	return group < 0 || group == getpgrp();
}

void term_raw_leave(struct term_raw *t)
{
	if (t->active)
		tcsetattr(t->fd, TCSADRAIN, &t->before);
	t->active = false;
}

int term_redrawable(int fd)
{
	const char *kind = getenv("TERM");

	return fd >= 0 && isatty(fd) && kind && strcmp(kind, "dumb") ? fd : -1;
}

void term_progress_init(struct term_progress *p, int fd)
{
	p->fd = term_redrawable(fd);
	p->shown = false;
}

/* What of text fits into columns: whole UTF-8 characters, each taken for one column. */
static size_t term_fits(const char *text, size_t columns, size_t most_bytes)
{
	size_t n = 0;

	while (text[n] && columns) {
		size_t next = n + 1;

		while (((unsigned char)text[next] & 0xc0) == 0x80)
			next++;
		if (next > most_bytes)
			break;
		n = next;
		columns--;
	}
	return n;
}

bool term_is_gone(int fd)
{
	struct pollfd p = {.fd = fd};

	return poll(&p, 1, 0) > 0 && p.revents & (POLLHUP | POLLERR);
}

/* One write, so that lines of two programs do not mix; a line that cannot be shown is no failure.
 */
void term_write(int fd, const char *text, size_t size)
{
	ssize_t n;

	do
		n = write(fd, text, size);
	while (n < 0 && errno == EINTR);
}

void term_progress_show(struct term_progress *p, const char *text)
{
	char line[TERM_LINE];
	size_t n;

	if (p->fd < 0)
		return;
	/* The last column stays free: some terminals go to the next line behind it. */
	n = term_fits(text, term_size(p->fd).columns - 1, sizeof line - 8);
	snprintf(line, sizeof line, "\r%.*s\033[K", (int)n, text);
	term_write(p->fd, line, strlen(line));
	p->shown = true;
}

void term_progress_clear(struct term_progress *p)
{
	if (p->shown)
		term_write(p->fd, "\r\033[K", 4);
	p->shown = false;
}
