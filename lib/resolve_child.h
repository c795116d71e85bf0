/* resolve_child: what resolve and the process it forks say to each other. Inside of resolve. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_RESOLVE_CHILD_H
#define PROBEKIT_RESOLVE_CHILD_H

#include "resolve.h"

enum resolve_kind { RESOLVE_FORWARD, RESOLVE_REVERSE };

/* One datagram each, whole structs: both ends are the same program. */
struct resolve_question {
	enum resolve_kind kind;
	uint32_t serial;
	int family;	  /* of a forward question */
	struct addr addr; /* of a reverse one */
	char name[RESOLVE_NAME];
};
struct resolve_answer {
	enum resolve_kind kind;
	uint32_t serial;
	int failed, error; /* an EAI_ value, 0 none; errno of EAI_SYSTEM */
	struct addr addr;  /* the question's */
	unsigned n;
	struct addr addrs[RESOLVE_ADDRS];
	char name[RESOLVE_NAME]; /* the canonical name, or the one of addr */
};

/* The child's life, from just after the fork: answers questions from fd, each in a process of its
 * own, until fd is closed at the other end. */
_Noreturn void resolve_child(int fd);

#endif
