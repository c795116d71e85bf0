/* fifo: queues of array indices, linked through one array, any member removed in O(1). Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_FIFO_H
#define PROBEKIT_FIFO_H

#include <stdint.h>

#define FIFO_NONE UINT32_MAX

/* Several queues share one array of links when no index is in two of them at once. The links need
 * no preparation. */
struct fifo_link {
	uint32_t before, after;
};
struct fifo {
	uint32_t first, last; /* FIFO_NONE when empty */
};

void fifo_init(struct fifo *f);
void fifo_push(struct fifo *f, struct fifo_link *links, uint32_t i);   /* i becomes the last */
void fifo_remove(struct fifo *f, struct fifo_link *links, uint32_t i); /* i must be in f */

#endif
