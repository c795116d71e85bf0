/* term_parts: what term's own files share; nobody else includes it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TERM_PARTS_H
#define PROBEKIT_TERM_PARTS_H

#include "term.h"

/* fd where lines can be redrawn on it, else -1. */
int term_redrawable(int fd);
void term_write(int fd, const char *text, size_t size);

#endif
