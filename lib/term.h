/* term: a terminal's size, raw mode and its restoration, the progress line. */
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
int term_raw_enter(struct term_raw *t, int fd, struct fail *why);
void term_raw_leave(struct term_raw *t); /* safe to call twice */

/* A line that is redrawn on a terminal; nothing at all is written when fd is none (-1, a file, a
 * pipe, or a terminal that TERM calls dumb). text is printable: see report_safe. */
struct term_progress {
	int fd;
	bool shown;
};
void term_progress_init(struct term_progress *p, int fd);
void term_progress_show(struct term_progress *p, const char *text); /* cut to the width */
void term_progress_clear(struct term_progress *p);		    /* before other text */

#endif
