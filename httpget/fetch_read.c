/* fetch_read: reading a response at the pace that is wanted. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>

#include "clock.h"
#include "fetch_parts.h"

/* Rests where more came than --limit-rate lets through. Where bytes are always there already
 * nothing would look at signals: that is done here, now and then. */
static int hold_back(struct fetch *f)
{
	enum { LOOK_NS = 20 * CLOCK_MS };
	int64_t now_ns = clock_now(), due_ns = 0;

	if (f->c.rate_bytes && f->x->first_ns != INT64_MIN)
		due_ns = f->x->first_ns +
			 (int64_t)((double)f->x->read_bytes * 1e9 / (double)f->c.rate_bytes);
	if (due_ns > f->c.deadline_ns)
		due_ns = f->c.deadline_ns;
	if (due_ns <= now_ns && now_ns - f->looked_ns < LOOK_NS)
		return 0;
	f->looked_ns = now_ns;
	return link_rest(f->link, due_ns, &f->x->why);
}

static int check_pace(struct fetch *f)
{
	const struct exchange *x = f->x;
	int64_t span_ns = x->written_ns == INT64_MIN ? 0 : clock_now() - x->written_ns;

	if (!f->c.slow_bytes || span_ns < f->c.slow_ns)
		return 0;
	if ((double)x->read_bytes >= (double)f->c.slow_bytes * (double)span_ns / 1e9)
		return 0;
	return fail_set(&f->x->why, ETIMEDOUT, "slower than %llu bytes a second",
		(unsigned long long)f->c.slow_bytes);
}

/* What fills its buffer is read in large pieces from then on; a small body needs no large buffer.
 */
void fetch_grow(struct fetch *f)
{
	uint8_t *larger = f->full && f->size < READ_BYTES ? malloc(READ_BYTES) : NULL;

	if (!larger)
		return;
	free(f->buffer);
	f->buffer = larger;
	f->size = READ_BYTES;
}

/* When the average falls below what is wanted, if nothing more comes. */
static int64_t slow_from(const struct fetch *f)
{
	double span_ns = (double)f->x->read_bytes * 1e9 / (double)f->c.slow_bytes;

	if (span_ns < (double)f->c.slow_ns)
		return f->x->written_ns + f->c.slow_ns;
	return span_ns < 1e18 ? f->x->written_ns + (int64_t)span_ns + CLOCK_MS : INT64_MAX;
}

static int64_t read_deadline(const struct fetch *f)
{
	int64_t until_ns = f->c.deadline_ns;

	if (f->c.slow_bytes && slow_from(f) < until_ns)
		until_ns = slow_from(f);
	return until_ns;
}

ssize_t fetch_read(struct fetch *f)
{
	struct exchange *x = f->x;
	size_t room = f->size;
	ssize_t n;
	int rc = hold_back(f);

	if (rc < 0)
		return rc;
	if (f->c.rate_bytes && f->c.rate_bytes < room)
		room = (size_t)f->c.rate_bytes;
	if (check_pace(f) < 0)
		return -ETIMEDOUT;
	n = link_read(f->link, f->buffer, room, read_deadline(f), &x->why);
	if (n == -ETIMEDOUT)
		check_pace(f); /* says so where it was that */
	if (n <= 0)
		return n;
	f->at_ns = link_came_ns(f->link);
	if (f->at_ns == INT64_MIN)
		f->at_ns = clock_now();
	fetch_watch_read(f, (size_t)n);
	x->last_ns = f->at_ns;
	if (x->first_ns == INT64_MIN) {
		x->first_ns = f->at_ns;
		fetch_look(f);
	}
	for (ssize_t i = 0; i < n && x->n_first < EXCHANGE_FIRST; i++)
		x->first[x->n_first++] = f->buffer[i];
	x->read_bytes += (uint64_t)n;
	f->full = (size_t)n == f->size;
	f->in = bytes_of(f->buffer, (size_t)n);
	return n;
}

void fetch_read_rest(struct fetch *f)
{
	ssize_t n = link_read_rest(f->link, f->buffer, f->size);

	if (n <= 0)
		return;
	f->x->read_bytes += (uint64_t)n;
	f->in = bytes_of(f->buffer, (size_t)n);
}
