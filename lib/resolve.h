/* resolve: names and reverse names in an unprivileged child, forked when a name first occurs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_RESOLVE_H
#define PROBEKIT_RESOLVE_H

#include <stdbool.h>
#include <stdint.h>

#include "addr.h"
#include "fail.h"

struct resolve;
enum { RESOLVE_ADDRS = 32, RESOLVE_NAME = 256 };

/* Prepares; forks nothing yet. */
int resolve_open(struct resolve **out, struct fail *why);
void resolve_close(struct resolve *r); /* ends the child */
/* Forks the child now, if it is not there. Needed before a sandbox closes what it reads. It drops
 * all capabilities, resets signals and closes inherited sockets. */
int resolve_start(struct resolve *r, struct fail *why);

struct resolve_result {
	struct addr addrs[RESOLVE_ADDRS]; /* in getaddrinfo's order (RFC 6724) */
	unsigned n;
	char canonical[RESOLVE_NAME]; /* the canonical name, or the literal as given */
	bool literal;		      /* it was an address, no name was asked for */
	int64_t took_ns;
};
/* Blocks until a name is looked up (IDN by glibc's AI_IDN). family AF_UNSPEC, AF_INET, AF_INET6. A
 * literal is answered here, with its zone ("fe80::1%eth0", by name or number; unknown zone:
 * -ENODEV). -ENOENT with gai_strerror's words ("NAME: Name or service not known"), -ETIMEDOUT past
 * the monotonic deadline. */
int resolve_name(struct resolve *r, const char *name, int family, int64_t deadline_ns,
	struct resolve_result *out, struct fail *why);
/* Only the literal part: 1 a literal, 0 not one (a name), negative an error (bad zone, wrong
 * family). */
int resolve_literal(const char *text, int family, struct addr *out, struct fail *why);

/* Asks for the name of an address; the answer comes by resolve_next. False when 64 are waiting
 * already or the child is not there. */
bool resolve_ask_reverse(struct resolve *r, const struct addr *a);
struct resolve_reverse {
	struct addr addr;
	char name[RESOLVE_NAME]; /* empty: it has none */
};
int resolve_fd(const struct resolve *r); /* readable when an answer is there; -1 without child */
bool resolve_next(struct resolve *r, struct resolve_reverse *out); /* never blocks */

#endif
