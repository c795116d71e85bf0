/* selfcheck: what on this host may keep its own SYNs, or their answers, before the network is
 * blamed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_SELFCHECK_H
#define PROBEKIT_TCPPROBE_SELFCHECK_H

#include "destination.h"
#include "route.h"
#include "stack.h"

enum selfcheck_result {
	SELFCHECK_FINE,
	SELFCHECK_DOUBT, /* near a limit, or may be a fault */
	SELFCHECK_FAULT,
	SELFCHECK_UNEXAMINED
};
const char *selfcheck_word(enum selfcheck_result result); /* "not examined"; static */

enum { SELFCHECK_TEXT = 240, SELFCHECK_ITEMS = 20 };
struct selfcheck_item {
	const char *what; /* "route"; static */
	enum selfcheck_result result;
	char text[SELFCHECK_TEXT];
	uint64_t used, limit; /* of what has a limit; UINT64_MAX none */
};
struct selfcheck {
	struct selfcheck_item items[SELFCHECK_ITEMS];
	unsigned n;
};
/* One more; what is too many is left out. Returns it, or NULL. */
struct selfcheck_item *selfcheck_add(struct selfcheck *s, const char *what,
	enum selfcheck_result result, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* The same of a table that is used so far: a doubt from nine tenths on, a fault when it is full.
 * words come behind "N of M ". */
void selfcheck_add_table(
	struct selfcheck *s, const char *what, uint64_t used, uint64_t limit, const char *words);

struct selfcheck_place {
	const struct destination *to;
	const struct route *route; /* NULL: there is none, for this reason: */
	const char *no_route;
	uint16_t port;
	uint32_t mark;	      /* of the probes */
	struct route_want by; /* how their route was asked for */
	struct stack_syn own; /* of a route */
};
/* Reads routes, neighbours, addresses, limits and settings; sends nothing. Before a sandbox. */
void selfcheck_examine(struct selfcheck *s, const struct selfcheck_place *p);

unsigned selfcheck_count(const struct selfcheck *s, enum selfcheck_result result);

#endif
