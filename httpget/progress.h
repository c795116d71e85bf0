/* progress: a line on a terminal while a long transfer goes on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_PROGRESS_H
#define PROBEKIT_HTTPGET_PROGRESS_H

#include "exchange.h"
#include "term.h"

struct progress {
	struct term_progress line;
	bool wanted;
	int64_t shown_ns; /* 0: not yet */
};

/* fd: a terminal, or nothing is ever shown. */
void progress_init(struct progress *p, int fd, bool wanted);
/* Redraws at most ten times a second, from the second second on. */
void progress_show(struct progress *p, const struct exchange *x, int64_t now_ns);
void progress_clear(struct progress *p);
/* "12.3 MB of 50 MB, 1.2 MB/s, 31 s left |====      |"; returns to. */
const char *progress_text(char *to, size_t size, const struct exchange *x, int64_t now_ns);

#endif
