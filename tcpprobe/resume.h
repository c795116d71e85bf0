/* resume: what is left of a list, in a file between one run and the next. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_RESUME_H
#define PROBEKIT_TCPPROBE_RESUME_H

#include <stdbool.h>
#include <stdint.h>

#include "fail.h"
#include "file.h"
#include "grid.h"

/* From first to last, both in it, by the grid's index. */
struct resume_span {
	uint32_t first, last;
};
struct resume {
	const char *path; /* borrowed */
	bool found;	  /* the file was there: the rest is its own */
	uint64_t seed, questions, print;
	uint32_t shard, shards;
	struct resume_span *spans;
	uint32_t n_spans, size;
	struct file *next; /* what takes its place at the end */
};

/* Reads the file, if it is there. -EINVAL for one that is none. */
int resume_open(struct resume *r, const char *path, struct fail *why);
void resume_close(struct resume *r); /* the file stays as it was, if resume_save was not called */
/* -EINVAL where the file is of other hosts, ports, shards or another seed; they may all be as they
 * are where there was none. Then begins the next one beside it: behind the lookup of all names,
 * which a signal may end. */
int resume_check(struct resume *r, const struct grid *g, const struct targets_order *order,
	struct fail *why);
/* The questions left, ascending, and how many; the caller frees them. NULL without a file. */
int resume_left(const struct resume *r, uint32_t **out, uint32_t *n, struct fail *why);

/* One more question that is left, in ascending order. -ENOMEM. */
int resume_keep(struct resume *r, uint32_t index);
void resume_forget(struct resume *r); /* what was read or kept so far */
int resume_save(struct resume *r, struct fail *why);
/* The same before the end, onto the disk: the next file is begun first, so that there is one for
 * the end whatever comes of this. Of what is no regular file there is one save alone. */
int resume_save_and_go_on(struct resume *r, struct fail *why);
bool resume_may_go_on(const struct resume *r);

#endif
