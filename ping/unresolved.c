/* unresolved: the targets of a sweep that have no address: kept, and told like the others. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "unresolved.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "records.h"

/* What comes behind the name in an error that begins with it, or with as much of it as fits. */
static const char *reason_of(const char *text, const struct fail *why)
{
	const char *end = strstr(why->text, ": ");
	size_t n = end ? (size_t)(end - why->text) : 0;

	if (n > 3 && !strncmp(end - 3, "...", 3))
		n -= 3;
	return end && !strncmp(why->text, text, n) ? end + 2 : why->text;
}

int unresolved_take(void *to, const char *text, const struct fail *why)
{
	struct unresolved_name *one = malloc(sizeof(*one));
	struct unresolved *u = to;

	if (!one)
		return -ENOMEM;
	report_safe(one->text, sizeof(one->text), text);
	report_safe(one->why, sizeof(one->why), reason_of(text, why));
	one->next = NULL;
	if (u->last)
		u->last->next = one;
	else
		u->first = one;
	u->last = one;
	u->n++;
	return 0;
}

void unresolved_close(struct unresolved *u)
{
	while (u->first) {
		struct unresolved_name *next = u->first->next;

		free(u->first);
		u->first = next;
	}
	*u = (struct unresolved){0};
}

void unresolved_warn(const struct unresolved *u, const char *program, struct report *r)
{
	for (const struct unresolved_name *i = u->first; i; i = i->next)
		report_warn(r, "%s: %s: %s", program, i->text, i->why);
}

void unresolved_table(const struct unresolved *u, struct report *r)
{
	for (const struct unresolved_name *i = u->first; i; i = i->next)
		report_text(r, "%-24s no address  %s\n", i->text, i->why);
}

void unresolved_list(const struct unresolved *u, struct report *r, const char *behind)
{
	for (const struct unresolved_name *i = u->first; i; i = i->next)
		report_text(r, "%s%s\n", i->text, behind);
}

void unresolved_records(const struct unresolved *u, struct report *r, uint32_t series)
{
	struct records records = {.report = r};

	for (const struct unresolved_name *i = u->first; i; i = i->next) {
		struct records_summary s;

		records_unknown(&s);
		s.target = i->text;
		s.error = i->why;
		records_target(&records, &s, clock_wall());
		if (series && series--)
			records_target_prom(&records, &s);
	}
}
