/* list_keep: what is left of a list, saved while it is asked. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "clock.h"
#include "list_parts.h"

enum { SHARE = 20 };

int list_gather_left(const struct list *l, struct resume *r, struct fail *why)
{
	int rc = 0;

	resume_forget(r);
	for (uint64_t i = 0; rc >= 0 && i < l->c->grid->count; i++)
		if (!list_settled(l, i))
			rc = resume_keep(r, (uint32_t)i);
	return rc < 0 ? fail_set(why, -rc, "no memory for what is left") : 0;
}

static int save(struct list *l, struct resume *r)
{
	int rc = list_gather_left(l, r, NULL);

	/* What is told may be told again, but never left out. */
	report_sync(l->c->report);
	return rc < 0 ? rc : resume_save_and_go_on(r, NULL);
}

int64_t list_keep(struct list *l, int64_t now_ns)
{
	int64_t took_ns;

	if (!l->c->resume)
		return INT64_MAX;
	if (!l->keep_ns)
		l->keep_ns = now_ns + CLOCK_SECOND;
	if (now_ns < l->keep_ns || l->kept == l->settled)
		return l->keep_ns > now_ns ? l->keep_ns : now_ns + CLOCK_SECOND;
	if (save(l, l->c->resume) < 0) {
		l->keep_ns = INT64_MAX; /* the end tries once more, and tells */
		return INT64_MAX;
	}
	l->kept = l->settled;
	took_ns = clock_now() - now_ns;
	l->keep_ns = now_ns + (took_ns > CLOCK_SECOND / SHARE ? took_ns * SHARE : CLOCK_SECOND);
	return l->keep_ns;
}
