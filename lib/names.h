/* names: lines that wait for the name of an address, in order, never longer than a second. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_NAMES_H
#define PROBEKIT_NAMES_H

#include "addr.h"
#include "report.h"
#include "resolve.h"

struct names;

/* Lines go out by report; without a resolver (NULL) addresses stand alone. Both are borrowed. */
int names_open(
	struct names **out, struct report *report, struct resolve *resolver, struct fail *why);
void names_close(struct names *n);

/* Asks early, so that the answer is there when the first line wants it. */
void names_ask(struct names *n, const struct addr *a, int64_t now_ns);

/* Its name, printable, if that is known by now; borrowed until the next call. NULL: none. */
const char *names_known(const struct names *n, const struct addr *a);
/* Waits until all names asked for are known, a second at most. */
void names_wait(struct names *n);

enum { NAMES_A_LINE = 10, NAMES_LINE = 2048 };
/* A line under construction; names_add_addr leaves a place for "name (address)". */
struct names_line {
	char text[NAMES_LINE];
	size_t used;
	struct addr addrs[NAMES_A_LINE];
	unsigned n;
	int64_t realtime_ns; /* for the time before the line; 0: it gets none */
};
void names_add(struct names_line *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
void names_add_addr(struct names_line *l, const struct addr *a);
/* Prints the line now, or when its names are there. */
void names_put(struct names *n, const struct names_line *l, int64_t now_ns);
/* Reads answers; lets go what is complete or has waited a second. */
void names_turn(struct names *n, int64_t now_ns);
/* When the next turn is due, if the resolver has no answer before; INT64_MAX: no line waits. */
int64_t names_due_ns(const struct names *n);
/* At the end: waits for what is still missing, as long as any line may. */
void names_finish(struct names *n);
/* Everything goes out, complete or not. */
void names_flush(struct names *n);

#endif
