/* lab_queue: frames that wait for their time. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_LAB_QUEUE_H
#define PROBEKIT_LAB_QUEUE_H

#include <stddef.h>
#include <stdint.h>

struct lab_item {
	int64_t due_ns;
	uint64_t order; /* of equal times the first in is the first out */
	int tag;	/* the caller's */
	size_t bytes;
	uint8_t frame[];
};

struct lab_queue {
	struct lab_item **heap;
	size_t n, room;
	uint64_t orders;
};

/* Keeps a copy of the frame; -ENOMEM when memory is short. */
int lab_queue_put(struct lab_queue *q, int64_t due_ns, int tag, const uint8_t *frame, size_t bytes);
int64_t lab_queue_due(const struct lab_queue *q); /* INT64_MAX: it is empty */
/* The next one due at now, NULL none; the caller frees it. */
struct lab_item *lab_queue_take(struct lab_queue *q, int64_t now_ns);
void lab_queue_free(struct lab_queue *q);

#endif
