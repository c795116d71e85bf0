/* unresolved: the targets of a sweep that have no address: kept, and told like the others. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_UNRESOLVED_H
#define PROBEKIT_PING_UNRESOLVED_H

#include <stdint.h>

#include "fail.h"
#include "report.h"

struct unresolved_name {
	struct unresolved_name *next;
	char text[320]; /* as given, safe to print */
	char why[160];
};

/* All zero: none. */
struct unresolved {
	struct unresolved_name *first, *last;
	uint32_t n;
};

/* Keeps one; to is a struct unresolved. The form of gather_want.pass_over. */
int unresolved_take(void *to, const char *text, const struct fail *why);
void unresolved_close(struct unresolved *u);
/* A line each on standard error, as a single target's would be. */
void unresolved_warn(const struct unresolved *u, const char *program, struct report *r);
/* Their lines of the table. */
void unresolved_table(const struct unresolved *u, struct report *r);
/* A line each with the name and what is behind it. */
void unresolved_list(const struct unresolved *u, struct report *r, const char *behind);
/* Their target records; the first ones have a Prometheus series, too. */
void unresolved_records(const struct unresolved *u, struct report *r, uint32_t series);

#endif
