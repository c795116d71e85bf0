/* fifo: queues of array indices, linked through one array. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "fifo.h"

void fifo_init(struct fifo *f)
{
	*f = (struct fifo){FIFO_NONE, FIFO_NONE};
}

void fifo_push(struct fifo *f, struct fifo_link *links, uint32_t i)
{
	links[i] = (struct fifo_link){.before = f->last, .after = FIFO_NONE};
	if (f->last == FIFO_NONE)
		f->first = i;
	else
		links[f->last].after = i;
	f->last = i;
}

void fifo_remove(struct fifo *f, struct fifo_link *links, uint32_t i)
{
	struct fifo_link at = links[i];

	if (at.before == FIFO_NONE)
		f->first = at.after;
	else
		links[at.before].after = at.after;
	if (at.after == FIFO_NONE)
		f->last = at.before;
	else
		links[at.after].before = at.before;
}
