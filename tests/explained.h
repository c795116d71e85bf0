/* explained: which sentences --explain has for a scenario, by a mark that tells each from the
 * others.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_EXPLAINED_H
#define PROBEKIT_EXPLAINED_H

#include <string.h>

#include "report.h"
#include "said.h"
#include "tap.h"

/* What goes to the report until explained_end is the explanation. */
static inline struct report *explained_begin(void)
{
	const struct report_config plain = {.color = REPORT_COLOR_NEVER};
	struct report *r;

	if (report_open(&r, &plain, NULL) < 0)
		abort();
	said_begin();
	return r;
}

/* Until the next call. */
static inline const char *explained_end(struct report *r)
{
	report_flush(r);
	said_end();
	report_abandon(r);
	return said.out;
}

/* The text has the marks whose bits are in wanted, and no other. */
static inline void explained_is(const char *text, const char *const *marks, size_t n_marks,
	unsigned wanted, const char *what)
{
	unsigned got = 0;

	for (size_t i = 0; i < n_marks; i++)
		got |= strstr(text, marks[i]) ? 1U << i : 0;
	if (!ok(got == wanted, "%s", what))
		printf("# missing %#x, too much %#x: %s\n", wanted & ~got, got & ~wanted, text);
}

#endif
