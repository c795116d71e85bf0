/* resolve_queue: texts taken in their order, while the names among them are looked up ahead. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "resolve_queue.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct resolve_queued pop(struct resolve_queue *q)
{
	struct resolve_queued first = q->waits[q->first];

	q->first = (q->first + 1) % RESOLVE_QUEUE;
	q->n--;
	return first;
}

static int take_first(struct resolve_queue *q)
{
	struct resolve_queued first = pop(q);
	int rc = q->take(q->to, first.text, first.number);

	free(first.text);
	return rc;
}

static int push(
	struct resolve_queue *q, const char *text, unsigned number, bool name, struct fail *why)
{
	char *copy = strdup(text);

	if (!copy)
		return fail_set(why, ENOMEM, "no memory for names");
	q->waits[(q->first + q->n++) % RESOLVE_QUEUE] =
		(struct resolve_queued){.text = copy, .number = number, .name = name};
	return 0;
}

static int take_known(struct resolve_queue *q)
{
	int rc = 0;

	while (rc >= 0 && q->n) {
		const struct resolve_queued *first = &q->waits[q->first];

		if (first->name && !resolve_is_known(q->resolver, first->text, q->family))
			break;
		rc = take_first(q);
	}
	return rc;
}

int resolve_queue_put(
	struct resolve_queue *q, const char *text, unsigned number, bool name, struct fail *why)
{
	int rc = take_known(q);

	while (rc >= 0) {
		bool room = q->n < RESOLVE_QUEUE;

		if (room && name && resolve_ahead(q->resolver, text, q->family))
			return push(q, text, number, name, why);
		if (!q->n)
			return q->take(q->to, text, number);
		if (room && !name)
			return push(q, text, number, name, why);
		rc = take_first(q);
	}
	return rc;
}

int resolve_queue_end(struct resolve_queue *q)
{
	int rc = 0;

	while (rc >= 0 && q->n)
		rc = take_first(q);
	return rc;
}

void resolve_queue_close(struct resolve_queue *q)
{
	while (q->n)
		free(pop(q).text);
}
