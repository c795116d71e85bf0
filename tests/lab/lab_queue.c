/* lab_queue: frames that wait for their time. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lab_queue.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool before(const struct lab_item *a, const struct lab_item *b)
{
	return a->due_ns < b->due_ns || (a->due_ns == b->due_ns && a->order < b->order);
}

static int grow(struct lab_queue *q)
{
	size_t room = q->room ? q->room * 2 : 256;
	void *heap = realloc(q->heap, room * sizeof(void *));

	if (!heap)
		return -ENOMEM;
	q->heap = heap;
	q->room = room;
	return 0;
}

static void sift_up(struct lab_queue *q, size_t at)
{
	struct lab_item *item = q->heap[at];

	for (; at && before(item, q->heap[(at - 1) / 2]); at = (at - 1) / 2)
		q->heap[at] = q->heap[(at - 1) / 2];
	q->heap[at] = item;
}

static void sift_down(struct lab_queue *q, struct lab_item *item)
{
	size_t at = 0, child;

	while ((child = 2 * at + 1) < q->n) {
		if (child + 1 < q->n && before(q->heap[child + 1], q->heap[child]))
			child++;
		if (!before(q->heap[child], item))
			break;
		q->heap[at] = q->heap[child];
		at = child;
	}
	q->heap[at] = item;
}

int lab_queue_put(struct lab_queue *q, int64_t due_ns, int tag, const uint8_t *frame, size_t bytes)
{
	struct lab_item *item;

	if (q->n == q->room && grow(q) < 0)
		return -ENOMEM;
	item = malloc(sizeof *item + bytes);
	if (!item)
		return -ENOMEM;
	*item = (struct lab_item){
		.due_ns = due_ns, .order = q->orders++, .tag = tag, .bytes = bytes};
	memcpy(item->frame, frame, bytes);
	q->heap[q->n] = item;
	sift_up(q, q->n++);
	return 0;
}

int64_t lab_queue_due(const struct lab_queue *q)
{
	return q->n ? q->heap[0]->due_ns : INT64_MAX;
}

struct lab_item *lab_queue_take(struct lab_queue *q, int64_t now_ns)
{
	struct lab_item *item;

	if (!q->n || q->heap[0]->due_ns > now_ns)
		return NULL;
	item = q->heap[0];
	if (--q->n)
		sift_down(q, q->heap[q->n]);
	return item;
}

void lab_queue_free(struct lab_queue *q)
{
	for (size_t i = 0; i < q->n; i++)
		free(q->heap[i]);
	free(q->heap);
	*q = (struct lab_queue){0};
}
