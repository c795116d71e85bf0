/* console: the user's terminal: its mode, and that it is left as it was found. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_CONSOLE_H
#define PROBEKIT_TELNETLITE_CONSOLE_H

#include <stdbool.h>
#include <termios.h>

enum console_mode {
	CONSOLE_FOUND,	/* as it was found */
	CONSOLE_LINES,	/* lines, edited and echoed here */
	CONSOLE_HIDDEN, /* lines, not echoed */
	CONSOLE_KEYS	/* each key at once, all of them data */
};

struct console {
	int fd; /* -1: there is no terminal, and nothing is done */
	enum console_mode mode;
	int escape_key; /* -1 none; in line modes too it is read at once */
	struct termios before;
};

/* fd is a terminal or nothing is done from here on. One console is armed at a time: should the
 * program abort, its terminal is put back. */
void console_open(struct console *c, int fd, int escape_key);
void console_set(struct console *c, enum console_mode mode);
/* As it was found, before a stop too; the mode is kept for console_enter. */
void console_leave(struct console *c);
void console_enter(struct console *c);
void console_close(struct console *c);

#endif
