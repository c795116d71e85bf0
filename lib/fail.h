/* fail: one error, as an errno value and a sentence a user can act on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_FAIL_H
#define PROBEKIT_FAIL_H

#include <stdbool.h>

struct fail {
	int error;	/* an errno value, 0 while nothing failed */
	char text[320]; /* no tool name before it, no full stop or newline after it */
};

/* Fills why (which may be NULL) and returns -error, so that a caller can return it. */
int fail_set(struct fail *why, int error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* As fail_set with the current errno; ": " and strerror's text are appended. */
int fail_errno(struct fail *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Whether a negative errno tells of this host's want of memory or descriptors, whatever was tried
 * with whom. */
bool fail_is_shortage(int rc);

#endif
