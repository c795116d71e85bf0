/* notice: lines on standard error, also while the terminal is in raw mode. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_NOTICE_H
#define PROBEKIT_TELNETLITE_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "fail.h"

enum notice_clock { NOTICE_ISO, NOTICE_LOCAL, NOTICE_UNIX, NOTICE_DELTA, NOTICE_NONE };
enum notice_color { NOTICE_PLAIN, NOTICE_IN, NOTICE_OUT };

struct notice {
	const char *program; /* borrowed */
	bool raw;	     /* the terminal makes no CR of its own */
	bool mid_line;	     /* the terminal's cursor stands behind text of the peer's */
	bool colored;
	enum notice_clock clock;
	bool silent;	 /* messages go nowhere but into said */
	char said[400];	 /* the newest message */
	int64_t last_ns; /* its own: of the last line with a time */
};

/* A line of a view, with the time before it as --time-format wants it. What came from outside is
 * printable already. */
void notice_line(struct notice *n, enum notice_color color, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A message to the user: "program: text". */
void notice_say(struct notice *n, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same of what failed, which may quote the network; escaped. */
void notice_why(struct notice *n, const struct fail *why);

#endif
