/* resolve: names and reverse names in an unprivileged child, forked when a name first occurs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_RESOLVE_H
#define PROBEKIT_RESOLVE_H

#include <stdbool.h>
#include <stdint.h>

#include "addr.h"
#include "fail.h"

struct resolve;
enum { RESOLVE_ADDRS = 32, RESOLVE_NAME = 256, RESOLVE_AHEAD = 32, RESOLVE_KEPT = 256 };

/* Prepares; forks nothing yet. */
int resolve_open(struct resolve **out, struct fail *why);
void resolve_close(struct resolve *r); /* ends the child */
/* Forks the child now, if it is not there. Needed before a sandbox closes what it reads. It drops
 * all capabilities, resets signals (INT and QUIT it ignores: they mean the program) and closes all
 * it inherited, standard output too. Each question is answered in a process of its own, so that
 * none waits for another; where no more processes can be had, when one has ended. */
int resolve_start(struct resolve *r, struct fail *why);

struct resolve_result {
	struct addr addrs[RESOLVE_ADDRS]; /* in getaddrinfo's order (RFC 6724) */
	unsigned n;
	char canonical[RESOLVE_NAME]; /* the canonical name, or the literal as given */
	bool literal;		      /* it was an address, no name was asked for */
	int64_t took_ns;
};
/* Blocks until a name is looked up (IDN by glibc's AI_IDN). family AF_UNSPEC, AF_INET, AF_INET6. A
 * literal is answered here. -ENOENT with gai_strerror's words ("NAME: Name or service not known"),
 * -EAGAIN likewise where trying again may help, -ETIMEDOUT past the monotonic deadline (INT64_MAX
 * none). Call it before wait_open, so that INT can end the program meanwhile. Reverse answers that
 * came meanwhile are kept for resolve_next, without resolve_fd being readable. */
int resolve_name(struct resolve *r, const char *name, int family, int64_t deadline_ns,
	struct resolve_result *out, struct fail *why);
/* Asks for a name that resolve_name will be called with, as often as this is, with that family: it
 * is looked up meanwhile. While RESOLVE_AHEAD others are, it waits; RESOLVE_KEPT may be known or
 * asked for and not yet taken. Only a hint: false where it asks nothing, as resolve_name then does
 * itself: there is no room, no process can be started, or a name server stood no crowd: where it
 * has no answer for several of the names, the first is asked for again, alone; where that brings
 * one so are the others, and no more are asked for ahead. */
bool resolve_ahead(struct resolve *r, const char *name, int family);
/* Whether resolve_name has been asked ahead for it, and need not wait. */
bool resolve_is_known(struct resolve *r, const char *name, int family);
/* Whether it has been asked ahead for it, and would wait: resolve_fd becomes readable then. */
bool resolve_is_asked(struct resolve *r, const char *name, int family);
/* Only the literal part: 1 a literal, 0 not one (a name), negative an error: -ENODEV for a zone
 * that is no interface ("fe80::1%eth0", by name or number), -EAFNOSUPPORT for the wrong family.
 * Takes IPv4 in inet_aton's forms too (127.1). */
int resolve_literal(const char *text, int family, struct addr *out, struct fail *why);

/* Asks for the name of an address; the answer comes by resolve_next. False when 64 are waiting
 * already or the child is not there. */
bool resolve_ask_reverse(struct resolve *r, const struct addr *a);
struct resolve_reverse {
	struct addr addr;
	char name[RESOLVE_NAME]; /* empty: it has none */
};
/* Readable when an answer is there; -1 before the first child. Should the child die, it stays open
 * and silent, and resolve_ask_reverse says false. */
int resolve_fd(const struct resolve *r);
/* Never blocks. A name may hold any bytes: escape it. */
bool resolve_next(struct resolve *r, struct resolve_reverse *out);

#endif
