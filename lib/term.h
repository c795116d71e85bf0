/* term: a terminal's size, raw mode and its restoration, lines that are redrawn. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TERM_H
#define PROBEKIT_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "fail.h"

struct term_size {
	unsigned columns, rows; /* 80 and 24 when unknown */
};
struct term_size term_size(int fd);
bool term_is_utf8(void); /* by the locale's codeset (setlocale must have been called) */

/* Raw mode of one terminal. */
struct term_raw {
	int fd;
	bool active;
	struct termios before;
};
/* Single keys, not shown; output and the keys that send signals stay as they were. */
int term_keys_enter(struct term_raw *t, int fd, struct fail *why);
void term_raw_leave(struct term_raw *t); /* safe to call twice */
/* Whether this process may change the terminal's mode and read its keys: it is in the foreground,
 * or the terminal is not the one that controls it. */
bool term_in_foreground(int fd);
/* Whether the terminal was closed: nobody will see what is written to it. */
bool term_is_gone(int fd);

/* A line that is redrawn on a terminal; nothing at all is written when fd is none (-1, a file, a
 * pipe, or a terminal that TERM calls dumb). text is printable: see report_safe. */
struct term_progress {
	int fd;
	bool shown;
};
void term_progress_init(struct term_progress *p, int fd);
void term_progress_show(struct term_progress *p, const char *text); /* cut to the width */
void term_progress_clear(struct term_progress *p);		    /* before other text */

/* Several lines that are redrawn in place, below what was printed before; nothing at all is written
 * where fd is none, as above. The terminal's mode stays as it is. */
enum { TERM_VIEW_LINES = 256 };
struct term_view {
	int fd;
	unsigned n; /* lines that stand */
	unsigned short widths[TERM_VIEW_LINES];
};
void term_view_init(struct term_view *v, int fd);
/* text is whole lines, printable but for colour, each less wide than the terminal; what is more
 * than fits its height is not drawn. The view that stands is found again also where the terminal
 * was made narrower and wrapped its lines. */
void term_view_show(struct term_view *v, const char *text, size_t size);
void term_view_clear(struct term_view *v); /* before other text */
void term_view_keep(struct term_view *v);  /* what stands stays; the next is drawn below */

/* A page of its own on the terminal's other screen, redrawn from its top: what was on the terminal
 * comes back when it is left. Nothing at all is written where fd is none, as above. */
struct term_page {
	int fd;
	bool shown;
};
void term_page_init(struct term_page *p, int fd);
/* text is whole lines, printable but for colour, each less wide than the terminal; what is more
 * than fits its height is not drawn. */
void term_page_show(struct term_page *p, const char *text, size_t size);
void term_page_leave(struct term_page *p); /* before other text */

#endif
