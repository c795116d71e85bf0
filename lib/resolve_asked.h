/* resolve_asked: the names that were asked for before they are needed. Inside of resolve. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_RESOLVE_ASKED_H
#define PROBEKIT_RESOLVE_ASKED_H

#include "resolve_child.h"

struct resolve_asked {
	uint32_t serial; /* 0: this one is free */
	int family;
	bool crowded; /* another was looked up at the same time */
	bool answered;
	char name[RESOLVE_NAME];
	struct resolve_answer answer;
};

/* Each works on RESOLVE_KEPT of them, or NULL for none; NULL there is none such. */
struct resolve_asked *resolve_asked_free(struct resolve_asked *all);
struct resolve_asked *resolve_asked_open(struct resolve_asked *all); /* not answered */
unsigned resolve_asked_count(const struct resolve_asked *all);	     /* how many are not */
/* Of equals the one that was asked first. */
struct resolve_asked *resolve_asked_find(struct resolve_asked *all, const char *name, int family);

void resolve_asked_fill(struct resolve_asked *all, struct resolve_asked *free_one,
	const struct resolve_question *q);
/* Drops an answer to none of them. */
void resolve_asked_answer(struct resolve_asked *all, const struct resolve_answer *a);
/* Nobody is there to answer the open ones any more. */
void resolve_asked_lose(struct resolve_asked *all);

/* Whether it says something of the name, be it that there is none; else another time may. */
bool resolve_answer_is_one(const struct resolve_answer *a);

#endif
