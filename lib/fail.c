/* fail: one error, as an errno value and a sentence a user can act on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "fail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The text is built aside: an argument may be the old text of why. */
static void fail_fill(struct fail *why, int error, const char *format, va_list ap)
{
	struct fail made = {.error = error};

	vsnprintf(made.text, sizeof made.text, format, ap);
	*why = made;
}

int fail_set(struct fail *why, int error, const char *format, ...)
{
	va_list ap;

	if (why) {
		va_start(ap, format);
		fail_fill(why, error, format, ap);
		va_end(ap);
	}
	return -error;
}

/* A long path in front must not push the reason out: the front is cut instead. */
static void fail_append(struct fail *why, const char *reason)
{
	size_t need = strlen(reason) + 2, room = sizeof why->text - 1;
	size_t used = strlen(why->text);

	if (need > room)
		return;
	if (used > room - need)
		used = room - need;
	snprintf(why->text + used, sizeof why->text - used, ": %s", reason);
}

int fail_errno(struct fail *why, const char *format, ...)
{
	int error = errno;
	va_list ap;

	if (why) {
		va_start(ap, format);
		fail_fill(why, error, format, ap);
		va_end(ap);
		fail_append(why, strerror(error));
	}
	errno = error;
	return -error;
}

bool fail_is_shortage(int rc)
{
	return rc == -ENOMEM || rc == -ENOBUFS || rc == -EMFILE || rc == -ENFILE;
}
