/* resolve_asked: the names that were asked for before they are needed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "resolve_asked.h"

#include <netdb.h>
#include <string.h>

struct resolve_asked *resolve_asked_free(struct resolve_asked *all)
{
	for (unsigned i = 0; all && i < RESOLVE_KEPT; i++)
		if (!all[i].serial)
			return &all[i];
	return NULL;
}

struct resolve_asked *resolve_asked_open(struct resolve_asked *all)
{
	for (unsigned i = 0; all && i < RESOLVE_KEPT; i++)
		if (all[i].serial && !all[i].answered)
			return &all[i];
	return NULL;
}

unsigned resolve_asked_count(const struct resolve_asked *all)
{
	unsigned n = 0;

	for (unsigned i = 0; all && i < RESOLVE_KEPT; i++)
		n += all[i].serial && !all[i].answered;
	return n;
}

struct resolve_asked *resolve_asked_find(struct resolve_asked *all, const char *name, int family)
{
	struct resolve_asked *first = NULL;

	for (unsigned i = 0; all && i < RESOLVE_KEPT; i++) {
		struct resolve_asked *one = &all[i];

		if (!one->serial || one->family != family || strcmp(one->name, name) != 0)
			continue;
		if (!first || (int32_t)(one->serial - first->serial) < 0)
			first = one;
	}
	return first;
}

void resolve_asked_fill(
	struct resolve_asked *all, struct resolve_asked *free_one, const struct resolve_question *q)
{
	free_one->serial = q->serial;
	free_one->family = q->family;
	free_one->answered = false;
	free_one->crowded = false;
	memcpy(free_one->name, q->name, sizeof free_one->name);
	for (unsigned i = 0; i < RESOLVE_KEPT; i++) {
		if (&all[i] == free_one || !all[i].serial || all[i].answered)
			continue;
		all[i].crowded = true;
		free_one->crowded = true;
	}
}

void resolve_asked_answer(struct resolve_asked *all, const struct resolve_answer *a)
{
	for (unsigned i = 0; all && i < RESOLVE_KEPT; i++) {
		if (all[i].serial != a->serial)
			continue;
		all[i].answer = *a;
		all[i].answered = true;
	}
}

void resolve_asked_lose(struct resolve_asked *all)
{
	for (unsigned i = 0; all && i < RESOLVE_KEPT; i++)
		if (!all[i].answered)
			all[i].serial = 0;
}

bool resolve_answer_is_one(const struct resolve_answer *a)
{
	return a->failed != EAI_AGAIN && a->failed != EAI_SYSTEM && a->failed != EAI_MEMORY;
}
