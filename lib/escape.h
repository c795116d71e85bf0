/* escape: C's escapes in a text, both ways. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ESCAPE_H
#define PROBEKIT_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "bytes.h"
#include "fail.h"
#include "strbuf.h"

/* Puts text with \r \n \t \e \0 \\ and \xNN made bytes. Any other escape is refused (-EINVAL); with
 * keep_others it stays as it is, for a regular expression, and so does \\. */
int escape_read(struct strbuf *to, const char *text, bool keep_others, struct fail *why);
/* The bytes as such a text, all on one line and of printable ASCII. */
void escape_write(struct strbuf *to, struct bytes from);

#endif
