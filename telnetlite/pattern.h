/* pattern: a regular expression of a script, compiled within limits. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_PATTERN_H
#define PROBEKIT_TELNETLITE_PATTERN_H

#include <regex.h>

#include "fail.h"

/* A POSIX extended expression in which ^ and $ are the ends of lines; the caller ends *to with
 * regfree. -EINVAL with a sentence where it is none, or one that the C library would take more than
 * a second or 64 MiB to compile: a child tries that first where anything is repeated or nested. */
int pattern_compile(regex_t *to, const char *text, struct fail *why);

#endif
